// The panel of the selected block, made from the attributes of its kind; the pickers of media and links.

import { asking } from "./siteadmin-asking.js";
import { el, icon, isCard } from "./siteadmin-canvas.js";
import { choice, labelled, linkButton, rich, tick } from "./siteadmin-fields.js";
import { itemsField } from "./siteadmin-items.js";
import { combobox, isAddress } from "./siteadmin-links.js";
import { kinds } from "./siteadmin-tree.js";

export function panelOf(one, site, change) {
  const kind = kinds.get(one.kind);
  const head = el("div", { class: "pn-h" }, icon(kind.icon), el("div", {}, el("b", {}, kind.label), el("p", {}, kind.help)));
  const body = el("div", { class: "pn" }, el("h2", { class: "vh" }, "Réglages"));
  for (const spec of kind.attrs) {
    const made = FIELDS[spec.holds]?.(one, spec, site, change);
    if (made) body.append(made);
  }
  if (one.kind === "table") body.append(tableTools(one, change));
  if (body.children.length === 1) body.append(el("p", { class: "mut" }, "Ce bloc s’écrit directement dans le contenu."));
  return [head, body];
}

const FIELDS = {
  plain: (one, spec, site, change) => {
    const isAlt = spec.name === "alt";
    const input = el(isAlt ? "textarea" : "input", { class: "in", rows: isAlt ? "3" : undefined });
    const media = site.media.get(one.attrs.media);
    input.value = one.attrs[spec.name] ?? (isAlt && media ? media.alt : "");
    if (isAlt && media && !input.value && !one.attrs.decorative) input.classList.add("err");
    input.addEventListener("change", () => {
      input.classList.toggle("err", Boolean(isAlt && media && !input.value && !one.attrs.decorative));
      change({ [spec.name]: input.value }, true);
    });
    return labelled(spec.label, input, isAlt ? "Décrivez ce que l’image apporte. Laissez vide si elle est purement décorative." : "");
  },
  url: (one, spec, site, change) => linkButton(spec.label, one.attrs[spec.name], site, Boolean(one.attrs.tab), ({ url, tab }) =>
    change(kinds.get(one.kind).attrs.some((a) => a.name === "tab") ? { [spec.name]: url, tab } : { [spec.name]: url })),
  number: (one, spec, site, change) => {
    if (spec.name === "category") return choice(spec.label, [["0", "Toutes"], ...site.categories], one.attrs.category ?? spec.default, (value) => change({ category: Number(value) }));
    const input = el("input", { class: "in num", type: "number", min: spec.low, max: spec.high });
    input.value = one.attrs[spec.name] ?? spec.default;
    input.addEventListener("change", () => change({ [spec.name]: Number(input.value) }, true));
    return labelled(spec.label, input);
  },
  yes_no: (one, spec, _site, change) => tick(spec.label, one.attrs[spec.name] ?? spec.default, (isOn) => change({ [spec.name]: isOn })),
  items: itemsField,
  moment: (one, spec, _site, change) => {
    const input = el("input", { class: "in", type: "datetime-local" });
    input.value = one.attrs[spec.name] || "";
    input.addEventListener("change", () => change({ [spec.name]: input.value }, true));
    return labelled(spec.label, input);
  },
  rich: (one, spec, _site, change) => (isCard(one.kind) ? rich(spec.label, one.attrs[spec.name], (value) => change({ [spec.name]: value }, true)) : null),
  choice: (one, spec, _site, change) => choice(spec.label, spec.choices, one.attrs[spec.name] ?? spec.default, (value) => change({ [spec.name]: value })),
  media: (one, spec, site, change) => {
    if (spec.name !== "media") return pictureField(one, spec, site, change);
    const button = el("button", { type: "button", class: "btn btn-sec btn-s" }, one.attrs.media ? "Remplacer" : "Médiathèque");
    button.addEventListener("click", async () => {
      const [media] = await site.askMedia(fileKind(one.kind));
      if (media) change({ media: media.id, alt: undefined });
    });
    const media = site.media.get(one.attrs.media);
    return el("p", { class: "f" }, el("b", {}, "Fichier"), el("span", { class: "mut sm" }, media ? media.title : "Aucun fichier choisi."), button);
  },
};

// A picture besides the block's own file, which may be taken back.
function pictureField(one, spec, site, change) {
  const media = site.media.get(one.attrs[spec.name]);
  const button = el("button", { type: "button", class: "btn btn-sec btn-s", "aria-label": `${media ? "Remplacer" : "Choisir"} : ${spec.label}` }, media ? "Remplacer" : "Médiathèque");
  button.addEventListener("click", async () => {
    const [chosen] = await site.askMedia("image");
    if (chosen) change({ [spec.name]: chosen.id });
  });
  const made = el("p", { class: "f" }, el("b", {}, spec.label), media ? el("img", { src: media.thumb, alt: "", class: "pn-pic" }) : "", el("span", { class: "mut sm" }, media ? media.title : "Aucune dans ce bloc : celle de la médiathèque, si elle en a une."), button);
  if (media) {
    const none = el("button", { type: "button", class: "lnk dng", "aria-label": `Retirer : ${spec.label}` }, "Retirer");
    none.addEventListener("click", () => change({ [spec.name]: undefined }));
    made.append(none);
  }
  return made;
}

function tableTools(one, change) {
  const body = one.attrs.body || [];
  const head = one.attrs.head || [];
  const width = Math.max(1, ...body.map((row) => row.length), ...head.map((row) => row.length));
  const each = (act) => ({ body: body.map(act), ...(head.length ? { head: head.map(act) } : {}) });
  const tools = [
    ["Ajouter une ligne", () => change({ body: [...body, Array(width).fill("")] })],
    ["Retirer la dernière ligne", () => body.length > 1 && change({ body: body.slice(0, -1) })],
    ["Ajouter une colonne", () => change(each((row) => [...row, ""]))],
    ["Retirer la dernière colonne", () => width > 1 && change(each((row) => row.slice(0, -1)))],
    [head.length ? "Retirer l’en-tête" : "Ajouter un en-tête", () => change({ head: head.length ? [] : [Array(width).fill("")] })],
  ];
  return el("div", { class: "row-x wrap" }, ...tools.map(([label, act]) => {
    const button = el("button", { type: "button", class: "btn btn-sec btn-s" }, label);
    button.addEventListener("click", act);
    return button;
  }));
}

const GLYPHS = { audio: "headset", video: "play-circle" };

// What a kind of block takes of the library; empty for whatever there is.
export function fileKind(name) {
  return { file: "", audio: "audio", video: "video" }[name] ?? "image";
}

// The media library in a dialog: one file, or several.
export function mediaPicker(site) {
  const dialog = document.getElementById("picker");
  const grid = dialog.querySelector("[data-pick]");
  const find = dialog.querySelector("input");
  const take = dialog.querySelector('[data-do="picked"]');
  const told = dialog.querySelector("[role=status]");
  let chosen = [];
  let kind = "";
  let many = false;
  let buttons = new Map();
  // The buttons stay where they are: a picture that is drawn anew under the hand of a keyboard loses its place.
  const press = () => {
    for (const [one, button] of buttons) button.setAttribute("aria-pressed", String(chosen.includes(one)));
    take.disabled = !chosen.length;
  };
  const show = () => {
    const words = find.value.trim().toLowerCase();
    buttons = new Map([...site.media.values()]
      .filter((one) => (!kind || one.kind === kind) && (!words || `${one.title} ${one.alt} ${one.file}`.toLowerCase().includes(words)))
      .map((one) => {
        const button = el("button", { type: "button" }, one.thumb ? el("img", { src: one.thumb, alt: "", loading: "lazy" }) : el("span", { class: "pick-f" }, icon(GLYPHS[one.kind] || "file-earmark"), one.time), el("span", {}, one.title));
        button.addEventListener("click", () => {
          chosen = chosen.includes(one) ? chosen.filter((other) => other !== one) : many ? [...chosen, one] : [one];
          press();
        });
        return [one, button];
      }));
    grid.replaceChildren(...buttons.values());
    if (!buttons.size) grid.append(el("p", { class: "mut" }, "Aucun fichier ne correspond. Ajoutez-en depuis Médias, Ajouter un fichier média."));
    told.textContent = buttons.size ? `${buttons.size}\u00a0fichier${buttons.size > 1 ? "s" : ""}` : "Aucun fichier ne correspond";
    press();
  };
  find.addEventListener("input", show);
  take.addEventListener("click", () => dialog.close("ok"));
  const ask = asking(dialog, (said) => (said === "ok" ? chosen : []));
  return (wanted = "image", several = false) => {
    const answer = ask(() => {
      [kind, many, chosen, find.value] = [wanted, several, [], ""];
      show();
    });
    find.focus();
    return answer;
  };
}

// A link: an address typed, or something of the site or of the shop found by its title.
export function linkPicker(site) {
  const dialog = document.getElementById("linker");
  const input = dialog.querySelector("#link-url");
  const tab = dialog.querySelector("#link-tab");
  const wrong = dialog.querySelector("#link-wrong");
  let url = "";
  const list = combobox(input, dialog.querySelector("[data-links]"), site.targets, (one) => {
    [url, input.value] = [one.url, one.label];
    dialog.close("ok");
  });
  const say = (text) => {
    wrong.textContent = text;
    input.toggleAttribute("aria-invalid", Boolean(text));
    input.classList.toggle("err", Boolean(text));
  };
  const apply = () => {
    if (!url || isAddress(url)) dialog.close("ok");
    else {
      say("Choisissez un résultat de la liste, ou saisissez une adresse (https://…).");
      input.focus();
    }
  };
  input.addEventListener("input", () => {
    url = input.value.trim();
    say("");
  });
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    apply();
  });
  dialog.querySelector('[data-do="linked"]').addEventListener("click", apply);
  dialog.querySelector('[data-do="unlink"]').addEventListener("click", () => dialog.close("none"));
  const ask = asking(dialog, (said) => (said === "ok" ? { url, tab: tab.checked } : said === "none" ? { url: "", tab: false } : null));
  return (current = "", isTab = false) => {
    const answer = ask(() => {
      [url, tab.checked, input.value] = [current, isTab, current ? site.nameOf(current) : ""];
      say("");
    });
    input.select();
    if (!current) list.open();
    return answer;
  };
}
