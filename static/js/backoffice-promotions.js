// Promotions: a search in long lists of boxes, a code made on the spot. Every page works without them.
const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

for (const box of document.querySelectorAll("[data-pick]")) {
  const search = box.querySelector("[data-pick-search]");
  const labels = [...box.querySelectorAll(".pk-l label")].map((label) => [label, fold(label.textContent)]);
  search.hidden = false;
  search.querySelector("input").addEventListener("input", (event) => {
    const words = fold(event.target.value).split(/\s+/).filter(Boolean);
    for (const [label, text] of labels) label.hidden = !words.every((word) => text.includes(word));
  });
  search.querySelector("input").addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault(); // Enter searches; it does not save the form
  });
}

const SIGNS = "123456789ABCDEFGHIJKLMNPQRSTUVWXYZ"; // those of rules/checks.py: no 0, no O
for (const button of document.querySelectorAll("[data-generate]")) {
  button.addEventListener("click", (event) => {
    event.preventDefault();
    const field = document.getElementById(button.dataset.generate);
    field.value = [...crypto.getRandomValues(new Uint32Array(8))].map((n) => SIGNS[n % SIGNS.length]).join("");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  });
}
