// The forms of the editor: rows added to tables, what goes beside each key, things picked by name, faults while one fills in.
// Without this script two blank rows are there, and saving tells the faults.
const form = document.querySelector("[data-parts]");
const told = form.querySelector("[data-parts-told]");
const state = document.querySelector("[data-state] .ex-tag");
let timer = 0;
let asked = 0;

// tables ---------------------------------------------------------------------------------------------------------------

function suggest(row) {
  const option = row.querySelector("[data-cell-key]")?.selectedOptions[0];
  const value = row.querySelector("[data-cell-value]");
  if (!option || !value) return;
  row.querySelector("[data-cell-words]").textContent = option.dataset.words ?? "";
  const pick = row.querySelector("[data-cell-pick]");
  if (pick) pick.hidden = !option.dataset.ref;
  if (option.dataset.list && value.tagName === "TEXTAREA" && !value.value.includes("\n")) {
    const line = document.createElement("input"); // only a line of text completes from a list
    for (const { name, value: kept } of value.attributes) if (name !== "rows") line.setAttribute(name, kept);
    line.value = value.value;
    line.autocomplete = "off";
    value.replaceWith(line);
    line.setAttribute("list", option.dataset.list);
  } else if (value.tagName === "INPUT") {
    value.removeAttribute("list");
    if (option.dataset.list) value.setAttribute("list", option.dataset.list);
  }
}

for (const more of form.querySelectorAll("[data-cells-more]")) {
  const place = document.getElementById(more.dataset.cellsMore);
  const model = [...place.querySelectorAll("[data-cell]")].pop().cloneNode(true);
  more.hidden = false;
  more.addEventListener("click", () => {
    const row = model.cloneNode(true);
    const number = place.querySelectorAll("[data-cell]").length + 1;
    for (const cell of row.querySelectorAll("[aria-label]")) cell.setAttribute("aria-label", cell.getAttribute("aria-label").replace(/\d+$/, number));
    place.append(row);
    row.querySelector("select, input, textarea").focus();
  });
}

for (const row of form.querySelectorAll("[data-cell]")) suggest(row);
form.addEventListener("change", (event) => {
  const row = event.target.closest("[data-cell]");
  if (row && event.target.matches("[data-cell-key]")) suggest(row);
});
form.addEventListener("click", (event) => {
  const pick = event.target.closest("[data-cell-pick]");
  if (!pick) return;
  const row = pick.closest("[data-cell]");
  const kind = row.querySelector("[data-cell-key]").selectedOptions[0].dataset.ref;
  document.dispatchEvent(new CustomEvent("exam-pick", { detail: { into: row.querySelector("[data-cell-value]"), kind } }));
});

// faults while one fills in --------------------------------------------------------------------------------------------

function tell(got) {
  const byPlace = new Map();
  for (const fault of got.faults) byPlace.set(fault.at, [...(byPlace.get(fault.at) ?? []), `${fault.message} (ligne ${fault.line})`]);
  for (const place of form.querySelectorAll("[data-faults-of]")) {
    const words = (byPlace.get(place.dataset.faultsOf) ?? []).join(" ");
    if (place.textContent.trim() !== words) place.textContent = words;
    place.hidden = !words;
    const row = place.closest(".ex-row-f");
    if (!row.classList.contains("ex-row-f--rows")) row.classList.toggle("is-wrong", Boolean(words));
    const field = document.getElementById(place.dataset.faultsOf);
    if (!field.matches("input, select, textarea")) continue;
    if (words) {
      field.setAttribute("aria-invalid", "true");
      field.setAttribute("aria-describedby", place.id);
    } else {
      field.removeAttribute("aria-invalid");
    }
  }
  told.textContent = got.told || (byPlace.get("") ?? []).join(" ");
  if (got.told) return;
  state.className = got.errors ? "ex-tag ex-tag--no" : "ex-tag ex-tag--done";
  state.textContent = got.errors ? `${got.errors} ${got.errors > 1 ? "défauts" : "défaut"}` : "aucun défaut";
}

async function check() {
  const mine = ++asked;
  const answer = await fetch(form.dataset.parts, {
    method: "POST",
    headers: { "X-CSRFToken": form.elements.csrf_token.value, "X-Requested-With": "fetch" },
    body: new URLSearchParams(new FormData(form)),
  }).catch(() => null);
  if (answer?.ok && mine === asked) tell(await answer.json());
}

form.addEventListener("change", () => {
  clearTimeout(timer);
  timer = setTimeout(check, 200);
});
