// The rich text editor of the back offices: TipTap with a toolbar of ours. Without script, its text area shows the HTML.
// <div data-rich="field-id" data-label="Description"><textarea id="field-id">…</textarea></div>
import { listOfLines, tidied } from "./pasted.js";
import { Editor, StarterKit, Table, TableCell, TableHeader, TableRow } from "../vendor/tiptap/tiptap.min.js";

const sprite = document.querySelector("use[href*='icons.svg']")?.getAttribute("href").split("#")[0] ?? "";
const NS = "http://www.w3.org/2000/svg";

// TipTap writes column widths as inline styles, which the page's policy forbids: a plain table says as much.
const PlainTable = Table.extend({ renderHTML: () => ["table", ["tbody", 0]] });

const BUTTONS = [
  ["Gras (Ctrl + B)", "type-bold", (c) => c.toggleBold(), (e) => e.isActive("bold")],
  ["Italique (Ctrl + I)", "type-italic", (c) => c.toggleItalic(), (e) => e.isActive("italic")],
  ["Souligné (Ctrl + U)", "type-underline", (c) => c.toggleUnderline(), (e) => e.isActive("underline")],
  null,
  ["Liste à puces", "list-ul", (c) => c.toggleBulletList(), (e) => e.isActive("bulletList")],
  ["Liste numérotée", "list-ol", (c) => c.toggleOrderedList(), (e) => e.isActive("orderedList")],
  ["Citation", "blockquote-left", (c) => c.toggleBlockquote(), (e) => e.isActive("blockquote")],
  null,
  ["Lien (Ctrl + K)", "link-45deg", "link", (e) => e.isActive("link")],
  ["Tableau de trois colonnes", "table", (c) => c.insertTable({ rows: 3, cols: 3, withHeaderRow: true }), (e) => e.isActive("table")],
  ["Effacer la mise en forme", "eraser", (c) => c.unsetAllMarks().clearNodes(), null],
  null,
  ["Annuler (Ctrl + Z)", "arrow-counterclockwise", (c) => c.undo(), null, (e) => e.can().undo()],
  ["Rétablir (Ctrl + Maj + Z)", "arrow-clockwise", (c) => c.redo(), null, (e) => e.can().redo()],
];

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function icon(name) {
  const svg = document.createElementNS(NS, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(NS, "use");
  use.setAttribute("href", `${sprite}#i-${name}`);
  svg.append(use);
  return svg;
}

function styleSelect(editor, label) {
  const select = element("select", { class: "fi", "aria-label": `Style du paragraphe, ${label}`, "data-free": "" });
  for (const [value, text] of [["p", "Paragraphe"], ["2", "Titre 2"], ["3", "Titre 3"], ["4", "Titre 4"]]) select.append(element("option", { value }, text));
  select.addEventListener("change", () => {
    const chain = editor.chain().focus();
    if (select.value === "p") chain.setParagraph().run();
    else chain.setHeading({ level: Number(select.value) }).run();
  });
  const show = () => (select.value = String([2, 3, 4].find((level) => editor.isActive("heading", { level })) ?? "p"));
  return { select, show };
}

function linkPanel(editor, label, button) {
  const input = element("input", { class: "fi", type: "text", "data-free": "", placeholder: "https://… ou mailto:…", "aria-label": `Adresse du lien, ${label}` });
  const apply = element("button", { type: "button", class: "btn btn-sec btn-s" }, "Appliquer");
  const remove = element("button", { type: "button", class: "btn btn-quiet btn-s" }, "Retirer le lien");
  const panel = element("div", { class: "rt-link", hidden: "" }, input, apply, remove);
  const close = () => {
    panel.hidden = true;
    button.setAttribute("aria-expanded", "false");
    editor.commands.focus();
  };
  const open = () => {
    input.value = editor.getAttributes("link").href ?? "";
    panel.hidden = false;
    button.setAttribute("aria-expanded", "true");
    input.focus();
  };
  const save = () => {
    const href = input.value.trim();
    const chain = editor.chain().extendMarkRange("link");
    if (!href) chain.unsetLink().run();
    else if (editor.state.selection.empty && !editor.isActive("link")) editor.chain().insertContent({ type: "text", text: href, marks: [{ type: "link", attrs: { href } }] }).run();
    else chain.setLink({ href }).run();
    close();
  };
  apply.addEventListener("click", save);
  remove.addEventListener("click", () => {
    editor.chain().extendMarkRange("link").unsetLink().run();
    close();
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      save();
    } else if (event.key === "Escape") {
      event.stopPropagation();
      close();
    }
  });
  button.setAttribute("aria-expanded", "false");
  button.addEventListener("click", () => (panel.hidden ? open() : close()));
  return { panel, open };
}

// one stop of the Tab key for the whole bar; arrows move inside it
function roving(bar) {
  const items = [...bar.querySelectorAll("select, button")];
  items.forEach((item, index) => (item.tabIndex = index ? -1 : 0));
  bar.addEventListener("keydown", (event) => {
    const here = items.indexOf(document.activeElement);
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (here < 0 || !step) return;
    event.preventDefault();
    const usable = items.filter((item) => !item.disabled);
    const next = usable[(usable.indexOf(items[here]) + step + usable.length) % usable.length];
    items.forEach((item) => (item.tabIndex = item === next ? 0 : -1));
    next.focus();
  });
}

function build(box) {
  const area = document.getElementById(box.dataset.rich);
  const label = box.dataset.label;
  if (!area || area.closest("fieldset:disabled")) return;
  const place = element("div");
  const count = element("span", { class: "rt-count", "aria-live": "off" });
  const editor = new Editor({
    element: place,
    injectCSS: false,
    content: area.value,
    extensions: [
      StarterKit.configure({ heading: { levels: [2, 3, 4] }, code: false, codeBlock: false, link: { openOnClick: false, autolink: false, HTMLAttributes: { rel: null, target: null } } }),
      PlainTable.configure({ resizable: false }), TableRow, TableHeader, TableCell,
    ],
    editorProps: {
      transformPastedHTML: (markup) => tidied(markup).innerHTML,
      handlePaste: (_view, event) => {
        const list = event.clipboardData.getData("text/html") ? "" : listOfLines(event.clipboardData.getData("text/plain"));
        return list ? editor.commands.insertContent(list) : false;
      },
      attributes: { class: "rt-doc", role: "textbox", "aria-multiline": "true", "aria-label": label },
    },
  });
  const bar = element("div", { class: "rt-bar", role: "toolbar", "aria-label": `Mise en forme, ${label}` });
  const style = styleSelect(editor, label);
  bar.append(style.select, element("span", { class: "rt-sep" }));
  const watched = [];
  let panel;
  for (const spec of BUTTONS) {
    if (!spec) {
      bar.append(element("span", { class: "rt-sep" }));
      continue;
    }
    const [words, name, command, active, usable] = spec;
    const button = element("button", { type: "button", class: "icb", title: words, "aria-label": words }, icon(name));
    if (command === "link") panel = linkPanel(editor, label, button);
    else button.addEventListener("click", () => command(editor.chain().focus()).run());
    bar.append(button);
    watched.push({ button, active, usable });
  }
  bar.append(count);
  box.prepend(bar, panel.panel, place);
  area.hidden = true;
  const refresh = () => {
    for (const { button, active, usable } of watched) {
      if (active) button.setAttribute("aria-pressed", String(active(editor)));
      if (usable) button.disabled = !usable(editor);
    }
    style.show();
    const text = editor.getText().replace(/\s+/g, " ").trim();
    count.textContent = `${text.length} caractère${text.length > 1 ? "s" : ""}`;
  };
  editor.on("transaction", refresh);
  editor.on("update", () => {
    area.value = editor.isEmpty ? "" : editor.getHTML();
    area.dispatchEvent(new Event("input", { bubbles: true }));
  });
  area.addEventListener("words", ({ detail }) => (detail.text = editor.getText()));
  area.addEventListener("draft", () => editor.commands.setContent(area.value)); // a draft of the exam’s frame was taken up again
  place.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      panel.open();
    }
  });
  roving(bar);
  refresh();
}

document.querySelectorAll("[data-rich]").forEach(build);
