// Small helps of the exam's pages: focus the summary of errors, send a form once, Ctrl+S.
document.querySelector("[data-focus]")?.focus();

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "1";
  if (form.dataset.wait) wait(form);
  setTimeout(() => delete form.dataset.sent, 4000);
});

// Work of some seconds: the form says so until its answer comes, with a progress that moves.
function wait(form) {
  const line = document.createElement("p");
  line.setAttribute("role", "status");
  line.append(form.dataset.wait, " ", document.createElement("progress"));
  form.replaceWith(form, line);
}

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
    const form = document.querySelector("form[data-main]");
    if (form) {
      event.preventDefault();
      form.requestSubmit();
    }
  }
});
