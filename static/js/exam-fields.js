// What the forms of a page hold, field by field: what is typed, lists, ticks, rows added and taken away. Drafts are made of it.
// A field has a key: its name; for a tick its name and its value; « #2 » behind a second one of that key (twenty quick edits in a list).
// A row that the page had and that was taken away has « -features-1 ».
const NOT = ":not([type=file],[type=password],[type=submit],[type=button],[type=hidden]:not([data-draft]))";
const TYPED = `:is(input${NOT}:not([type=checkbox],[type=radio]), textarea)`;
export const isAdministration = /\/(site-)?admin\//.test(location.pathname);
const EVERY = isAdministration ? `:is(input${NOT}, select, textarea)` : TYPED; // who looks round the shop chooses a size: no work
const PLACES = `main form[method=post] ${EVERY}, main ${EVERY}[form], form[method=post]:has(main) ${EVERY}`;
const SELECTION = "#bulk, #bo-bulk"; // what is ticked in a list to be acted upon is no work
const line = (text) => (text ?? "").replace(/\s+/g, " ").trim();
const isChoice = (field) => ["radio", "checkbox"].includes(field.type);
const said = (field) => line(field.labels?.[0]?.textContent ?? field.getAttribute("aria-label") ?? "");
const around = (field) => line(field.closest("fieldset, details")?.querySelector(":scope > :is(legend, summary)")?.textContent);

function labelOf(field) {
  const own = field.type === "radio" ? "" : said(field);
  return [isChoice(field) ? around(field) : "", own].filter(Boolean).join(" : ").slice(0, 120) || (field.dataset.draft ?? field.name);
}

class Held {
  constructor(key, field) {
    Object.assign(this, { key, field, form: field.form, all: [field] }); // `all`: the choices of a group of radio buttons
  }
  get isRadio() {
    return this.field.type === "radio";
  }
  get isTick() {
    return this.field.type === "checkbox";
  }
  get value() {
    if (this.isRadio) return this.all.find((one) => one.checked)?.value ?? "";
    return this.isTick ? (this.field.checked ? "1" : "0") : this.field.value;
  }
  get label() {
    return labelOf(this.field);
  }
  // In words, for whoever reads it elsewhere: an option's, the text of a formatted one.
  get words() {
    if (this.isTick) return this.field.checked ? "coché" : "décoché";
    if (this.isRadio) return said(this.all.find((one) => one.checked) ?? this.field);
    if (this.field.selectedOptions) return line(this.field.selectedOptions[0]?.textContent);
    const asked = new CustomEvent("words", { detail: { text: this.field.value } });
    this.field.dispatchEvent(asked);
    return asked.detail.text;
  }
  // Whether the field could take it: a list may have lost that option.
  put(value) {
    if (this.isRadio) for (const one of this.all) one.checked = one.value === value;
    else if (this.isTick) this.field.checked = value === "1";
    else {
      if (this.field.options && ![...this.field.options].some((one) => one.value === value)) this.field.dispatchEvent(new Event("complete"));
      this.field.value = value;
    }
    return this.value === value;
  }
  tell(value) {
    this.field.dispatchEvent(new CustomEvent("draft", { detail: value })); // for the editors
    for (const kind of ["input", "change"]) this.field.dispatchEvent(new Event(kind, { bubbles: true }));
  }
}

// Every field by its key, in the order of the page.
export function held() {
  const found = new Map();
  const groups = new Map();
  for (const field of document.querySelectorAll(PLACES)) {
    if (!field.name || field.form?.method !== "post" || field.form.matches(SELECTION) || field.matches("[data-variant-row]")) continue;
    const group = groups.get(field.form)?.get(field.name);
    if (field.type === "radio" && group) {
      group.all.push(field);
      continue;
    }
    const base = field.type === "checkbox" ? `${field.name}=${field.value}` : field.name;
    let key = base;
    for (let n = 2; found.has(key); n += 1) key = `${base}#${n}`;
    const one = new Held(key, field);
    found.set(key, one);
    if (field.type === "radio") groups.set(field.form, (groups.get(field.form) ?? new Map()).set(field.name, one));
  }
  return found;
}

// --- rows that are added and taken away: <div data-rows="features">, whose fields are named « features-0-name »
const ROW = /^(-?)([a-z_]+)-(\d+)(?:-|$)/;
const blockOf = (name) => document.querySelector(`[data-rows="${name}"]`);
const rowOf = (block, number) => block?.querySelector(`[data-row] [name^="${block.dataset.rows}-${number}-"]`)?.closest("[data-row]");

// The rows of the page as it came, by the key that says they were taken away.
export function rowsHere() {
  const found = new Map();
  for (const row of document.querySelectorAll("[data-rows-list] > [data-row]")) {
    const fields = [...row.querySelectorAll("[name]")];
    const [, , name, number] = ROW.exec(fields[0]?.name ?? "") ?? [];
    if (name === undefined) continue;
    const words = fields.filter((one) => !isChoice(one)).map((one) => line(one.selectedOptions?.[0]?.textContent ?? one.value));
    found.set(`-${name}-${number}`, { row, label: said(fields[0]) || name, words: `ligne retirée : ${words.filter(Boolean).join(", ")}` });
  }
  return found;
}

// The form that a row's key belongs to, even when the row is not there.
export function formOfRow(key) {
  const cell = blockOf(ROW.exec(key)?.[2])?.querySelector("template")?.content.querySelector("[form]");
  return cell ? document.getElementById(cell.getAttribute("form")) : null;
}

// Whether a key that no field has is of a row that may come back, or of one that is still there to be taken away.
export function isRowToDo(key) {
  const [, minus, name, number] = ROW.exec(key) ?? [];
  const block = name && blockOf(name);
  if (!block) return false;
  return minus ? Boolean(rowOf(block, number)) : !rowOf(block, number);
}

// Adds the row of a key, or takes it away.
export function doRow(key) {
  const [, minus, name, number] = ROW.exec(key);
  if (minus) rowOf(blockOf(name), number).querySelector("[data-row-remove]").click();
  else blockOf(name).dispatchEvent(new CustomEvent("row", { detail: Number(number) }));
}
