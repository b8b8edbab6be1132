// The product page: prices of the chosen variant without a round trip, and a viewer for its photos.

const all = (selector, root = document) => [...root.querySelectorAll(selector)];

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
    for (const one of all(".gal__main img")) one.loading = "eager";
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

/* The viewer: photos side by side, swiped or moved by arrows; one opens to its full size and is then moved around. */
const icon = (name) => {
  const sprite = document.querySelector("svg.icon use").getAttribute("href").split("#")[0];
  const drawn = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  drawn.setAttribute("class", "icon");
  drawn.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `${sprite}#i-${name}`);
  drawn.append(use);
  return drawn;
};

const button = (css, label, name, act) => {
  const made = document.createElement("button");
  made.type = "button";
  made.className = css;
  made.setAttribute("aria-label", label);
  made.append(icon(name));
  made.addEventListener("click", act);
  return made;
};

class Viewer {
  constructor(gallery) {
    this.links = all("[data-photo]", gallery);
    this.radios = all(".gal__r", gallery);
    this.links.forEach((link, rank) => link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.open(rank);
    }));
  }

  open(rank) {
    this.rank = rank;
    this.dialog = document.createElement("dialog");
    this.dialog.className = "zoom";
    this.dialog.setAttribute("aria-label", "Photos du produit");
    this.track = document.createElement("div");
    this.track.className = "zoom__track";
    this.track.tabIndex = 0;
    this.track.setAttribute("role", "group");
    this.track.setAttribute("aria-label", "Photos, à parcourir avec les flèches");
    this.frames = this.links.map((link) => this.frame(link));
    this.track.append(...this.frames);
    this.count = document.createElement("p");
    this.count.className = "zoom__n num";
    this.count.setAttribute("role", "status");
    this.zoomer = button("zoom__b zoom__z", "Agrandir", "zoom-in", () => this.enlarge());
    const close = button("zoom__b zoom__x", "Fermer", "x-lg", () => this.dialog.close());
    this.dialog.append(this.track, this.count, this.zoomer, close);
    if (this.links.length > 1) {
      this.dialog.append(button("zoom__b zoom__l", "Photo précédente", "chevron-left", () => this.go(this.rank - 1)),
        button("zoom__b zoom__r", "Photo suivante", "chevron-right", () => this.go(this.rank + 1)));
    }
    this.dialog.addEventListener("keydown", (event) => this.press(event));
    this.dialog.addEventListener("close", () => this.leave());
    this.track.addEventListener("scroll", () => this.follow(), { passive: true });
    document.body.append(this.dialog);
    this.dialog.showModal();
    close.focus();
    this.go(rank, "instant");
  }

  frame(link) {
    const frame = document.createElement("div");
    const picture = link.querySelector("img");
    const large = document.createElement("img");
    frame.className = "zoom__f";
    Object.assign(large, { src: link.href, alt: picture.alt, width: picture.width, height: picture.height, loading: "lazy" });
    large.addEventListener("click", (event) => this.enlarge(event));
    frame.append(large);
    return frame;
  }

  go(rank, behavior = "auto") {
    const last = this.frames.length - 1;
    this.shrink();
    this.rank = rank < 0 ? last : rank > last ? 0 : rank;
    this.track.scrollTo({ left: this.frames[this.rank].offsetLeft, behavior });
    this.say();
  }

  follow() {
    const rank = Math.round(this.track.scrollLeft / Math.max(this.track.clientWidth, 1));
    if (rank === this.rank || !this.frames[rank]) return;
    this.shrink();
    this.rank = rank;
    this.say();
  }

  say() {
    this.count.textContent = `${this.rank + 1} / ${this.frames.length}`;
  }

  shrink() {
    for (const frame of this.frames) {
      frame.classList.remove("is-large");
      frame.removeAttribute("tabindex");
    }
    this.track.classList.remove("is-still");
    this.zoomer.setAttribute("aria-label", "Agrandir");
    this.zoomer.replaceChildren(icon("zoom-in"));
  }

  enlarge(event) {
    const frame = this.frames[this.rank];
    if (frame.classList.contains("is-large")) {
      this.shrink();
      return;
    }
    const box = frame.getBoundingClientRect();
    const x = event ? (event.clientX - box.left) / box.width : 0.5;
    const y = event ? (event.clientY - box.top) / box.height : 0.5;
    frame.classList.add("is-large");
    frame.tabIndex = 0; // arrows move it around
    this.track.classList.add("is-still");
    this.zoomer.setAttribute("aria-label", "Réduire");
    this.zoomer.replaceChildren(icon("zoom-out"));
    frame.scrollTo({ left: x * frame.scrollWidth - box.width / 2, top: y * frame.scrollHeight - box.height / 2 });
    frame.focus({ preventScroll: true });
  }

  press(event) {
    const isLarge = this.frames[this.rank].classList.contains("is-large");
    if (event.key === "Escape" && isLarge) {
      event.preventDefault();
      this.shrink();
      this.zoomer.focus();
    } else if (event.key === "+" || event.key === "-") {
      if (isLarge === (event.key === "-")) this.enlarge();
    } else if (!isLarge && (event.key === "ArrowRight" || event.key === "ArrowLeft")) {
      event.preventDefault();
      this.go(this.rank + (event.key === "ArrowRight" ? 1 : -1));
    }
  }

  leave() {
    const radio = this.radios[this.rank];
    if (radio) radio.checked = true;
    this.dialog.remove();
    this.links[this.rank].focus();
  }
}

for (const gallery of all("[data-gallery]")) new Viewer(gallery);
