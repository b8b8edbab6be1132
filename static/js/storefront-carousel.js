// The slides of the home page: they move by themselves until somebody stops them, looks closer, or asked for less motion.

const EVERY_MS = 7000;
const SWIPE_PX = 45;

function drawn(sprite, name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `${sprite}#i-${name}`);
  svg.append(use);
  return svg;
}

class Carousel {
  constructor(section) {
    this.section = section;
    this.radios = [...section.querySelectorAll(".hero__radio")];
    this.slides = [...section.querySelectorAll(".hero__s")];
    this.nav = section.querySelector("[data-carousel-nav]");
    if (!this.nav || this.radios.length < 2) return;
    this.sprite = document.querySelector("svg.icon use").getAttribute("href").split("#")[0];
    this.isHeld = false;
    this.addButtons();
    this.slides.forEach((slide, rank) => {
      slide.setAttribute("role", "group");
      slide.setAttribute("aria-roledescription", "diapositive");
      slide.setAttribute("aria-label", `${rank + 1} sur ${this.slides.length}`);
    });
    for (const radio of this.radios) radio.addEventListener("change", () => this.stop());
    for (const [name, held] of [["pointerenter", true], ["pointerleave", false], ["focusin", true], ["focusout", false]]) {
      section.addEventListener(name, () => { this.isHeld = held; });
    }
    section.addEventListener("touchstart", (event) => { this.from = event.changedTouches[0]; }, { passive: true });
    section.addEventListener("touchend", (event) => this.swipe(event.changedTouches[0]), { passive: true });
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) this.stop();
    else this.play();
  }

  addButtons() {
    const box = document.createElement("div");
    box.className = "hero__btns";
    this.toggle = this.button("", "", () => (this.timer ? this.stop() : this.play()));
    box.append(this.button("Diapositive précédente", "chevron-left", () => this.step(-1)), this.toggle,
      this.button("Diapositive suivante", "chevron-right", () => this.step(1)));
    this.nav.append(box);
  }

  button(label, name, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "hero__b";
    if (label) made.setAttribute("aria-label", label);
    if (name) made.append(drawn(this.sprite, name));
    made.addEventListener("click", act);
    return made;
  }

  go(step) {
    const now = this.radios.findIndex((radio) => radio.checked);
    this.radios[(now + step + this.radios.length) % this.radios.length].checked = true;
  }

  step(step) {
    this.stop();
    this.go(step);
  }

  play() {
    this.timer = setInterval(() => { if (!this.isHeld && !document.hidden) this.go(1); }, EVERY_MS);
    this.show("Arrêter le défilement", "pause-fill");
  }

  stop() {
    clearInterval(this.timer);
    this.timer = 0;
    this.show("Lancer le défilement", "play-fill");
  }

  show(label, name) {
    this.toggle.setAttribute("aria-label", label);
    this.toggle.replaceChildren(drawn(this.sprite, name));
  }

  swipe(to) {
    if (!this.from) return;
    const [x, y] = [to.clientX - this.from.clientX, to.clientY - this.from.clientY];
    this.from = null;
    if (Math.abs(x) > SWIPE_PX && Math.abs(x) > 2 * Math.abs(y)) this.step(x < 0 ? 1 : -1);
  }
}

for (const section of document.querySelectorAll("[data-carousel]")) new Carousel(section);
