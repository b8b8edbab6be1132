// Leaving a form with something unsaved warns once.
const form = document.querySelector("[data-leave]");
const read = () => new URLSearchParams(new FormData(form)).toString();
const first = read();
let sent = false;
form.addEventListener("submit", () => (sent = true));
addEventListener("beforeunload", (event) => {
  if (!sent && read() !== first) event.preventDefault();
});
