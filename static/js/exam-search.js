// Finding a thing of the company by name while typing; « Prendre » writes its key where it was asked for.
const form = document.querySelector("[data-search]");
const place = document.querySelector("[data-found]");
const dialog = document.querySelector("[data-find]");
const text = document.querySelector("[data-text]");
let into = null;
let isAdding = false;
let timer = 0;
let asked = 0;

async function look() {
  const mine = ++asked;
  const query = new URLSearchParams(new FormData(form));
  const answer = await fetch(`${form.action}?${query}`, { headers: { "X-Requested-With": "fetch" } }).catch(() => null);
  if (!answer?.ok || mine !== asked) return;
  place.innerHTML = await answer.text();
  show();
}

function show() {
  for (const button of place.querySelectorAll("[data-pick]")) button.hidden = !into && !text;
}

function take(target) {
  if (into) {
    into.value = isAdding && into.value.trim() ? `${into.value.trimEnd()}\n${target}` : target;
    dialog.close();
    into.focus();
    into.dispatchEvent(new Event("change", { bubbles: true }));
  } else if (text) {
    text.setRangeText(target, text.selectionStart, text.selectionEnd, "end");
    text.dispatchEvent(new Event("input", { bubbles: true }));
    text.focus();
  }
}

if (form) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    look();
  });
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, 250);
  });
  place.addEventListener("click", (event) => {
    const button = event.target.closest("[data-pick]");
    if (button) take(button.dataset.pick);
  });
  show();
}

function ask(place, kind, adding) {
  into = place;
  isAdding = adding;
  const { nature } = form.elements;
  nature.value = [...nature.options].some((option) => option.value === kind) ? kind : "";
  dialog.showModal();
  form.elements.q.focus();
  if (nature.value) look();
}

for (const open of document.querySelectorAll("[data-pick-open]")) {
  open.hidden = false;
  open.addEventListener("click", () => {
    ask(document.getElementById(open.dataset.pickOpen), "", "pickAdd" in open.dataset);
  });
}
document.addEventListener("exam-pick", ({ detail }) => ask(detail.into, detail.kind, false));
dialog?.querySelector("[data-find-close]").addEventListener("click", () => dialog.close());
