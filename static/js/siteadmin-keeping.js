// Losing nothing: a copy on this workstation at each change, a copy on the server every twenty seconds.

export function keeping(form, ed) {
  const title = form.elements.title;
  const saved = form.querySelector("[data-saved]");
  const key = `e5-site:${location.pathname}`;
  const revision = form.dataset.revision;
  const address = form.dataset.autosave;
  let isSending = false;

  function here() {
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
