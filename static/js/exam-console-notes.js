// The observations of the console: whom and what the next one is about, its sign and words, the last one taken back.
import { $, $$, columns, root, say, seatOf } from "./exam-console-base.js";
import { keepTyped } from "./exam-kept.js";
import { makeNoted, readHead } from "./exam-observed.js";
import { uuid } from "./exam-queue.js";

// `add(entry)` puts an observation in the queue.
export function watchObservations({ add }) {
  const quick = $("[data-quick]");
  const typing = keepTyped(quick, `saisie:${root}`, () => !quick.elements.text.value.trim());
  function target({ rank, line }) {
    if (rank && columns.has(rank)) quick.elements.rank.value = rank;
    if (line !== undefined) quick.elements.line.value = line;
    const here = quick.elements.rank.value;
    const at = quick.elements.line.value;
    columns.forEach((column, key) => column.classList.toggle("is-sel", key === here));
    $$("[data-cell]").forEach((cell) => cell.classList.toggle("is-target", cell.closest("[data-col]").dataset.col === here && cell.dataset.cell === at));
    $$("[data-line]").forEach((row) => {
      const on = row.dataset.line === at;
      row.classList.toggle("is-on", on);
      row.setAttribute("aria-pressed", String(on));
    });
    typing.note();
  }
  const byLetter = new Map($$("[data-line]").map((row) => [row.dataset.letter, row.dataset.line]));

  // --- observations
  const noted = makeNoted(root);
  let isFresh = false; // nothing was typed or chosen since the last note: Z takes it back, even from the field where Enter left it

  function ack(kind, words, entry) {
    const box = $("[data-acks]");
    const letter = [...byLetter].find(([, line]) => line === entry.line)?.[0] ?? (entry.question ? "oral" : "—");
    const sign = entry.kind === "level" ? entry.value || "vidé" : entry.sign === "-" ? "−" : entry.sign;
    const first = document.createElement("p");
    first.className = "ex-quick__a";
    const state = document.createElement("span");
    state.className = `ex-ack ${kind}`;
    state.textContent = words;
    const what = document.createElement("b");
    what.textContent = [entry.rank, letter, sign].filter(Boolean).join(" · ");
    first.append(state, " ", what);
    const second = document.createElement("p");
    second.className = "ex-quick__q";
    second.textContent = entry.text ? `« ${entry.text} »` : "";
    box.replaceChildren(first, second);
  }

  // An observation that was refused is nothing to undo; its words come back into the field when it is free.
  function giveBack(entry) {
    noted.drop(entry.uuid);
    if (!entry.text || quick.elements.text.value) return;
    quick.elements.text.value = entry.text;
    quick.elements.sign.value = entry.sign;
    target({ rank: String(entry.rank), line: entry.line });
  }

  quick.addEventListener("submit", (event) => {
    event.preventDefault();
    const { rank, line, sign, text } = quick.elements;
    const typed = prefixed(text.value);
    if (!sign.value && !typed) return say("Choisissez un signe ou écrivez une phrase.");
    const entry = { uuid: uuid(), rank: Number(rank.value), seat: seatOf(rank.value), line: line.value, sign: sign.value, text: typed };
    noted.add(entry);
    add(entry);
    isFresh = true;
    text.value = "";
    typing.forget();
    $$("[name=sign]", quick).forEach((input) => (input.checked = false));
  });
  // « 2b+ texte » typed in the field sets candidate, line and sign
  function prefixed(text) {
    const head = readHead(text, { lines: [...byLetter.keys()], ranks: [...columns.keys()] });
    if (!head.sign) return head.words;
    target({ rank: head.rank || undefined, line: byLetter.get(head.letter) });
    quick.elements.sign.value = head.sign;
    return head.words;
  }
  function undo() {
    const last = noted.takeLast();
    if (!last) return say("Aucune observation à annuler sur cet écran.");
    add({ uuid: uuid(), rank: last.rank, seat: last.seat, target: last.uuid, line: last.line, sign: "", text: "" });
  }
  $("[data-undo]").addEventListener("click", undo);
  quick.addEventListener("change", () => target({}));
  quick.addEventListener("input", () => (isFresh = false));

  return {
    ack,
    giveBack,
    target,
    undo,
    takesBack: (field) => isFresh && field === quick.elements.text && !field.value && !quick.elements.sign.value,
    lineOf: (letter) => byLetter.get(letter),
    rank: () => quick.elements.rank.value,
    begin: () => target(typing.wasKept ? {} : { line: "" }),
    write: () => quick.elements.text.focus(),
    sign(sign) {
      isFresh = false;
      quick.elements.sign.value = sign;
      quick.elements.text.focus();
    },
  };
}
