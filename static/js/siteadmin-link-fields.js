// The address fields of plain forms: what was found by its title is sent as a reference; without this, it is typed as it is kept.

import { combobox } from "./siteadmin-links.js";

const targets = JSON.parse(document.getElementById("link-targets").textContent);

for (const input of document.querySelectorAll("[data-link]")) {
  const sent = document.createElement("input");
  const list = document.createElement("div");
  const told = document.createElement("span");
  Object.assign(sent, { type: "hidden", name: input.name, value: input.value });
  input.removeAttribute("name");
  list.className = "lk-list";
  Object.assign(told, { className: "help", id: `${input.id}-led` });
  const show = () => {
    const one = targets.find((target) => target.url === sent.value);
    if (one) input.value = one.label;
    told.textContent = one ? `${one.kind} : le lien suit, même si son adresse change.` : "";
  };
  const box = document.createElement("span");
  box.className = "lk";
  input.replaceWith(box);
  box.append(input, list, sent, told);
  input.setAttribute("aria-describedby", `${input.getAttribute("aria-describedby") || ""} ${told.id}`.trim());
  input.addEventListener("input", () => {
    sent.value = input.value.trim();
    told.textContent = "";
  });
  combobox(input, list, targets, (one) => {
    sent.value = one.url;
    show();
  });
  show();
}
