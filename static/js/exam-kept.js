// What is being typed and is not noted yet: kept in the browser at each key, there again after a reload, a power cut, a sign-in or a
// look at another page. `isBlank()`: whether nothing worth keeping is in it; without it, everything is. Two tabs share it: a text
// that one of them sent or emptied goes from the other too.
const OWN = new Set(["csrf_token", "version"]); // the page's, not the person's

export const readForm = (form) => [...new FormData(form)].filter(([name, value]) => !OWN.has(name) && typeof value === "string");

export function fillForm(form, pairs) {
  for (const field of form.elements) {
    if (!field.name || field.type === "hidden" || OWN.has(field.name)) continue;
    const values = pairs.filter(([name]) => name === field.name).map(([, value]) => value);
    if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
    else field.value = values[0] ?? "";
  }
}

export function readKept(key) {
  try {
    return JSON.parse(localStorage.getItem(key) || "null");
  } catch {
    return null;
  }
}
export function writeKept(key, value) {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // a full browser: the page alone remembers
  }
}

export function keepTyped(form, key, isBlank) {
  const note = () => writeKept(key, isBlank?.() ? null : readForm(form));
  const kept = readKept(key);
  if (kept) fillForm(form, kept);
  form.addEventListener("input", note);
  window.addEventListener("storage", (event) => {
    if (!isBlank || event.key !== key || event.newValue !== null || JSON.stringify(readForm(form)) !== event.oldValue) return;
    fillForm(form, readForm(form).filter(([name]) => name === "rank" || name === "line"));
  });
  return { note, forget: () => writeKept(key, null), wasKept: Boolean(kept) };
}
