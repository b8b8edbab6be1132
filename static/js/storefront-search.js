// What the shop proposes while one types: a list under the field, by arrows, touch or mouse. Without it, Enter searches.

const WAIT_MS = 160;
const SHORTEST = 2;

function element(tag, css, text = "") {
  const made = document.createElement(tag);
  made.className = css;
  made.textContent = text;
  return made;
}

class Suggestions {
  constructor(form) {
    this.form = form;
    this.input = form.querySelector("input[type=search]");
    this.known = new Map();
    this.list = element("ul", "sugg");
    this.list.id = `${this.input.id}-sugg`;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", "Propositions");
    this.list.hidden = true;
    this.said = element("p", "vh");
    this.said.setAttribute("role", "status");
    form.append(this.list, this.said);
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"],
      ["aria-controls", this.list.id]]) this.input.setAttribute(name, value);
    this.input.addEventListener("input", () => this.later());
    this.input.addEventListener("focus", () => this.later());
    this.input.addEventListener("keydown", (event) => this.press(event));
    form.addEventListener("focusout", (event) => { if (!form.contains(event.relatedTarget)) this.close(); });
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.follow(event.target.closest("[role=option]")));
  }

  get words() { return this.input.value.trim().replace(/\s+/g, " "); }

  get options() { return [...this.list.querySelectorAll("[role=option]")]; }

  get active() { return this.list.querySelector("[aria-selected=true]"); }

  later() {
    clearTimeout(this.timer);
    if (this.words.length < SHORTEST) this.close();
    else this.timer = setTimeout(() => this.ask(this.words), WAIT_MS);
  }

  async ask(words) {
    this.asked?.abort();
    this.asked = new AbortController();
    try {
      if (!this.known.has(words)) {
        const address = `${this.form.dataset.suggest}?q=${encodeURIComponent(words)}`;
        const answer = await fetch(address, { signal: this.asked.signal, headers: { Accept: "application/json" } });
        if (!answer.ok) return;
        this.known.set(words, await answer.json());
      }
      if (words === this.words && this.form.contains(document.activeElement)) this.show(this.known.get(words));
    } catch (error) {
      if (error.name !== "AbortError") this.close(); // the network is away: Enter still searches
    }
  }

  show(found) {
    this.list.replaceChildren();
    for (const place of found.places) this.add(place.url, "sugg__p", [element("span", "", place.name)]);
    for (const product of found.products) {
      const picture = element("span", "sugg__i");
      if (product.image) {
        const image = document.createElement("img");
        Object.assign(image, { src: product.image, width: 44, height: 44, alt: "" });
        picture.append(image);
      }
      this.add(product.url, "", [picture, element("span", "sugg__n", product.name), element("span", "num small", product.price)]);
    }
    if (found.products.length) this.add("", "sugg__all", [element("span", "", `Voir ${found.count}`)]);
    const total = this.options.length;
    const meant = found.corrected ? `, pour «\u00a0${found.corrected}\u00a0»` : "";
    this.said.textContent = found.products.length ? `${found.count}${meant}. Flèches pour choisir.` : "Aucune proposition.";
    this.list.hidden = !total;
    this.input.setAttribute("aria-expanded", String(total > 0));
    this.input.removeAttribute("aria-activedescendant");
  }

  add(url, css, parts) {
    const option = element("li", `sugg__o ${css}`.trim());
    option.id = `${this.list.id}-${this.options.length}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.dataset.url = url;
    option.append(...parts);
    this.list.append(option);
  }

  close() {
    clearTimeout(this.timer);
    this.asked?.abort();
    this.list.hidden = true;
    this.said.textContent = "";
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  choose(option) {
    this.active?.setAttribute("aria-selected", "false");
    if (!option) {
      this.input.removeAttribute("aria-activedescendant");
      return;
    }
    option.setAttribute("aria-selected", "true");
    this.input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  press(event) {
    if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault(); // the browser would empty the field
      event.stopPropagation();
      this.close();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (this.list.hidden) {
        this.later();
        return;
      }
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      const places = [null, ...this.options];
      this.choose(places[(places.indexOf(this.active) + step + places.length) % places.length]);
    } else if (event.key === "Enter" && this.active && !this.list.hidden) {
      event.preventDefault();
      this.follow(this.active);
    }
  }

  follow(option) {
    if (!option) return;
    if (option.dataset.url) location.assign(option.dataset.url);
    else this.form.requestSubmit();
  }
}

for (const form of document.querySelectorAll("form[data-suggest]")) new Suggestions(form);
