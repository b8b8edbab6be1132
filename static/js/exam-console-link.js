// The console's link with the server: time ticks here and is set right by each answer; a stream says « something changed », a poll
// asks what. A screen that lost its connection says so, catches up, and says how much it had missed.
import { $, body, columns, say, two } from "./exam-console-base.js";

// `show(state)` draws what the server says.
export function watchLink({ show }) {
  // Somebody was added, moved or replaced while this was open: the columns are drawn anew, what is typed and queued is kept.
  function isOther(state) {
    return state.seats.length !== columns.size || state.seats.some((seat) => columns.get(String(seat.rank))?.dataset.seat !== String(seat.seat));
  }
  let heardAt = performance.now();
  let serverAt = null;
  const lost = $("[data-lost]");
  function tick() {
    const spent = (performance.now() - heardAt) / 1000;
    for (const column of columns.values()) {
      if (column.dataset.remaining === "" || column.dataset.running !== "oui") continue;
      const left = Math.max(0, Math.ceil(Number(column.dataset.remaining) - spent));
      $("[data-clock]", column).textContent = `${two(Math.floor(left / 60))}:${two(left % 60)}`;
      $("[data-time]", column).classList.toggle("is-low", left < 300);
    }
    if (serverAt !== null) {
      const now = new Date(serverAt + spent * 1000);
      $("[data-server-clock]").textContent = now.toLocaleTimeString("fr-FR", { timeZone: "Europe/Paris" });
    }
    const isLost = spent > 5;
    if (isLost) linkWord(`sans nouvelles depuis ${Math.round(spent)} s`, true);
    if (lost.hidden === isLost) lost.hidden = !isLost;
    if (isLost) $("[data-lost-for]", lost).textContent = spent < 60 ? `${Math.round(spent)} s` : `${Math.floor(spent / 60)} min ${two(Math.floor(spent % 60))}`;
  }
  function linkWord(words, late = false) {
    $("[data-link-word]").textContent = words;
    $("[data-live=state]").dataset.link = late ? "late" : "ok";
  }

  // An answer came: the time is set right, and what was missed meanwhile is told.
  function hear(state) {
    const wasLate = performance.now() - heardAt > 5000;
    heardAt = performance.now();
    if (wasLate) {
      const missed = state.seats.reduce((sum, seat) => sum + Math.max(0, seat.seq - Number(columns.get(String(seat.rank)).dataset.seq)), 0);
      say(`De nouveau relié. ${missed > 1 ? `${missed} actions rattrapées` : missed === 1 ? "1 action rattrapée" : "Aucune action manquée"}.`, true);
    }
    serverAt = state.now;
    linkWord(state.since);
  }

  let polling = false;
  let isAsked = false;
  async function poll(isWhole = false) {
    if (isWhole) columns.forEach((column) => (column.dataset.v = ""));
    isAsked = polling;
    if (polling) return;
    polling = true;
    try {
      const seen = [...columns.values()].map((column) => `${column.dataset.col}:${column.dataset.v}`).join(",");
      const answer = await fetch(`${body.dataset.console}?vus=${encodeURIComponent(seen)}`, { headers: { "X-Requested-With": "fetch" }, signal: AbortSignal.timeout(8000) });
      if (answer.redirected || [401, 403, 404].includes(answer.status)) location.reload(); // signed out: the door, and back here
      else if (answer.ok) {
        const state = await answer.json();
        if (isOther(state)) return location.reload();
        hear(state);
        show(state);
      }
    } catch {
      // the clock says since when
    } finally {
      polling = false;
      if (isAsked) poll();
    }
  }
  // The stream only says « something changed ». Its messages are numbered by the journals' sequence numbers, which the browser sends
  // back when it reconnects by itself; a stream that was refused is opened again here.
  let source;
  let lastId = "";
  function listen() {
    source = new EventSource(body.dataset.stream + (lastId ? `?depuis=${lastId}` : ""));
    source.onmessage = (event) => {
      lastId = event.lastEventId;
      poll();
    };
    source.onerror = () => {
      if (source.readyState === EventSource.CLOSED) setTimeout(listen, 5000);
    };
  }
  setInterval(tick, 250);
  setInterval(() => {
    if (source?.readyState !== EventSource.OPEN || performance.now() - heardAt > 2500) poll();
  }, 1000);

  return {
    poll,
    begin() {
      poll();
      listen();
    },
  };
}
