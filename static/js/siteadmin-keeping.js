// Losing nothing: a copy on this workstation at each change, a copy on the server every twenty seconds. In the exam's frame, the draft
// that it keeps of every form (exam-drafts.js) is the copy of this workstation: it has the settings as well, and one offer is enough.

export function keeping(form, ed) {
  const title = form.elements.title;
  const saved = form.querySelector("[data-saved]");
  const key = `e5-site:${location.pathname}`;
  const revision = form.dataset.revision;
  const address = form.dataset.autosave;
  const isFramed = Boolean(document.querySelector("[data-frame]"));
  let isSending = false;

  const raw = form.elements.content;
  raw.addEventListener("draft", ({ detail }) => ed.replace(JSON.parse(detail)));
  raw.addEventListener("words", ({ detail }) => (detail.text = wordsOf(form.querySelector("[data-canvas]"))));
  const picture = form.querySelector("[data-feature]");
  picture.addEventListener("draft", ({ detail }) => ed.feature(Number(detail)));
  picture.addEventListener("words", ({ detail }) => (detail.text = form.querySelector("[data-feature-box] img")?.alt || "choisie, sans texte alternatif"));

  function here() {
    if (isFramed) return;
    try {
      localStorage.setItem(key, JSON.stringify({ title: title.value, blocks: ed.plain(), revision }));
    } catch {
      saved.textContent = "Ce poste ne peut pas garder de copie : enregistrez souvent.";
    }
  }

  async function autosave() {
    if (!ed.isDirty() || isSending || form.dataset.blocked || !address) return;
    isSending = true;
    const token = form.elements.csrf_token.value;
    try {
      const body = new URLSearchParams({ csrf_token: token, title: title.value, content: form.elements.content.value, excerpt: form.elements.excerpt.value });
      const answer = await fetch(address, { method: "POST", body, headers: { "X-Requested-With": "fetch", "X-CSRFToken": token } });
      const said = await answer.json();
      saved.textContent = answer.ok ? `Sauvegarde automatique à ${said.at}` : said.error;
    } catch {
      saved.textContent = "Connexion perdue : votre texte est gardé sur ce poste.";
    } finally {
      isSending = false;
    }
  }
  setInterval(autosave, 20000);

  // What this workstation kept and nobody saved since; null for nothing.
  function left() {
    if (isFramed) return null;
    try {
      const found = JSON.parse(localStorage.getItem(key) || "null");
      if (found && found.revision === revision && JSON.stringify(found.blocks) !== JSON.stringify(ed.plain())) return found;
      if (found) localStorage.removeItem(key);
    } catch {
      localStorage.removeItem(key);
    }
    return null;
  }

  return { here, left, forget: () => localStorage.removeItem(key) };
}

// What the blocks say, a line for each.
function wordsOf(canvas) {
  const copy = canvas.cloneNode(true);
  for (const tool of copy.querySelectorAll(".ebar, .ed-end")) tool.remove();
  return [...copy.children].map((one) => one.textContent.replace(/\s+/g, " ").trim()).filter(Boolean).join("\n");
}
