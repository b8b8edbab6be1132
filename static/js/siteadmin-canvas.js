// Blocks drawn as they will look, each text written in its place.

import { kinds } from "./siteadmin-tree.js";

const SPRITE = document.getElementById("editor").dataset.icons;

export function el(tag, attrs = {}, ...inside) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attrs)) {
    if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== undefined && value !== null) made.setAttribute(name, value);
  }
  made.append(...inside);
  return made;
}

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${SPRITE}#i-${name}`);
  svg.append(use);
  return svg;
}

export function iconButton(name, label, act, attrs = {}) {
  const made = el("button", { type: "button", class: "icb", "aria-label": label, title: label, ...attrs }, icon(name));
  made.addEventListener("click", act);
  return made;
}

// A text of a block, written where it stands. Its HTML was cleaned by the server, or by tree.inline.
function text(one, attr, tag, hint, label) {
  const made = el(tag, { contenteditable: "true", "data-attr": attr, "data-hint": hint, role: "textbox", "aria-multiline": "true", "aria-label": label || hint });
  made.innerHTML = one.attrs[attr] || "";
  return made;
}

function caption(one) {
  return el("figcaption", {}, text(one, "caption", "div", "Légende"));
}

// Texts are kept as HTML: what one says, without it.
export function words(html) {
  const box = document.createElement("div");
  box.innerHTML = html || "";
  return box.textContent;
}

// Whether the canvas shows a kind by its name alone: what it says is then written in the panel.
export function isCard(name) {
  return !SHAPES[name];
}

export function draw(one, site) {
  const kind = kinds.get(one.kind) || { label: one.kind, icon: "square", inside: [] };
  const isItem = one.kind === "list-item";
  const host = el(isItem ? "li" : "div", { class: `eb eb-${one.kind} ${one.attrs.align ? `is-${one.attrs.align}` : ""}`, "data-id": one.id, tabindex: "-1", ...(isItem ? {} : { role: "group", "aria-label": `Bloc ${kind.label}` }) });
  const shape = SHAPES[one.kind];
  host.append(shape ? shape(one, site) : card(one, kind));
  return host;
}

function inner(one, site, css = "") {
  const box = el("div", { class: `eb-in ${css}`, "data-inside": one.id });
  for (const child of one.inner) box.append(draw(child, site));
  if (kinds.get(one.kind).inside[0] === "*") {
    const add = el("button", { type: "button", class: "eb-add", "data-append": one.id, "aria-label": `Ajouter un bloc dans ${kinds.get(one.kind).label}` }, icon("plus-lg"));
    box.append(add);
  }
  return box;
}

function card(one, kind) {
  const named = (one.attrs.items || []).map((item) => words(item.name || item.question || item.title || item.label)).filter(Boolean);
  const detail = one.attrs.title || one.attrs.url || named.join(", ");
  return el("div", { class: "eb-card" }, icon(kind.icon), el("b", {}, kind.label), el("span", {}, detail));
}

function picture(one, site, label) {
  const media = site.media.get(one.attrs.media);
  if (media && media.url) {
    const alt = one.attrs.alt ?? media.alt;
    return el("img", { src: media.url, alt: alt || "", draggable: "false" });
  }
  if (media) return el("p", { class: "eb-card" }, icon("file-earmark"), el("b", {}, media.file));
  return empty(one, label);
}

// A sound or a film is heard where it stands, as the page will let it be; without a transcript, the editor says so.
function player(one, site, label) {
  const media = site.media.get(one.attrs.media);
  if (!media || media.kind !== one.kind) return empty(one, label, one.kind === "audio" ? "headset" : "play-circle");
  const made = document.createDocumentFragment();
  const poster = one.kind === "video" ? site.media.get(one.attrs.poster)?.url || media.poster : "";
  made.append(el(one.kind, { controls: true, preload: "metadata", src: media.played, "aria-label": media.title, poster: poster || undefined }));
  if (!media.transcript) made.append(el("p", { class: "eb-alt", role: "note" }, icon("exclamation-diamond-fill"), "Transcription manquante : écrivez-la dans la médiathèque."));
  return made;
}

function empty(one, label, glyph = "image") {
  return el("div", { class: "eb-empty" }, icon(glyph), el("b", {}, label), el("button", { type: "button", class: "btn btn-primary btn-s", "data-choose": one.id }, "Médiathèque"));
}

function warning(one, site) {
  const media = site.media.get(one.attrs.media);
  if (!media || !media.url || one.attrs.decorative || (one.attrs.alt ?? media.alt)) return "";
  return el("p", { class: "eb-alt", role: "note" }, icon("exclamation-diamond-fill"), "Texte alternatif manquant.");
}

const SHAPES = {
  paragraph: (one) => text(one, "text", "p", "Saisissez / pour choisir un bloc", "Paragraphe"),
  heading: (one) => {
    const made = text(one, "text", "div", "Titre", `Titre de niveau ${one.attrs.level || 2}`);
    made.classList.add("eb-h", `eb-h${Math.min(6, Math.max(1, one.attrs.level || 2))}`);
    return made;
  },
  list: (one, site) => {
    const list = el(one.attrs.ordered ? "ol" : "ul", { "data-inside": one.id });
    for (const child of one.inner) list.append(draw(child, site));
    return list;
  },
  "list-item": (one, site) => {
    const item = document.createDocumentFragment();
    item.append(text(one, "text", "div", "Élément de liste"), ...one.inner.map((child) => draw(child, site)));
    return item;
  },
  quote: (one) => el("blockquote", {}, text(one, "text", "p", "Citation"), text(one, "cite", "cite", "Source de la citation")),
  html: (one) => {
    const area = el("textarea", { "data-plain": "html", rows: "5", "aria-label": "HTML", spellcheck: "false" });
    area.value = one.attrs.html || "";
    return el("div", { class: "eb-html" }, el("b", {}, "HTML"), area);
  },
  table: (one) => {
    const table = el("table");
    const rows = (list, tag, part) => list.map((row, r) => el("tr", {}, ...row.map((cell, c) => {
      const made = el("div", { contenteditable: "true", "data-cell": `${part}:${r}:${c}`, role: "textbox", "aria-label": `Ligne ${r + 1}, colonne ${c + 1}` });
      made.innerHTML = cell;
      return el(tag, {}, made);
    })));
    if ((one.attrs.head || []).length) table.append(el("thead", {}, ...rows(one.attrs.head, "th", "head")));
    table.append(el("tbody", {}, ...rows(one.attrs.body || [], "td", "body")));
    return el("figure", {}, table, caption(one));
  },
  image: (one, site) => el("figure", {}, picture(one, site, "Image"), warning(one, site), caption(one)),
  gallery: (one, site) => {
    const grid = el("div", { class: `eb-gallery cols-${one.attrs.columns || 3}`, "data-inside": one.id });
    for (const child of one.inner) grid.append(draw(child, site));
    return el("figure", {}, grid, el("button", { type: "button", class: "btn btn-sec btn-s", "data-gallery": one.id }, icon("plus-lg"), "Ajouter des images"), caption(one));
  },
  cover: (one, site) => {
    const media = site.media.get(one.attrs.media);
    const back = media && media.url ? el("img", { src: media.url, alt: "", class: "eb-back" }) : "";
    const veil = el("span", { class: `eb-veil tone-${one.attrs.tone || "dark"} dim-${Math.round((one.attrs.dim ?? 50) / 10) * 10}` });
    return el("div", { class: "eb-coverbox" }, back, veil, inner(one, site), media ? "" : el("button", { type: "button", class: "btn btn-sec btn-s", "data-choose": one.id }, "Choisir l’image de fond"));
  },
  "media-text": (one, site) => el("div", { class: `eb-mt side-${one.attrs.side || "left"}` }, el("div", { class: "eb-mtpic" }, picture(one, site, "Média"), warning(one, site)), inner(one, site)),
  file: (one, site) => el("div", { class: "eb-file" }, picture(one, site, "Fichier"), text(one, "text", "p", "Texte du lien")),
  audio: (one, site) => el("figure", {}, player(one, site, "Audio"), caption(one)),
  video: (one, site) => el("figure", {}, player(one, site, "Vidéo"), caption(one)),
  buttons: (one, site) => {
    const row = el("div", { class: "eb-buttons", "data-inside": one.id });
    for (const child of one.inner) row.append(draw(child, site));
    row.append(el("button", { type: "button", class: "eb-add", "data-button": one.id, "aria-label": "Ajouter un bouton" }, icon("plus-lg")));
    return row;
  },
  button: (one) => {
    const made = text(one, "text", "span", "Ajouter un texte…", "Texte du bouton");
    made.classList.add("eb-btn", one.attrs.look === "outline" ? "is-outline" : "is-fill");
    return made;
  },
  columns: (one, site) => inner(one, site, "eb-columns"),
  column: (one, site) => inner(one, site),
  group: (one, site) => inner(one, site, one.attrs.tone ? `tone-${one.attrs.tone}` : ""),
  separator: () => el("hr"),
  spacer: (one) => el("div", { class: "eb-card is-thin" }, `Espacement, ${one.attrs.height || 48} px`),
  more: () => el("div", { class: "eb-card is-thin" }, "Lire la suite"),
};
