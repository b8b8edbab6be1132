// The candidate's own page: the clock ticks, and the page opens or closes by itself when the examiner acts.
const seat = document.querySelector("[data-seat]");
let left = null;
let heardAt = performance.now();
let running = false;
let silentSince = null;
const two = (number) => String(number).padStart(2, "0");

async function beat() {
  try {
    const answer = await fetch(seat.dataset.pulse, {
      method: "POST",
      signal: AbortSignal.timeout(8000),
      headers: { "X-CSRFToken": seat.dataset.csrf, "X-Requested-With": "fetch", "Content-Type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ page: "Q1|Page de l’épreuve" }),
    });
    if ([400, 401, 403, 404].includes(answer.status)) return location.reload(); // another sign-in, another workstation
    if (!answer.ok) throw new Error("told as a silence");
    const state = await answer.json();
    if (state.word !== seat.dataset.word) return location.reload();
    silentSince = null;
    seat.querySelector("[data-word-shown]").textContent = state.ends || state.word;
    seat.querySelector("[data-why]").textContent = state.why;
    left = state.remaining;
    running = state.running;
    if (!running) seat.querySelector("[data-clock]").textContent = state.shown;
    heardAt = performance.now();
  } catch {
    silentSince ??= Date.now();
    seat.querySelector("[data-word-shown]").textContent = `Le serveur ne répond pas depuis ${Math.round((Date.now() - silentSince) / 1000)} s`;
  }
  setTimeout(beat, 2000);
}
setInterval(() => {
  if (left === null || !running) return;
  const now = Math.max(0, Math.ceil(left - (performance.now() - heardAt) / 1000));
  seat.querySelector("[data-clock]").textContent = `${two(Math.floor(now / 60))}:${two(now % 60)}`;
}, 250);
beat();
