// The fields of the block panel: a label, and what is written under it.

import { el, icon } from "./siteadmin-canvas.js";
import { inline } from "./siteadmin-tree.js";

let count = 0;

export function labelled(label, input, help = "") {
  input.id = `a${++count}`;
  const made = el("p", { class: "f" }, el("label", { for: input.id }, label), input);
  if (help) made.append(el("span", { class: "help" }, help));
  return made;
}

export function tick(label, isOn, write) {
  const input = el("input", { type: "checkbox", class: "chk" });
  input.checked = isOn;
  input.addEventListener("change", () => write(input.checked));
  return el("label", { class: "opt-l" }, input, el("span", {}, label));
}

export function choice(label, choices, value, write) {
  const input = el("select", { class: "in" });
  for (const [code, word] of choices) input.append(el("option", { value: code }, word));
  input.value = String(value);
  input.addEventListener("change", () => write(input.value));
  return labelled(label, input);
}

export function linkButton(label, url, site, isTab, write) {
  const button = el("button", { type: "button", class: "btn btn-sec btn-s" }, icon("link-45deg"), url ? site.nameOf(url) : "Choisir un lien");
  button.addEventListener("click", async () => {
    const found = await site.askLink(url || "", isTab);
    if (found) write(found);
  });
  return labelled(label, button);
}

// A text kept as HTML, written as the canvas writes its own.
export function rich(label, value, write) {
  const name = `a${++count}`;
  const input = el("div", { class: "in pn-rich", contenteditable: "true", role: "textbox", "aria-multiline": "true", "aria-labelledby": name });
  input.innerHTML = value || "";
  input.addEventListener("blur", () => {
    const written = inline(input).replace(/<br>$/, "");
    if (written !== (value || "")) write((value = written));
  });
  return el("div", { class: "f" }, el("b", { id: name }, label), input);
}
