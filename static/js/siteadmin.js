// Lists of the site's administration: tick all, quick edit, asking before what cannot be undone. Everything works without this.
import "./heavy-files.js";

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-confirm]");
  if (button && !window.confirm(button.dataset.confirm)) event.preventDefault();
});

const all = document.querySelector("[data-all]");
if (all) {
  all.addEventListener("change", () => {
    for (const box of document.querySelectorAll('input[name="ids"]')) box.checked = all.checked;
  });
}

for (const button of document.querySelectorAll("[data-quick]")) {
  const row = document.querySelector(`[data-quick-row="${button.dataset.quick}"]`);
  if (!row) continue;
  const show = (open) => {
    row.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
    (open ? row.querySelector("input[name=title]") : button).focus();
  };
  button.addEventListener("click", () => show(row.hidden));
  row.querySelector("[data-quick-close]").addEventListener("click", () => show(false));
  row.addEventListener("keydown", (event) => {
    if (event.key === "Escape") show(false);
  });
}
