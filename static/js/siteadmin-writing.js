// Writing in the texts: marks and links, splitting and joining, lists, shortcuts, what is pasted. `ed` is the editor's hands.

import { listOfLines, tidied } from "./pasted.js";
import { el } from "./siteadmin-canvas.js";
import * as tree from "./siteadmin-tree.js";

export function writing(canvas, site, ed) {
  function format(command) {
    document.execCommand(command);
  }

  async function link() {
    const selection = getSelection();
    if (!selection.rangeCount) return;
    const range = selection.getRangeAt(0).cloneRange();
    const editable = range.startContainer.parentElement?.closest("[contenteditable]");
    if (!editable) return;
    const inside = range.startContainer.parentElement.closest("a");
    const found = await site.askLink(inside?.getAttribute("href") || "", inside?.target === "_blank");
    if (!found) return;
    editable.focus();
    selection.removeAllRanges();
    selection.addRange(range);
    if (inside) {
      if (found.url) inside.setAttribute("href", found.url);
      else inside.replaceWith(...inside.childNodes);
      if (found.url) inside.target = found.tab ? "_blank" : "";
    } else if (found.url) {
      if (range.collapsed) document.execCommand("insertText", false, site.nameOf(found.url));
      const anchor = el("a", { href: found.url, target: found.tab ? "_blank" : null });
      const place = selection.getRangeAt(0);
      if (place.collapsed) place.setStart(place.startContainer, Math.max(0, place.startOffset - site.nameOf(found.url).length));
      anchor.append(place.extractContents());
      place.insertNode(anchor);
    }
    editable.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }

  function write(target) {
    const host = target.closest(".eb");
    const place = host && ed.find(host.dataset.id);
    if (!place) return null;
    const { one } = place;
    if (target.dataset.cell) {
      const [part, row, column] = target.dataset.cell.split(":");
      one.attrs[part][row][column] = tree.trimmed(tree.inline(target));
    } else if (target.dataset.plain) one.attrs[target.dataset.plain] = target.value;
    else one.attrs[target.dataset.attr] = tree.inline(target).replace(/<br>$/, "");
    return one;
  }

  canvas.addEventListener("input", (event) => {
    const target = event.target.closest("[contenteditable=true], [data-plain]");
    const one = target && write(target);
    if (!one) return;
    ed.changed();
    ed.remember(true);
    const words = target.textContent;
    if (one.kind === "paragraph" && words.startsWith("/")) ed.openInserter(words.slice(1));
    const heading = one.kind === "paragraph" && /^(##|###|####)\s$/.exec(words.replace(/\u00a0/g, " "));
    if (heading) {
      one.attrs = { ...(heading[1].length === 2 ? {} : { level: heading[1].length }) };
      ed.turn(one.id, "heading");
      if (heading[1].length > 2) ed.change(one.id, { level: heading[1].length });
      ed.focusOn(one.id);
    }
  });

  function caret(target) {
    const selection = getSelection();
    if (!selection.rangeCount) return null;
    const range = selection.getRangeAt(0);
    const before = range.cloneRange();
    before.selectNodeContents(target);
    before.setEnd(range.startContainer, range.startOffset);
    const after = range.cloneRange();
    after.selectNodeContents(target);
    after.setStart(range.endContainer, range.endOffset);
    const html = (part) => {
      const box = document.createElement("div");
      box.append(part.cloneContents());
      return tree.inline(box);
    };
    return { atStart: range.collapsed && !before.toString(), atEnd: range.collapsed && !after.toString(), before: html(before), after: html(after) };
  }

  const SPLITS = { paragraph: "paragraph", heading: "paragraph", "list-item": "list-item", button: "button" };

  canvas.addEventListener("keydown", (event) => {
    const target = event.target.closest("[contenteditable=true]");
    const host = event.target.closest(".eb");
    if (!host) return;
    const id = host.dataset.id;
    const place = ed.find(id);
    if (!target || !place) return;
    const at = caret(target);
    const { one, list, index, parent } = place;
    if (event.key === "Enter" && !event.shiftKey && target.dataset.attr === "text" && SPLITS[one.kind]) {
      event.preventDefault();
      if (one.kind === "paragraph" && target.textContent.startsWith("/") && ed.takeFirst()) return; // « /image », Entrée
      if (one.kind === "list-item" && !target.textContent) {
        leaveList(place);
        return;
      }
      one.attrs.text = at.before;
      const next = tree.block(SPLITS[one.kind], at.after ? { text: at.after } : {});
      list.splice(index + 1, 0, next);
      ed.done(next.id, false);
    } else if (event.key === "Backspace" && at?.atStart && target.dataset.attr === "text") {
      const before = list[index - 1];
      if (!one.attrs.text && one.kind !== "cover") {
        event.preventDefault();
        ed.remove(id);
      } else if (before && before.kind === one.kind && one.kind !== "button") {
        event.preventDefault();
        before.attrs.text = (before.attrs.text || "") + (one.attrs.text || "");
        before.inner.push(...one.inner);
        list.splice(index, 1);
        ed.done(before.id);
      } else if (one.kind === "heading") {
        event.preventDefault();
        ed.turn(id, "paragraph");
      }
    } else if (event.key === "Tab" && one.kind === "list-item" && index > 0 && !event.shiftKey && at?.atStart) {
      event.preventDefault();
      nest(place);
    } else if ((event.key === "ArrowDown" && at?.atEnd) || (event.key === "ArrowUp" && at?.atStart)) {
      const all = [...canvas.querySelectorAll("[contenteditable=true]")];
      const next = all[all.indexOf(target) + (event.key === "ArrowDown" ? 1 : -1)];
      if (next) {
        event.preventDefault();
        next.focus();
      }
    } else if (event.key === "Escape") {
      host.focus();
      ed.select(parent && event.altKey ? parent.id : id);
    }
  });

  function nest({ one, list, index }) {
    const before = list[index - 1];
    list.splice(index, 1);
    let under = before.inner.find((child) => child.kind === "list");
    if (!under) {
      under = tree.block("list");
      before.inner.push(under);
    }
    under.inner.push(one);
    ed.done(one.id);
  }

  // An empty item and Enter: out of the list, into a paragraph behind it, or one level up.
  function leaveList({ list, index, parent }) {
    list.splice(index, 1);
    const outer = ed.find(parent.id);
    const isNested = outer.parent?.kind === "list-item";
    const made = tree.block(isNested ? "list-item" : "paragraph");
    if (isNested) {
      const above = ed.find(outer.parent.id);
      above.list.splice(above.index + 1, 0, made);
    } else outer.list.splice(outer.index + 1, 0, made);
    if (!parent.inner.length) {
      const again = ed.find(parent.id);
      again.list.splice(again.index, 1);
    }
    ed.done(made.id);
  }

  canvas.addEventListener("paste", (event) => {
    const target = event.target.closest("[contenteditable=true]");
    if (!target) return;
    event.preventDefault();
    const words = event.clipboardData.getData("text/plain");
    const markup = event.clipboardData.getData("text/html") || listOfLines(words);
    const found = markup ? tree.blocksOf(tidied(markup)) : words.split(/\n{2,}|\r\n\r\n/).filter((part) => part.trim()).map((part) => tree.block("paragraph", { text: part.trim().replaceAll("&", "&amp;").replaceAll("<", "&lt;").replace(/\r?\n/g, "<br>") }));
    const place = ed.find(target.closest(".eb").dataset.id);
    if (found.length === 1 && found[0].kind === "paragraph") document.execCommand("insertHTML", false, found[0].attrs.text);
    else if (found.length === 1 && found[0].kind === "list" && place.one.kind === "list-item") {
      const items = found[0].inner; // a list in a list: its items
      const isEmpty = !place.one.attrs.text && !place.one.inner.length;
      place.list.splice(place.index + (isEmpty ? 0 : 1), isEmpty ? 1 : 0, ...items);
      ed.done(items.at(-1).id);
    }
    else if (found.length && place.one.kind === "paragraph") {
      const isEmpty = !place.one.attrs.text;
      place.list.splice(place.index + (isEmpty ? 0 : 1), isEmpty ? 1 : 0, ...found.filter((one) => tree.mayStandIn(one.kind, place.parent?.kind)));
      ed.done(found.at(-1).id);
    } else if (words) document.execCommand("insertText", false, words);
  });

  return { format, link };
}
