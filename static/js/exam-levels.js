// Levels: one group of radio buttons a line. Pressing the chosen level again, or Delete, clears it.

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
