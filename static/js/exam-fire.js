// The fire exit. Asked while the server is silent, it is not lost: the screen says so, and it is told as soon as the server answers again.
import { $, post, root, say } from "./exam-console-base.js";

export function watchFire({ act, poll }) {
  const panel = $("[data-fire]");
  const waiting = $("[data-fire-asked]");
  const key = `evacuation-demandee:${root}`;
  let stayed = sessionStorage.getItem(`evacuation:${root}`); // the evacuation that the examiner put aside on this screen
  let isSending = false;

  function wait(isAsked) {
    if (isAsked) sessionStorage.setItem(key, "oui");
    else sessionStorage.removeItem(key);
    if (waiting.hidden !== isAsked) return;
    waiting.hidden = !isAsked;
    if (isAsked) $("button", waiting).focus();
  }
  async function send() {
    if (isSending) return;
    isSending = true;
    try {
      const answer = await post("/evacuation", {}, false);
      if (answer.status >= 500) return wait(true); // a server that comes up, or a full disk
      wait(false);
      if (!answer.ok) say((await answer.json().catch(() => ({}))).error || "Refusé.");
      poll();
    } catch {
      wait(true);
    } finally {
      isSending = false;
    }
  }
  // What the server says, each time it says something.
  function show(since, isClosed = false) {
    if (sessionStorage.getItem(key)) {
      if (since || isClosed) wait(false);
      else send();
    }
    const isShown = Boolean(since) && since !== stayed;
    if (since) $("[data-fire-at]").textContent = since;
    panel.dataset.since = since;
    if (panel.hidden !== isShown) return;
    panel.hidden = !isShown;
    if (isShown) $("button", panel).focus();
  }
  wait(Boolean(sessionStorage.getItem(key)));
  return {
    show,
    isShown: () => !panel.hidden || !waiting.hidden,
    acts: {
      fire: send,
      "fire-drop": () => wait(false),
      "fire-end": async () => {
        if (await act("/evacuation/fin")) show("");
      },
      "fire-stay": () => {
        stayed = panel.dataset.since;
        sessionStorage.setItem(`evacuation:${root}`, stayed);
        show(stayed);
      },
    },
  };
}
