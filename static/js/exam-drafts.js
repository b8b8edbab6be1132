// Drafts: what is done in the forms of the shop and of the site (text, lists, ticks, rows) is kept on the workstation and on the server
// every 2 s, and when the time is up; the newest of the two is offered again after a reload, a power cut, a change of workstation or a
// refused save. A draft is forgotten once the page that follows its form shows that the form was taken.
import { doRow, formOfRow, held, isAdministration, isRowToDo, rowsHere } from "./exam-fields.js";

const bar = document.querySelector("[data-frame]");
const seat = bar.dataset.frame;
const find = (name) => document.querySelector(`[data-frame-${name}]`);
const keyOf = (path) => `${seat}:draft:${path}`;
const draftKey = keyOf(location.pathname);
const sentKey = `${seat}:sent`;
const came = held();
const first = new Map([...came].map(([key, one]) => [key, one.value]));
const rows = rowsHere();
let changed = false;
let isOver = false;
let unsent = null; // what the server has not acknowledged
let offered = [];
let refused = null; // the address of the form that was just sent, when this page is that form with its faults

const actionOf = (form) => new URL(form.getAttribute("action") ?? "", location.href).pathname;
const read = (key) => {
  try {
    return JSON.parse(localStorage.getItem(key) || "null");
  } catch {
    return null;
  }
};

function isTaken() {
  const sent = sessionStorage.getItem(sentKey);
  const action = sessionStorage.getItem(`${sentKey}:form`);
  sessionStorage.removeItem(sentKey);
  const how = performance.getEntriesByType("navigation")[0];
  const isFault = how?.responseStatus >= 400; // a page of error kept nothing
  if (how?.responseStatus === 422 && sent === location.pathname && how.type === "navigate") refused = action;
  if (sent === null || isFault || how?.type === "back_forward" || document.querySelector("main [aria-invalid=true]")) return null;
  return document.referrer && new URL(document.referrer).pathname === sent ? sent : null;
}
function keepDraft() {
  if (!changed) return;
  changed = false;
  const mine = [...held().values()].filter((one) => one.value !== first.get(one.key));
  const away = [...rows].filter(([, one]) => !one.row.isConnected);
  tellUnsaved(mine, away);
  const typed = new Map(offered.map((one) => [one[0], one]));
  for (const one of mine) typed.set(one.key, [one.key, one.value, one.label, one.words]);
  for (const [key, { label, words }] of away) typed.set(key, [key, "", label, words]);
  const draft = { at: Date.now(), after: isOver, fields: [...typed.values()] };
  if (typed.size) localStorage.setItem(draftKey, JSON.stringify(draft));
  else localStorage.removeItem(draftKey);
  unsent = { path: location.pathname, ...draft };
}
// The bar never says « enregistré » over a form that is not: those of the administrations that have no flag of their own are marked.
function tellUnsaved(mine, away) {
  if (!isAdministration) return;
  const unsaved = new Set([...mine.map((one) => one.form), ...away.map(([key]) => formOfRow(key))]);
  for (const form of document.forms) form.toggleAttribute("data-typed", unsaved.has(form));
  if (unsaved.size) document.dispatchEvent(new Event("unsaved"));
}
async function sendDraft(keepalive = false) {
  const draft = unsent;
  if (!draft || !bar.dataset.drafts) return;
  const body = new URLSearchParams({ page: draft.path, titre: document.querySelector("h1")?.textContent.trim() ?? "", champs: JSON.stringify(draft.fields), age: Math.round((Date.now() - draft.at) / 1000) });
  const headers = { "X-CSRFToken": bar.dataset.csrf, "X-Requested-With": "fetch" };
  const answer = await fetch(bar.dataset.drafts, { method: "POST", headers, body, keepalive, signal: AbortSignal.timeout(8000) }).catch(() => null);
  if (unsent === draft && (answer?.ok || answer?.status === 422)) unsent = null; // else again in 2 s
}
function forget(path) {
  localStorage.removeItem(keyOf(path));
  unsent = { path, at: Date.now(), fields: [] };
  sendDraft();
}

// --- the offer
function isNews(draft) {
  const now = held();
  return draft?.fields.some(([key, value]) => (now.has(key) ? now.get(key).value !== value : isRowToDo(key)));
}
function offer(draft, at) {
  offered = draft.fields;
  const names = [...new Set(offered.map(([, , label]) => label))];
  const some = names.slice(0, 4).join(", ") + (names.length > 4 ? "…" : "");
  find("keep-words").textContent = `Ce que vous avez fait ici${at ? ` à ${at}` : ""} n’est pas enregistré\u00a0: ${some}. Cela a été gardé${draft.after ? " (après l’heure)" : ""}.`;
  find("keep").hidden = false;
}
function closeOffer() {
  offered = [];
  find("keep").hidden = true;
}
// Rows first, those taken away last so that none changes its place; then the fields, told to the page's scripts; then once more those that
// a script worked out from another (a price with tax).
function takeUp(draft) {
  const before = held();
  for (const [key] of draft) if (!key.startsWith("-") && !before.has(key) && isRowToDo(key)) doRow(key);
  const now = held();
  const lost = draft.filter(([key, value]) => !key.startsWith("-") && !now.get(key)?.put(value));
  for (const [key, value] of draft) now.get(key)?.tell(value);
  for (const [key, value] of draft) if (now.get(key)?.field.tagName !== "TEXTAREA") now.get(key)?.put(value);
  for (const [key] of draft) if (key.startsWith("-") && isRowToDo(key)) doRow(key);
  return lost.filter(([, value, , words]) => words ?? value);
}
find("take").addEventListener("click", () => {
  const lost = takeUp(offered);
  closeOffer();
  if (!lost.length) return;
  offered = lost; // kept until they are told to be forgotten
  const words = lost.map(([, value, label, shown]) => `${label}\u00a0: «\u00a0${shown ?? value}\u00a0»`).join(" ; ");
  find("keep-words").textContent = `Le reste est repris. Ceci n’a plus sa place dans la page, à refaire à la main\u00a0: ${words}`;
  find("take").hidden = true;
  find("keep").hidden = false;
});
find("drop").addEventListener("click", () => {
  forget(location.pathname);
  closeOffer();
  changed = true; // what was done since, if anything, stays a draft
});

async function look(here) {
  if (!bar.dataset.drafts || !first.size) return;
  const answer = await fetch(`${bar.dataset.drafts}?page=${encodeURIComponent(location.pathname)}`, { headers: { "X-Requested-With": "fetch" } }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const kept = await answer.json();
  const isNewer = !here || kept.age + 3 < (Date.now() - here.at) / 1000;
  if (kept.fields.length && isNews(kept) && !changed) offer(isNewer ? kept : { ...here, after: here.after || kept.after }, kept.at);
}

const taken = isTaken();
if (taken) forget(taken);
const here = read(draftKey);
// What was sent stands in the page itself, tidied: it is not offered, and counts as not saved, so that a cut here keeps all of it.
const formOf = (key) => came.get(key)?.form ?? formOfRow(key);
const wasSent = ([key]) => refused !== null && formOf(key) !== null && actionOf(formOf(key)) === refused;
for (const one of here?.fields ?? []) if (first.has(one[0]) && wasSent(one)) first.set(one[0], null);
const others = here && { ...here, fields: here.fields.filter((one) => !wasSent(one)) };
changed = Boolean(here && others.fields.length < here.fields.length);
if (isNews(others)) offer(others, new Date(here.at).toLocaleTimeString("fr-FR"));
if (taken !== location.pathname && refused === null) look(isNews(here) ? here : null);
for (const kind of ["input", "change", "changed"]) document.addEventListener(kind, () => (changed = true), true); // « changed » does not bubble
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target.method !== "post") return;
  keepDraft();
  sessionStorage.setItem(sentKey, location.pathname);
  sessionStorage.setItem(`${sentKey}:form`, actionOf(event.target));
});
document.addEventListener("exam-state", ({ detail }) => {
  isOver = detail.over;
  if (detail.running) return;
  keepDraft();
  const kept = read(draftKey);
  if (isOver && kept && !kept.after) localStorage.setItem(draftKey, JSON.stringify({ ...kept, after: true }));
});
setInterval(() => {
  keepDraft();
  sendDraft();
}, 2000);
window.addEventListener("pagehide", () => {
  keepDraft();
  sendDraft(true);
});
