// Two consoles on one candidate: when a level was changed elsewhere meanwhile, both values are shown and a person chooses; neither
// overwrites the other. What is to be decided outlives a reload.
export function watchClashes({ key, cellOf, name, send, poll }) {
  const box = document.querySelector("[data-clash]");
  const what = box.querySelector("[data-clash-what]");
  const mine = box.querySelector("[data-clash-mine]");
  const theirs = box.querySelector("[data-clash-theirs]");
  const open = JSON.parse(localStorage.getItem(key) || "[]");
  const store = () => localStorage.setItem(key, JSON.stringify(open));
  const words = (value) => value || "sans niveau";
  const isSame = (a, b) => a.rank === b.rank && a.line === b.line;

  function show() {
    const entry = open[0];
    box.hidden = !entry;
    if (!entry) return;
    const item = cellOf(entry);
    if (!item) return settle(() => {});
    item.classList.remove("is-typed", "is-queue");
    const there = item.dataset.there ?? "";
    const letter = document.querySelector(`[data-line="${entry.line}"]`).dataset.letter;
    const told = `${name(entry.rank)}, ligne ${letter} : ici « ${words(entry.value)} », sur l’autre appareil « ${words(there)} ».`;
    if (what.textContent !== told) what.textContent = told;
    mine.textContent = `Garder « ${words(entry.value)} »`;
    theirs.textContent = `Garder « ${words(there)} »`;
  }
  function settle(done) {
    const entry = open.shift();
    store();
    show();
    done(entry, cellOf(entry));
  }
  mine.addEventListener("click", () => settle((entry, item) => send({ kind: "level", rank: entry.rank, line: entry.line, value: entry.value, reason: "", version: Number(item.dataset.version) })));
  theirs.addEventListener("click", () => {
    settle((_entry, item) => item.querySelector("input").focus());
    poll();
  });
  return {
    show,
    isOpen: (wanted) => open.some((one) => isSame(one, wanted)),
    add(entry) {
      const known = open.find((one) => isSame(one, entry));
      if (known) known.value = entry.value;
      else open.push({ rank: entry.rank, line: entry.line, value: entry.value });
      store();
      poll();
    },
  };
}
