// The form of a bar or a pop-up: what does not go with the other choices is out of sight. Without this, everything shows.
// <div data-when="scope=only|except">: shown while the field named has one of these values.

const form = document.querySelector(".wa-edit");

function show() {
  const values = new FormData(form);
  for (const part of form.querySelectorAll("[data-when]")) {
    const [name, wanted] = part.dataset.when.split("=");
    part.hidden = !wanted.split("|").includes(values.get(name));
  }
  const once = form.elements.repeat.querySelector('option[value="once"]');
  once.disabled = values.get("kind") === "bar" && !once.selected;
}

form.addEventListener("change", show);
show();
