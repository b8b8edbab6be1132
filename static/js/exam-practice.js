// Rating oneself: each choice is kept at once, and the foot of the page says what is left. Without this script the form does it all.
const form = document.querySelector("[data-rating]");
const token = form.elements.csrf_token.value;
const part = (name) => form.querySelector(`[data-${name}]`);
let queue = Promise.resolve();

function tell({ left, total, saved }) {
  const done = total - left.length;
  part("count").textContent = `${done} ${done > 1 ? "lignes" : "ligne"} sur ${total}.`;
  part("left").textContent = left.length ? `Il reste ${left.length > 1 ? "les lignes" : "la ligne"} ${left.join(", ")}.` : "Tout est évalué.";
  part("saved").textContent = `Enregistré ${saved}.`;
  const close = part("close");
  close.classList.toggle("ex-b--solid", left.length === 0);
  for (const row of form.querySelectorAll("[data-self]")) row.classList.toggle("is-open", left.includes(row.dataset.letter));
}

async function keep(row, level) {
  try {
    const answer = await fetch(form.dataset.lineUrl, {
      method: "POST",
      headers: { "X-CSRFToken": token, "X-Requested-With": "fetch", "Content-Type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ ligne: row.dataset.self, niveau: level }),
    });
    const got = await answer.json();
    if (!answer.ok) throw new Error(got.error);
    row.classList.remove("is-wrong");
    tell(got);
  } catch (error) {
    part("saved").textContent = error.name === "Error" ? error.message : "Pas encore enregistré : le serveur ne répond pas. Le bouton « Enregistrer » réessaie.";
  }
}
// one at a time, in the order of the choices: the last one wins
const send = (row, level) => (queue = queue.then(() => keep(row, level)));

form.addEventListener("change", (event) => {
  const row = event.target.closest("[data-self]");
  if (row) send(row, event.target.value);
});

function clear(row) {
  for (const input of row.querySelectorAll("input[type=radio]")) input.checked = false;
  send(row, "");
}
form.addEventListener("keydown", (event) => {
  const row = event.target.closest("[data-self]");
  if (row && event.target.type === "radio" && (event.key === "Delete" || event.key === "Backspace")) clear(row);
});

// pressing the chosen level again clears it
let chosen = null;
form.addEventListener("pointerdown", (event) => {
  const input = event.target.closest("label")?.querySelector("input[type=radio]");
  chosen = input?.checked ? input : null;
});
form.addEventListener("click", (event) => {
  if (chosen !== null && event.target === chosen) clear(chosen.closest("[data-self]"));
  if (event.target === chosen) chosen = null;
});

part("close").classList.toggle("ex-b--solid", part("left").textContent.startsWith("Tout"));
