// The menu « ⋮ » of a column: time with a reason, reopening with a reason. What is typed there and is not sent yet is kept in the
// browser, with the number of an attempt whose answer was lost: made again under it, minutes are given once.
import { $, $$, root, seatOf } from "./exam-console-base.js";
import { fillForm, readForm, readKept, writeKept } from "./exam-kept.js";
import { uuid } from "./exam-queue.js";

const isBlank = (form) => $$("input", form).every((field) => field.value === field.defaultValue);

function keepMenu(form, key) {
  let attempt = "";
  const note = () => writeKept(key, isBlank(form) ? null : { typed: readForm(form), attempt });
  const kept = readKept(key);
  if (kept) {
    fillForm(form, kept.typed);
    attempt = kept.attempt;
  }
  form.addEventListener("input", note);
  // sent or emptied in another tab
  window.addEventListener("storage", (event) => {
    if (event.key !== key || event.newValue !== null) return;
    if (JSON.stringify(readForm(form)) === JSON.stringify(JSON.parse(event.oldValue).typed)) form.reset();
  });
  return {
    begin() {
      attempt ||= uuid();
      note();
      return attempt;
    },
    forget() {
      attempt = "";
      form.reset();
      writeKept(key, null);
    },
  };
}

export function watchMenus({ act }) {
  function fromMenu(form, rank, path) {
    const kept = keepMenu(form, `menu:${root}:${seatOf(rank)}:${path}`);
    const refusal = Object.assign(document.createElement("p"), { className: "ex-err ex-pop__wide" });
    refusal.setAttribute("role", "alert");
    form.append(refusal);
    const refuse = (words) => {
      refusal.textContent = words;
      if (words) refusal.scrollIntoView({ block: "nearest" }); // a long menu scrolls inside a low screen
    };
    form.addEventListener("input", () => refuse(""));
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (form.dataset.sent) return;
      refuse("");
      form.dataset.sent = "1";
      const isDone = await act(`/candidats/${rank}/${path}`, { ...Object.fromEntries(new FormData(form)), _essai: kept.begin() }, { refuse });
      delete form.dataset.sent;
      if (!isDone) return;
      kept.forget();
      const pop = form.closest(".ex-pop");
      pop.open = false;
      $("summary", pop).focus();
    });
  }
  for (const form of $$("[data-grant]")) fromMenu(form, form.dataset.grant, "temps");
  for (const form of $$("[data-compensate]")) fromMenu(form, form.dataset.compensate, "compensation");
  for (const form of $$("[data-reopen]")) fromMenu(form, form.dataset.reopen, "reouverture");
}
