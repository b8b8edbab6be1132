// The page of a variant: its margin follows the impact and the cost that are typed; an empty cost is that of its product.
import { marginWords } from "./margin.js";
import { number } from "./numbers.js";

const shown = document.querySelector("[data-margin]");
const impact = document.getElementById("impact_excl_micros");
const cost = document.getElementById("cost_excl_micros");
const follow = () => {
  const own = cost.value.trim() === "" ? number(shown.dataset.sheetCost) : number(cost.value);
  shown.textContent = marginWords(number(shown.dataset.sheetPrice) + number(impact.value), own);
};
for (const field of [impact, cost]) field.addEventListener("input", follow);
document.addEventListener("priced", follow);
