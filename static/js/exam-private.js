// The examiner's own notes on a candidate: kept in the browser as one types, on the server every 2 s. What another device wrote
// meanwhile is shown under what was typed here; neither overwrites the other.
export function watchPrivate({ post, root, seatOf }) {
  for (const part of document.querySelectorAll("[data-private]")) {
    const rank = part.dataset.private;
    const area = part.querySelector("textarea");
    const said = part.querySelector("[data-private-said]");
    const place = `carnet:${root}:${rank}`;
    let version = null; // of what is kept; unknown until it was read
    let kept = "";
    let isSending = false;

    const mine = () => JSON.parse(localStorage.getItem(place) || "null");
    const remember = () => localStorage.setItem(place, JSON.stringify({ text: area.value, version: version ?? mine()?.version ?? 0 }));

    async function read() {
      const answer = await fetch(`${root}/candidats/${rank}/carnet`, { headers: { "X-Requested-With": "fetch" } }).catch(() => null);
      if (!answer?.ok || answer.redirected) return;
      const got = await answer.json();
      const typed = mine();
      const isApart = typed && got.text && got.version !== typed.version && got.text.trim() !== typed.text.trim();
      area.value = isApart ? `${typed.text}\n\n--- écrit sur un autre appareil ---\n${got.text}` : (typed?.text ?? got.text);
      [version, kept] = [got.version, got.text];
      if (isApart) remember();
    }
    async function keep() {
      if (isSending || version === null || area.value.trim() === kept.trim()) return;
      const text = area.value;
      isSending = true;
      try {
        const answer = await post("/carnet", { rank: Number(rank), seat: seatOf(rank), text, version });
        const got = await answer.json();
        if (answer.status === 409) await read();
        else if (!answer.ok) said.textContent = got.error;
        else {
          [version, kept] = [got.version, text];
          if (area.value === text) localStorage.removeItem(place);
          said.textContent = `Gardées à ${got.at}.`;
        }
      } catch {
        said.textContent = "Gardées sur cet appareil, pas encore sur le serveur.";
      }
      isSending = false;
    }
    area.addEventListener("input", () => {
      remember();
      said.textContent = "";
    });
    part.addEventListener("toggle", () => {
      if (part.open && (version === null || area.value.trim() === kept.trim())) read();
      else keep();
    });
    setInterval(async () => {
      if (version === null && mine()) await read();
      keep();
    }, 2000);
    if (mine()) area.value = mine().text; // typed here and never received
  }
}
