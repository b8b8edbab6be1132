// The evidence of a line: arrows go to the next line or candidate, Escape goes back; notes and levels are acknowledged here. What the
// candidate changes meanwhile is shown without touching the forms.
import { inTurn, isBusy, watchLevels } from "./exam-levels.js";
import { uuid } from "./exam-queue.js";

const body = document.body;
const root = body.dataset.root;
const said = document.querySelector("[data-said]");
const post = async (path, data) => {
  try {
    const answer = await fetch(root + path, {
      method: "POST",
      headers: { "X-CSRFToken": body.dataset.csrf, "X-Requested-With": "fetch", "Content-Type": "application/json" },
      body: JSON.stringify(data),
      signal: AbortSignal.timeout(10000),
    });
    const got = await answer.json();
    if (!answer.ok) said.textContent = got.error;
    if (got.field === "reason") document.querySelector("[data-reason]")?.focus();
    return answer.ok ? got : null;
  } catch {
    said.textContent = "Le serveur ne répond pas : réessayez.";
    return null;
  }
};
const who = { rank: Number(body.dataset.rank), seat: Number(body.dataset.seat), line: body.dataset.line };

// --- the level
const picks = document.querySelector("[data-picks]");
const reason = document.querySelector("[data-reason]");
async function send(value) {
  const got = await post("/niveaux", { ...who, value, version: Number(picks.dataset.version), reason: reason?.value ?? "" });
  if (!got) return;
  picks.dataset.version = got.version;
  picks.dataset.value = got.value;
  said.textContent = got.value ? `Niveau ${got.value} enregistré.` : "Niveau vidé.";
}
function choose(_group, value) {
  inTurn("level", () => send(value)).finally(() => {
    if (isBusy("level")) return;
    for (const input of picks.querySelectorAll("input")) input.checked = input.value === picks.dataset.value;
  });
}
watchLevels(picks, () => picks, choose);

// --- an observation
document.querySelector("[data-note-form]").addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  if (form.dataset.sent) return;
  form.dataset.sent = "1";
  const field = form.elements.text;
  const match = field.value.match(/^\s*([+~=\-−])\s*(.*)$/);
  const sign = match ? { "=": "~", "−": "-" }[match[1]] ?? match[1] : "";
  const text = (match ? match[2] : field.value).trim();
  const kept = await post("/observations", { ...who, uuid: uuid(), sign, text });
  delete form.dataset.sent;
  if (!kept) return;
  field.value = "";
  said.textContent = `Observation reçue ${kept.at}.`;
  refresh();
});

// --- keyboard
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") return location.assign(body.dataset.back);
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
