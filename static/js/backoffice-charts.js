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

// The picture of a chart: its drawings side by side on white, at twice their size. What the sheet says of each shape is
// written into it as attributes, because a picture knows no sheet.
const SAID = ["fill", "fill-opacity", "opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-linejoin", "font-size", "font-weight", "text-anchor", "vector-effect", "paint-order"];
const SPACE = "http://www.w3.org/2000/svg";

const dressed = (shape) => {
  const copy = shape.cloneNode(false);
  if (!(shape instanceof SVGElement)) return copy;
  const style = getComputedStyle(shape);
  for (const name of SAID) copy.setAttribute(name, style.getPropertyValue(name));
  copy.setAttribute("font-family", "Inter, Arial, sans-serif");
  copy.removeAttribute("class");
  for (const child of shape.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) copy.append(child.cloneNode());
    else if (!child.matches("title, .hit") && getComputedStyle(child).display !== "none") copy.append(dressed(child));
  }
  return copy;
};

const write = (picture, text, x, y, weight) => {
  const line = document.createElementNS(SPACE, "text");
  for (const [name, value] of Object.entries({ x, y, "font-size": 13, "font-weight": weight, "font-family": "Inter, Arial, sans-serif", fill: "#1b2423" })) line.setAttribute(name, value);
  line.textContent = text;
  picture.append(line);
};

const drawing = (figure, title) => {
  const box = figure.querySelector(".ch").getBoundingClientRect();
  const margin = 20;
  const head = 56;
  const width = Math.ceil(box.width) + 2 * margin;
  const height = Math.ceil(box.height) + head + margin;
  const picture = document.createElementNS(SPACE, "svg");
  for (const [name, value] of Object.entries({ width, height, viewBox: `0 0 ${width} ${height}` })) picture.setAttribute(name, value);
  write(picture, title, margin, 24, 650);
  const legend = [...figure.querySelectorAll(".legend > .lg")].map((item) => item.textContent.trim());
  write(picture, legend.map((text, index) => (index ? `en gris : ${text}` : text)).join("   ·   "), margin, 44, 400);
  for (const part of figure.querySelectorAll(".ch > svg, .ch-w > svg")) {
    const place = part.getBoundingClientRect();
    const copy = dressed(part);
    for (const [name, value] of Object.entries({ x: margin + place.left - box.left, y: head + place.top - box.top, width: place.width, height: place.height, overflow: "visible" })) copy.setAttribute(name, value);
    picture.append(copy);
  }
  return { picture, width, height };
};

const save = async (figure, title) => {
  const { picture, width, height } = drawing(figure, title);
  const address = URL.createObjectURL(new Blob([new XMLSerializer().serializeToString(picture)], { type: "image/svg+xml" }));
  const image = new Image(width * 2, height * 2);
  image.src = address;
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width: width * 2, height: height * 2 });
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(address);
  const link = document.createElement("a");
  const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
  link.href = URL.createObjectURL(blob);
  const days = ["p-du", "p-au"].map((id) => document.getElementById(id)?.value.split("/").reverse().join("-") ?? "");
  link.download = [title.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/[^a-z0-9]+/g, "-"), ...days].filter(Boolean).join("-") + ".png";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
};

for (const button of document.querySelectorAll("[data-chart-png]")) {
  button.hidden = false;
  const figure = button.closest("section").querySelector("figure.chart");
  const title = button.getAttribute("aria-label").replace(/^[^:]*:\s*/, "");
  button.addEventListener("click", () => save(figure, title));
}
