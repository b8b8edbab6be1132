// The evidence of a line: arrows go to the next line or candidate, Escape goes back; notes and levels are acknowledged here.
const body = document.body;
const root = body.dataset.root;
const said = document.querySelector("[data-said]");
const post = async (path, data) => {
  try {
    const answer = await fetch(root + path, {
      method: "POST",
      headers: { "X-CSRFToken": body.dataset.csrf, "X-Requested-With": "fetch", "Content-Type": "application/json" },
      body: JSON.stringify(data),
    });
    const got = await answer.json();
    if (!answer.ok) said.textContent = got.error;
    return answer.ok ? got : null;
  } catch {
    said.textContent = "Le serveur ne répond pas : réessayez.";
    return null;
  }
};
const who = { rank: Number(body.dataset.rank), seat: Number(body.dataset.seat), line: body.dataset.line };

const picks = document.querySelector("[data-picks]");
async function choose(value) {
  const got = await post("/niveaux", { ...who, value, version: Number(picks.dataset.version) });
  if (got) {
    picks.dataset.version = got.version;
    said.textContent = got.value ? `Niveau ${got.value} enregistré.` : "Niveau vidé.";
  }
}
picks.addEventListener("change", (event) => choose(event.target.value));
picks.addEventListener("keydown", (event) => {
  if (event.key !== "Delete" && event.key !== "Backspace") return;
  picks.querySelectorAll("input").forEach((input) => (input.checked = false));
  choose("");
});

document.querySelector("[data-note-form]").addEventListener("submit", async (event) => {
  event.preventDefault();
  const field = event.target.elements.text;
  const match = field.value.match(/^\s*([+~=\-−])\s*(.*)$/);
  const sign = match ? { "=": "~", "−": "-" }[match[1]] ?? match[1] : "";
  const text = (match ? match[2] : field.value).trim();
  if (await post("/observations", { ...who, uuid: crypto.randomUUID?.() ?? fallback(), sign, text })) location.reload();
});
const fallback = () =>
  "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) => (Number(c) ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (Number(c) / 4)))).toString(16));

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

let heardAt = performance.now();
const clocks = [...document.querySelectorAll("[data-clock]")];
setInterval(() => {
  const spent = (performance.now() - heardAt) / 1000;
  for (const clock of clocks) {
    if (clock.dataset.remaining === "" || clock.dataset.running !== "oui") continue;
    const left = Math.max(0, Math.ceil(Number(clock.dataset.remaining) - spent));
    clock.textContent = `${String(Math.floor(left / 60)).padStart(2, "0")}:${String(left % 60).padStart(2, "0")}`;
  }
}, 250);
setInterval(async () => {
  const answer = await fetch(`${body.dataset.stateUrl}?vus=`, { headers: { "X-Requested-With": "fetch" } }).catch(() => null);
  if (!answer?.ok) return;
  heardAt = performance.now();
  (await answer.json()).seats.forEach((seat, index) => {
    clocks[index].dataset.remaining = seat.remaining ?? "";
    clocks[index].dataset.running = seat.running ? "oui" : "non";
    clocks[index].textContent = seat.shown;
  });
}, 3000);
