// Observations, kept in the browser until the server acknowledged them: a cut, a reload or a closed tab loses none. They are sent
// in order, one at a time; each carries an own number, so that sending it twice keeps it once, and says for how long it was kept.
const FINAL = new Set([404, 409, 422]); // refused for good, in words; anything else may pass later

export const uuid = () =>
  crypto.randomUUID?.() ??
  "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) => (Number(c) ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (Number(c) / 4)))).toString(16));

// `send(entry)` answers a Response; `told(kind, words, entry)` shows where an entry stands; `idle()` is called when all is sent.
export function makeQueue({ key, send, told, refused, idle }) {
  const stored = () => JSON.parse(localStorage.getItem(key) || "[]");
  const store = (entries) => localStorage.setItem(key, JSON.stringify(entries));
  const queue = stored(); // also what an earlier tab could not send
  let sending = false;

  function drop(entry) {
    queue.splice(queue.indexOf(entry), 1);
    store(stored().filter((one) => one.uuid !== entry.uuid)); // another tab may have added its own meanwhile
  }
  function later(entry, words) {
    sending = false;
    told("is-queue", `${words} (${queue.length})`, entry);
    setTimeout(flush, 2000);
  }
  async function flush() {
    if (sending || !queue.length) return;
    sending = true;
    const entry = queue[0];
    let answer;
    try {
      answer = await send({ ...entry, age: Math.max(0, Date.now() - entry.noted) });
    } catch {
      return later(entry, "En attente");
    }
    if (!answer.ok && !FINAL.has(answer.status)) {
      const isStranger = answer.status === 400 || answer.status === 401 || answer.status === 403;
      if (isStranger) refused("Vous n’êtes plus connecté : reconnectez-vous, puis rechargez cette page. Rien n’est perdu.");
      return later(entry, "En attente");
    }
    const got = await answer.json().catch(() => ({}));
    if (answer.ok) told("", entry.target ? `Annulée ${got.at}` : `Reçue ${got.at}`, entry);
    else {
      told("is-no", "Refusée", entry);
      refused(got.error || "Observation refusée.");
    }
    drop(entry);
    sending = false;
    if (queue.length) flush();
    else idle();
  }
  return {
    flush,
    add(entry) {
      entry.noted = Date.now();
      queue.push(entry);
      store([...stored(), entry]);
      told("is-typed", "Notée ici", entry);
      flush();
    },
  };
}
