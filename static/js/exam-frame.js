// The candidate's frame: the clock ticks here and is set right by the server every 2 s; the subject's drawer; the raised hand.
// The candidate never has to act to see new time.
import { watchMessages } from "./exam-messages.js";

const bar = document.querySelector("[data-frame]");
const root = document.body;
const find = (name) => document.querySelector(`[data-frame-${name}]`);
const csrf = bar.dataset.csrf;
const seat = bar.dataset.frame;

const PATIENCE = 8000; // a network that swallows what is sent would otherwise hold the next sign of life for minutes
const send = (url, data = {}) =>
  fetch(url, {
    method: "POST",
    signal: AbortSignal.timeout(PATIENCE),
    headers: { "X-CSRFToken": csrf, "X-Requested-With": "fetch", "Content-Type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams(data),
  });

const messages = watchMessages({ find, read: (upTo) => send(bar.dataset.mail, { up_to: upTo }) });

// --- clock
let state = JSON.parse(bar.dataset.state);
let heardAt = performance.now();
const two = (number) => String(number).padStart(2, "0");

function shown() {
  if (state.remaining === null) return "libre";
  const spent = state.running ? (performance.now() - heardAt) / 1000 : 0;
  const left = Math.max(0, Math.ceil(state.remaining - spent));
  return `${two(Math.floor(left / 60))}:${two(left % 60)}`;
}

const said = new Set();
function draw() {
  const text = shown();
  const clock = find("clock");
  if (clock.textContent !== text) clock.textContent = text;
  const [minutes, seconds] = text.split(":").map(Number);
  clock.parentElement.classList.toggle("is-low", minutes < 5);
  for (const mark of [10, 5, 1])
    if (state.running && minutes === mark && seconds === 0 && !said.has(mark)) {
      said.add(mark);
      find("voice").textContent = `Il reste ${mark} minute${mark > 1 ? "s" : ""}.`;
    }
}

function show(next) {
  state = next;
  heardAt = performance.now();
  messages?.show(state.messages);
  find("ends").textContent = state.ends || state.word;
  find("ends").title = state.why;
  const stop = find("stop");
  stop.hidden = state.running;
  if (!state.running) {
    stop.classList.toggle("ex-stop--fire", Boolean(state.evacuated));
    find("stop-title").textContent = state.word;
    find("stop-text").textContent = state.text;
  }
  document.dispatchEvent(new CustomEvent("exam-state", { detail: state }));
  root.querySelectorAll(":scope > :not(.ex-f)").forEach((part) => (part.inert = !state.running));
  find("hand").hidden = state.over || find("hand").dataset.alone === "oui";
  find("hand").setAttribute("aria-pressed", String(state.hand));
  find("hand").lastElementChild.textContent = state.hand ? "Main levée" : "Lever la main";
  draw();
}

let silentSince = null;
const SIGNS = { ok: "check2-circle", wait: "pencil", lost: "exclamation-circle" }; // no tick beside « pas encore enregistré »
function told(kind, text) {
  const saved = find("saved");
  const sign = saved.querySelector("use");
  sign?.setAttribute("href", sign.getAttribute("href").replace(/#.*/, `#i-${SIGNS[kind]}`));
  saved.dataset.state = kind;
  saved.lastElementChild.textContent = text;
}

// Never « enregistré » in green over a form that is not: the page says so too.
function tellSaved(at) {
  if (document.querySelector("form[data-changed], form[data-typed]")) told("wait", "Pas encore enregistré");
  else told("ok", at ? `Enregistré ${at}` : "Rien à enregistrer");
}
document.addEventListener("unsaved", () => tellSaved());

// What an answer says of the time; null when the page is about to be left. An answer that is no state never covers the work: after
// another sign-in here the page is opened anew (what was typed is kept), a fault of the server is told like a silence.
async function stateOf(answer) {
  if ([401, 403, 404].includes(answer.status)) return location.assign(bar.dataset.home), null;
  if (answer.status === 400) return location.reload(), null;
  if (!answer.ok) throw new Error(answer.status === 503 ? "Le serveur n’enregistre plus" : "Le serveur est en panne");
  const next = await answer.json();
  return next.gone ? (location.assign(bar.dataset.home), null) : next;
}

async function beat() {
  try {
    const next = await stateOf(await send(bar.dataset.pulse, { page: place() }));
    if (!next) return;
    silentSince = null;
    tellSaved(next.saved);
    show(next);
  } catch (fault) {
    silentSince ??= Date.now();
    const what = fault instanceof TypeError ? "Réseau coupé" : fault.name === "TimeoutError" ? "Le serveur ne répond pas" : fault.message;
    told("lost", `${what} depuis ${Math.round((Date.now() - silentSince) / 1000)} s`);
  }
  setTimeout(beat, 2000);
}

async function raise() {
  try {
    const next = await stateOf(await send(bar.dataset.hand, { page: place(), up: state.hand ? "0" : "1" }));
    if (next) show(next);
  } catch {
    find("voice").textContent = "La main n’a pas pu être levée : appelez l’examinateur.";
    told("lost", "Main non levée : appelez");
  }
}

// --- where the candidate is, in words, for the examiner
const question = () => sessionStorage.getItem(`${seat}:question`) || "1";
function place() {
  const crumbs = [...document.querySelectorAll("nav.crumbs li, .crumbs a, .crumbs span")].map((item) => item.textContent.trim());
  const tab = document.querySelector("[role=tab][aria-selected=true]")?.textContent.trim();
  const words = [...new Set([...crumbs.slice(-2), tab, document.querySelector("h1")?.textContent.trim()])].filter(Boolean);
  return `Q${question()}|${words.slice(0, 3).join(" › ").replace(/\s+/g, " ")}`.slice(0, 200);
}

// --- subject
function openDrawer(open, { focus = false } = {}) {
  root.classList.toggle("ex-open", open);
  sessionStorage.setItem(`${seat}:open`, open ? "1" : "0");
  find("toggle").setAttribute("aria-expanded", String(open));
  find("toggle").classList.toggle("ex-bb--on", open);
  if (focus) (open ? find("drawer") : find("toggle")).focus();
}

function openQuestion(number) {
  sessionStorage.setItem(`${seat}:question`, number);
  document.querySelectorAll("[data-question]").forEach((part) => (part.hidden = part.dataset.question !== number));
  document.querySelectorAll("[data-frame] [data-go]").forEach((link) => {
    if (link.dataset.go === number) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  });
  find("drawer").scrollTop = 0;
}

document.addEventListener("click", (event) => {
  const go = event.target.closest("[data-go]");
  if (go) {
    event.preventDefault();
    openDrawer(true);
    openQuestion(go.dataset.go);
  } else if (event.target.closest("[data-frame-toggle]")) openDrawer(!root.classList.contains("ex-open"), { focus: true });
  else if (event.target.closest("[data-frame-close]")) openDrawer(false, { focus: true });
  else if (event.target.closest("[data-frame-hand]")) raise();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "F2") {
    event.preventDefault();
    openDrawer(!root.classList.contains("ex-open"), { focus: true });
  }
});
document.addEventListener("change", (event) => {
  const tick = event.target.closest("[data-tick]");
  if (!tick) return;
  send(bar.dataset.ticks, { question: tick.dataset.tick, done: tick.checked ? "1" : "0" }).catch(() => {}); // their own mark, set again at will
  document.querySelector(`[data-frame] [data-go="${tick.dataset.number}"]`)?.classList.toggle("is-done", tick.checked);
});

openQuestion(question());
openDrawer(root.classList.contains("ex-open")); // as exam-open.js left it
show(state);
setInterval(draw, 250);
bar.catchUp?.(); // what was clicked before this script was there
beat();
