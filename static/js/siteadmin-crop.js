// The frame of what is kept of a picture: drawn with the pointer, or by its four numbers. The numbers are what is sent.

const form = document.querySelector("[data-crop]");
const picture = form.querySelector("img");
const frame = form.querySelector(".m-frame");
const ratio = form.querySelector("#ratio");
const [realWidth, realHeight] = [Number(form.dataset.width), Number(form.dataset.height)];
const fields = ["x", "y", "width", "height"].map((name) => form.elements[name]);
form.querySelector("[data-ratio]").hidden = false;

const within = (value, least, most) => Math.min(Math.max(Math.round(value), least), most);

function locked() {
  const [across, down] = ratio.value.split(":").map(Number);
  return across && down ? across / down : 0;
}

function show() {
  const [x, y, width, height] = fields.map((one) => Number(one.value) || 0);
  const whole = !x && !y && width === realWidth && height === realHeight;
  frame.hidden = whole || width < 1 || height < 1 || x + width > realWidth || y + height > realHeight;
  const scale = picture.clientWidth / realWidth;
  Object.assign(frame.style, { left: `${x * scale}px`, top: `${y * scale}px`, width: `${width * scale}px`, height: `${height * scale}px` });
}

function write(values) {
  fields.forEach((one, index) => {
    one.value = values[index];
  });
  show();
}

// With locked proportions the other side follows, as far as the picture goes.
function follow(from) {
  const wanted = locked();
  let [x, y, width, height] = fields.map((one) => Number(one.value) || 0);
  if (wanted) {
    if (from === "height") width = height * wanted;
    if (width > realWidth - x) width = realWidth - x;
    if (width / wanted > realHeight - y) width = (realHeight - y) * wanted;
    height = width / wanted;
    write([x, y, within(width, 1, realWidth - x), within(height, 1, realHeight - y)]);
  } else show();
}

for (const one of fields) one.addEventListener("change", () => follow(one.name));
ratio.addEventListener("change", () => follow("width"));

let start = null;
const at = (event) => {
  const box = picture.getBoundingClientRect();
  return [within(((event.clientX - box.left) * realWidth) / box.width, 0, realWidth), within(((event.clientY - box.top) * realHeight) / box.height, 0, realHeight)];
};
picture.addEventListener("pointerdown", (event) => {
  start = at(event);
  picture.setPointerCapture(event.pointerId);
});
picture.addEventListener("pointermove", (event) => {
  if (!start) return;
  const [x, y] = at(event);
  const wanted = locked();
  const width = Math.abs(x - start[0]);
  const left = Math.min(x, start[0]);
  const height = wanted ? Math.min(Math.round(width / wanted), realHeight - start[1]) : Math.abs(y - start[1]);
  const top = wanted ? start[1] : Math.min(y, start[1]);
  if (width && height) write([left, top, wanted ? Math.min(width, Math.round(height * wanted)) : width, height]);
});
for (const end of ["pointerup", "pointercancel"]) {
  picture.addEventListener(end, () => {
    start = null;
  });
}
addEventListener("resize", show);
picture.addEventListener("load", show);
show();
