// The levels of the console: sent through the queue, shown where they stand; on a signed sheet a change asks for its reason.
import { $, $$, seatOf } from "./exam-console-base.js";
import { watchLevels } from "./exam-levels.js";

export function cellOf({ rank, line }) {
  return $(`[data-col="${rank}"] [data-cell="${line}"]`);
}
export const levelOf = (item) => ({ kind: "level", rank: Number(item.closest("[data-col]").dataset.col), line: item.dataset.cell });

// `queue()` is the console's queue, `poll(isWhole)` asks the server.
export function watchConsoleLevels({ queue, poll }) {
  const why = $("[data-why]");
  let asking = null; // the level that waits for its reason, on a signed sheet
  function chooseLevel(item, value, reason = "") {
    sendLevel({ ...levelOf(item), value, reason, version: Number(item.dataset.version) });
  }
  function sendLevel(entry) {
    queue().add({ ...entry, seat: seatOf(entry.rank) });
  }
  // grey: here; amber: on its way; nothing: the server has it
  function showSent(entry, kind, got) {
    const item = cellOf(entry);
    if (!item) return;
    item.classList.toggle("is-typed", kind === "is-typed");
    item.classList.toggle("is-queue", kind === "is-queue");
    if (kind === "is-no") return poll(true);
    if (got?.version !== undefined) item.dataset.version = got.version;
    for (const input of $$("input", item)) input.checked = input.value === (queue().waiting(entry) ?? entry).value;
  }
  function askWhy(item, value) {
    const column = item.closest("[data-col]");
    item.classList.remove("is-typed", "is-queue");
    asking = { item, value };
    const letter = $(`[data-line="${item.dataset.cell}"]`).dataset.letter;
    $("[data-why-what]").textContent = `${$("h2", column).lastChild.textContent}, ligne ${letter} : ${value || "sans niveau"}.`;
    why.hidden = false;
    why.elements.reason.focus();
  }
  function closeWhy() {
    const item = asking?.item;
    asking = null;
    why.hidden = true;
    why.reset();
    if (!item) return;
    item.closest("[data-col]").dataset.v = "";
    $("input", item).focus();
    poll();
  }
  why.addEventListener("submit", (event) => {
    event.preventDefault();
    const { item, value } = asking;
    const reason = why.elements.reason.value;
    closeWhy();
    chooseLevel(item, value, reason);
  });
  $("[data-why-no]").addEventListener("click", closeWhy);
  watchLevels(document, (input) => input.closest("[data-cell]"), chooseLevel);

  return {
    askWhy,
    closeWhy() {
      if (why.hidden) return false;
      closeWhy();
      return true;
    },
    isAsking: (item) => asking?.item === item,
    send: sendLevel,
    showSent,
  };
}
