// A centre's pages stay true by themselves: the live part is read again, unless somebody is in the middle of it.
const here = document.querySelector("[data-live]");
setInterval(async () => {
  if (document.hidden) return;
  const answer = await fetch(location.href).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector(`[data-live="${here.dataset.live}"]`);
  if (fresh && fresh.innerHTML !== here.innerHTML && !here.contains(document.activeElement)) here.replaceChildren(...fresh.childNodes);
}, 5000);
