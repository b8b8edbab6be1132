// Keeps the page « le serveur ne répond pas » and what it is made of, and shows it in place of the examiner's pages while nobody
// answers. Nothing else is kept: no page of a session, no name. Browsers start it on this machine or over https only.
const KEPT = "attente";
const PAGE = new URL("attente", self.location).href;

async function keep() {
  const answer = await fetch(PAGE, { cache: "no-store" });
  if (!answer.ok) return;
  const text = await answer.clone().text();
  const parts = [...text.matchAll(/(?:href|src)="([^"]+\?v=[^"]+)"/g)].map((found) => new URL(found[1], PAGE).href);
  const cache = await caches.open(KEPT);
  const gone = (await cache.keys()).filter((request) => ![PAGE, ...parts].includes(request.url));
  await cache.addAll(parts);
  await cache.put(PAGE, answer);
  for (const request of gone) await cache.delete(request);
}

const orKept = (request, address) => fetch(request).catch(async (fault) => (await caches.match(address)) ?? Promise.reject(fault));

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(keep());
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(orKept(request, PAGE));
  else if (request.url.includes("?v=") && ["script", "style"].includes(request.destination)) event.respondWith(orKept(request, request.url));
});
// another version of the application: its page is kept in place of the earlier one
self.addEventListener("message", (event) => event.waitUntil(keep()));
