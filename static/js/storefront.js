// The storefront's helps: every page works without them; they spare round trips and clicks.

document.documentElement.classList.add("script");

const all = (selector, root = document) => [...root.querySelectorAll(selector)];

/* A menu closes when one clicks or tabs elsewhere, or presses Escape. */
function closeMenus(except) {
  for (const menu of all(".nav details[open], .burger[open]")) {
    if (menu !== except) menu.open = false;
  }
}

document.addEventListener("click", (event) => {
  closeMenus(event.target.closest(".nav details, .burger"));
});
document.addEventListener("focusin", (event) => {
  closeMenus(event.target.closest(".nav details, .burger"));
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = document.querySelector(".nav details[open], .burger[open]");
  if (open) {
    open.open = false;
    open.querySelector("summary").focus();
  }
});

/* Quantities by buttons; on the product page they only change the field. */
for (const box of all("[data-quantity]")) {
  const input = box.querySelector("input");
  for (const button of all("button", box)) {
    button.hidden = false;
    if (button.type === "submit") continue;
    button.addEventListener("click", () => {
      const low = Number(input.min) || 1;
      const high = input.max ? Number(input.max) : Infinity;
      input.value = Math.min(high, Math.max(low, (Number(input.value) || low) + Number(button.dataset.step)));
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }
}

/* In the cart a typed quantity is sent as soon as it is left. */
for (const input of all("[data-line] input[type=number]")) {
  input.addEventListener("change", () => input.form.requestSubmit());
}

/* Filters and sorting apply at once; the position on the page is kept. */
for (const form of all("form[data-autosubmit]")) {
  form.addEventListener("change", (event) => {
    if (event.target.type === "checkbox" && event.target.classList.contains("facets__t")) return;
    for (const field of all("input", form)) {
      if (field.type !== "checkbox" && field.type !== "hidden" && !field.value.trim()) field.disabled = true;
    }
    const { name, value, type } = event.target;
    const isOpen = form.querySelector(".facets__t")?.checked || false;
    const place = { path: new URL(form.action).pathname, top: window.scrollY, name, value: type === "checkbox" ? value : "", isOpen };
    sessionStorage.setItem("place", JSON.stringify(place));
    form.requestSubmit();
  });
}
const place = JSON.parse(sessionStorage.getItem("place") || "null");
if (place) {
  sessionStorage.removeItem("place");
  if (place.path === location.pathname) {
    const drawer = document.querySelector(".facets__t");
    if (drawer && place.isOpen) drawer.checked = true;
    const same = all("[data-autosubmit] [name]").filter((one) => one.type !== "hidden" && one.name === place.name);
    const field = same.find((one) => !place.value || one.value === place.value);
    field?.focus({ preventScroll: true });
    window.scrollTo(0, place.top);
  }
}

/* A form sends once, however often one clicks. */
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  setTimeout(() => delete form.dataset.sent, 4000);
});

/* After a refusal, the summary of errors is where one reads on. */
document.querySelector("[data-focus]")?.focus();

/* The account's menu slides sideways on a phone: the open page's entry is brought into view. */
document.querySelector(".side--account [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
