// Levels: one group of radio buttons a line. Changes of one line are sent one after the other, each on the version that the one
// before gave; the last choice wins. Pressing the chosen level again, or Delete, clears it.
const chains = new Map();

// Runs `job` after the earlier ones of the same key; answers whether it was the last one asked for.
export function inTurn(key, job) {
  const before = chains.get(key) ?? Promise.resolve();
  const mine = before.then(job, job);
  chains.set(key, mine);
  return mine.finally(() => {
    if (chains.get(key) === mine) chains.delete(key);
  });
}
export const isBusy = (key) => chains.has(key);

// `groupOf(element)` finds the group of a radio button, `choose(group, value)` sends a choice.
export function watchLevels(root, groupOf, choose) {
  let chosen = null;
  function clear(group) {
    for (const input of group.querySelectorAll("input[type=radio]")) input.checked = false;
    choose(group, "");
  }
  root.addEventListener("change", (event) => {
    const group = event.target.type === "radio" && groupOf(event.target);
    if (group) choose(group, event.target.value);
  });
  root.addEventListener("keydown", (event) => {
    const group = event.target.type === "radio" && groupOf(event.target);
    if (group && (event.key === "Delete" || event.key === "Backspace")) {
      event.preventDefault();
      clear(group);
    }
  });
  root.addEventListener("pointerdown", (event) => {
    const input = event.target.closest("label")?.querySelector("input[type=radio]");
    chosen = input?.checked && groupOf(input) ? input : null;
  });
  root.addEventListener("click", (event) => {
    if (chosen !== null && event.target === chosen) {
      clear(groupOf(chosen));
      chosen = null;
    }
  });
}
