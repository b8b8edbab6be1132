// The back office's common behaviours. Every page works without them; they only save time and loss.
// Data attributes: data-rich (see backoffice-rich.js), data-bulk*, data-menu, data-confirm, data-dirty, data-save,
// data-autosubmit, data-mirror, data-linked-*, data-toast*, data-faults.
import "./heavy-files.js";
import { french, number } from "./numbers.js";

const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

// --- tabs: arrows, Home, End; the open tab stays in the address and comes back after saving
function tabs(list) {
  const all = $$("[role=tab]", list);
  const open = (tab, { focus = false } = {}) => {
    for (const other of all) {
      const on = other === tab;
      other.setAttribute("aria-selected", String(on));
      other.tabIndex = on ? 0 : -1;
      const panel = document.getElementById(other.getAttribute("aria-controls"));
      if (panel) panel.hidden = !on;
    }
    const name = tab.id.replace(/^t-/, "");
    history.replaceState(null, "", `#${name}`);
    for (const field of $$("input[data-tab-field]")) field.value = name;
    if (focus) tab.focus();
  };
  all.forEach((tab, index) => {
    tab.addEventListener("click", () => open(tab));
    tab.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      const target = step ? all[(index + step + all.length) % all.length] : { Home: all[0], End: all.at(-1) }[event.key];
      if (!target) return;
      event.preventDefault();
      open(target, { focus: true });
    });
  });
  const faulty = document.querySelector("[role=tabpanel] [aria-invalid=true]")?.closest("[role=tabpanel]");
  const marked = list.querySelector(".al")?.closest("[role=tab]"); // a refused form says which tab holds the fault
  const wanted = marked?.id ?? (faulty ? `t-${faulty.id.replace(/^p-/, "")}` : `t-${location.hash.slice(1)}`);
  const start = all.find((tab) => tab.id === wanted);
  if (start) open(start);
}
$$("[role=tablist]").forEach(tabs);
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='#']");
  if (!link) return;
  const name = link.getAttribute("href").slice(1);
  const tab = document.getElementById(`t-${name}`);
  if (tab?.getAttribute("role") === "tab") {
    event.preventDefault();
    tab.click();
    tab.focus();
    return;
  }
  const target = name && document.getElementById(name); // a link of the summary of faults opens the tab of its field
  const panel = target?.closest("[role=tabpanel]");
  if (panel?.hidden) document.getElementById(`t-${panel.id.replace(/^p-/, "")}`)?.click();
  if (target?.matches("input, select, textarea")) {
    event.preventDefault();
    target.focus();
  }
});
const faults = $("[data-faults]");
if (faults) faults.focus();

// --- selection and bulk actions
const bulk = $("[data-bulk]");
if (bulk) {
  const rows = $$("[data-bulk-row]");
  const all = $("[data-bulk-all]");
  const count = $("[data-bulk-count]", bulk);
  const idle = count.textContent;
  const buttons = $$("button[name=action]", bulk);
  const show = () => {
    const chosen = rows.filter((row) => row.checked).length;
    for (const row of rows) row.closest("tr").classList.toggle("sel", row.checked);
    bulk.classList.toggle("on", chosen > 0);
    const word = chosen > 1 ? bulk.dataset.many : bulk.dataset.one;
    const feminine = bulk.dataset.feminine !== undefined ? "e" : "";
    count.textContent = chosen ? `${chosen} ${word} sélectionné${feminine}${chosen > 1 ? "s" : ""}` : idle;
    for (const button of buttons) button.disabled = chosen === 0;
    if (all) {
      all.checked = chosen > 0 && chosen === rows.length;
      all.indeterminate = chosen > 0 && chosen < rows.length;
    }
  };
  rows.forEach((row) => row.addEventListener("change", show));
  all?.addEventListener("change", () => {
    rows.forEach((row) => (row.checked = all.checked));
    show();
  });
  show();
}

// --- menus that open: Escape and a click elsewhere close them, one at a time
document.addEventListener("click", (event) => {
  for (const menu of $$("details[data-menu][open]")) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of $$("details[data-menu][open]")) {
    menu.open = false;
    $("summary", menu).focus();
  }
});
const burger = $("[data-menu-toggle]");
burger?.addEventListener("click", () => {
  const wide = $("#side").classList.toggle("wide");
  burger.setAttribute("aria-expanded", String(wide));
});

// --- the list's filters: a choice is applied at once
$$("[data-autosubmit]").forEach((select) => select.addEventListener("change", () => select.form.requestSubmit()));

// --- what cannot be undone is asked first
document.addEventListener("submit", (event) => {
  const words = event.submitter?.dataset.confirm ?? event.target.dataset.confirm;
  if (words && !window.confirm(words)) event.preventDefault();
});

// --- a form is sent once
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target.method !== "post") return;
  if (event.target.dataset.sent) {
    event.preventDefault();
    return;
  }
  event.target.dataset.sent = "1";
  event.submitter?.setAttribute("aria-disabled", "true");
});
window.addEventListener("pageshow", (event) => {
  if (event.persisted) for (const form of $$("form[data-sent]")) delete form.dataset.sent;
});

// --- work that is not saved: said in the bar, asked before leaving
let leaving = false;
for (const flag of $$("[data-dirty]")) {
  const form = document.getElementById(flag.dataset.dirty);
  if (!form) continue;
  const mark = () => {
    flag.hidden = false;
    form.dataset.changed = "1";
    $("[data-toast]:not(.bad)")?.remove(); // « est enregistré » is no longer true
    document.dispatchEvent(new Event("unsaved"));
  };
  const belongs = (field) => field.form === form && !field.matches("[data-free]");
  document.addEventListener("input", (event) => belongs(event.target) && mark());
  document.addEventListener("change", (event) => belongs(event.target) && mark());
  form.addEventListener("changed", mark);
  if (faults) mark();
}
document.addEventListener("submit", (event) => (leaving = !event.defaultPrevented));
window.addEventListener("beforeunload", (event) => {
  if (!leaving && $("form[data-changed]")) event.preventDefault();
});

// --- a row moved up or down stays under the pointer, and keeps the focus
document.addEventListener("submit", (event) => {
  const button = event.target.closest(".mv") && event.submitter;
  if (!button || event.defaultPrevented) return;
  const at = button.getBoundingClientRect().top;
  sessionStorage.setItem("rang", JSON.stringify([location.pathname, button.getAttribute("aria-label"), at]));
});
const moved = JSON.parse(sessionStorage.getItem("rang") || "[]");
sessionStorage.removeItem("rang");
if (moved[0] === location.pathname) {
  const button = $$(".mv button").find((one) => one.getAttribute("aria-label") === moved[1]);
  if (button) window.scrollBy({ top: button.getBoundingClientRect().top - moved[2], behavior: "instant" });
  (button?.disabled ? $("button:enabled", button.closest(".mv")) : button)?.focus({ preventScroll: true });
}

// --- keyboard: Ctrl+S saves, « / » goes to the search
document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
    const save = $("[data-save]");
    if (!save || save.disabled) return;
    event.preventDefault();
    save.form.requestSubmit(save);
  } else if (event.key === "/" && !event.target.closest("input, textarea, select, [contenteditable=true]")) {
    const find = $("#bo-find");
    if (!find) return;
    event.preventDefault();
    find.focus();
  }
});

// --- prices with and without tax: the one that is typed drives the other
// <div data-linked-prices data-rate-from="#tax" (or data-rate="2000")> input[data-excl], input[data-incl]
const rateOf = (group) => {
  const from = group.dataset.rateFrom && $(group.dataset.rateFrom);
  const bp = from ? number(from.selectedOptions?.[0]?.dataset.rate ?? 0) : number(group.dataset.rate ?? 0);
  return 1 + bp / 10000;
};
for (const group of $$("[data-linked-prices]")) {
  const excl = $("[data-excl]", group);
  const incl = $("[data-incl]", group);
  let driver = "incl";
  const follow = () => {
    if (driver === "incl") excl.value = incl.value.trim() === "" ? "" : french(number(incl.value) / rateOf(group), 6);
    else incl.value = excl.value.trim() === "" ? "" : french(number(excl.value) * rateOf(group), 2);
    group.dispatchEvent(new CustomEvent("priced", { bubbles: true }));
  };
  excl.addEventListener("input", () => ((driver = "excl"), follow()));
  incl.addEventListener("input", () => ((driver = "incl"), follow()));
  if (group.dataset.rateFrom) $(group.dataset.rateFrom)?.addEventListener("change", () => ((driver = "excl"), follow()));
}

// --- text repeated elsewhere, with its length
for (const field of $$("[data-mirror]")) {
  const follow = () => {
    const text = field.value.trim() || field.dataset.fallback || "";
    for (const place of $$(field.dataset.mirror)) place.textContent = text;
  };
  field.addEventListener("input", follow);
}
for (const field of $$("[data-count]")) {
  const out = $(field.dataset.count);
  const follow = () => (out.textContent = String(field.value.length));
  field.addEventListener("input", follow);
  follow();
}

// --- toasts
for (const toast of $$("[data-toast]")) $("[data-toast-close]", toast)?.addEventListener("click", () => toast.remove());
