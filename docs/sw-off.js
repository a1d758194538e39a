// Published in the place of sw.js, this ends reading offline: it gives back what was kept.
"use strict";

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => {
  const { registration } = self;
  event.waitUntil(caches.delete(registration.scope).then(() => registration.unregister()));
});
