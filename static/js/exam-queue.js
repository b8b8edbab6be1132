// What the examiner writes (observations, levels, questions put, points heard), kept in the browser until the server acknowledged
// it: a cut, a reload or a closed tab loses none. Entries are sent in order, one at a time; each carries an own number, so that
// sending it twice keeps it once, and says for how long it was kept.
const FINAL = new Set([404, 409, 422]); // refused for good, in words; anything else may pass later

export const uuid = () =>
  crypto.randomUUID?.() ??
  "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) => (Number(c) ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (Number(c) / 4)))).toString(16));

const PATHS = { level: "/niveaux", asked: "/questions", heard: "/reponses", unasked: "/questions/annulation" };
const pathOf = (entry) => PATHS[entry.kind] ?? (entry.target ? "/observations/annulation" : "/observations");
const isSame = (a, b) => a.kind === b.kind && a.rank === b.rank && a.line === b.line && a.question === b.question;

// `told(kind, words, entry)` shows where an entry stands; `clash(entry, got)` is told of a level or an answer that somebody else
// changed meanwhile, `why(entry)` of a level that wants a reason; `idle()` is called when all is sent, `size(n)` at each change.
export function makeQueue({ root, csrf, told, refused, idle, clash = () => {}, why = () => {}, size = () => {} }) {
  const key = `observations:${root}`;
  let isFull = false; // the browser keeps nothing more: the page alone remembers
  function stored() {
    try {
      return JSON.parse(localStorage.getItem(key) || "[]");
    } catch {
      return [];
    }
  }
  function store(entries) {
    try {
      localStorage.setItem(key, JSON.stringify(entries));
    } catch {
      isFull = true;
      refused("Ce navigateur ne garde plus rien : laissez cette page ouverte jusqu’à l’envoi.");
    }
    size(queue.length);
  }
  const queue = stored(); // also what an earlier tab could not send
  let sending = false;

  const send = (entry) =>
    fetch(root + pathOf(entry), {
      method: "POST",
      headers: { "X-CSRFToken": csrf, "X-Requested-With": "fetch", "Content-Type": "application/json" },
      signal: AbortSignal.timeout(10000),
      body: JSON.stringify({ ...entry, age: Math.max(0, Date.now() - entry.noted) }),
    });
  function drop(entry) {
    queue.splice(queue.indexOf(entry), 1);
    store(stored().filter((one) => one.uuid !== entry.uuid)); // another tab may have added its own meanwhile
  }
  function later(entry, words) {
    sending = false;
    told("is-queue", `${words} (${queue.length})`, entry);
    setTimeout(flush, 2000);
  }
  // what was chosen after it, here, knew of it
  function follow(entry, version) {
    const knew = (one) => one.uuid !== entry.uuid && (isSame(one, entry) || isSame(one, { ...entry, kind: "unasked" }));
    for (const next of queue) if (knew(next)) next.version = version;
    store(stored().map((one) => (knew(one) ? { ...one, version } : one)));
  }
  function turnedDown(entry, status, got) {
    const since = queue.filter((one) => one !== entry && isSame(one, entry));
    const last = since.at(-1) ?? entry;
    if (entry.kind && status === 409) {
      since.forEach(drop);
      return clash(last, got);
    }
    if (got.field === "reason") {
      since.forEach(drop);
      return why(last);
    }
    told("is-no", "Refusée", entry);
    refused(got.error || "Refusé.");
  }
  async function flush() {
    if (sending || !queue.length) return;
    const entry = queue[0];
    if (!isFull && !stored().some((one) => one.uuid === entry.uuid)) {
      queue.shift(); // another tab sent it
      size(queue.length);
      return flush();
    }
    sending = true;
    let answer;
    try {
      answer = await send(entry);
    } catch {
      return later(entry, "En attente");
    }
    if (!answer.ok && !FINAL.has(answer.status)) {
      const isStranger = answer.status === 400 || answer.status === 401 || answer.status === 403;
      if (isStranger) refused("Vous n’êtes plus connecté : reconnectez-vous, puis rechargez cette page. Rien n’est perdu.");
      return later(entry, "En attente");
    }
    const got = await answer.json().catch(() => ({}));
    if (answer.ok) {
      if (entry.kind && got.version !== undefined) follow(entry, got.version);
      drop(entry);
      told("", entry.target || entry.kind === "unasked" ? `Annulée ${got.at}` : `Reçue ${got.at}`, entry, got);
    } else {
      turnedDown(entry, answer.status, got);
      drop(entry);
    }
    sending = false;
    if (queue.length) flush();
    else idle();
  }
  size(queue.length);
  return {
    flush,
    waiting: (wanted) => queue.findLast((one) => isSame(one, wanted)),
    all: () => [...queue],
    add(entry) {
      entry.uuid ??= uuid();
      entry.noted = Date.now();
      queue.push(entry);
      store([...stored(), entry]);
      told("is-typed", "Notée ici", entry);
      flush();
    },
  };
}
