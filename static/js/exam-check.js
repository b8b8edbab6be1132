// A workstation measures itself: what its browser can do, its clock against the server's, the trip to it, its window, its storage.
const form = document.querySelector("[data-check]");
const PULSES = 7;

const NEEDED = {
  modules: () => "noModule" in HTMLScriptElement.prototype,
  "les échéances de requêtes": () => typeof AbortSignal.timeout === "function",
  "les zones inactives": () => "inert" in HTMLElement.prototype,
  "les marges logiques": () => CSS.supports("inset-inline-start", "0"),
  "le sélecteur :has": () => CSS.supports("selector(:has(*))"),
  "les proportions": () => CSS.supports("aspect-ratio", "1"),
  "les tableaux récents": () => typeof [].at === "function",
  "le tirage de nombres": () => typeof crypto?.getRandomValues === "function",
};

function browser() {
  const known = [["Edge", /Edg\/(\d+)/], ["Opera", /OPR\/(\d+)/], ["Firefox", /Firefox\/(\d+)/], ["Chrome", /Chrom(?:e|ium)\/(\d+)/], ["Safari", /Version\/(\d+).*Safari/]];
  for (const [name, pattern] of known) {
    const found = pattern.exec(navigator.userAgent);
    if (found) return `${name} ${found[1]}`;
  }
  return "Navigateur inconnu";
}

function stores() {
  try {
    localStorage.setItem("e5:essai", "1");
    const kept = localStorage.getItem("e5:essai") === "1";
    localStorage.removeItem("e5:essai");
    return kept;
  } catch {
    return false;
  }
}

async function pulse() {
  const left = performance.now();
  const clock = Date.now();
  const answer = await fetch(form.dataset.pulse, { cache: "no-store", signal: AbortSignal.timeout?.(5000) });
  const { now } = await answer.json();
  const trip = performance.now() - left;
  return { trip, skew: clock + trip / 2 - now };
}

async function measure() {
  const trips = [];
  let best = null;
  for (let turn = 0; turn < PULSES; turn++) {
    const beat = await pulse().catch(() => null);
    if (!beat) continue;
    trips.push(Math.round(beat.trip * 10) / 10);
    if (!best || beat.trip < best.trip) best = beat; // the shortest trip tells the clock best
  }
  return {
    browser: browser(),
    missing: Object.keys(NEEDED).filter((name) => !NEEDED[name]()),
    cookies: navigator.cookieEnabled,
    storage: stores(),
    trips,
    sent: PULSES,
    skew: best ? Math.round(best.skew) : 0,
    width: innerWidth,
    height: innerHeight,
  };
}

form.addEventListener("submit", async (event) => {
  if (form.elements.facts.value) return; // measured: this time it goes
  event.preventDefault();
  form.querySelector("[data-go]").textContent = "Mesure en cours…";
  const facts = await measure();
  if (!facts.cookies) {
    const trouble = form.querySelector("[data-trouble]");
    trouble.textContent = "Les cookies sont refusés : autorisez-les pour cette adresse, puis rechargez la page. Sans eux, le centre ne voit pas ce poste.";
    trouble.hidden = false;
    form.querySelector("[data-go]").textContent = "Vérifier";
    return;
  }
  form.elements.facts.value = JSON.stringify(facts);
  delete form.dataset.sent; // the page's own guard against sending twice has seen the first turn
  form.requestSubmit();
});
