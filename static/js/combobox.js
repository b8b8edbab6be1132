// A field that finds something by its title: a combobox with a list below it.
// Up and down choose, Enter takes, Escape closes the list. `isFree` tells what may be typed instead, and is not searched.

const SHOWN = 8;
let count = 0;

export const bare = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();

// All words, in any order; what begins with them comes first.
export function found(targets, typed) {
  const words = bare(typed).split(/\s+/).filter(Boolean);
  const fitting = targets.filter((one) => words.every((word) => bare(`${one.label} ${one.kind}`).includes(word)));
  const begins = (one) => (bare(one.label).startsWith(words[0] || "") ? 0 : 1);
  return fitting.sort((a, b) => begins(a) - begins(b)).slice(0, SHOWN);
}

// `take(target)` is told what was chosen; `list` is an empty element that becomes the list; `none` is said when nothing is found.
export function combobox(input, list, targets, take, { label, none, isFree = () => false }) {
  const id = list.id || `found-${++count}`;
  const told = document.createElement("span");
  let shown = [];
  let active = -1;
  Object.assign(list, { id });
  told.className = "vh";
  told.setAttribute("role", "status");
  list.after(told);
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", label);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", id], ["aria-expanded", "false"], ["autocomplete", "off"]]) input.setAttribute(name, value);

  function close() {
    list.hidden = true;
    active = -1;
    told.className = "vh";
    told.textContent = "";
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function mark(index) {
    active = index;
    [...list.children].forEach((one, at) => one.setAttribute("aria-selected", String(at === index)));
    if (index < 0) input.removeAttribute("aria-activedescendant");
    else {
      input.setAttribute("aria-activedescendant", list.children[index].id);
      list.children[index].scrollIntoView({ block: "nearest" });
    }
  }

  function open() {
    shown = isFree(input.value.trim()) ? [] : found(targets, input.value);
    list.replaceChildren(...shown.map((one, index) => {
      const made = document.createElement("div");
      const [name, kind] = [document.createElement("b"), document.createElement("span")];
      [name.textContent, kind.textContent] = [one.label, one.kind];
      Object.assign(made, { id: `${id}-${index}` });
      made.setAttribute("role", "option");
      made.setAttribute("aria-selected", "false");
      made.append(name, " ", kind);
      made.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
      made.addEventListener("click", () => choose(index));
      return made;
    }));
    list.hidden = !shown.length;
    active = -1;
    input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-expanded", String(shown.length > 0));
    const typed = input.value.trim();
    const isLost = Boolean(typed) && !shown.length && !isFree(typed);
    told.className = isLost ? "lk-none" : "vh"; // how many were found is for those who do not see the list
    told.textContent = isLost ? none : shown.length ? `${shown.length} ${shown.length > 1 ? "résultats" : "résultat"}` : "";
  }

  function choose(index) {
    const one = shown[index];
    close();
    take(one);
  }

  input.addEventListener("input", open);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    const { key } = event;
    if (key === "ArrowDown" || key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) open();
      if (shown.length) mark((active + (key === "ArrowDown" ? 1 : active < 0 ? 0 : -1) + shown.length) % shown.length);
    } else if (key === "Enter" && active >= 0 && !list.hidden) {
      event.preventDefault();
      event.stopImmediatePropagation();
      choose(active);
    } else if (key === "Escape" && !list.hidden) {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  });
  close();
  return { open, close };
}
