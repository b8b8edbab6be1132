// The notes that questions ask for: kept on the server every 2 s while something changed, at once when the page is left, and on the
// workstation until the server has them. What comes back after a reload is the newest of the two. Closed when the clock stops.
const bar = document.querySelector("[data-frame]");
const seat = bar.dataset.frame;
const EVERY = 2000;
const IDLE = 8000; // then the writing is over for now, which the journal tells

const wordsOf = (text) => text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;

for (const part of document.querySelectorAll("[data-note]")) {
  const area = part.querySelector("textarea");
  const words = part.querySelector("[data-note-words]");
  const state = part.querySelector("[data-note-state]");
  const most = Number(part.dataset.max) || Infinity;
  const place = `${seat}:note:${part.dataset.note}`;
  let kept = area.defaultValue; // what was typed before this ran is not kept yet
  let told = true; // whether the journal knows what is kept
  let typedAt = 0;
  let sending = null;

  const say = (text) => {
    if (state.textContent !== text) state.textContent = text;
  };
  const count = () => {
    const number = wordsOf(area.value);
    words.textContent = `${number} mot${number > 1 ? "s" : ""}`;
    words.classList.toggle("is-over", number > most);
  };
  const send = (text, over, keepalive = false) =>
    fetch(part.dataset.url, {
      method: "POST",
      headers: { "X-CSRFToken": bar.dataset.csrf, "X-Requested-With": "fetch", "Content-Type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ texte: text, fini: over ? "1" : "0" }),
      keepalive,
      signal: AbortSignal.timeout(8000), // else a network that swallows what is sent holds the next try for minutes
    });

  async function keep(over = false) {
    const text = area.value;
    if (sending || area.readOnly || (text === kept && (told || !over))) return;
    sending = text;
    try {
      const answer = await send(text, over);
      if (!answer.ok) throw new Error(String(answer.status));
      const got = await answer.json();
      kept = text;
      told = over;
      if (area.value === text) localStorage.removeItem(place);
      say(`Enregistrée à ${got.saved}`);
    } catch {
      say("Pas encore enregistrée : gardée sur ce poste");
    }
    sending = null;
  }

  // what another tab wrote meanwhile; never over something typed here
  async function look() {
    if (area.value !== kept || sending) return;
    const answer = await fetch(part.dataset.url, { headers: { "X-Requested-With": "fetch" }, signal: AbortSignal.timeout(8000) }).catch(() => null);
    if (!answer?.ok) return;
    const { texte } = await answer.json();
    if (area.value !== kept || texte === kept) return;
    kept = area.value = texte;
    count();
  }

  area.addEventListener("input", () => {
    typedAt = performance.now();
    localStorage.setItem(place, area.value);
    say("Pas encore enregistrée");
    count();
  });
  area.addEventListener("blur", () => keep(true));
  window.addEventListener("focus", look);
  window.addEventListener("pagehide", () => {
    if (area.value !== kept && !area.readOnly) send(area.value, true, true).catch(() => {});
  });
  document.addEventListener("exam-state", ({ detail }) => {
    if (!detail.running && !area.readOnly) keep(true);
    area.readOnly = !detail.running;
    if (!detail.running && area.value === kept) say("Note figée");
  });
  setInterval(() => keep(performance.now() - typedAt > IDLE), EVERY);

  const draft = localStorage.getItem(place);
  if (draft !== null && draft !== kept && !area.readOnly) {
    area.value = draft;
    say("Reprise de ce poste");
    keep(true);
  }
  count();
}
