// The page of the offline copy: keeps it, searches it, says what changed, renews and removes it.
// A copy is one cache of its own. The state names the cache that is in force; it is written last, so
// a download that breaks leaves the old copy in force and whole. Nothing about the reader is kept.
const STATE = "/offline/state.json";
const STATE_CACHE = "rumbo-offline";
const COPY = "rumbo-copy-";
const MARGIN = 1.3; // what a browser needs beside the bytes themselves
const MEGABYTE = 1e6;
const SNIPPET_WORDS = 28;
const WORDS_BEFORE = 6;

const root = document.querySelector("[data-offline]");
const language = document.documentElement.lang;
const part = (name) => root.querySelector(`[data-${name}]`);
const panel = (name) => root.querySelector(`[data-panel="${name}"]`);
const button = (name) => root.querySelector(`[data-do="${name}"]`);

function sentence(name, values = {}) {
  const words = root.querySelector(`[data-say="${name}"]`).textContent;
  return words.replace(/⟦(\w+)⟧/g, (_, key) => values[key]);
}

function say(words) {
  part("status").textContent = words;
}

function show(...names) {
  for (const one of root.querySelectorAll("[data-panel]")) one.hidden = !names.includes(one.dataset.panel);
}

const dayOf = (moment) =>
  new Intl.DateTimeFormat(language, { dateStyle: "long" }).format(new Date(moment));
const megabytes = (bytes) => (bytes / MEGABYTE).toFixed(1);

// --- the state ----------------------------------------------------------------------------------
async function readState() {
  const answer = await (await caches.open(STATE_CACHE)).match(STATE);
  const state = answer && await answer.json();
  return state && await caches.has(state.cache) ? state : null;
}

async function dropCopies(except) {
  for (const name of await caches.keys()) {
    if (name.startsWith(COPY) && name !== except) await caches.delete(name);
  }
}

// --- taking a copy ------------------------------------------------------------------------------
class Broken extends Error {}

async function readList() {
  const answer = await fetch(root.dataset.list, { cache: "no-store", credentials: "omit" });
  if (!answer.ok) throw new Broken();
  return answer.json();
}

async function digestOf(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function put(cache, address, digest) {
  const how = address.includes("?v=") ? "default" : "no-cache";
  const answer = await fetch(address, { cache: how, credentials: "omit" });
  if (!answer.ok) throw new Broken();
  const bytes = await answer.arrayBuffer();
  if (digest && await digestOf(bytes) !== digest) throw new Broken();
  const headers = new Headers(answer.headers);
  for (const name of ["content-encoding", "content-length", "etag"]) headers.delete(name);
  await cache.put(address, new Response(bytes, { headers }));
  return bytes.byteLength;
}

async function needRoom(list) {
  const { quota, usage } = (await navigator.storage?.estimate?.()) || {};
  if (quota !== undefined && quota - usage < list.bytes * MARGIN) {
    const numbers = { needed: megabytes(list.bytes * MARGIN), free: megabytes(Math.max(0, quota - usage)) };
    throw Object.assign(new Error(), { words: sentence("no-room", numbers) });
  }
}

async function take(list, before) {
  await needRoom(list);
  const name = `${COPY}${list.fingerprint}-${Date.now()}`;
  try {
    const cache = await caches.open(name);
    const wanted = [...list.files.map((file) => [file.address, file.digest]), ...list.assets.map((one) => [one])];
    const progress = part("progress");
    progress.max = wanted.length;
    progress.value = 0;
    let bytes = 0;
    for (const [address, digest] of wanted) {
      bytes += await put(cache, address, digest);
      progress.value += 1;
    }
    await navigator.serviceWorker.register(root.dataset.worker, { scope: "/" });
    await navigator.serviceWorker.ready;
    const files = Object.fromEntries(list.files.map((file) => [file.name, file.address]));
    const state = {
      cache: name, shape: list.shape, fingerprint: list.fingerprint, on: new Date().toISOString(),
      bytes, files, pages: list.pages,
    };
    const states = await caches.open(STATE_CACHE);
    await states.put(STATE, new Response(JSON.stringify(state), { headers: { "Content-Type": "application/json" } }));
    await dropCopies(name);
    return state;
  } catch (error) {
    await dropCopies(before?.cache).catch(() => {});
    throw error;
  }
}

function whyNot(error, list) {
  if (error.words) return error.words;
  if (error.name === "QuotaExceededError") return sentence("full", { needed: list ? megabytes(list.bytes * MARGIN) : "3" });
  if (error.name === "SecurityError" || error.name === "InvalidStateError") return sentence("refused");
  return sentence("broken");
}

async function keep(before) {
  show("busy");
  say(panel("busy").querySelector("p").textContent);
  let list;
  try {
    list = await readList();
    const state = await take(list, before);
    await showKept(state, { isNew: true });
    say(sentence("kept", { address: location.origin + location.pathname }));
    document.getElementById("kept").focus();
  } catch (error) {
    const safe = before ? sentence("old-safe", { day: dayOf(before.on) }) : sentence("nothing-kept");
    const words = `${whyNot(error, list)} ${safe}`;
    if (before) await showKept(before); else show("keep");
    panel("fault").hidden = false;
    part("fault").textContent = words;
    document.getElementById("fault").focus();
  }
}

async function remove() {
  await dropCopies();
  await caches.delete(STATE_CACHE);
  for (const registration of await navigator.serviceWorker.getRegistrations()) {
    if (registration.active?.scriptURL.endsWith(root.dataset.worker)) await registration.unregister();
  }
  show("keep");
  say(sentence("removed"));
  document.getElementById("keep").focus();
}

// --- what changed -------------------------------------------------------------------------------
function linkTo(address, title, isNew) {
  const item = document.createElement("li");
  const link = Object.assign(document.createElement("a"), { href: address, textContent: title, className: "usa-link" });
  const written = address.startsWith("/es/") ? "es" : "en";
  if (written !== language) link.lang = written;
  item.append(link, isNew ? ` (${sentence("new")})` : "");
  return item;
}

function showChanges(state, list) {
  const changed = Object.entries(list.pages).filter(([address, [mark]]) => state.pages[address]?.[0] !== mark);
  const isHere = ([address]) => address.startsWith("/es/") === (language === "es");
  const items = [...changed.filter(isHere), ...changed.filter((one) => !isHere(one))];
  const gone = Object.keys(state.pages).filter((address) => !(address in list.pages));
  const values = { count: items.length, day: dayOf(state.on) };
  const name = { 0: "unchanged", 1: "changed-one" }[items.length] || "changed";
  part("update").textContent = sentence(name, values);
  part("changes").replaceChildren(
    ...items.map(([address, [, title]]) => linkTo(address, title, !(address in state.pages))),
  );
  part("removed").hidden = !gone.length;
  part("removed").textContent = sentence("gone", { titles: gone.map((one) => state.pages[one][1]).join("; ") });
}

async function lookForNewer(state) {
  let list;
  try {
    list = await readList();
  } catch {
    part("fresh").textContent = sentence("unknown");
    return;
  }
  if (list.fingerprint === state.fingerprint) {
    part("fresh").textContent = sentence("newest");
    return;
  }
  showChanges(state, list);
  panel("update").hidden = false;
  button("renew").onclick = () => keep(state);
}

async function showKept(state, { isNew = false } = {}) {
  show("search", "kept");
  const facts = { day: dayOf(state.on), pages: Object.keys(state.pages).length, size: megabytes(state.bytes) };
  part("kept").textContent = `${sentence("kept", { address: location.origin + location.pathname })} ${sentence("copy", facts)}`;
  part("fresh").textContent = isNew ? sentence("newest") : "";
  prepareSearch(state);
  if (!isNew) await lookForNewer(state);
}

// --- the search ---------------------------------------------------------------------------------
let tools = null;

function prepareSearch(state) {
  tools = null;
  part("search-form").onsubmit = (event) => {
    event.preventDefault();
    const hash = `#${new URLSearchParams({ q: root.querySelector("#q").value.trim() })}`;
    if (hash === location.hash) find(state); else location.hash = hash;
  };
  onhashchange = () => find(state);
  find(state);
}

async function loadTools(state) {
  const cache = await caches.open(state.cache);
  const read = async (name) => (await cache.match(state.files[name])).json();
  const { search, words, stemmers } = root.dataset;
  const [searching, wording, stemming] = await Promise.all([import(search), import(words), import(stemmers)]);
  const index = await read("search");
  const tokens = wording.wordReader(index.words, stemming);
  return { ...searching, tokens, index, texts: { en: await read("en"), es: await read("es") } };
}

function snippetOf(place, asked) {
  const { pages, pieces } = tools.texts[place.language];
  const html = pages[place.path][1].split("\x7f").map((text, at) => (at % 2 ? pieces[text] : text)).join("");
  const page = new DOMParser().parseFromString(html.replaceAll("</", " </"), "text/html");
  const target = place.anchor ? page.getElementById(place.anchor) : null;
  const block = target?.closest(".r-glossary, .r-section__text") || page.querySelector(".usa-intro, .r-section__text") || page.body;
  for (const one of block.querySelectorAll(".r-heading, .r-glossary__term, .r-glossary__basis, .r-glossary__review")) one.remove();
  const text = block.textContent.replace(/\s+/g, " ").trim().split(" ");
  const wanted = new Set(asked.map((one) => one.stem));
  const isWanted = (word) => tools.tokens(word, place.language).some((one) => wanted.has(one.stem));
  const first = Math.max(0, text.findIndex(isWanted) - WORDS_BEFORE);
  const cut = text.slice(first, first + SNIPPET_WORDS).join(" ");
  return `${first ? "… " : ""}${cut}${first + SNIPPET_WORDS < text.length ? " …" : ""}`;
}

function resultOf(place, asked) {
  const item = document.createElement("li");
  const start = language === "es" ? "/es" : "";
  const link = Object.assign(document.createElement("a"), {
    className: "usa-link",
    href: `${start}${place.path}${place.anchor ? `#${place.anchor}` : ""}`,
    textContent: place.heading ? `${place.heading} – ${place.title}` : place.title,
  });
  const text = Object.assign(document.createElement("p"), { textContent: snippetOf(place, asked) });
  item.append(link, text);
  if (place.language !== language) item.lang = place.language;
  return item;
}

async function find(state) {
  const asked = new URLSearchParams(location.hash.slice(1)).get("q") || "";
  root.querySelector("#q").value = asked;
  part("found").replaceChildren();
  part("count").textContent = "";
  if (!asked) return;
  tools ||= await loadTools(state);
  const meant = Object.fromEntries(
    ["en", "es"].map((one) => [one, tools.meant(tools.tokens(asked, one))]),
  );
  const own = tools.texts[language].pages;
  const isWanted = (path, written) => written === language || !(path in own);
  const { places, count } = tools.search(tools.index, meant, isWanted, language);
  part("found").replaceChildren(...places.map((place) => resultOf(place, meant[place.language])));
  const name = { 0: "found-none", 1: "found-one" }[count] || (count > places.length ? "found-best" : "found");
  part("count").textContent = sentence(name, { words: asked, count, best: places.length });
}

// --- the beginning ------------------------------------------------------------------------------
let installing = null;
addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault();
  installing = event;
  button("install").hidden = false;
});

async function begin() {
  if (!("serviceWorker" in navigator) || !("caches" in window) || !window.isSecureContext) {
    show("cannot");
    return;
  }
  let state;
  try {
    state = await readState();
    await dropCopies(state?.cache); // what a broken download left
  } catch {
    show("cannot");
    return;
  }
  button("keep").addEventListener("click", () => keep(null));
  button("remove").addEventListener("click", remove);
  button("install").addEventListener("click", () => installing.prompt());
  if (state) await showKept(state); else show("keep");
}

begin();
