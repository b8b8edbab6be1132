// The files that questions ask for: sent as soon as they are chosen, the one before replaced. Closed when the clock stops.
const bar = document.querySelector("[data-frame]");

for (const part of document.querySelectorAll(".ex-hand[data-hand]")) {
  const field = part.querySelector("input[type=file]");
  const state = part.querySelector("[data-hand-state]");
  const now = part.querySelector("[data-hand-now]");

  field.addEventListener("change", async () => {
    if (!field.files.length) return;
    state.textContent = "Envoi…";
    const body = new FormData();
    body.append("fichier", field.files[0]);
    const headers = { "X-CSRFToken": bar.dataset.csrf, "X-Requested-With": "fetch" };
    const answer = await fetch(part.dataset.url, { method: "POST", headers, body }).catch(() => null);
    const got = await answer?.json().catch(() => null);
    if (answer?.ok && got) {
      now.querySelector("[data-hand-name]").textContent = got.name;
      now.querySelector("[data-hand-words]").textContent = got.words;
      now.hidden = false;
      state.textContent = "Déposé. Un autre fichier le remplace.";
    } else if (answer?.status === 413) {
      state.textContent = "Ce fichier est trop gros : 8 Mo au plus.";
    } else {
      state.textContent = got?.error ?? "Pas déposé : le serveur ne répond pas. Choisissez-le à nouveau.";
    }
    field.value = "";
  });
  document.addEventListener("exam-state", ({ detail }) => {
    field.disabled = !detail.running;
  });
}
