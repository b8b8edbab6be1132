// Rows of the product page that are added and taken away, and the search that adds one: a long list (the articles of a pack) is found by words.
import { combobox } from "./combobox.js";

const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
const changed = () => document.getElementById("product-form").dispatchEvent(new Event("changed"));

function rows(block) {
  const list = $("[data-rows-list]", block);
  const template = $("[data-rows-template]", block);
  const choices = () => [...($("[data-rows-choice]", template.content)?.options ?? [])];
  let next = $$("[data-row]", list).length;
  const add = (number) => {
    const holder = document.createElement("template");
    holder.innerHTML = template.innerHTML.replaceAll("__n__", String(number));
    next = Math.max(next, number + 1);
    const row = holder.content.firstElementChild;
    list.append(row);
    $("[data-rows-empty]", block)?.remove();
    changed();
    return row;
  };
  $("[data-rows-add]", block).addEventListener("click", () => $("input, select", add(next))?.focus());
  block.addEventListener("row", ({ detail }) => add(detail)); // a draft of the exam's frame is taken up again
  const complete = (select) => { // a row comes with its choice alone: the others are those of the template
    if (select.options.length > 2) return;
    const chosen = select.value;
    select.replaceChildren(...choices().map((one) => one.cloneNode(true)));
    select.value = chosen;
  };
  for (const select of $$("[data-row] [data-rows-choice]", list))
    for (const before of ["pointerdown", "focus", "complete"]) select.addEventListener(before, () => complete(select));
  block.addEventListener("click", (event) => {
    const button = event.target.closest("[data-row-remove]");
    if (!button) return;
    button.closest("[data-row]").remove();
    $("[data-rows-add]", block).focus();
    changed();
  });
  const find = $("[data-rows-find]", block);
  if (find && !find.closest("fieldset:disabled")) search(find, list, choices, complete, () => add(next));
}

// What is chosen fills the first row without a choice, else a new one; what is there already is shown rather than put twice.
function search(find, list, choices, complete, add) {
  const input = $("input", find);
  const told = $("[role=status]", find);
  const all = $$.bind(null, "[data-rows-choice]", list);
  const take = ({ value, label }) => {
    const had = all().find((select) => select.value === value);
    const select = had ?? all().find((one) => !one.value) ?? $("[data-rows-choice]", add());
    input.value = "";
    if (!had) {
      complete(select);
      select.value = value;
      select.dispatchEvent(new Event("change", { bubbles: true }));
    }
    told.textContent = `«\u00a0${label}\u00a0» est ${had ? "déjà dans" : "ajouté à"} la liste.`;
    (had ? ($("input", select.closest("[data-row]")) ?? select) : input).focus();
  };
  const targets = choices().filter((one) => one.value).map((one) => ({ value: one.value, label: one.textContent.trim(), kind: "" }));
  combobox(input, $("[data-rows-found]", find), targets, take, { label: "Produits trouvés", none: "Aucun produit de ce nom ni de cette référence." });
  input.addEventListener("input", () => (told.textContent = ""));
  find.hidden = false;
}

$$("[data-rows]").forEach(rows);
