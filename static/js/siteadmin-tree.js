// The text as a tree of blocks: { id, kind, attrs, inner }. Nothing here knows the page.

let last = 0;

export const kinds = new Map();

export function block(kind, attrs = {}, inner = []) {
  return { id: `b${++last}`, kind, attrs, inner };
}

export function read(list) {
  return (list || []).map((one) => block(one.kind, { ...(one.attrs || {}) }, read(one.inner)));
}

export function plain(list) {
  return list.map((one) => {
    const found = { kind: one.kind };
    const attrs = Object.fromEntries(Object.entries(one.attrs).filter(([, value]) => value !== "" && value !== undefined));
    if (one.kind === "image" && one.attrs.alt === "") attrs.alt = "";
    if (Object.keys(attrs).length) found.attrs = attrs;
    if (one.inner.length) found.inner = plain(one.inner);
    return found;
  });
}

// Where a block stands: the list it is in, its place there, the block around it, the path from the top.
export function find(list, id, parent = null, path = []) {
  for (let index = 0; index < list.length; index += 1) {
    const one = list[index];
    if (one.id === id) return { one, list, index, parent, path: [...path, one] };
    const below = find(one.inner, id, one, [...path, one]);
    if (below) return below;
  }
  return null;
}

export function* walk(list) {
  for (const one of list) {
    yield one;
    yield* walk(one.inner);
  }
}

export function mayStandIn(name, outer) {
  const kind = kinds.get(name);
  if (!outer || kinds.get(outer).inside[0] === "*") return !kind.part;
  return kinds.get(outer).inside.includes(name);
}

// A new block with what it needs to be written in at once.
export function fresh(name) {
  const cover = () => block("cover", {}, [block("heading"), block("paragraph", { align: "center" })]);
  const made = {
    list: () => block("list", {}, [block("list-item")]),
    buttons: () => block("buttons", {}, [block("button")]),
    columns: () => block("columns", {}, [block("column", {}, [block("paragraph")]), block("column", {}, [block("paragraph")])]),
    group: () => block("group", {}, [block("paragraph")]),
    cover,
    "media-text": () => block("media-text", {}, [block("paragraph")]),
    table: () => block("table", { body: [["", ""], ["", ""]] }),
  };
  return made[name] ? made[name]() : block(name);
}

// HTML of a browser's editing or of the clipboard as the few marks that a text may hold.
const MARKS = { B: "strong", STRONG: "strong", I: "em", EM: "em", U: "u", S: "s", DEL: "s", STRIKE: "s", CODE: "code", SUP: "sup", SUB: "sub", MARK: "mark" };
const SAFE = /^(https?:|mailto:|tel:|\/|#|[a-z_]+:[a-z0-9_-]+$)/i;

export function inline(node) {
  let out = "";
  for (const child of node.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) out += escape(child.data);
    else if (child.nodeType !== Node.ELEMENT_NODE || ["SCRIPT", "STYLE", "IFRAME"].includes(child.tagName)) continue;
    else if (child.tagName === "BR") out += "<br>";
    else if (MARKS[child.tagName]) out += wrap(MARKS[child.tagName], inline(child));
    else if (child.tagName === "A" && SAFE.test(child.getAttribute("href") || "") && !/^javascript/i.test(child.getAttribute("href"))) {
      const tab = child.target === "_blank" ? ' target="_blank"' : "";
      out += `<a href="${escape(child.getAttribute("href")).replaceAll('"', "&quot;")}"${tab}>${inline(child)}</a>`;
    } else out += inline(child);
  }
  return out;
}

function wrap(tag, text) {
  return text ? `<${tag}>${text}</${tag}>` : "";
}

function escape(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

export function trimmed(text) {
  return text.replace(/^(\s|<br>)+|(\s|<br>)+$/g, "");
}

// What was pasted, as blocks.
export function blocksOf(root) {
  const found = [];
  let loose = document.createElement("p");
  const flush = () => {
    const text = trimmed(inline(loose));
    if (text) found.push(block("paragraph", { text }));
    loose = document.createElement("p");
  };
  for (const node of [...root.childNodes]) {
    const tag = node.tagName || "";
    if (/^H[1-6]$/.test(tag)) {
      flush();
      const level = Math.max(2, Number(tag[1]));
      const text = trimmed(inline(node));
      if (text) found.push(block("heading", level === 2 ? { text } : { text, level }));
    } else if (tag === "UL" || tag === "OL") {
      flush();
      found.push(listOf(node));
    } else if (tag === "TABLE") {
      flush();
      const body = [...node.querySelectorAll("tr")].map((row) => [...row.cells].map((cell) => trimmed(inline(cell))));
      if (body.length) found.push(block("table", { body }));
    } else if (tag === "BLOCKQUOTE") {
      flush();
      found.push(block("quote", { text: trimmed(inline(node)) }));
    } else if (tag === "HR") {
      flush();
      found.push(block("separator"));
    } else if (["P", "DIV", "SECTION", "ARTICLE", "MAIN", "FIGURE", "BODY"].includes(tag)) {
      flush();
      if (node.querySelector("p,div,h1,h2,h3,h4,ul,ol,table,blockquote")) found.push(...blocksOf(node));
      else {
        const text = trimmed(inline(node));
        if (text) found.push(block("paragraph", { text }));
      }
    } else if (!["SCRIPT", "STYLE", "META", "LINK", "TITLE", "HEAD"].includes(tag) && node.nodeType !== Node.COMMENT_NODE) loose.append(node.cloneNode(true));
  }
  flush();
  return found;
}

function listOf(node) {
  const items = [...node.children].filter((one) => one.tagName === "LI").map((one) => {
    const copy = one.cloneNode(true);
    const under = [...copy.children].filter((part) => ["UL", "OL"].includes(part.tagName));
    for (const part of under) part.remove();
    return block("list-item", { text: trimmed(inline(copy)) }, under.map(listOf));
  });
  return block("list", node.tagName === "OL" ? { ordered: true } : {}, items);
}
