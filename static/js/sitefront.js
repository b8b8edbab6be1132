// The site: sub-menus opened by a button, answering a comment. Everything also works without this.

for (const button of document.querySelectorAll("[data-sub]")) {
  button.addEventListener("click", () => {
    const open = button.getAttribute("aria-expanded") === "true";
    for (const other of button.closest("ul").querySelectorAll(":scope > li > [data-sub]")) other.setAttribute("aria-expanded", "false");
    button.setAttribute("aria-expanded", String(!open));
  });
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = [...document.querySelectorAll('[data-sub][aria-expanded="true"]')].pop();
  if (open) {
    open.setAttribute("aria-expanded", "false");
    open.focus();
    return;
  }
  const drawer = document.querySelector(".ws-canvas[open]");
  if (drawer) {
    drawer.open = false;
    drawer.querySelector("summary").focus();
  }
});

const parent = document.getElementById("parent");
const answering = document.querySelector("[data-answering]");
if (parent && answering) {
  const answer = (id, name) => {
    parent.value = id;
    answering.hidden = !id;
    answering.querySelector("span").textContent = id ? `En réponse à ${name}.` : "";
  };
  for (const link of document.querySelectorAll("[data-reply]")) {
    link.addEventListener("click", () => {
      answer(link.dataset.reply, link.dataset.name);
      document.getElementById("body").focus({ preventScroll: true });
    });
  }
  answering.querySelector("[data-answer-none]").addEventListener("click", () => answer("", ""));
}
