// The text of a subject: line numbers, faults while typing, words proposed, saved by itself. Without this script the buttons do it all.
import { complete } from "./exam-complete.js";

const form = document.querySelector("[data-editor]");
const text = form.querySelector("[data-text]");
const numbers = form.querySelector("[data-numbers]");
const saved = form.querySelector("[data-saved]");
const faultsPlace = document.querySelector("[data-faults]");
const state = document.querySelector("[data-state]");
const token = form.elements.csrf_token.value;
const keptKey = `e5:redaction:${form.dataset.slug}`;
// What the page came with: a quick hand, or the browser that brings a page back, may have changed the text before this runs.
let onServer = text.defaultValue;
let faultLines = new Map();
let checkTimer = 0;
let saveTimer = 0;
let isStale = false;
let isSaving = false;

const send = (url, values) =>
  fetch(url, {
    method: "POST",
    headers: { "X-CSRFToken": token, "X-Requested-With": "fetch", "Content-Type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams(values),
  });

// line numbers ---------------------------------------------------------------------------------------------------------

function number() {
  const count = text.value.split("\n").length;
  numbers.replaceChildren(
    ...Array.from({ length: count }, (_, n) => {
      const one = document.createElement("span");
      one.textContent = n + 1;
      const kind = faultLines.get(n + 1);
      if (kind) one.className = `is-${kind}`;
      return one;
    }),
  );
  numbers.scrollTop = text.scrollTop;
}

text.addEventListener("scroll", () => (numbers.scrollTop = text.scrollTop));

function goTo(line) {
  const before = text.value.split("\n").slice(0, line - 1).join("\n");
  const start = before.length + (line > 1 ? 1 : 0);
  const end = text.value.indexOf("\n", start);
  text.focus();
  text.setSelectionRange(start, end < 0 ? text.value.length : end);
  const height = Number.parseFloat(getComputedStyle(text).lineHeight);
  text.scrollTop = Math.max(0, (line - 6) * height);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-line]");
  if (!link) return;
  event.preventDefault();
  goTo(Number(link.dataset.line));
});

// faults ---------------------------------------------------------------------------------------------------------------

function element(tag, className, ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

function tell({ errors, faults }) {
  faultLines = new Map();
  for (const fault of faults) {
    if (!faultLines.has(fault.line) || fault.code.startsWith("E")) faultLines.set(fault.line, fault.code.slice(0, 1).toLowerCase());
  }
  number();
  if (faults.length) {
    const items = faults.map((fault) => {
      const link = element("a", "", element("b", "", `ligne ${fault.line}`), " ", element("code", "", fault.code));
      link.href = "#text";
      link.dataset.line = fault.line;
      return element("li", `is-${fault.code.slice(0, 1).toLowerCase()}`, link, element("p", "", fault.message));
    });
    faultsPlace.replaceChildren(element("ol", "ex-write__faults", ...items));
  } else {
    faultsPlace.replaceChildren(element("p", "ex-fine", "Aucun défaut."));
  }
  const words = errors ? `${errors} ${errors > 1 ? "défauts" : "défaut"}` : "aucun défaut";
  const tag = state.querySelector(".ex-tag");
  tag.className = errors ? "ex-tag ex-tag--no" : "ex-tag ex-tag--done";
  tag.textContent = words;
}

async function check() {
  const typed = text.value;
  const answer = await send(form.dataset.check, { text: typed }).catch(() => null);
  if (answer?.ok && typed === text.value) tell(await answer.json());
}

// saving ---------------------------------------------------------------------------------------------------------------

function keep() {
  try {
    if (text.value === onServer) localStorage.removeItem(keptKey);
    else localStorage.setItem(keptKey, JSON.stringify({ text: text.value, revision: form.elements.revision.value }));
  } catch {
    saved.textContent = "Ce poste ne garde pas de copie : enregistrez souvent.";
  }
}

async function autosave() {
  if (isStale || isSaving || text.value === onServer) return;
  isSaving = true;
  const typed = text.value;
  try {
    const answer = await send(form.dataset.autosave, { text: typed, revision: form.elements.revision.value });
    const got = await answer.json();
    if (answer.ok) {
      form.elements.revision.value = got.revision;
      onServer = typed;
      saved.textContent = `Enregistré à ${got.saved}.`;
      keep();
    } else {
      isStale = answer.status === 409;
      saved.textContent = isStale ? `${got.error} Le bouton « Enregistrer » montre les différences.` : got.error;
    }
  } catch {
    saved.textContent = "Pas encore enregistré : le serveur ne répond pas. Votre texte est gardé sur ce poste.";
  }
  isSaving = false;
  if (!isStale && text.value !== onServer) plan();
}

function plan() {
  clearTimeout(saveTimer);
  saveTimer = setTimeout(autosave, 3000);
}

function follow() {
  number();
  keep();
  clearTimeout(checkTimer);
  checkTimer = setTimeout(check, 500);
  plan();
}

text.addEventListener("input", follow);

form.addEventListener("submit", () => {
  clearTimeout(saveTimer);
  onServer = text.value;
});
addEventListener("beforeunload", (event) => {
  if (text.value !== onServer) event.preventDefault();
});

// what was left behind on this workstation -----------------------------------------------------------------------------

const rescue = document.querySelector("[data-rescue]");
try {
  const left = JSON.parse(localStorage.getItem(keptKey) ?? "null");
  rescue.hidden = !left || left.text === onServer;
  rescue.querySelector("[data-rescue-take]").addEventListener("click", () => {
    text.value = left.text;
    form.elements.revision.value = left.revision;
    rescue.hidden = true;
    text.dispatchEvent(new Event("input", { bubbles: true }));
    text.focus();
  });
  rescue.querySelector("[data-rescue-drop]").addEventListener("click", () => {
    localStorage.removeItem(keptKey);
    rescue.hidden = true;
    text.focus();
  });
} catch {
  rescue.hidden = true;
}

for (const link of faultsPlace.querySelectorAll("li")) {
  const line = Number(link.querySelector("[data-line]").dataset.line);
  faultLines.set(line, link.className.slice(3));
}
number();
if (text.value !== onServer) follow();
const asked = /^#ligne-(\d{1,6})$/.exec(location.hash);
if (asked) goTo(Number(asked[1]));
complete(text, form.querySelector("[data-pop]"), form.dataset.words);
