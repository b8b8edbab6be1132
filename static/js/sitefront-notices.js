// Bars closed without loading the page again, pop-ups opened when their moment comes. Without this, bars close by their form.

const HANDS_FREE_S = 30; // on a screen without a pointer nothing tells that somebody leaves

function remember(form) {
  fetch(form.action, { method: "POST", body: new FormData(form), headers: { "X-Requested-With": "fetch" }, keepalive: true }).catch(() => {});
}

for (const bar of document.querySelectorAll("[data-bar]")) {
  bar.querySelector("[data-close]")?.addEventListener("submit", (event) => {
    event.preventDefault();
    remember(event.target);
    bar.remove();
    document.getElementById("contenu")?.focus({ preventScroll: true });
  });
}

const waiting = [];

function next() {
  if (document.querySelector("dialog[open]")) return;
  const popup = waiting.shift();
  if (!popup) return;
  popup.showModal();
  if (popup.dataset.repeat !== "closed") remember(popup.querySelector("[data-close]"));
}

function due(popup) {
  waiting.push(popup);
  next();
}

function whenHalfRead(act) {
  const isThere = () => scrollY + innerHeight >= document.documentElement.scrollHeight / 2;
  if (isThere()) return act();
  const look = () => {
    if (!isThere()) return;
    removeEventListener("scroll", look);
    act();
  };
  addEventListener("scroll", look, { passive: true });
}

function whenLeaving(act) {
  if (matchMedia("(hover: none)").matches) {
    setTimeout(act, HANDS_FREE_S * 1000);
    return;
  }
  const look = (event) => {
    if (event.relatedTarget || event.clientY > 0) return;
    document.removeEventListener("mouseout", look);
    act();
  };
  document.addEventListener("mouseout", look);
}

const MOMENTS = {
  arrival: (act) => act(),
  delay: (act, popup) => setTimeout(act, Number(popup.dataset.delay) * 1000),
  scroll: whenHalfRead,
  leave: whenLeaving,
};

for (const popup of document.querySelectorAll("dialog[data-popup]")) {
  const form = popup.querySelector("[data-close]");
  let before = null;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    popup.close();
  });
  popup.addEventListener("click", (event) => {
    if (event.target === popup) popup.close();
  });
  // the browser keeps Tab among the page's own things elsewhere: here it goes round inside
  popup.addEventListener("keydown", (event) => {
    if (event.key !== "Tab") return;
    const stops = [...popup.querySelectorAll("a[href], button")];
    const edge = event.shiftKey ? stops[0] : stops[stops.length - 1];
    if (document.activeElement !== edge) return;
    event.preventDefault();
    (event.shiftKey ? stops[stops.length - 1] : stops[0]).focus();
  });
  popup.addEventListener("close", () => {
    if (popup.dataset.repeat === "closed") remember(form);
    if (before?.isConnected) before.focus({ preventScroll: true });
    next();
  });
  MOMENTS[popup.dataset.popup](() => {
    before = document.activeElement;
    due(popup);
  }, popup);
}
