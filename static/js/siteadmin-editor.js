// The block editor: one tree, drawn anew when its shape changes; texts are written in their place. The form posts the tree as JSON.

import { bare } from "./combobox.js";
import { draw, el, icon, iconButton } from "./siteadmin-canvas.js";
import { keeping } from "./siteadmin-keeping.js";
import { fileKind, linkPicker, mediaPicker, panelOf } from "./siteadmin-panel.js";
import * as tree from "./siteadmin-tree.js";
import { writing } from "./siteadmin-writing.js";

const form = document.getElementById("editor");
const raw = form.elements.content;
const title = form.elements.title;
const canvas = form.querySelector("[data-canvas]");
const data = JSON.parse(document.getElementById("editor-data").textContent);
const saved = form.querySelector("[data-saved]");
const isBlocked = Boolean(form.dataset.blocked);
for (const kind of data.kinds) tree.kinds.set(kind.name, kind);

const site = {
  media: new Map(data.media.map((one) => [one.id, one])),
  targets: data.targets,
  categories: data.categories,
  nameOf: (url) => data.targets.find((one) => one.url === url)?.label || url,
};
site.askMedia = mediaPicker(site);
site.askLink = linkPicker(site);

let blocks = tree.read(JSON.parse(raw.value || "[]"));
let selected = null;
let isDirty = false;
let keepsPanel = false;
const past = [];
const future = [];
let now = "";

// What the other modules may do; functions are hoisted.
const ed = {
  find: (id) => tree.find(blocks, id), plain: () => tree.plain(blocks), isDirty: () => isDirty, done, replace, feature: (id) => feature(site.media.get(id) || null), remove, turn, change, select, openInserter, takeFirst, changed, remember, focusOn,
};
const kept = keeping(form, ed);
const { format, link } = writing(canvas, site, ed);

// drawing ------------------------------------------------------------------------------------------------------------

const end = el("button", { type: "button", class: "ed-end" }, "Saisissez / pour choisir un bloc", icon("plus-lg"));
end.addEventListener("click", () => insert("paragraph", { end: true }));

// A block that says what it said when it was drawn stays as it is: in a long text, a change draws what it changed and nothing else.
const drawn = new WeakMap();
function hostFor(one) {
  const from = JSON.stringify(one);
  const had = drawn.get(one);
  if (had?.from === from) return had.host;
  const host = draw(one, site);
  drawn.set(one, { from, host });
  return host;
}

function render(focus = null, atEnd = true) {
  const wanted = [...blocks.map(hostFor), end];
  const kept = new Set(wanted);
  for (const one of [...canvas.children]) if (!kept.has(one)) one.remove();
  let at = canvas.firstChild;
  for (const host of wanted) {
    if (host === at) at = at.nextSibling;
    else canvas.insertBefore(host, at);
  }
  if (isBlocked) for (const one of canvas.querySelectorAll("[contenteditable]")) one.contentEditable = "false";
  select(selected && tree.find(blocks, selected) ? selected : null);
  if (focus) focusOn(focus, atEnd);
}

function hostOf(id) {
  return canvas.querySelector(`[data-id="${id}"]`);
}

function textOf(host) {
  return host?.querySelector("[contenteditable=true], textarea");
}

function focusOn(id, atEnd = true) {
  const host = hostOf(id);
  const target = textOf(host) || host;
  target?.focus();
  if (target?.isContentEditable) {
    const range = document.createRange();
    range.selectNodeContents(target);
    range.collapse(!atEnd);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
  }
  select(id);
}

function select(id) {
  selected = id;
  for (const one of canvas.querySelectorAll(".eb.sel")) one.classList.remove("sel");
  canvas.querySelector(".ebar")?.remove();
  const place = id && tree.find(blocks, id);
  const panel = form.querySelector("[data-block-panel]");
  const crumb = form.querySelector("[data-crumb]");
  const first = form.querySelector("#t-doc").textContent;
  crumb.textContent = [first, ...(place ? place.path.map((one) => tree.kinds.get(one.kind).label) : [])].join(" › ");
  if (!place) {
    panel.replaceChildren(el("p", { class: "mut" }, "Aucun bloc n’est sélectionné."));
    outline();
    return;
  }
  const host = hostOf(id);
  host.classList.add("sel");
  if (!isBlocked) host.prepend(toolbar(place));
  if (!keepsPanel) panel.replaceChildren(...panelOf(place.one, site, (attrs, isTyped) => change(id, attrs, isTyped)));
  if (isBlocked) {
    for (const input of panel.querySelectorAll("input, select, textarea, button")) input.disabled = true;
    for (const input of panel.querySelectorAll("[contenteditable]")) input.contentEditable = "false";
  }
  outline();
}

function toolbar({ one, list, index, parent }) {
  const kind = tree.kinds.get(one.kind);
  const bar = el("div", { class: "ebar", role: "toolbar", "aria-label": `Outils du bloc ${kind.label}`, contenteditable: "false" });
  const group = (...inside) => bar.append(el("span", {}, ...inside));
  const name = iconButton(kind.icon, `${kind.label} : réglages du bloc`, () => showTab("block"));
  group(...(parent ? [iconButton("arrow-90deg-left", "Sélectionner le bloc parent", () => focusBlock(parent.id))] : []), name,
    iconButton("chevron-up", "Déplacer vers le haut", () => move(one.id, -1), { disabled: index === 0 }),
    iconButton("chevron-down", "Déplacer vers le bas", () => move(one.id, 1), { disabled: index === list.length - 1 }));
  if (["paragraph", "heading", "list-item", "quote", "table", "button", "file"].includes(one.kind)) {
    const mark = (act, label, glyph) => {
      const made = el("button", { type: "button", class: "icb", "aria-label": label, title: label }, glyph);
      made.addEventListener("mousedown", (event) => event.preventDefault());
      made.addEventListener("click", act);
      return made;
    };
    group(mark(() => format("bold"), "Gras (Ctrl+B)", el("b", {}, "G")), mark(() => format("italic"), "Italique (Ctrl+I)", el("i", {}, "I")), mark(link, "Lien (Ctrl+K)", icon("link-45deg")));
  }
  if (one.kind === "heading") group(...[2, 3, 4].map((level) => {
    const made = el("button", { type: "button", class: "icb txt", "aria-pressed": String((one.attrs.level || 2) === level) }, `H${level}`);
    made.addEventListener("click", () => change(one.id, { level }));
    return made;
  }));
  if (["paragraph", "heading"].includes(one.kind)) {
    const other = one.kind === "paragraph" ? "heading" : "paragraph";
    const made = el("button", { type: "button", class: "icb txt" }, `En ${tree.kinds.get(other).label.toLowerCase()}`);
    made.addEventListener("click", () => turn(one.id, other));
    group(made);
  }
  if (["image", "audio", "video"].includes(one.kind)) {
    const made = el("button", { type: "button", class: "icb txt" }, "Remplacer");
    made.addEventListener("click", () => choose(one.id));
    group(made);
  }
  group(iconButton("copy", "Dupliquer", () => duplicate(one.id)), iconButton("plus-lg", "Ajouter après", () => openInserter()), iconButton("trash", "Supprimer le bloc", () => remove(one.id)));
  return bar;
}

function outline() {
  const place = form.querySelector("[data-outline]");
  const depth = (list, level) => list.flatMap((one) => {
    const kind = tree.kinds.get(one.kind);
    const words = (one.attrs.text || "").replace(/<[^>]*>/g, "").slice(0, 40);
    const button = el("button", { type: "button", class: `depth-${Math.min(level, 3)}`, "aria-current": one.id === selected ? "true" : null }, icon(kind.icon), words || kind.label);
    button.addEventListener("click", () => focusBlock(one.id));
    return [el("li", {}, button), ...depth(one.inner, level + 1)];
  });
  if (!form.querySelector("#outline").hidden) place.replaceChildren(...depth(blocks, 0));
}

function focusBlock(id) {
  focusOn(id);
  hostOf(id)?.scrollIntoView({ block: "nearest" });
}

// changing -----------------------------------------------------------------------------------------------------------

function changed() {
  raw.value = JSON.stringify(tree.plain(blocks));
  isDirty = true;
  saved.textContent = "Modifications non enregistrées";
  kept.here();
  form.dispatchEvent(new Event("changed")); // the exam's frame keeps a draft of it, and says in its bar that it is not saved
}

// What was just typed is a step of its own, before a block is moved, turned or removed: undoing that does not take the words with it.
let timer = 0;
function remember(soon = false) {
  clearTimeout(timer);
  const keep = () => {
    const next = JSON.stringify(tree.plain(blocks));
    if (next === now) return;
    past.push(now);
    if (past.length > 200) past.shift();
    now = next;
    future.length = 0;
    buttons();
  };
  if (soon) timer = setTimeout(keep, 500);
  else keep();
}

function buttons() {
  form.querySelector('[data-do="undo"]').disabled = !past.length;
  form.querySelector('[data-do="redo"]').disabled = !future.length;
}

function step(from, to) {
  remember();
  if (!from.length) return;
  to.push(now);
  now = from.pop();
  const same = new Map(blocks.map((one) => [JSON.stringify(tree.plain([one])), one]));
  blocks = JSON.parse(now).map((one) => {
    const text = JSON.stringify([one]);
    const had = same.get(text);
    same.delete(text);
    return had || tree.read([one])[0];
  });
  selected = null;
  render();
  changed();
  buttons();
}

function done(focus = null, atEnd = true) {
  render(focus, atEnd);
  changed();
  remember();
}

function replace(list) {
  remember();
  blocks = tree.read(list);
  done();
}

// `isTyped`: written in a field of the panel, which stays, and keeps the focus that goes to its next field.
function change(id, attrs, isTyped = false) {
  remember();
  const { one } = tree.find(blocks, id);
  Object.assign(one.attrs, attrs);
  for (const [name, value] of Object.entries(one.attrs)) if (value === undefined) delete one.attrs[name];
  keepsPanel = isTyped;
  done();
  keepsPanel = false;
}

function turn(id, kind) {
  remember();
  const { one } = tree.find(blocks, id);
  one.kind = kind;
  delete one.attrs.level;
  done(id);
}

function insert(name, { end = false, inside = null } = {}) {
  const made = tree.fresh(name);
  const outer = inside && tree.find(blocks, inside).one;
  if (outer) outer.inner.push(made);
  else {
    let place = !end && selected && tree.find(blocks, selected);
    while (place && !tree.mayStandIn(name, place.parent?.kind)) place = place.parent && tree.find(blocks, place.parent.id);
    const isEmpty = place && place.one.kind === "paragraph" && /^\/?[^<]{0,20}$/.test(place.one.attrs.text || "") && (!place.one.attrs.text || place.one.attrs.text.startsWith("/"));
    if (!place) blocks.push(made);
    else if (isEmpty) place.list.splice(place.index, 1, made);
    else place.list.splice(place.index + 1, 0, made);
  }
  const first = made.inner.length && !["gallery"].includes(name) ? made.inner[0] : made;
  selected = made.id;
  done(first.id);
  if (["image", "audio", "video"].includes(name)) choose(made.id);
  if (name === "gallery") fill(made.id);
}

function remove(id) {
  remember();
  const { list, index, parent } = tree.find(blocks, id);
  list.splice(index, 1);
  if (parent && !list.length && ["list", "buttons", "columns"].includes(parent.kind)) {
    remove(parent.id);
    return;
  }
  const next = list[index - 1] || list[index] || parent;
  selected = next?.id || null;
  done(selected);
}

function move(id, by) {
  const { list, index, one } = tree.find(blocks, id);
  if (index + by < 0 || index + by >= list.length) return;
  remember();
  list.splice(index, 1);
  list.splice(index + by, 0, one);
  done(id);
}

function duplicate(id) {
  remember();
  const { list, index, one } = tree.find(blocks, id);
  const [copy] = tree.read(tree.plain([one]));
  list.splice(index + 1, 0, copy);
  done(copy.id);
}

async function choose(id) {
  const { one } = tree.find(blocks, id);
  const [media] = await site.askMedia(fileKind(one.kind));
  if (media) change(id, { media: media.id, ...(one.kind === "image" && media.caption && !one.attrs.caption ? { caption: media.caption } : {}) });
}

async function fill(id) {
  const chosen = await site.askMedia("image", true);
  if (!chosen.length) return;
  tree.find(blocks, id).one.inner.push(...chosen.map((media) => tree.block("image", { media: media.id })));
  done();
}

canvas.addEventListener("focusin", (event) => {
  const host = event.target.closest(".eb");
  if (host && host.dataset.id !== selected && !event.target.closest(".ebar")) select(host.dataset.id);
});
canvas.addEventListener("click", (event) => {
  const button = event.target.closest("[data-choose], [data-gallery], [data-append], [data-button]");
  if (button?.dataset.choose) choose(button.dataset.choose);
  else if (button?.dataset.gallery) fill(button.dataset.gallery);
  else if (button?.dataset.append) insert("paragraph", { inside: button.dataset.append });
  else if (button?.dataset.button) insert("button", { inside: button.dataset.button });
  else {
    const host = event.target.closest(".eb");
    if (host && !event.target.closest(".ebar, [contenteditable=true], textarea") && host.dataset.id !== selected) {
      host.focus();
      select(host.dataset.id);
    }
  }
  if (event.target.closest("a")) event.preventDefault();
});

// tools --------------------------------------------------------------------------------------------------------------

function openInserter(words = "") {
  const panel = form.querySelector("#inserter");
  const find = panel.querySelector("input");
  panel.hidden = false;
  form.querySelector("#outline").hidden = true;
  form.querySelector('[data-do="inserter"]').setAttribute("aria-expanded", "true");
  find.value = words;
  listKinds();
  if (!words && document.activeElement?.isContentEditable !== true) find.focus();
}

function closeInserter() {
  form.querySelector("#inserter").hidden = true;
  form.querySelector('[data-do="inserter"]').setAttribute("aria-expanded", "false");
}

function listKinds() {
  const words = bare(form.querySelector("#find-block").value.trim());
  const groups = new Map();
  for (const kind of data.kinds) {
    if (kind.part || !bare(kind.label).includes(words)) continue;
    if (!groups.has(kind.group)) groups.set(kind.group, []);
    const button = el("button", { type: "button", title: kind.help }, icon(kind.icon), kind.label);
    button.addEventListener("click", () => {
      closeInserter();
      insert(kind.name);
    });
    groups.get(kind.group).push(button);
  }
  const drawn = [...groups].flatMap(([name, list]) => [el("h2", {}, name), el("div", { class: "kinds" }, ...list)]);
  form.querySelector("[data-kinds]").replaceChildren(...(drawn.length ? drawn : [el("p", { class: "mut" }, "Aucun bloc de ce nom.")]));
}
function takeFirst() {
  const first = !form.querySelector("#inserter").hidden && form.querySelector("[data-kinds] button");
  if (first) first.click();
  return Boolean(first);
}
form.querySelector("#find-block").addEventListener("input", listKinds);
form.querySelector("#find-block").addEventListener("keydown", (event) => {
  if (event.key === "Enter") {
    event.preventDefault();
    takeFirst();
  }
  if (event.key === "Escape") closeInserter();
});

function showTab(name) {
  for (const tab of form.querySelectorAll('.ed-side [role="tab"]')) {
    const on = tab.id === `t-${name}`;
    tab.setAttribute("aria-selected", String(on));
    tab.tabIndex = on ? 0 : -1;
    form.querySelector(`#${tab.getAttribute("aria-controls")}`).hidden = !on;
  }
}
for (const tab of form.querySelectorAll('.ed-side [role="tab"]')) {
  tab.addEventListener("click", () => showTab(tab.id.slice(2)));
  tab.addEventListener("keydown", (event) => {
    if (!["ArrowLeft", "ArrowRight"].includes(event.key)) return;
    const other = tab.id === "t-doc" ? "block" : "doc";
    showTab(other);
    form.querySelector(`#t-${other}`).focus();
  });
}

const ACTS = {
  inserter: () => (form.querySelector("#inserter").hidden ? openInserter() : closeInserter()),
  undo: () => step(past, future),
  redo: () => step(future, past),
  outline: (button) => {
    const panel = form.querySelector("#outline");
    panel.hidden = !panel.hidden;
    button.setAttribute("aria-expanded", String(!panel.hidden));
    closeInserter();
    outline();
  },
  panel: (button) => {
    const side = form.querySelector("#panel");
    side.hidden = !side.hidden;
    button.setAttribute("aria-pressed", String(!side.hidden));
    button.classList.toggle("on", !side.hidden);
  },
  feature: async () => {
    const [media] = await site.askMedia("image");
    if (media) feature(media);
  },
  unfeature: () => {
    feature(null);
    form.querySelector('[data-do="feature"]').focus(); // its own button is gone
  },
  local: () => {
    const found = kept.left();
    title.value = found.title;
    form.querySelector("[data-local]").hidden = true;
    replace(found.blocks);
  },
  forget: () => {
    kept.forget();
    form.querySelector("[data-local]").hidden = true;
  },
};
const NARROW = 660; // pixels, as in siteadmin-editor.css: the panel then lies over the text, which is what one came for
if (form.clientWidth <= NARROW && !form.querySelector("#panel [aria-invalid=true]")) ACTS.panel(form.querySelector('[data-do="panel"]'));

form.addEventListener("click", (event) => {
  const button = event.target.closest("[data-do]");
  if (button) ACTS[button.dataset.do]?.(button);
});

function feature(media) {
  form.querySelector("[data-feature]").value = media ? media.id : 0;
  form.querySelector("[data-feature-box]").replaceChildren(...(media ? [el("img", { src: media.url, alt: media.alt })] : []));
  form.querySelector('[data-do="feature"]').textContent = media ? "Remplacer" : "Définir l’image mise en avant";
  form.querySelector('[data-do="unfeature"]').hidden = !media;
  changed();
}

document.addEventListener("keydown", (event) => {
  const key = event.key.toLowerCase();
  if (!(event.ctrlKey || event.metaKey)) return;
  const isWriting = event.target.closest("#editor .ed-side input, #editor .ed-side textarea, dialog");
  if (key === "s") {
    event.preventDefault();
    form.querySelector(".savd, [data-save]")?.click();
  } else if (key === "k" && event.target.isContentEditable) {
    event.preventDefault();
    link();
  } else if (!isWriting && (key === "z" || key === "y")) {
    event.preventDefault();
    step(...(key === "y" || event.shiftKey ? [future, past] : [past, future]));
  }
});

// leaving ------------------------------------------------------------------------------------------------------------

form.addEventListener("submit", () => {
  raw.value = JSON.stringify(tree.plain(blocks));
  isDirty = false;
});
addEventListener("beforeunload", (event) => {
  if (isDirty) event.preventDefault();
});
title.addEventListener("input", () => {
  form.querySelector("[data-mirror]").textContent = title.value || "(sans titre)";
  changed();
});
title.addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  event.preventDefault();
  if (blocks.length) focusOn(blocks[0].id, false);
  else insert("paragraph", { end: true });
});
for (const input of form.querySelectorAll("#p-doc input, #p-doc select, #p-doc textarea")) {
  input.addEventListener("change", () => {
    isDirty = true;
  });
}

form.classList.add("is-live");
now = raw.value = JSON.stringify(tree.plain(blocks));
render();
form.querySelector("[data-local]").hidden = isBlocked || !kept.left();
