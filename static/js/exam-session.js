// The waiting page: shows who has joined, without the examiner doing anything.
setInterval(async () => {
  if (document.hidden) return;
  const answer = await fetch(location.href).catch(() => null);
  if (!answer?.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".ex-codes");
  const here = document.querySelector(".ex-codes");
  if (fresh && fresh.innerHTML !== here.innerHTML && !here.contains(document.activeElement)) here.replaceWith(fresh);
}, 3000);
