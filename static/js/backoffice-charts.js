// Charts read with a pointer or the keyboard: the nearest point is lit, its figure written above the chart and read aloud.
// The page is whole without this: each point has its title, and the table stands below.
for (const chart of document.querySelectorAll("[data-chart]")) {
  const plot = chart.querySelector("[data-chart-plot]");
  const read = chart.querySelector("[data-chart-read]");
  const points = [...chart.querySelectorAll(".hit")];
  if (!points.length) continue;
  let at = -1;
  const show = (index) => {
    points[at]?.classList.remove("on");
    at = Math.max(0, Math.min(points.length - 1, index));
    points[at].classList.add("on");
    read.textContent = points[at].querySelector("title").textContent;
  };
  const clear = () => {
    points[at]?.classList.remove("on");
    at = -1;
    read.textContent = "";
  };
  plot.tabIndex = 0;
  plot.setAttribute("role", "group");
  plot.setAttribute("aria-label", "Points du graphique : flèches gauche et droite pour les lire un à un");
  plot.addEventListener("keydown", (event) => {
    const target = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: points.length - 1 }[event.key];
    if (target === undefined) return;
    event.preventDefault();
    show(target);
  });
  plot.addEventListener("blur", clear);
  plot.addEventListener("pointermove", (event) => {
    const box = plot.getBoundingClientRect();
    const across = ((event.clientX - box.left) / box.width) * 100;
    const distance = (point) => Math.abs(parseFloat(point.getAttribute("cx")) - across);
    show(points.reduce((best, point, index) => (distance(point) < distance(points[best]) ? index : best), 0));
  });
  plot.addEventListener("pointerleave", clear);
}
