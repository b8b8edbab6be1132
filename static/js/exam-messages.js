// « Messages » in the candidate's frame: what the people of the story write. A new one is told politely, without a sound, and takes no
// focus; it is read once the panel was open. `find(name)` finds a part of the frame, `read(id)` tells the server.
export function watchMessages({ find, read }) {
  const button = find("mail");
  if (!button) return null;
  const panel = find("msgs");
  const list = find("msgs-list");
  const voice = find("mail-voice");
  let shown = null; // the messages on screen, as text
  let known = null; // the latest that was told
  let told = 0; // up to which the server knows that they were read

  function item(message) {
    const line = document.createElement("li");
    line.className = message.unread ? "is-new" : "";
    const head = document.createElement("p");
    const who = document.createElement("b");
    who.textContent = message.who;
    head.append(who, [message.role && `, ${message.role}`, ` · ${message.at}`, message.channel && ` · ${message.channel}`].filter(Boolean).join(""));
    if (message.unread) {
      const mark = document.createElement("span");
      mark.className = "ex-msgs__new";
      mark.textContent = "Non lu";
      head.append(" ", mark);
    }
    const text = document.createElement("p");
    text.textContent = message.text;
    line.append(head, text);
    return line;
  }
  function mark(messages) {
    const unread = messages.filter((message) => message.unread && message.id > told).length;
    const badge = find("unread");
    badge.hidden = !unread;
    badge.textContent = unread ? `${unread} non lu${unread > 1 ? "s" : ""}` : "";
  }
  let latest = [];
  function readAll() {
    const last = latest[0]?.id ?? 0;
    if (panel.hidden || last <= told) return;
    read(last).then((answer) => {
      if (answer.ok) told = Math.max(told, last);
      mark(latest);
    }, () => {});
  }
  function open(isOpen) {
    panel.hidden = !isOpen;
    button.setAttribute("aria-expanded", String(isOpen));
    button.classList.toggle("ex-bb--on", isOpen);
    if (isOpen) {
      panel.focus();
      readAll();
    } else button.focus();
  }
  button.addEventListener("click", () => open(panel.hidden));
  find("mail-close").addEventListener("click", () => open(false));
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape") open(false);
  });

  return {
    show(messages) {
      if (!messages) return;
      latest = messages;
      const text = JSON.stringify(messages.map((message) => [message.id, message.unread && message.id > told]));
      if (text !== shown) {
        shown = text;
        find("msgs-none").hidden = messages.length > 0;
        list.replaceChildren(...messages.map((message) => item({ ...message, unread: message.unread && message.id > told })));
      }
      const fresh = messages.filter((message) => known !== null && message.id > known);
      if (fresh.length) voice.textContent = fresh.length > 1 ? `${fresh.length} nouveaux messages.` : `Nouveau message de ${fresh[0].who}.`;
      known = Math.max(known ?? 0, messages[0]?.id ?? 0);
      mark(messages);
      readAll();
    },
  };
}
