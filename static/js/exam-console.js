// The examiner's console, alive. Each answer of the server replaces only what changed; what is typed and queued stays.
import { watchAsks } from "./exam-ask.js";
import { watchClashes } from "./exam-clash.js";
import { $, $$, body, columns, csrf, post, replace, root, say, seatOf } from "./exam-console-base.js";
import { watchKeys } from "./exam-console-keys.js";
import { cellOf, levelOf, watchConsoleLevels } from "./exam-console-levels.js";
import { watchLink } from "./exam-console-link.js";
import { watchMenus } from "./exam-console-menu.js";
import { watchObservations } from "./exam-console-notes.js";
import { watchEvents } from "./exam-events.js";
import { watchFire } from "./exam-fire.js";
import { keepWaitingPage } from "./exam-kept-page.js";
import { watchPrivate } from "./exam-private.js";
import { makeQueue } from "./exam-queue.js";

const { poll, begin } = watchLink({ show });
// `refuse` tells a refusal where it belongs; in the corner of the console by default.
async function act(path, data = {}, { refuse = say } = {}) {
  try {
    const answer = await post(path, data, false);
    const got = await answer.json().catch(() => ({}));
    if (!answer.ok) refuse(got.error || "Refusé.");
    else if (got.warning) say(got.warning);
    else if (got.told) say(got.told, true);
    if (got.code) $(`[data-col="${got.rank}"] .ex-pop__code`).textContent = got.code;
    poll();
    return answer.ok;
  } catch {
    say("Le serveur ne répond pas : réessayez.");
    return false;
  }
}

// --- what the server says
function show(state) {
  $("[data-state-word]").textContent = state.word;
  // given or ended on another device: what is no longer to be done goes
  if (state.started) $("[data-until=start]")?.remove();
  for (const command of $$("[data-from=start]")) command.hidden = !state.started;
  $("[data-any=paused]")?.toggleAttribute("hidden", !state.paused);
  if (state.closed) $$("[data-until]").forEach((command) => command.remove());
  const pages = {};
  for (const seat of state.seats) {
    const column = columns.get(String(seat.rank));
    column.dataset.remaining = seat.remaining ?? "";
    column.dataset.running = seat.running ? "oui" : "non";
    column.dataset.seq = seat.seq;
    for (const part of $$("[data-when]", column)) part.hidden = !part.dataset.when.split(" ").includes(seat.phase);
    column.classList.toggle("is-off", seat.cut);
    $("[data-clock]", column).textContent = seat.shown;
    $("[data-time]", column).className = `ex-time ${seat.time_class}`;
    $("[data-ends]", column).textContent = seat.ends;
    $("[data-progress]", column).setAttribute("width", seat.progress);
    replace($("[data-live=status]", column), seat.status);
    replace($("[data-live=todo]", column), seat.todo);
    const attention = $(`[data-att="${seat.rank}"]`);
    attention.classList.toggle("is-late", seat.neglected);
    $("[data-silence]", attention).textContent = seat.silence;
    $("[data-fill]", attention).dataset.fill = seat.silence_share;
    (pages[seat.question] ??= []).push(seat.rank);
    if (seat.v === column.dataset.v) continue;
    column.dataset.v = seat.v;
    replace($("[data-live=feed]", column), seat.feed);
    $("[data-observations]", attention).textContent = seat.observations;
    $("[data-levels]", attention).textContent = `${seat.levels_set}/${$$("[data-line]").length}`;
    for (const [line, cell] of Object.entries(seat.cells)) showCell(column, line, cell, seat);
  }
  events?.show(state.events);
  asks?.show(state.asks);
  fire.show(state.fire, state.closed);
  clashes.show();
  for (const button of $$("[data-q]")) {
    const here = pages[button.dataset.q] || [];
    replace($(".ex-q__p", button), here.map((rank) => `<i>${rank}</i>`).join(""));
  }
  bars();
}
function showCell(column, line, cell, seat) {
  const item = $(`[data-cell="${line}"]`, column);
  replace($("[data-live=proof]", item), cell.proof);
  item.classList.toggle("is-blank", Boolean(cell.blank));
  item.dataset.there = cell.level;
  item.dataset.version = cell.version;
  if (queue.waiting(levelOf(item)) || levels.isAsking(item) || clashes.isOpen(levelOf(item))) return;
  for (const input of $$("input", item)) input.checked = input.value === cell.level;
}
const bars = () => $$("[data-fill]").forEach((bar) => bar.style.setProperty("inline-size", `${bar.dataset.fill}%`));

// --- what is written
const observing = watchObservations({ add: (entry) => queue.add(entry) });
const levels = watchConsoleLevels({ queue: () => queue, poll });
const queue = makeQueue({
  root,
  csrf,
  told(kind, words, entry, got) {
    if (entry.kind === "level") levels.showSent(entry, kind, got);
    if (["asked", "heard", "unasked"].includes(entry.kind)) asks?.told(entry, kind, got);
    if (kind === "is-no" && !entry.kind) observing.giveBack(entry);
    observing.ack(kind, words, entry);
  },
  refused: (words) => say(words),
  idle: () => poll(),
  clash(entry) {
    if (!entry.question) return clashes.add(entry);
    asks.clash(entry);
    poll();
  },
  why: (entry) => levels.askWhy(cellOf(entry), entry.value),
  size(number) {
    const pending = $("[data-pending]");
    pending.hidden = !number;
    pending.textContent = number ? `${number} à envoyer` : "";
  },
});
const clashes = watchClashes({ key: `conflits:${root}`, cellOf, name: (rank) => $("h2", columns.get(String(rank))).lastChild.textContent, send: levels.send, poll: () => poll(true) });

// --- buttons
const fire = watchFire({ act, poll });
const events = watchEvents({ act });
const asks = watchAsks({ queue, say, root });
watchPrivate({ post, root, seatOf });
const ACTS = {
  event: (data) => events.ask(data),
  "pause-all": () => act("/pause", { reason: "Pause pour tous" }),
  "resume-all": () => act("/reprise"),
  ...fire.acts,
  seat: ({ rank, arg }) => act(`/candidats/${rank}/${arg}`),
  hand: ({ rank }) => act(`/candidats/${rank}/main`),
  ask: (data) => asks.put(data),
  asks: () => asks.toggle(true),
  oral: (data) => asks.open(data),
  cut: ({ rank, arg }) => {
    const pop = $(`[data-col="${rank}"] .ex-pop--seat`);
    const form = $("[data-compensate]", pop);
    pop.open = true;
    form.closest("details").open = true;
    [form.elements.from_at.value, form.elements.to_at.value] = arg.split("|");
    form.elements.reason.value ||= "Coupure du réseau"; // never over a reason that was typed
    $("[type=submit]", form).focus();
  },
  blank: ({ rank }) => {
    observing.target({ rank }); // on a narrow screen the lines of one candidate only are there to be focused
    $(`[data-col="${rank}"] .is-blank input`)?.focus();
  },
  waive: async ({ rank }) => {
    const pop = $(`[data-col="${rank}"] .ex-pop--seat`);
    if (!(await act(`/candidats/${rank}/coupure`))) return;
    pop.open = false;
    $("summary", pop).focus();
  },
};
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-act]");
  if (button) return ACTS[button.dataset.act]?.(button.dataset);
  const row = event.target.closest("[data-line]");
  if (row) observing.target({ line: row.dataset.line });
  const head = event.target.closest(".ex-head");
  if (head && !event.target.closest(".ex-pop")) observing.target({ rank: head.closest("[data-col]").dataset.col });
  const question = event.target.closest("[data-q]");
  if (question) observing.target({ line: question.nextElementSibling.dataset.line });
  const open = $$(".ex-pop[open]");
  for (const pop of open) if (!pop.contains(event.target)) pop.open = false;
});
document.addEventListener("focusin", (event) => {
  const cell = event.target.closest("[data-cell]");
  if (cell) observing.target({ rank: cell.closest("[data-col]").dataset.col, line: cell.dataset.cell });
});
watchMenus({ act });
watchKeys({ observing, levels, events, asks, isBlocked: fire.isShown });

observing.begin();
bars();
for (const entry of queue.all()) observing.ack("is-queue", `En attente (${queue.all().length})`, entry);
begin();
queue.flush();
window.addEventListener("online", () => queue.flush());
keepWaitingPage(body.dataset.worker);
