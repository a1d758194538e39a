// Keeps the site on the reader's device, to be read and searched without a network: all of one
// version, or nothing. Before this the build puts VERSION, and SUMS: path of each file that is kept
// to its SHA-256. Files are kept by their sums: no answer can be of another version, and what two
// versions have in common is fetched once.
"use strict";

const { registration, registration: { scope } } = self;
const sums = new Map(Object.entries(SUMS));
const LANES = 2; // files fetched at a time: the reader may be fetching too

const kept = () => caches.open(scope); // other sites may share the host

async function sumOf(body) {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", body));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// The sum alone decides: hosts redirect some addresses, and give the error page its own status.
async function keep([path, sum]) {
  const cache = await kept();
  if (await cache.match(sum)) return;
  const address = new URL(path.replace(/(^|\/)index\.html$/, "$1"), scope);
  const answer = await fetch(address, { cache: "no-cache", priority: "low" });
  const body = await answer.arrayBuffer();
  if (await sumOf(body) !== sum) throw new Error(`${path} is of another version`);
  await cache.put(sum, new Response(body, { headers: answer.headers }));
}

// One file that fails, fails all; what was kept is still there when it is tried again.
async function keepAll() {
  if (navigator.connection?.saveData) throw new Error("the reader saves data");
  const left = [...sums];
  const lane = async () => {
    while (left.length) await keep(left.shift());
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  await (await kept()).put(VERSION, new Response(Date.now()));
}

// A version that has come meanwhile needs its files, and will tidy up in its turn.
async function tidy() {
  if (registration.installing || registration.waiting) return;
  const cache = await kept();
  const ours = new Set([VERSION, ...sums.values()].map((name) => new URL(name, location).href));
  await Promise.all((await cache.keys()).filter(({ url }) => !ours.has(url)).map((old) => cache.delete(old)));
}

const found = async (name) => (await kept()).match(name);

async function notFound() {
  const { body, headers } = await found(sums.get("404.html"));
  return new Response(body, { headers, status: 404 });
}

self.addEventListener("install", (event) => event.waitUntil(keepAll()));
self.addEventListener("activate", (event) => event.waitUntil(tidy().then(() => self.clients.claim())));

self.addEventListener("message", async ({ data, source }) => {
  if (data === "begin") self.skipWaiting();
  const since = await found(VERSION);
  if (data === "since" && since) source.postMessage(Number(await since.text()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(scope)) return;
  const path = new URL(request.url).pathname.slice(new URL(scope).pathname.length);
  const sum = sums.get(path.replace(/(^|\/)$/, "$1index.html"));
  if (sum) event.respondWith(found(sum).then((answer) => answer ?? fetch(request)));
  else if (request.mode === "navigate") event.respondWith(fetch(request).catch(notFound));
});
