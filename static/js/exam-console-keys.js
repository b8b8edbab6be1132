// The keyboard of the console: physical keys, because digits ask for Shift on an AZERTY keyboard.
import { $, $$ } from "./exam-console-base.js";

export function watchKeys({ observing, levels, events, asks, isBlocked }) {
  const keys = $("[data-keys]");
  keys.checked = localStorage.getItem("console:keys") !== "0";
  keys.addEventListener("change", () => localStorage.setItem("console:keys", keys.checked ? "1" : "0"));

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const isTyping = event.target.matches("input:not([type=radio],[type=checkbox]), textarea, select");
    if (event.key === "Escape") {
      if (levels.closeWhy()) return;
      if (asks?.close()) return;
      for (const pop of $$(".ex-pop[open]")) {
        pop.open = false;
        $("summary", pop).focus();
      }
      if (isTyping) event.target.blur();
      return;
    }
    // Enter noted and left the hand in the empty field: Z, alone, still takes that note back
    if (event.key.toUpperCase() === "Z" && keys.checked && !isBlocked() && observing.takesBack(event.target)) {
      event.preventDefault();
      return observing.undo();
    }
    if (isTyping || !keys.checked || isBlocked() || event.target.closest("[data-ask-form], [data-clash]")) return;
    const digit = event.code.match(/^(?:Digit|Numpad)([1-3])$/)?.[1];
    const letter = event.key.length === 1 ? event.key.toUpperCase() : "";
    const sign = { "+": "+", "-": "-", "−": "-", "~": "~", "=": "~" }[event.key] ?? { NumpadAdd: "+", NumpadSubtract: "-" }[event.code];
    if (sign) observing.sign(sign);
    else if (digit) observing.target({ rank: digit });
    else if (letter === "Z") observing.undo();
    else if (letter === "V" && events) events.toggle();
    else if (letter === "Q" && asks) asks.key(observing.rank());
    else if (observing.lineOf(letter)) observing.target({ line: observing.lineOf(letter) });
    else if (event.key === "Enter" && !event.target.closest("a, button, summary")) return observing.write();
    else return;
    event.preventDefault();
  });
}
