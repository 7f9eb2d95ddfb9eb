"use strict";
// Keeps the page's own files, so that it opens without a connection. What is said of a visit never comes here: the
// page keeps that itself, for its own token only.
const CACHE = "page|{{page.js}}|{{page.css}}|{{words.json}}";
const SHELL = "{{shell.html}}";
const FILES = {{every}};
const PATIENCE = 4000;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(FILES)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(caches.keys()
    .then((names) => Promise.all(names.filter((name) => name.startsWith("page|") && name !== CACHE).map((name) => caches.delete(name))))
    .then(() => self.clients.claim()));
});

const patient = (request) => fetch(request, { signal: AbortSignal.timeout(PATIENCE) });

self.addEventListener("fetch", (event) => {
  const request = event.request;
  const path = new URL(request.url).pathname;
  if (request.mode === "navigate" && /^\/t\/[^/]+$/.test(path)) {
    event.respondWith(patient(request)
      .then((answer) => (answer.status >= 500 ? caches.match(SHELL) : answer), () => caches.match(SHELL)));
  } else if (path.startsWith("/t/files/")) {
    event.respondWith(caches.match(request, { ignoreVary: true }).then((kept) => kept || fetch(request)));
  }
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(self.clients.matchAll({ type: "window" }).then((open) => {
    const mine = open.find((client) => new URL(client.url).pathname === event.notification.data);
    return mine ? mine.focus() : self.clients.openWindow(event.notification.data);
  }));
});
