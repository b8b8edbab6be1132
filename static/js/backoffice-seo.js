// The preview of a search result and the gauges follow what is typed.
const title = document.getElementById("title");
const description = document.getElementById("description");
const slug = document.getElementById("slug");
const cut = (text, length) => (text.length > length ? `${text.slice(0, length - 1).trimEnd()}…` : text);

function show(part, field, length) {
  const place = document.querySelector(`[data-serp-${part}]`);
  if (place && field) place.textContent = cut(field.value.trim() || place.dataset.fallback, length);
}

function preview() {
  show("title", title, 65);
  show("description", description, 156);
  show("slug", slug, 80);
}
for (const field of [title, description, slug]) field?.addEventListener("input", preview);

for (const gauge of document.querySelectorAll("[data-gauge]")) {
  const field = document.getElementById(gauge.dataset.gauge);
  const advised = Number(gauge.dataset.advised);
  field.addEventListener("input", () => {
    const length = field.value.trim().length;
    const bar = gauge.querySelectorAll("rect")[1];
    gauge.querySelector("b").textContent = String(length);
    bar.setAttribute("width", String(Math.min(600, (length * 600) / advised)));
    bar.setAttribute("class", length > 0 && length <= advised ? "g-ok" : "g-wa");
  });
}
