// The page shown while the server is down: it counts what the console keeps in this browser, asks until the server answers, and
// opens again the page that was wanted.
const { waiting, home } = document.body.dataset;

function kept() {
  let number = 0;
  for (const key of Object.keys(localStorage)) {
    if (!key.startsWith("observations:")) continue;
    try {
      number += JSON.parse(localStorage.getItem(key)).length;
    } catch {
      // not the console's
    }
  }
  return number;
}
const number = kept();
document.querySelector("[data-kept]").textContent =
  number > 1
    ? `${number} notes sont gardées sur cet appareil : elles partiront quand la console se rouvrira.`
    : number === 1
      ? "1 note est gardée sur cet appareil : elle partira quand la console se rouvrira."
      : "Aucune note n’attend sur cet appareil : le serveur a tout reçu.";

async function ask() {
  const answer = await fetch(waiting, { cache: "no-store", signal: AbortSignal.timeout(5000) }).catch(() => null);
  if (!answer?.ok) return setTimeout(ask, 2000);
  location.replace(location.pathname === waiting ? home : location.href);
}
setTimeout(ask, 1000);
