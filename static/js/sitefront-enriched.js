// The richer blocks: arrows of a slider, a countdown that ticks. Both read without this.

for (const slider of document.querySelectorAll("[data-slider]")) {
  const track = slider.querySelector(".w-slides");
  const slides = [...track.children];
  if (slides.length < 2) continue;
  const arrows = document.createElement("div");
  arrows.className = "w-arrows";
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const at = () => Math.round(track.scrollLeft / track.clientWidth);
  const buttons = [["‹", "Diapositive précédente", -1], ["›", "Diapositive suivante", 1]].map(([sign, label, step]) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = sign;
    button.setAttribute("aria-label", label);
    button.addEventListener("click", () => {
      track.scrollTo({ left: (at() + step) * track.clientWidth, behavior: calm ? "auto" : "smooth" });
    });
    arrows.append(button);
    return button;
  });
  const show = () => {
    buttons[0].disabled = at() <= 0;
    buttons[1].disabled = at() >= slides.length - 1;
  };
  track.addEventListener("scroll", show, { passive: true });
  show();
  slider.append(arrows);
}

for (const count of document.querySelectorAll("[data-countdown]")) {
  const end = Date.parse(count.dataset.countdown);
  const shift = Number(count.dataset.shift);
  const left = count.querySelector(".w-count-left");
  const parts = Object.fromEntries([...left.querySelectorAll("[data-part]")].map((part) => [part.dataset.part, part]));
  const tick = () => {
    const seconds = Math.max(0, Math.floor((end - Date.now()) / 1000) - shift); // the shop may live on another day
    const told = {
      jours: Math.floor(seconds / 86400),
      heures: Math.floor((seconds % 86400) / 3600),
      minutes: Math.floor((seconds % 3600) / 60),
      secondes: seconds % 60,
    };
    for (const [name, part] of Object.entries(parts)) part.textContent = told[name]; // days alone when the block asks so
    left.hidden = seconds === 0;
    count.querySelector(".w-count-done").hidden = seconds > 0;
    if (!seconds) clearInterval(timer);
  };
  const timer = setInterval(tick, 1000);
  tick();
}
