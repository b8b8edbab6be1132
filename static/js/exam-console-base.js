// What the parts of the console share: the page, its columns, sending, the word said at the bottom.
export const body = document.body;
export const root = body.dataset.root;
export const csrf = body.dataset.csrf;
export const $ = (selector, part = document) => part.querySelector(selector);
export const $$ = (selector, part = document) => [...part.querySelectorAll(selector)];
export const columns = new Map($$("[data-col]").map((column) => [column.dataset.col, column]));
export const two = (number) => String(number).padStart(2, "0");
export const seatOf = (rank) => Number(columns.get(String(rank)).dataset.seat);

export const post = (path, data, json = true) =>
  fetch(root + path, {
    method: "POST",
    headers: {
      "X-CSRFToken": csrf,
      "X-Requested-With": "fetch",
      "Content-Type": json ? "application/json" : "application/x-www-form-urlencoded",
    },
    signal: AbortSignal.timeout(10000),
    body: json ? JSON.stringify(data) : new URLSearchParams(data),
  });

let noteTimer;
export function say(text, isGood = false) {
  const note = $("[data-note]");
  note.classList.toggle("ex-note--good", isGood);
  note.textContent = text;
  note.hidden = false;
  clearTimeout(noteTimer);
  noteTimer = setTimeout(() => (note.hidden = true), 8000);
}

export function replace(part, html) {
  if (part && part.dataset.html !== html) {
    part.dataset.html = html;
    part.innerHTML = html;
  }
}
