// The preview of a search result, the gauges under its fields, and the analysis follow what is typed. A result is cut by its width
// in pixels, as engines do, on a word; the page’s own font tells the widths.
import { slugOf } from "./slugs.js";

const brush = document.createElement("canvas").getContext("2d");

function widthOf(text, size) {
  brush.font = `${size}px Arial, "Liberation Sans", Helvetica, sans-serif`;
  return Math.round(brush.measureText(text).width);
}

function cut(text, size, limit) {
  const words = text.trim().split(/\s+/);
  if (widthOf(words.join(" "), size) <= limit) return words.join(" ");
  while (words.length > 1 && widthOf(`${words.join(" ")} …`, size) > limit) words.pop();
  return `${words.join(" ")} …`;
}

for (const result of document.querySelectorAll("[data-serp]")) {
  let device = "computer";
  const limit = (name) => Number(result.getAttribute(`data-limit-${name}`)); // pixels, as the server cuts
  const field = (name) => document.getElementById(result.dataset[name] ?? "");
  const title = result.querySelector("[data-serp-title]");
  const text = result.querySelector("[data-serp-description]");
  const slug = result.querySelector("[data-serp-slug]");
  const draw = () => {
    const own = field("title").value.trim() || field("else")?.value.trim() || title.dataset.fallback;
    title.textContent = cut(own, 20, limit("title"));
    text.textContent = cut(field("description").value.trim() || text.dataset.fallback, 14, limit(device));
    if (slug) slug.textContent = field("slug").value.trim() || slug.dataset.fallback;
  };
  for (const name of ["title", "description", "slug", "else"]) field(name)?.addEventListener("input", draw);
  // An address typed with capitals, accents or spaces is corrected when the field is left, as PrestaShop does, and it is told under it.
  const told = document.createElement("p");
  Object.assign(told, { className: "help" });
  told.setAttribute("role", "status");
  field("slug")?.closest(".f, .fr")?.append(told);
  field("slug")?.addEventListener("change", ({ target }) => {
    const [typed, kept] = [target.value.trim(), slugOf(target.value)];
    told.textContent = typed && typed !== kept ? `«\u00a0${typed}\u00a0» ${kept ? `est devenue «\u00a0${kept}\u00a0»` : "n’a ni lettre ni chiffre"}\u00a0: une adresse n’a que des minuscules sans accent, des chiffres et des tirets.` : "";
    if (target.value === kept) return;
    target.value = kept;
    target.dispatchEvent(new Event("input", { bubbles: true }));
  });
  const choice = result.parentElement.querySelector("[data-serp-device]");
  choice.hidden = false;
  for (const button of choice.querySelectorAll("button")) {
    button.addEventListener("click", () => {
      device = button.dataset.device;
      for (const other of choice.querySelectorAll("button")) other.setAttribute("aria-pressed", String(other === button));
      result.classList.toggle("is-phone", device === "phone");
      draw();
    });
  }
}

for (const gauge of document.querySelectorAll("[data-gauge]")) {
  const field = document.getElementById(gauge.dataset.gauge);
  const advised = Number(gauge.dataset.advised);
  const bar = gauge.querySelectorAll("rect")[1];
  const width = gauge.querySelector("[data-width]");
  field.addEventListener("input", () => {
    const value = field.value.trim();
    const isWide = width && widthOf(value, 20) > Number(gauge.dataset.limit);
    gauge.querySelector("[data-characters]").textContent = String(value.length);
    if (width) width.textContent = String(widthOf(value, 20));
    bar.setAttribute("width", String(Math.min(600, (value.length * 600) / advised)));
    bar.setAttribute("class", value.length > 0 && value.length <= advised && !isWide ? "g-ok" : "g-wa");
  });
}

// The analysis is the server’s: one definition for what is stored and for what is typed.
const panel = document.querySelector("[data-seo-panel]");
if (panel) {
  const form = document.getElementById(panel.dataset.form);
  let waiting = 0;
  let asked = 0;
  const look = async () => {
    const turn = ++asked;
    const sent = new FormData(form);
    for (const [name, value] of [...sent]) if (value instanceof File) sent.delete(name);
    const answer = await fetch(panel.dataset.seoPanel, { method: "POST", body: sent }).catch(() => null);
    if (answer?.ok && turn === asked) panel.innerHTML = await answer.text();
  };
  document.addEventListener("input", (event) => {
    if (event.target.form !== form && !form.contains(event.target)) return;
    clearTimeout(waiting);
    waiting = setTimeout(look, 500);
  });
}
