// The offline copy of the Handbook answers where the network does not, and only there. The page
// /offline/ fills the copy; this worker reads it and keeps nothing of its own.
const STATE = "/offline/state.json"; // in the cache "rumbo-offline": which copy is the present one
const WAIT = 4000; // milliseconds for the network before a kept page is shown instead
const NOT_OURS = /^\/(?:es\/)?(?:admin|accounts|documents|media)\//;
const ASSETS = new Set(["style", "script", "font", "image", "manifest"]);
const DOWN = new Set([502, 503, 504]);
const PIECE = "\x7f";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate") {
    if (!NOT_OURS.test(pathname)) event.respondWith(open(request, pathname));
  } else if (ASSETS.has(request.destination)) {
    event.respondWith(asset(request));
  }
});

async function copyNow() {
  try {
    const answer = await (await caches.open("rumbo-offline")).match(STATE);
    const state = answer && await answer.json();
    return state && await caches.has(state.cache) ? state : null;
  } catch {
    return null;
  }
}

async function open(request, pathname) {
  const network = fetch(request);
  network.catch(() => {});
  const copy = await copyNow();
  if (!copy) return network;
  const asked = pathname.endsWith("/") ? pathname : `${pathname}/`;
  const place = placeOf(asked);
  const isKept = place.path === "/offline/" || asked in copy.pages || place.path in copy.pages;
  try {
    const answer = await (isKept ? Promise.race([network, tooLate()]) : network);
    if (!isKept || !DOWN.has(answer.status)) return answer;
  } catch { /* the copy answers */ }
  try {
    return await keptPage(copy, place, pathname);
  } catch {
    return network; // the copy is damaged: the browser says that there is no connection
  }
}

const tooLate = () => new Promise((_, reject) => { setTimeout(reject, WAIT); });

function placeOf(pathname) {
  const language = pathname.startsWith("/es/") ? "es" : "en";
  return { language, path: language === "es" ? pathname.slice(3) : pathname };
}

async function keptPage(copy, { language, path }, asked) {
  const cache = await caches.open(copy.cache);
  const start = language === "es" ? "/es/offline/" : "/offline/";
  const frame = await cache.match(start);
  if (path === "/offline/") return frame;
  const own = await words(cache, copy, language);
  let [title, main] = own.pages[path] || [];
  if (main) {
    main = whole(main, own.pieces);
  } else {
    const english = language === "es" ? await words(cache, copy, "en") : null;
    if (english?.pages[path]) {
      title = english.pages[path][0];
      main = whole(english.pages[path][1], english.pieces)
        .replaceAll('href="/handbook/', 'href="/es/handbook/')
        .replaceAll('href="/offline/', 'href="/es/offline/');
      main = `${own.untranslated}<div lang="en">${main}</div>`;
    } else {
      title = own.missing.match(/<h1[^>]*>([^<]*)/)[1];
      main = own.missing;
    }
  }
  const day = new Intl.DateTimeFormat(language, { dateStyle: "long" }).format(new Date(copy.on));
  const html = fill(own.shell, { main, title }).replaceAll("/kept-page-address/", path);
  const headers = new Headers(frame.headers); // the content policy and the other guards
  return new Response(fill(html, { day, asked: escaped(asked) }), { headers });
}

async function words(cache, copy, language) {
  return (await cache.match(copy.files[language])).json();
}

const whole = (html, pieces) =>
  html.split(PIECE).map((text, at) => (at % 2 ? pieces[text] : text)).join("");

const fill = (text, values) =>
  Object.entries(values).reduce((all, [name, value]) => all.replaceAll(`⟦${name}⟧`, () => value), text);

const escaped = (text) => text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);

// A stylesheet or script under an address that names its content never changes: the copy may answer
// first. All else comes from the network where there is one.
async function asset(request) {
  const copy = await copyNow();
  const kept = copy && await (await caches.open(copy.cache)).match(request.url);
  if (kept && new URL(request.url).searchParams.has("v")) return kept;
  return kept ? fetch(request).catch(() => kept) : fetch(request);
}
