// Drafts: what is typed in the shop's forms is kept on the workstation and on the server every 2 s, and when the time is up; the
// newest of the two is offered again after a reload, a power cut, a change of workstation or a refused save. A draft is forgotten
// once the page that follows its form shows that the form was taken.
const bar = document.querySelector("[data-frame]");
const seat = bar.dataset.frame;
const find = (name) => document.querySelector(`[data-frame-${name}]`);
const NOT = ":not([type=hidden],[type=file],[type=password],[type=checkbox],[type=radio])";
const fields = () => [...document.querySelectorAll(`main form[method=post] :is(input${NOT}, textarea), main :is(input,textarea)[form]${NOT}`)].filter((f) => f.name && f.form?.method === "post");
const keyOf = (path) => `${seat}:draft:${path}`;
const draftKey = keyOf(location.pathname);
const sentKey = `${seat}:sent`;
const first = new Map(fields().map((field) => [field, field.value]));
let changed = false;
let isOver = false;
let unsent = null; // what the server has not acknowledged
let offered = [];
let refused = null; // the address of the form that was just sent, when this page is that form with its faults

const actionOf = (form) => new URL(form.getAttribute("action") ?? "", location.href).pathname;
const labelOf = (field) => (field.labels?.[0]?.textContent ?? field.getAttribute("aria-label") ?? field.name).replace(/\s+/g, " ").trim().slice(0, 120);
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
  const came = performance.getEntriesByType("navigation")[0];
  const isFault = came?.responseStatus >= 400; // a page of error kept nothing
  if (came?.responseStatus === 422 && sent === location.pathname && came.type === "navigate") refused = action;
  if (sent === null || isFault || came?.type === "back_forward" || document.querySelector("main [aria-invalid=true]")) return null;
  return document.referrer && new URL(document.referrer).pathname === sent ? sent : null;
}
function keepDraft() {
  if (!changed) return;
  changed = false;
  const typed = new Map([...offered.map((one) => [one[0], one]), ...fields().filter((field) => field.value !== first.get(field)).map((field) => [field.name, [field.name, field.value, labelOf(field)]])]);
  const draft = { at: Date.now(), after: isOver, fields: [...typed.values()] };
  if (typed.size) localStorage.setItem(draftKey, JSON.stringify(draft));
  else localStorage.removeItem(draftKey);
  unsent = { path: location.pathname, ...draft };
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
const isNews = (draft) => draft?.fields.some(([name, value]) => fields().some((field) => field.name === name && field.value !== value));
function offer(draft, at) {
  offered = draft.fields;
  const when = at ? ` à ${at}` : "";
  find("keep-words").textContent = `Un texte plus récent que celui qui est enregistré, tapé${when}, n’est pas enregistré. Il a été gardé${draft.after ? " (après l’heure)" : ""}.`;
  find("keep").hidden = false;
}
function closeOffer() {
  offered = [];
  find("keep").hidden = true;
}
find("take").addEventListener("click", () => {
  for (const [name, value] of offered) {
    const field = fields().find((one) => one.name === name);
    if (!field) continue;
    field.value = value;
    field.dispatchEvent(new Event("draft")); // for the editor of formatted texts
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
  closeOffer();
});
find("drop").addEventListener("click", () => {
  forget(location.pathname);
  closeOffer();
});

async function look(here) {
  if (!bar.dataset.drafts || !fields().length) return;
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
const wasSent = ([name]) => refused !== null && fields().some((field) => field.name === name && actionOf(field.form) === refused);
for (const field of fields()) if (here?.fields.some((one) => one[0] === field.name && wasSent(one))) first.set(field, null);
const others = here && { ...here, fields: here.fields.filter((one) => !wasSent(one)) };
changed = Boolean(here && others.fields.length < here.fields.length);
if (isNews(others)) offer(others, new Date(here.at).toLocaleTimeString("fr-FR"));
if (taken !== location.pathname && refused === null) look(isNews(here) ? here : null);
document.addEventListener("input", () => (changed = true));
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
