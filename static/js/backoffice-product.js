// The product page: grid of variants, generator, pictures (its rows: backoffice-rows.js), preview of the search result, price per unit, margin.
import "./backoffice-rows.js";
import { marginWords } from "./margin.js";
import { french, number } from "./numbers.js";
import { slugOf } from "./slugs.js";

const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
const form = document.getElementById("product-form");
const changed = () => form.dispatchEvent(new Event("changed"));

// --- variants: impact without and with tax, final price
const base = $("#base-ht");
const vat = 1 + number($("#vat")?.dataset.rate ?? 0) / 10000;
for (const row of base ? $$("tr.comb") : []) {
  const excl = $(".imp-ht", row);
  const incl = $(".imp-ttc", row);
  const show = () => {
    const price = number(base.value) + number(excl.value);
    $(".fin-ht", row).textContent = `${french(price)}\u00a0€`;
    const total = $(".fin-ttc", row); // only where the subject gives that help
    if (total) total.textContent = `${french(price * vat)}\u00a0€`;
  };
  excl.addEventListener("input", () => {
    incl.value = french(number(excl.value) * vat, 2);
    show();
  });
  incl.addEventListener("input", () => {
    excl.value = french(number(incl.value) / vat, 6);
    show();
  });
}
const lines = $$("[data-variant-row]");
const allLines = $("[data-variant-all]");
const bulkLabel = $("[data-variant-bulk]");
const showChosen = () => {
  const chosen = lines.filter((line) => line.checked).length;
  lines.forEach((line) => line.closest("tr").classList.toggle("sel", line.checked));
  if (bulkLabel) bulkLabel.firstChild.textContent = `Actions groupées (${chosen}) `;
  if (allLines) {
    allLines.checked = chosen > 0 && chosen === lines.length;
    allLines.indeterminate = chosen > 0 && chosen < lines.length;
  }
};
lines.forEach((line) => line.addEventListener("change", showChosen));
allLines?.addEventListener("change", () => {
  lines.forEach((line) => (line.checked = allLines.checked));
  showChosen();
});
if (lines.length) showChosen();

// --- generator: how many combinations the ticked values make
const groups = $$("[data-attr]");
const total = $("#gen-n");
const generate = $("#gen-btn");
function countCombinations() {
  const counts = groups.map((group) => $$("input:checked", group).length).filter(Boolean);
  const product = counts.reduce((a, b) => a * b, counts.length ? 1 : 0);
  total.textContent = counts.length > 1 ? `${counts.join(" × ")} = ${product}` : String(product);
  const fresh = product - Number(total.dataset.have);
  generate.textContent = fresh > 0 ? `Générer ${fresh} déclinaison${fresh > 1 ? "s" : ""}` : "Générer";
}
for (const group of groups) {
  group.addEventListener("change", countCombinations);
  $("[data-check-all]", group)?.addEventListener("click", () => {
    const boxes = $$("input[type=checkbox]", group);
    const tick = boxes.some((box) => !box.checked);
    boxes.forEach((box) => (box.checked = tick));
    boxes[0]?.dispatchEvent(new Event("change", { bubbles: true })); // the draft of the exam's frame keeps them
  });
}
if (groups.length && total) countCombinations();

// --- another type has other tabs, drawn once it is saved
const kindWords = $("[data-kind-words]");
const KIND_TABS = { pack: ["stocks", "Pack"], variants: ["declinaisons", "Déclinaisons"] };
$("#kind")?.addEventListener("change", ({ target }) => {
  const [tab, words] = KIND_TABS[target.value] ?? ["stocks", "Stocks"];
  kindWords.hidden = target.value === kindWords.dataset.kindWords;
  kindWords.firstElementChild.textContent = kindWords.hidden ? "" : `L’onglet « ${words} » s’ouvrira une fois le nouveau type enregistré.`;
  kindWords.lastElementChild.onclick = () => $$("input[data-tab-field]").forEach((field) => (field.value = tab));
});

// --- pictures: drag to order, drop files to add
const sortable = $("[data-sortable]");
if (sortable && !sortable.closest("fieldset:disabled")) {
  let dragged = null;
  const rank = () => $$("[data-sortable-rank]", sortable).forEach((field, index) => (field.value = String(index + 1)));
  for (const item of $$("[data-sortable-item]", sortable)) {
    item.draggable = true;
    item.addEventListener("dragstart", (event) => {
      if (event.target.closest("input, button")) return event.preventDefault();
      dragged = item;
      item.classList.add("drag");
      event.dataTransfer.effectAllowed = "move";
    });
    item.addEventListener("dragend", () => {
      item.classList.remove("drag");
      dragged = null;
      rank();
      changed();
    });
    item.addEventListener("dragover", (event) => {
      if (!dragged || dragged === item) return;
      event.preventDefault();
      const box = item.getBoundingClientRect();
      item[event.clientX > box.left + box.width / 2 ? "after" : "before"](dragged);
    });
  }
}
const drop = $(".drop");
const files = $("#pictures");
if (drop && files) {
  for (const kind of ["dragenter", "dragover"]) {
    drop.addEventListener(kind, (event) => {
      if (!event.dataTransfer.types.includes("Files")) return;
      event.preventDefault();
      drop.classList.add("over");
    });
  }
  for (const kind of ["dragleave", "drop"]) drop.addEventListener(kind, () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    files.files = event.dataTransfer.files;
  });
}

// --- address made again from the name
$("[data-slug-reset]")?.addEventListener("click", () => {
  const slug = $("#slug");
  slug.value = slugOf($("#name").value);
  slug.dispatchEvent(new Event("input", { bubbles: true }));
});

// --- price per unit and margin
const excl = $("#price_excl_micros");
const incl = $("#price_incl_cents");
const content = $("#unit_content_milli");
const unit = $("#unit");
const cost = $("#cost_excl_micros");
function money() {
  const each = number(content.value) > 0 ? number(incl.value) / number(content.value) : 0;
  $("[data-unit-shown]").textContent = each ? `${french(each)}\u00a0€ / ${unit.value.trim() || "unité"}` : "–";
  $("[data-margin]").textContent = marginWords(number(excl.value), number(cost.value));
}
for (const field of [excl, incl, content, unit, cost]) field?.addEventListener("input", money);
document.addEventListener("priced", money);
