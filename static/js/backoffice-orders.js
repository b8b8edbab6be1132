// An order's page: what the chosen state will do is said under the list before it is done.
const form = document.querySelector("[data-state-form]");
if (form) {
  const select = form.querySelector("select");
  const words = form.querySelector("[data-state-words]");
  const show = () => (words.textContent = select.selectedOptions[0]?.dataset.words ?? "");
  select.addEventListener("change", show);
  show();
}
