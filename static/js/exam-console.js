// The examiner's console, alive: SSE, and a 1 s poll when that fails. Each answer replaces only what changed; a screen that lost
// its connection says so, catches up, and says how much it had missed.
import { watchAsks } from "./exam-ask.js";
import { watchClashes } from "./exam-clash.js";
import { watchEvents } from "./exam-events.js";
import { keepTyped } from "./exam-kept.js";
import { watchLevels } from "./exam-levels.js";
import { watchPrivate } from "./exam-private.js";
import { makeQueue, uuid } from "./exam-queue.js";

const body = document.body;
const root = body.dataset.root;
const csrf = body.dataset.csrf;
const $ = (selector, part = document) => part.querySelector(selector);
const $$ = (selector, part = document) => [...part.querySelectorAll(selector)];
const columns = new Map($$("[data-col]").map((column) => [column.dataset.col, column]));

const post = (path, data, json = true) =>
  fetch(root + path, {
    method: "POST",
    headers: {
      "X-CSRFToken": csrf,
      "X-Requested-With": "fetch",
      "Content-Type": json ? "application/json" : "application/x-www-form-urlencoded",
    },
    signal: AbortSignal.timeout(10000),
    body: json ? JSON.stringify(data) : new URLSearchParams(data),
  });

let noteTimer;
function say(text, isGood = false) {
  const note = $("[data-note]");
  note.classList.toggle("ex-note--good", isGood);
  note.textContent = text;
  note.hidden = false;
  clearTimeout(noteTimer);
  noteTimer = setTimeout(() => (note.hidden = true), 8000);
}
async function act(path, data = {}, json = false) {
  try {
    const answer = await post(path, data, json);
    const got = await answer.json().catch(() => ({}));
    if (!answer.ok) say(got.error || "Refusé.");
    else if (got.told) say(got.told, true);
    if (got.code) $(`[data-col="${got.rank}"] .ex-pop__code`).textContent = got.code;
    poll();
    return answer.ok;
  } catch {
    say("Le serveur ne répond pas : réessayez.");
    return false;
  }
}

// --- time: ticks here, set right by each answer
let heardAt = performance.now();
let serverAt = null;
const lost = $("[data-lost]");
const two = (number) => String(number).padStart(2, "0");
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

// --- what the server says
// Somebody was added, moved or replaced while this was open: the columns are drawn anew, what is typed and queued is kept.
function isOther(state) {
  return state.seats.length !== columns.size || state.seats.some((seat) => columns.get(String(seat.rank))?.dataset.seat !== String(seat.seat));
}
function show(state) {
  if (isOther(state)) return location.reload();
  const wasLate = performance.now() - heardAt > 5000;
  heardAt = performance.now();
  if (wasLate) {
    const missed = state.seats.reduce((sum, seat) => sum + Math.max(0, seat.seq - Number(columns.get(String(seat.rank)).dataset.seq)), 0);
    say(`De nouveau relié. ${missed > 1 ? `${missed} actions rattrapées` : missed === 1 ? "1 action rattrapée" : "Aucune action manquée"}.`, true);
  }
  serverAt = state.now;
  $("[data-state-word]").textContent = state.word;
  linkWord(state.since);
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
  showFire(state.fire);
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
  if (queue.waiting(levelOf(item)) || asking?.item === item || clashes.isOpen(levelOf(item))) return;
  for (const input of $$("input", item)) input.checked = input.value === cell.level;
}
function replace(part, html) {
  if (part && part.dataset.html !== html) {
    part.dataset.html = html;
    part.innerHTML = html;
  }
}
const bars = () => $$("[data-fill]").forEach((bar) => bar.style.setProperty("inline-size", `${bar.dataset.fill}%`));

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
    else if (answer.ok) show(await answer.json());
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
setInterval(() => {
  if (source?.readyState !== EventSource.OPEN || performance.now() - heardAt > 2500) poll();
}, 1000);

// --- the target of the next observation
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
const notedKey = `noted:${root}`;
const noted = JSON.parse(sessionStorage.getItem(notedKey) || "[]"); // what Z takes back, the latest last

function ack(kind, words, entry, got) {
  if (entry.kind === "level") showSent(entry, kind, got);
  if (entry.kind === "asked" || entry.kind === "heard") asks?.told(entry, kind, got);
  if (kind === "is-no" && !entry.kind) giveBack(entry);
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
  const at = noted.findIndex((one) => one.uuid === entry.uuid);
  if (at >= 0) noted.splice(at, 1);
  remember();
  if (!entry.text || quick.elements.text.value) return;
  quick.elements.text.value = entry.text;
  quick.elements.sign.value = entry.sign;
  target({ rank: String(entry.rank), line: entry.line });
}

const queue = makeQueue({
  root,
  csrf,
  told: ack,
  refused: (words) => say(words),
  idle: () => poll(),
  clash(entry) {
    if (entry.kind !== "heard") return clashes.add(entry);
    asks.clash(entry);
    poll();
  },
  why: (entry) => askWhy(cellOf(entry), entry.value),
  size(number) {
    const pending = $("[data-pending]");
    pending.hidden = !number;
    pending.textContent = number ? `${number} à envoyer` : "";
  },
});
const clashes = watchClashes({ key: `conflits:${root}`, cellOf, name: (rank) => $("h2", columns.get(String(rank))).lastChild.textContent, send: (entry) => sendLevel(entry), poll: () => poll(true) });
function remember() {
  sessionStorage.setItem(notedKey, JSON.stringify(noted.slice(-30)));
}

quick.addEventListener("submit", (event) => {
  event.preventDefault();
  const { rank, line, sign, text } = quick.elements;
  const typed = prefixed(text.value);
  if (!sign.value && !typed) return say("Choisissez un signe ou écrivez une phrase.");
  const entry = { uuid: uuid(), rank: Number(rank.value), seat: Number(columns.get(rank.value).dataset.seat), line: line.value, sign: sign.value, text: typed };
  noted.push(entry);
  remember();
  queue.add(entry);
  text.value = "";
  typing.forget();
  $$("[name=sign]", quick).forEach((input) => (input.checked = false));
});
// « 2b+ texte » typed in the field sets candidate, line and sign
function prefixed(text) {
  const match = text.match(/^([1-3])?([a-z])?([+~=\-−])\s*(.*)$/i);
  if (!match) return text.trim();
  const [, rank, letter, sign, rest] = match;
  target({ rank: rank || undefined, line: letter ? byLetter.get(letter.toUpperCase()) : undefined });
  quick.elements.sign.value = sign === "=" ? "~" : sign === "−" ? "-" : sign;
  return rest.trim();
}
function undo() {
  const last = noted.pop();
  if (!last) return say("Aucune observation à annuler sur cet écran.");
  remember();
  queue.add({ uuid: uuid(), rank: last.rank, seat: last.seat, target: last.uuid, line: last.line, sign: "", text: "" });
}
$("[data-undo]").addEventListener("click", undo);
quick.addEventListener("change", () => target({}));

// --- levels
const why = $("[data-why]");
let asking = null; // the level that waits for its reason, on a signed sheet
function cellOf({ rank, line }) {
  return $(`[data-col="${rank}"] [data-cell="${line}"]`);
}
const levelOf = (item) => ({ kind: "level", rank: Number(item.closest("[data-col]").dataset.col), line: item.dataset.cell });
function chooseLevel(item, value, reason = "") {
  sendLevel({ ...levelOf(item), value, reason, version: Number(item.dataset.version) });
}
function sendLevel(entry) {
  queue.add({ ...entry, seat: Number(columns.get(String(entry.rank)).dataset.seat) });
}
// grey: here; amber: on its way; nothing: the server has it
function showSent(entry, kind, got) {
  const item = cellOf(entry);
  if (!item) return;
  item.classList.toggle("is-typed", kind === "is-typed");
  item.classList.toggle("is-queue", kind === "is-queue");
  if (kind === "is-no") return poll(true);
  if (got?.version !== undefined) item.dataset.version = got.version;
  for (const input of $$("input", item)) input.checked = input.value === (queue.waiting(entry) ?? entry).value;
}
function askWhy(item, value) {
  const column = item.closest("[data-col]");
  item.classList.remove("is-typed", "is-queue");
  asking = { item, value };
  const letter = $(`[data-line="${item.dataset.cell}"]`).dataset.letter;
  $("[data-why-what]").textContent = `${$("h2", column).lastChild.textContent}, ligne ${letter} : ${value || "sans niveau"}.`;
  why.hidden = false;
  why.elements.reason.focus();
}
function closeWhy() {
  const item = asking?.item;
  asking = null;
  why.hidden = true;
  why.reset();
  if (!item) return;
  item.closest("[data-col]").dataset.v = "";
  $("input", item).focus();
  poll();
}
why.addEventListener("submit", (event) => {
  event.preventDefault();
  const { item, value } = asking;
  const reason = why.elements.reason.value;
  closeWhy();
  chooseLevel(item, value, reason);
});
$("[data-why-no]").addEventListener("click", closeWhy);
watchLevels(document, (input) => input.closest("[data-cell]"), chooseLevel);

// --- buttons
const fire = $("[data-fire]");
let stayed = sessionStorage.getItem(`evacuation:${root}`); // the evacuation that the examiner put aside on this screen
function showFire(since) {
  const isShown = Boolean(since) && since !== stayed;
  if (since) $("[data-fire-at]").textContent = since;
  fire.dataset.since = since;
  if (fire.hidden !== isShown) return;
  fire.hidden = !isShown;
  if (isShown) $("button", fire).focus();
}
const events = watchEvents({ act });
const asks = watchAsks({ queue, say, root });
watchPrivate({ post, root, seatOf: (rank) => Number(columns.get(rank).dataset.seat) });
const ACTS = {
  event: (data) => events.ask(data),
  "pause-all": () => act("/pause", { reason: "Pause pour tous" }),
  "resume-all": () => act("/reprise"),
  fire: () => act("/evacuation"),
  "fire-end": async () => {
    if (await act("/evacuation/fin")) showFire("");
  },
  "fire-stay": () => {
    stayed = fire.dataset.since;
    sessionStorage.setItem(`evacuation:${root}`, stayed);
    showFire(stayed);
  },
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
    form.elements.reason.value = "Coupure du réseau";
    $("[type=submit]", form).focus();
  },
  blank: ({ rank }) => {
    target({ rank }); // on a narrow screen the lines of one candidate only are there to be focused
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
  if (row) target({ line: row.dataset.line });
  const head = event.target.closest(".ex-head");
  if (head && !event.target.closest(".ex-pop")) target({ rank: head.closest("[data-col]").dataset.col });
  const question = event.target.closest("[data-q]");
  if (question) target({ line: question.nextElementSibling.dataset.line });
  const open = $$(".ex-pop[open]");
  for (const pop of open) if (!pop.contains(event.target)) pop.open = false;
});
document.addEventListener("focusin", (event) => {
  const cell = event.target.closest("[data-cell]");
  if (cell) target({ rank: cell.closest("[data-col]").dataset.col, line: cell.dataset.cell });
});
// time with a reason, reopening with a reason: from the menu of a column
function fromMenu(form, path) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (form.dataset.sent) return;
    form.dataset.sent = "1";
    // an attempt whose answer was lost is made again under its number: minutes are given once
    form.dataset.attempt ??= uuid();
    const isDone = await act(path, { ...Object.fromEntries(new FormData(form)), _essai: form.dataset.attempt });
    delete form.dataset.sent;
    if (!isDone) return;
    delete form.dataset.attempt;
    const pop = form.closest(".ex-pop");
    pop.open = false;
    $("summary", pop).focus();
    form.elements.reason.value = "";
  });
}
for (const form of $$("[data-grant]")) fromMenu(form, `/candidats/${form.dataset.grant}/temps`);
for (const form of $$("[data-compensate]")) fromMenu(form, `/candidats/${form.dataset.compensate}/compensation`);
for (const form of $$("[data-reopen]")) fromMenu(form, `/candidats/${form.dataset.reopen}/reouverture`);

const keys = $("[data-keys]");
keys.checked = localStorage.getItem("console:keys") !== "0";
keys.addEventListener("change", () => localStorage.setItem("console:keys", keys.checked ? "1" : "0"));

// --- keyboard: physical keys, because digits ask for Shift on an AZERTY keyboard
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const isTyping = event.target.matches("input:not([type=radio],[type=checkbox]), textarea, select");
  if (event.key === "Escape") {
    if (!why.hidden) return closeWhy();
    if (asks?.close()) return;
    for (const pop of $$(".ex-pop[open]")) {
      pop.open = false;
      $("summary", pop).focus();
    }
    if (isTyping) event.target.blur();
    return;
  }
  if (isTyping || !keys.checked || !fire.hidden || event.target.closest("[data-ask-form], [data-clash]")) return;
  const digit = event.code.match(/^(?:Digit|Numpad)([1-3])$/)?.[1];
  const letter = event.key.length === 1 ? event.key.toUpperCase() : "";
  const sign = { "+": "+", "-": "-", "−": "-", "~": "~", "=": "~" }[event.key] ?? { NumpadAdd: "+", NumpadSubtract: "-" }[event.code];
  if (sign) quick.elements.sign.value = sign;
  else if (digit) target({ rank: digit });
  else if (letter === "Z") undo();
  else if (letter === "V" && events) events.toggle();
  else if (letter === "Q" && asks) asks.key(quick.elements.rank.value);
  else if (byLetter.has(letter)) target({ line: byLetter.get(letter) });
  else if (event.key === "Enter" && !event.target.closest("a, button, summary")) return quick.elements.text.focus();
  else return;
  event.preventDefault();
  if (sign) quick.elements.text.focus();
});

target(typing.wasKept ? {} : { line: "" });
bars();
for (const entry of queue.all()) ack("is-queue", `En attente (${queue.all().length})`, entry);
setInterval(tick, 250);
poll();
listen();
queue.flush();
window.addEventListener("online", () => queue.flush());
