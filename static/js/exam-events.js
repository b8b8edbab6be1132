// The panel of the subject's events on the console: what is to come, what was received, and the examiner's hand. Firing shows first
// what will happen, for whom; nothing is fired by one press alone. A firing whose answer was lost is made again under its number.
import { uuid } from "./exam-queue.js";

export function watchEvents({ act }) {
  const panel = document.querySelector("[data-events]");
  if (!panel) return null;
  const live = panel.querySelector("[data-live=events]");
  const form = panel.querySelector("[data-event-go]");
  const summary = panel.querySelector("summary");
  const tries = {};
  let asked = null;

  function close() {
    asked = null;
    form.hidden = true;
  }
  panel.addEventListener("toggle", () => {
    if (!panel.open) close();
  });
  panel.querySelector("[data-event-no]").addEventListener("click", () => {
    const back = live.querySelector(`[data-act=event][data-event="${asked?.event}"][data-rank="${asked?.rank}"]`) || summary;
    close();
    back.focus();
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (form.dataset.sent || !asked) return;
    form.dataset.sent = "1";
    const place = `${asked.event} ${asked.rank}`;
    tries[place] ??= uuid();
    if (await act(`/evenements/${encodeURIComponent(asked.event)}`, { rank: asked.rank, _essai: tries[place] })) delete tries[place];
    delete form.dataset.sent;
    close();
    summary.focus();
  });

  return {
    toggle() {
      panel.open = !panel.open;
      summary.focus();
    },
    ask({ event, rank, name, title }) {
      asked = { event, rank };
      form.querySelector("[data-event-what]").textContent = `« ${title} », pour ${name} :`;
      const will = [...live.querySelectorAll(`[data-event-preview="${event}"] li`)].map((line) => line.cloneNode(true));
      form.querySelector("[data-event-will]").replaceChildren(...will);
      form.hidden = false;
      form.querySelector("[type=submit]").focus();
    },
    // Replaced only when something changed; what was unfolded and what had the focus stay so.
    show(html) {
      if (!html || live.dataset.html === html) return;
      const open = [...live.querySelectorAll("details[open]")].map((more) => more.dataset.eventMore);
      const focus = live.contains(document.activeElement) ? document.activeElement.dataset : null;
      live.dataset.html = html;
      live.innerHTML = html;
      for (const id of open) live.querySelector(`[data-event-more="${id}"]`)?.setAttribute("open", "");
      if (focus) (live.querySelector(`[data-act=event][data-event="${focus.event}"][data-rank="${focus.rank}"]`) || live).focus();
    },
  };
}
