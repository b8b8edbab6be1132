// The oral questions on the console: the panel by candidate, and the sheet of one question with its expected points to tick. What is
// put and heard goes through the queue, like all that the examiner writes.
import { fillForm, readForm, readKept, writeKept } from "./exam-kept.js";

export function watchAsks({ queue, say, root }) {
  const panel = document.querySelector("[data-asks]");
  if (!panel) return null;
  const live = panel.querySelector("[data-live=asks]");
  const summary = panel.querySelector("summary");
  const form = document.querySelector("[data-ask-form]");
  const state = form.querySelector("[data-ask-state]");
  const undo = form.querySelector("[data-ask-undo]");
  let open = null; // the entry that the sheet is about
  let back = null;
  let isClash = false; // the sheet shows two answers to choose from
  // ticked or typed and not saved: there again when the sheet is opened again, and after a reload
  const keyOf = ({ rank, question }) => `oral:${root}:${rank}:${question}`;
  const openKey = `oral:${root}`;
  const clashed = []; // answers that another device noted otherwise meanwhile

  const cellOf = ({ rank, question }) => live.querySelector(`[data-act=oral][data-rank="${rank}"][data-arg="${question}"]`);
  const entryOf = ({ rank, seat, arg }) => ({ rank: Number(rank), seat: Number(seat), question: arg });
  // what waits to be sent about a question: nothing, once it was taken back after it
  function waiting(entry) {
    const [kept, gone] = ["heard", "unasked"].map((kind) => queue.waiting({ kind, ...entry }));
    return gone && !(kept?.noted > gone.noted) ? null : kept;
  }
  const points = () => [...form.querySelectorAll("[name=heard]:checked")].map((box) => Number(box.value));

  function show(data) {
    const entry = entryOf(data);
    const cell = cellOf(entry);
    const kept = waiting(entry);
    const heard = kept?.heard ?? cell.dataset.heard.split(" ").filter(Boolean).map(Number);
    open = entry;
    back = document.activeElement;
    form.querySelector("[data-ask-who]").textContent = `${cell.dataset.name} :`;
    form.querySelector("[data-ask-in]").replaceChildren(document.querySelector(`template[data-ask="${entry.question}"]`).content.cloneNode(true));
    for (const box of form.querySelectorAll("[name=heard]")) box.checked = heard.includes(Number(box.value));
    form.elements.note.value = kept?.note ?? cell.dataset.noteKept;
    const typed = readKept(keyOf(entry));
    if (typed) fillForm(form, typed);
    undo.hidden = cell.dataset.version === "0" && !kept;
    state.textContent = `${undo.hidden ? "pas encore posée" : "posée"}${typed ? " · pas encore enregistré" : ""}`;
    delete undo.dataset.sure;
    writeKept(openKey, data);
    panel.open = false;
    form.hidden = false;
    (form.querySelector("[name=heard]") ?? form.elements.note).focus();
  }
  // Both are shown once the other one is known here: saving keeps what was ticked here, closing leaves the other device's.
  function settle() {
    const at = clashed.findIndex((entry) => Number(cellOf(entry)?.dataset.version) !== entry.version);
    if (at < 0 || !form.hidden) return;
    const [entry] = clashed.splice(at, 1);
    const cell = cellOf(entry);
    if (!cell) return writeKept(keyOf(entry), null);
    show({ ...cell.dataset });
    isClash = true;
    const labels = [...form.querySelectorAll("[name=heard]")].map((box) => box.nextElementSibling.textContent);
    const there = cell.dataset.heard.split(" ").filter(Boolean).map((index) => labels[index]);
    if (cell.dataset.noteKept) there.push(`« ${cell.dataset.noteKept} »`);
    state.textContent = `notée entre-temps sur l’autre appareil (${there.join(" ; ") || "aucun point"}). Ci-dessous, ce que vous aviez noté ici : Enregistrer le garde, Fermer laisse l’autre.`;
  }
  function close() {
    if (form.hidden) return false;
    form.hidden = true;
    if (isClash) writeKept(keyOf(open), null);
    isClash = false;
    open = null;
    writeKept(openKey, null);
    (back?.isConnected && back !== document.body ? back : summary).focus();
    settle();
    return true;
  }
  form.querySelector("[data-ask-no]").addEventListener("click", close);
  // « Posée » by mistake: as if it had never been; what was ticked asks once more
  undo.addEventListener("click", () => {
    const cell = cellOf(open);
    const holds = cell.dataset.heard || cell.dataset.noteKept || points().length || form.elements.note.value;
    if (holds && !undo.dataset.sure) {
      undo.dataset.sure = "oui";
      state.textContent = "ses points et sa note seront effacés\u00a0: touchez encore «\u00a0Pas posée\u00a0»";
      return;
    }
    queue.add({ kind: "unasked", ...open, version: Number(cell.dataset.version) });
    Object.assign(cell.dataset, { version: "0", heard: "", noteKept: "" });
    writeKept(keyOf(open), null);
    close();
    say("Question retirée : elle n’a pas été posée.", true);
  });
  form.addEventListener("input", () => writeKept(keyOf(open), readForm(form)));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const cell = cellOf(open);
    const heard = points();
    cell.dataset.heard = heard.join(" ");
    cell.dataset.noteKept = form.elements.note.value;
    queue.add({ kind: "heard", ...open, heard, note: form.elements.note.value, version: Number(cell.dataset.version) });
    writeKept(keyOf(open), null);
    close();
  });

  const before = readKept(openKey);
  if (before && cellOf(entryOf(before))) show(before);

  return {
    close,
    open: (data) => show({ ...data }),
    // « Posée »: noted at once, and the expected points are there to tick
    put(data) {
      queue.add({ kind: "asked", ...entryOf(data) });
      show({ ...data });
      undo.hidden = false;
      state.textContent = "posée";
    },
    toggle(isOpen = !panel.open) {
      panel.open = isOpen;
      summary.focus();
    },
    // Q: the question to put to the chosen candidate, even when a raised hand stands before it; the panel when there is none
    key(rank) {
      const due = document.querySelector(`[data-act=ask][data-rank="${rank}"]`) ?? live.querySelector(`.ex-ask--now [data-rank="${rank}"]`);
      if (due) this.put({ ...due.dataset });
      else this.toggle();
    },
    clash(entry) {
      if (entry.kind === "unasked") return say("Notée entre-temps sur l’autre appareil : la question n’est pas retirée.");
      const pairs = [...entry.heard.map((index) => ["heard", String(index)]), ["note", entry.note]];
      writeKept(keyOf(entry), pairs);
      clashed.push(entry);
      settle();
    },
    told(entry, kind, got) {
      const cell = cellOf(entry);
      if (cell && got?.version !== undefined) cell.dataset.version = got.version;
      if (kind === "is-no") say("La question n’est pas enregistrée.");
    },
    show(html) {
      if (!html || live.dataset.html === html) return;
      const focus = live.contains(document.activeElement) ? document.activeElement.dataset : null;
      live.dataset.html = html;
      live.innerHTML = html;
      if (focus) (cellOf({ rank: focus.rank, question: focus.arg }) || live).focus();
      settle();
    },
  };
}
