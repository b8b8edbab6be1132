// Companies: the identifier follows the name until somebody types one; long work says that it goes on.
import { slugOf } from "./slugs.js";

const name = document.getElementById("name");
const slug = document.getElementById("slug");
if (name && slug) {
  let own = slug.value !== "";
  slug.addEventListener("input", () => (own = slug.value !== ""));
  name.addEventListener("input", () => {
    if (own) return;
    slug.value = slugOf(name.value).slice(0, 60);
  });
}
for (const form of document.querySelectorAll("form[data-slow]")) {
  form.addEventListener("submit", (event) => {
    const act = event.submitter?.value;
    if (act && act !== "importer") return;
    form.querySelector(".ex-slow").textContent = form.dataset.slow;
  });
}
window.addEventListener("pageshow", () => {
  for (const told of document.querySelectorAll(".ex-slow")) told.textContent = "";
});
