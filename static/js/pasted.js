// What is pasted from a word processor, made the HTML that it means: Word writes a list as paragraphs that begin with a sign, Google Docs
// wraps all of a text in a <b>.
const BLOCK = "p,div,h1,h2,h3,h4,h5,h6,ul,ol,table,blockquote,hr";
const LIST = /mso-list:\s*(l\d+)\s+level(\d+)/i;
const SIGN = /^[\s\u00a0]*(?:[·•▪◦‣§\uf0b7\uf0a7][\s\u00a0]*)/; // of a list whose styles were lost on the way
const NUMBER = /^[\s\u00a0]*\(?(?:\d{1,3}|[a-z]|[ivxlc]{1,6})[.)°]/i;

const styleOf = (node) => node.dataset.style ?? "";

// The page's policy forbids inline styles, and tells of each, even where nothing is drawn: they are read under another name.
function undressed(markup) {
  const bare = markup.replace(/<style\b[^]*?<\/style>/gi, "");
  return bare.replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\sstyle\s*=/gi, " data-style="));
}

export function tidied(markup) {
  const { body } = new DOMParser().parseFromString(undressed(markup), "text/html");
  for (const wrap of [...body.querySelectorAll("b,strong,i,em,u,span,font")].reverse()) if (wrap.querySelector(BLOCK)) wrap.replaceWith(...wrap.childNodes);
  for (const empty of body.getElementsByTagName("o:p")) if (!empty.textContent.trim()) empty.textContent = "";
  lists(body);
  return body;
}

// { level, list, isNumbered } of a paragraph that stands for an item of a list, which loses its sign; null for any other.
function itemOf(paragraph) {
  const [, list, level] = LIST.exec(styleOf(paragraph)) ?? [];
  const ignored = [...paragraph.querySelectorAll("[data-style]")].find((one) => /mso-list:\s*ignore/i.test(styleOf(one)));
  if (list === undefined && !SIGN.test(paragraph.textContent)) return null;
  const sign = ignored ? ignored.textContent : paragraph.textContent;
  if (ignored) ignored.remove();
  else cutSign(paragraph);
  return { level: Number(level ?? 1), list: list ?? "", isNumbered: NUMBER.test(sign) };
}

function cutSign(paragraph) {
  const texts = paragraph.ownerDocument.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode;
    const rest = text.data.replace(SIGN, "").replace(NUMBER, "");
    const isDone = rest !== text.data && rest.trim() !== "";
    text.data = rest.replace(/^[\s\u00a0]+/, "");
    if (isDone || rest.trim() !== "") return;
  }
}

function lists(body) {
  let open = []; // the lists from the outer one to the one that takes items
  let name = "";
  for (const paragraph of [...body.querySelectorAll("p")]) {
    const item = paragraph.closest("li") ? null : itemOf(paragraph);
    if (!item) continue;
    if (paragraph.previousElementSibling !== open[0] || item.list !== name) open = [];
    name = item.list;
    const tag = item.isNumbered ? "OL" : "UL";
    open.length = Math.min(open.length, item.level);
    if (open.length === item.level && open.length > 1 && open.at(-1).tagName !== tag) open.pop();
    while (open.length < item.level) {
      const made = body.ownerDocument.createElement(tag);
      if (!open.length) paragraph.before(made);
      else (open.at(-1).lastElementChild ?? open.at(-1).appendChild(body.ownerDocument.createElement("li"))).append(made);
      open.push(made);
    }
    const made = body.ownerDocument.createElement("li");
    made.append(...paragraph.childNodes);
    open.at(-1).append(made);
    paragraph.remove();
  }
}

// Plain words whose every line begins as an item of a list does, as HTML; empty for any other text.
export function listOfLines(words) {
  const lines = words.split(/\r?\n/).map((one) => one.trim()).filter(Boolean);
  const BULLET = /^(?:[·•▪◦‣*–-])[\s\u00a0]+/;
  const FIGURE = /^\d{1,3}[.)][\s\u00a0]+/;
  const sign = [BULLET, FIGURE].find((one) => lines.length > 1 && lines.every((line) => one.test(line)));
  if (!sign) return "";
  const list = document.createElement(sign === FIGURE ? "ol" : "ul");
  for (const line of lines) {
    const item = document.createElement("li");
    item.textContent = line.replace(sign, "");
    list.append(item);
  }
  return list.outerHTML;
}
