// The records of a block, written in its panel: people, testimonials, questions, slides, fields of a form.

import { el, icon, iconButton, words } from "./siteadmin-canvas.js";
import { choice, labelled, linkButton, rich, tick } from "./siteadmin-fields.js";

const opened = new Map(); // the record open in each block's panel, which is made again when records move

// A line of the panel is written and read without the HTML in which texts are kept.
function html(text) {
  const box = document.createElement("div");
  box.textContent = text;
  return box.innerHTML;
}

const PARTS = {
  plain: (spec, item, put) => {
    const input = el("input", { class: "in" });
    input.value = words(item[spec.name]);
    input.addEventListener("change", () => put({ [spec.name]: html(input.value.trim()) }));
    return labelled(spec.label, input);
  },
  rich: (spec, item, put) => rich(spec.label, item[spec.name], (value) => put({ [spec.name]: value })),
  yes_no: (spec, item, put) => tick(spec.label, item[spec.name] === true, (isOn) => put({ [spec.name]: isOn })),
  choice: (spec, item, put) => choice(spec.label, spec.choices, item[spec.name] || spec.default, (value) => put({ [spec.name]: value })),
  url: (spec, item, _put, site, redraw) => linkButton(spec.label, item[spec.name], site, false, ({ url }) => redraw({ [spec.name]: url })),
  media: (spec, item, _put, site, redraw) => {
    const media = site.media.get(item[spec.name]);
    const button = el("button", { type: "button", class: "btn btn-sec btn-s" }, media ? "Remplacer l’image" : "Choisir une image");
    button.addEventListener("click", async () => {
      const [found] = await site.askMedia("image");
      if (found) redraw({ [spec.name]: found.id });
    });
    return el("p", { class: "f" }, el("b", {}, spec.label), el("span", { class: "mut sm" }, media ? media.title : "Aucune image."), button);
  },
};

export function itemsField(one, spec, site, change) {
  const items = (one.attrs[spec.name] || []).map((item) => ({ ...item }));
  const save = (isTyped) => change({ [spec.name]: items.map((item) => ({ ...item })) }, isTyped);
  const box = el("fieldset", { class: "pn-items" }, el("legend", {}, spec.label));
  const redrawn = (index) => {
    opened.set(one.id, index);
    save(false);
    document.querySelector(`[data-item="${one.id}-${index}"] summary`)?.focus();
  };
  items.forEach((item, index) => box.append(record(one, spec, site, items, index, save, redrawn)));
  const add = el("button", { type: "button", class: "btn btn-sec btn-s" }, icon("plus-lg"), "Ajouter");
  add.setAttribute("aria-label", `Ajouter : ${spec.label}`);
  add.addEventListener("click", () => {
    items.push({});
    redrawn(items.length - 1);
  });
  box.append(add);
  return box;
}

function record(one, spec, site, items, index, save, redrawn) {
  const item = items[index];
  const title = el("span", {});
  const say = () => {
    const first = spec.parts.map((part) => part.holds !== "choice" && typeof item[part.name] === "string" && words(item[part.name])).find(Boolean);
    title.textContent = `${index + 1}. ${first || "À remplir"}`;
  };
  say();
  const held = el("details", { class: "pn-item", "data-item": `${one.id}-${index}`, open: opened.get(one.id) === index }, el("summary", {}, title));
  held.addEventListener("toggle", () => held.open && opened.set(one.id, index));
  const put = (parts) => {
    Object.assign(item, parts);
    say();
    save(true);
  };
  const redraw = (parts) => {
    Object.assign(item, parts);
    redrawn(index);
  };
  for (const part of spec.parts) held.append(PARTS[part.holds](part, item, put, site, redraw));
  const move = (step) => () => {
    items.splice(index + step, 0, ...items.splice(index, 1));
    redrawn(index + step);
  };
  held.append(el("p", { class: "row-x" },
    iconButton("chevron-up", `Monter ${title.textContent}`, move(-1), { disabled: index === 0 }),
    iconButton("chevron-down", `Descendre ${title.textContent}`, move(1), { disabled: index === items.length - 1 }),
    iconButton("trash", `Retirer ${title.textContent}`, () => {
      items.splice(index, 1);
      redrawn(Math.max(0, index - 1));
    })));
  return held;
}
