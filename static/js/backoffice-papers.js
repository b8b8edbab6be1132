// The print button of invoices and delivery slips; without script the browser's own menu prints as well.
const button = document.querySelector("[data-print]");
button.hidden = false;
button.addEventListener("click", () => window.print());
