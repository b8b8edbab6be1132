// Words proposed in a YAML text: keys of the place, closed values, things, fields, operators, actions.
const WORD = /[\p{L}\d_.:@-]*$/u;
const TARGETS = new Set(["cible", "produit", "sauf"]);

export function complete(text, popup, address) {
  let words = null;
  let found = [];
  let at = 0;

  const ready = fetch(address).then((answer) => answer.json()).then((got) => (words = got)).catch(() => null);

  function lines() {
    return text.value.slice(0, text.selectionStart).split("\n");
  }

  // the keys that enclose the line, outermost first, from the indents above it
  function place(above, indent) {
    const path = [];
    let limit = indent;
    for (let n = above.length - 1; n >= 0 && limit > 0; n -= 1) {
      const match = /^(\s*)((?:- )*)([\p{L}\d_]+):/u.exec(above[n]);
      if (!match) continue;
      const own = match[1].length + match[2].length;
      if (own < limit) {
        path.unshift(match[3]);
        limit = match[2] ? match[1].length : own;
      }
    }
    return path;
  }

  function entityOf(above, line) {
    const near = [...above.slice(-14), line].reverse();
    for (const one of near) {
      const match = /(?:cible|entite):\s*"?([a-z_]+)/.exec(one);
      if (match && words.entities[match[1]]) return match[1];
      if (/^\s*- /.test(one) && one !== line) break;
    }
    return "";
  }

  function candidates() {
    const all = lines();
    const line = all.pop();
    const typed = WORD.exec(line)[0];
    const before = line.slice(0, line.length - typed.length);
    const lead = /^(\s*)((?:- )*)/.exec(line);
    const path = place(all, lead[1].length + lead[2].length);
    const key = /([\p{L}\d_]+):\s*[["]*$/u.exec(before)?.[1];
    const opened = /\{[^}]*$/.test(before);
    if (key === "type" || key === "statut" || words.values[[...path, key].join(".")]) {
      const values = words.values[[...path, key].join(".")] ?? Object.entries(words.values).find(([name]) => name.endsWith(`.${key}`))?.[1] ?? [];
      return { typed, list: values.map((value) => [value, "valeur"]) };
    }
    if (key === "entite") return { typed, list: Object.entries(words.labels) };
    if (key && ["action", "apres", "avant"].includes(key)) return { typed, list: words.actions.map((name) => [name, "action"]) };
    if (key && TARGETS.has(key)) return { typed, list: Object.entries(words.labels).map(([name, label]) => [`${name}:`, label]) };
    if (key === "scene") return { typed, list: Object.keys(words.scenes).map((name) => [name, "scène"]) };
    const inside = path.at(-1) === "attend" || path.at(-2) === "attend" || /attend:\s*\{/.test(before);
    if (inside && opened && /[\p{L}\d_]+:\s*\{[^{}]*$/u.test(before) && !/attend:\s*\{[^{}]*$/.test(before)) {
      return { typed, list: Object.entries(words.operators).map(([name, label]) => [`${name}: `, label]) };
    }
    if (path.at(-2) === "attend") return { typed, list: Object.entries(words.operators).map(([name, label]) => [`${name}: `, label]) };
    if (inside || path.at(-1) === "valeurs" || /valeurs:\s*\{[^}]*$/.test(before)) {
      const entity = entityOf(all, line);
      return { typed, list: (words.entities[entity] ?? []).map((name) => [`${name}: `, entity]) };
    }
    if (key) return { typed, list: [] };
    return { typed, list: (words.keys[path.join(".")] ?? []).map((name) => [`${name}: `, "clé"]) };
  }

  function close() {
    popup.hidden = true;
    found = [];
    text.removeAttribute("aria-activedescendant");
  }

  function draw() {
    popup.replaceChildren(
      ...found.map(([word, label], n) => {
        const one = document.createElement("li");
        one.id = `text-pop-${n}`;
        one.setAttribute("role", "option");
        one.setAttribute("aria-selected", String(n === at));
        const small = document.createElement("small");
        small.textContent = label;
        one.append(word.trim(), small);
        one.addEventListener("mousedown", (event) => {
          event.preventDefault();
          at = n;
          accept();
        });
        return one;
      }),
    );
    text.setAttribute("aria-activedescendant", `text-pop-${at}`);
    popup.children[at]?.scrollIntoView({ block: "nearest" });
  }

  function open() {
    if (!words || text.selectionStart !== text.selectionEnd) return close();
    const { typed, list } = candidates();
    const wanted = typed.toLowerCase();
    found = list.filter(([word]) => word.toLowerCase().startsWith(wanted) && word.trim() !== typed).slice(0, 60);
    if (!found.length) return close();
    at = 0;
    const above = lines();
    const style = getComputedStyle(text);
    const height = Number.parseFloat(style.lineHeight);
    const width = Number.parseFloat(style.fontSize) * 0.6;
    const left = Math.min(text.offsetLeft + (above.at(-1).length - typed.length) * width - text.scrollLeft + 12, text.offsetLeft + text.clientWidth - 260);
    popup.style.setProperty("inset-block-start", `${above.length * height - text.scrollTop + 14}px`);
    popup.style.setProperty("inset-inline-start", `${Math.max(0, left)}px`);
    popup.hidden = false;
    draw();
    return undefined;
  }

  function accept() {
    const [word] = found[at];
    const typed = WORD.exec(lines().at(-1))[0];
    text.setRangeText(word, text.selectionStart - typed.length, text.selectionStart, "end");
    close();
    text.dispatchEvent(new Event("input", { bubbles: true }));
  }

  const moves = { ArrowDown: 1, ArrowUp: -1 };
  text.addEventListener("keydown", async (event) => {
    if (event.ctrlKey && event.code === "Space") {
      event.preventDefault();
      await ready;
      open();
    } else if (popup.hidden) {
      if (event.key === "Tab" && !event.shiftKey && !text.dataset.leaving) {
        event.preventDefault();
        text.setRangeText("  ", text.selectionStart, text.selectionEnd, "end");
        text.dispatchEvent(new Event("input", { bubbles: true }));
      }
      if (event.key === "Escape") text.dataset.leaving = "1"; // Échap puis Tab : the keyboard is not held here
      else if (event.key !== "Tab" && event.key !== "Shift") delete text.dataset.leaving;
    } else if (moves[event.key]) {
      event.preventDefault();
      at = (at + moves[event.key] + found.length) % found.length;
      draw();
    } else if (event.key === "Enter" || event.key === "Tab") {
      event.preventDefault();
      accept();
    } else if (event.key === "Escape") {
      event.preventDefault();
      close();
    }
  });
  text.addEventListener("input", (event) => {
    if (event.inputType === "insertText" && /[\p{L}\d_:{ ]/u.test(event.data ?? "")) open();
    else close();
  });
  text.addEventListener("blur", close);
  text.addEventListener("click", close);
}
