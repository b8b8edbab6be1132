// The evidence of a line: arrows go to the next line or candidate, Escape goes back; notes and levels are acknowledged here. What the
// candidate changes meanwhile is shown without touching the forms.
import { fillForm, keepTyped } from "./exam-kept.js";
import { watchLevels } from "./exam-levels.js";
import { makeNoted, readHead } from "./exam-observed.js";
import { makeQueue, uuid } from "./exam-queue.js";

const body = document.body;
const root = body.dataset.root;
const said = document.querySelector("[data-said]");
const who = { rank: Number(body.dataset.rank), seat: Number(body.dataset.seat), line: body.dataset.line };
const isHere = (entry) => entry.rank === who.rank && (entry.line === who.line || entry.question);

// What is written goes through the console's own queue: kept in the browser first, acknowledged by the server.
const queue = makeQueue({
  root,
  csrf: body.dataset.csrf,
  told(kind, words, entry, got) {
    if (!isHere(entry)) return;
    const what = { level: entry.value ? `Niveau ${entry.value}` : "Niveau", heard: "Réponse", asked: "Question" }[entry.kind] ?? "Observation";
    if (kind) said.textContent = `${what} : ${kind === "is-no" ? "refus" : words.toLowerCase()}.`;
    else if (entry.kind === "level") said.textContent = entry.value ? `Niveau ${entry.value} enregistré.` : "Niveau vidé.";
    else said.textContent = `${what} ${entry.target ? "annulée" : "reçue"} ${got.at}.`;
    if (kind) return;
    if (entry.kind === "level") [picks.dataset.version, picks.dataset.value] = [got.version, got.value];
    const form = entry.kind === "heard" && document.querySelector(`[data-question="${entry.question}"]`);
    if (form) form.elements.version.value = got.version;
    if (!entry.kind) refresh();
  },
  refused: (words) => (said.textContent = words),
  idle: () => showLevel(picks.dataset.value),
  // both values are told; the level shown is the other device's, choosing again is knowing
  async clash(entry, got) {
    said.textContent = got.error;
    if (entry.kind === "heard") return clashHeard(entry, got);
    if (entry.kind !== "level" || !isHere(entry)) return;
    await refresh();
    showLevel(picks.dataset.value);
  },
  why() {
    said.textContent = "La fiche est signée : écrivez le motif, puis choisissez le niveau.";
    document.querySelector("[data-reason]")?.focus();
  },
});

// --- the level
const picks = document.querySelector("[data-picks]");
const reason = document.querySelector("[data-reason]");
function showLevel(value) {
  if (queue.waiting({ kind: "level", ...who })) return;
  for (const input of picks.querySelectorAll("input")) input.checked = input.value === value;
}
watchLevels(
  picks,
  () => picks,
  (_group, value) => queue.add({ kind: "level", ...who, value, version: Number(picks.dataset.version), reason: reason?.value ?? "" }),
);
const waiting = queue.waiting({ kind: "level", ...who });
if (waiting) for (const input of picks.querySelectorAll("input")) input.checked = input.value === waiting.value;

// --- what was heard
for (const form of document.querySelectorAll("form[data-question]")) {
  const typed = keepTyped(form, `oral:${root}:${who.rank}:${form.dataset.question}`);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const heard = [...form.querySelectorAll("[name=heard]:checked")].map((box) => Number(box.value));
    queue.add({ kind: "heard", rank: who.rank, seat: who.seat, question: form.dataset.question, heard, note: form.elements.note.value, version: Number(form.elements.version.value) });
    typed.forget();
    form.querySelector("[type=submit]").textContent = "Enregistrer";
  });
}

// Another device noted another answer: it is told beside the boxes as they were ticked here; saving again is knowing.
async function clashHeard(entry, got) {
  const form = document.querySelector(`form[data-question="${entry.question}"]`);
  const answer = form && (await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null));
  if (!answer?.ok || answer.redirected) return;
  const there = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(`form[data-question="${entry.question}"]`);
  form.elements.version.value = there.elements.version.value;
  fillForm(form, [...entry.heard.map((index) => ["heard", String(index)]), ["note", entry.note]]);
  const points = [...there.querySelectorAll("[name=heard][checked]")].map((box) => box.parentElement.textContent.trim());
  if (there.elements.note.value) points.push(`« ${there.elements.note.value} »`);
  said.textContent = `${got.error} Là-bas : ${points.join(" ; ") || "aucun point"}. Ici, votre réponse est encore cochée : « Enregistrer » la garde.`;
}

// --- an observation
const noted = makeNoted(root);
const noteForm = document.querySelector("[data-note-form]");
const noteTyped = keepTyped(noteForm, `saisie:${location.pathname}`, () => !noteForm.elements.text.value.trim());
noteForm.addEventListener("submit", (event) => {
  event.preventDefault();
  const field = event.target.elements.text;
  const { sign, words: text } = readHead(field.value);
  if (!sign && !text) return (said.textContent = "Écrivez un signe ou une phrase.");
  const entry = { uuid: uuid(), ...who, sign, text };
  noted.add(entry);
  queue.add(entry);
  field.value = "";
  noteTyped.forget();
});
// any of them is taken back, whoever of the examiner's devices noted it
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-take-back]");
  if (!button) return;
  button.disabled = true; // until the list is drawn anew without it
  noted.drop(button.dataset.takeBack);
  queue.add({ ...who, target: button.dataset.takeBack, sign: "", text: "" });
});

// --- keyboard
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const isTyping = event.target.matches("input:not([type=radio],[type=checkbox]), textarea, select");
  if (event.key === "Escape") return isTyping ? event.target.blur() : location.assign(body.dataset.back);
  if (event.target.matches("input, textarea, select")) return;
  const strips = [...document.querySelectorAll("[data-strip]")];
  const at = strips.findIndex((strip) => strip.hasAttribute("aria-current"));
  const digit = event.code.match(/^(?:Digit|Numpad)([1-3])$/)?.[1];
  const to = {
    ArrowUp: body.dataset.up,
    ArrowDown: body.dataset.down,
    ArrowLeft: strips[at - 1]?.href,
    ArrowRight: strips[at + 1]?.href,
  }[event.key] ?? (digit && strips[Number(digit) - 1]?.href);
  if (to) {
    event.preventDefault();
    location.assign(to);
  }
});

// --- time and news
let heardAt = performance.now();
let seen = body.dataset.version; // of the page as it was drawn: what changes before the first news is news too
const clocks = [...document.querySelectorAll("[data-clock]")];
setInterval(() => {
  const spent = (performance.now() - heardAt) / 1000;
  for (const clock of clocks) {
    if (clock.dataset.remaining === "" || clock.dataset.running !== "oui") continue;
    const left = Math.max(0, Math.ceil(Number(clock.dataset.remaining) - spent));
    clock.textContent = `${String(Math.floor(left / 60)).padStart(2, "0")}:${String(left % 60).padStart(2, "0")}`;
  }
}, 250);
async function refresh() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!answer?.ok || answer.redirected) return false;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  seen = fresh.body.dataset.seen;
  const level = fresh.querySelector("[data-picks]").dataset;
  [picks.dataset.version, picks.dataset.value] = [level.version, level.value];
  showLevel(level.value);
  for (const part of document.querySelectorAll("[data-fresh]")) {
    const other = fresh.querySelector(`[data-fresh="${part.dataset.fresh}"]`);
    if (other && other.innerHTML !== part.innerHTML) part.innerHTML = other.innerHTML;
  }
  return true;
}
setInterval(async () => {
  const answer = await fetch(`${body.dataset.stateUrl}?vus=`, { headers: { "X-Requested-With": "fetch" } }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  heardAt = performance.now();
  const state = await answer.json();
  state.seats.forEach((seat, index) => {
    clocks[index].dataset.remaining = seat.remaining ?? "";
    clocks[index].dataset.running = seat.running ? "oui" : "non";
    clocks[index].textContent = seat.shown;
  });
  const version = state.seats.find((seat) => seat.rank === who.rank)?.v;
  if (version !== seen && (await refresh())) seen = version;
}, 2500);
queue.flush();
