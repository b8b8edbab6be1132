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
    sessionStorage.setItem("defilement", JSON.stringify([form.action, window.scrollY]));
    form.requestSubmit();
  });
}
const kept = JSON.parse(sessionStorage.getItem("defilement") || "null");
if (kept) {
  sessionStorage.removeItem("defilement");
  if (new URL(kept[0]).pathname === location.pathname && !location.hash) window.scrollTo(0, kept[1]);
}

/* The product page: the prices of all variants came with it. */
const buy = document.querySelector("[data-buy]");
if (buy) {
  const offers = all("template[data-variant]", buy);
  const chosen = () => all("[data-option]", buy).flatMap((field) => {
    if (field.tagName === "SELECT") return [field.value];
    return field.checked ? [field.value] : [];
  });
  const find = (values) => {
    const wanted = [...values].sort().join(" ");
    return offers.find((offer) => offer.dataset.values.split(" ").sort().join(" ") === wanted);
  };
  const hints = () => {
    const now = chosen();
    for (const field of all("input[data-option]", buy)) {
      const others = now.filter((value) => !all(`input[name="${field.name}"]`, buy).some((own) => own.value === value));
      const offer = find([...others, field.value]);
      const price = field.parentElement.querySelector("[data-price-of]");
      if (price && offer) price.textContent = offer.dataset.price;
      const hint = field.parentElement.querySelector("[data-hint]");
      if (!hint) continue;
      hint.textContent = !offer ? "indisponible" : offer.dataset.canOrder === "oui" ? "" : "épuisé";
      hint.hidden = !hint.textContent;
    }
  };
  const show = () => {
    const offer = find(chosen());
    hints();
    const canOrder = offer?.dataset.canOrder === "oui";
    for (const box of all('[data-when="can_order"]', buy)) box.hidden = !canOrder;
    for (const box of all('[data-when="out"]', buy)) box.hidden = canOrder;
    for (const box of all(".stick")) box.hidden = !canOrder;
    if (!offer) return;
    for (const part of all("[data-for]", offer.content)) {
      for (const slot of all(`[data-slot="${part.dataset.for}"]`)) slot.replaceChildren(...part.cloneNode(true).childNodes);
    }
    for (const slot of all('[data-slot="reference"]')) slot.textContent = offer.dataset.reference;
    const photo = document.getElementById(`g${offer.dataset.photo}`);
    if (photo) photo.checked = true;
    const quantity = buy.querySelector("[data-quantity] input");
    if (quantity) {
      quantity.min = offer.dataset.minimum;
      if (offer.dataset.maximum) quantity.max = offer.dataset.maximum;
      else quantity.removeAttribute("max");
    }
    const address = new URL(location.href);
    address.searchParams.set("v", offer.dataset.variant);
    history.replaceState(null, "", address);
  };
  if (offers.length) buy.addEventListener("change", (event) => { if (event.target.matches("[data-option]")) show(); });
}

/* A photo opens large. */
for (const button of all("[data-zoom]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const rank = all(".gal__r").findIndex((radio) => radio.checked);
    const photo = all(".gal__main img")[Math.max(rank, 0)];
    const dialog = document.createElement("dialog");
    dialog.className = "zoom";
    dialog.setAttribute("aria-label", photo.alt || "Photo du produit");
    const large = photo.cloneNode();
    large.className = "";
    large.sizes = "96vw";
    const form = document.createElement("form");
    form.method = "dialog";
    const close = document.createElement("button");
    close.setAttribute("aria-label", "Fermer");
    close.textContent = "✕";
    form.append(close);
    dialog.append(large, form);
    dialog.addEventListener("close", () => { dialog.remove(); button.focus(); });
    dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
    document.body.append(dialog);
    dialog.showModal();
  });
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
