// The page « le serveur ne répond pas » is kept by the browser while the console is open. A browser that has no worker for this address
// (plain http from another machine) shows its own page; what was noted is kept there all the same.
export async function keepWaitingPage(address) {
  if (!navigator.serviceWorker) return;
  try {
    const known = await navigator.serviceWorker.register(address);
    known.active?.postMessage("keep");
  } catch {
    // refused by the browser's settings
  }
}
