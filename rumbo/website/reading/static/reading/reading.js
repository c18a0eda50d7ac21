// Comforts for reading: copying, ticks kept on this device, words explained on the spot.
// Every page works without them.
const status = document.querySelector("[data-status]");

function say(words) {
  if (!status) return;
  status.textContent = "";
  setTimeout(() => { status.textContent = words; }, 50);
}

async function copy(words, done) {
  try {
    await navigator.clipboard.writeText(words);
    return done;
  } catch {
    return ""; // The words can still be selected by hand.
  }
}

for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) break;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset.copy);
    const done = await copy(source.textContent.trim(), button.dataset.done);
    if (done) { button.textContent = done; say(done); }
  });
}

document.addEventListener("click", async (event) => {
  const link = event.target.closest("[data-copy-address]");
  if (link && navigator.clipboard) say(await copy(link.href, status?.dataset.copied || ""));
});

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// A link to a paragraph of the law in the margin opens it.
function openTarget() {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target instanceof HTMLDetailsElement) target.open = true;
}
addEventListener("hashchange", openTarget);
openTarget();

// --- ticks: by the words of the line, so that a changed list keeps what did not change ---------
const article = document.querySelector("[data-article]");
const boxes = [...document.querySelectorAll("[data-tick]")];
const tools = document.querySelector("[data-tick-tools]");

function storage() {
  try {
    localStorage.setItem("rumbo:try", "1");
    localStorage.removeItem("rumbo:try");
    return localStorage;
  } catch {
    return null;
  }
}

const kept = article && boxes.length ? storage() : null;
if (!kept) tools?.remove();
if (kept) {
  const key = `rumbo:ticks:${article.dataset.article}`;
  const seen = new Map();
  const names = boxes.map((box) => {
    const words = box.closest("label").textContent.trim().replace(/\s+/g, " ");
    const count = (seen.get(words) || 0) + 1;
    seen.set(words, count);
    return `${words}#${count}`;
  });
  let ticked = new Set();
  try { ticked = new Set(JSON.parse(kept.getItem(key)) || []); } catch { /* start anew */ }
  boxes.forEach((box, at) => {
    box.checked = ticked.has(names[at]);
    box.addEventListener("change", () => {
      if (box.checked) ticked.add(names[at]); else ticked.delete(names[at]);
      try { kept.setItem(key, JSON.stringify([...ticked])); } catch { /* no room: not kept */ }
    });
  });
  if (tools) {
    tools.hidden = false;
    const clear = tools.querySelector("[data-clear-ticks]");
    clear.addEventListener("click", () => {
      ticked.clear();
      kept.removeItem(key);
      boxes.forEach((box) => { box.checked = false; });
      say(clear.dataset.done);
    });
  }
}

// --- the trainer's view of a slide: arrows turn to its neighbours, as on the slide itself --------
const turn = document.querySelector("[data-turn-keys]");
if (turn) {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    const rel = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
    const link = rel && turn.querySelector(`a[rel="${rel}"]`);
    if (!link) return;
    event.preventDefault();
    location.assign(link.href);
  });
}

// --- words explained on the spot: hover or focus opens, Escape closes, the pointer may enter ----
const notes = new Map(
  [...document.querySelectorAll("[data-term-note]")].map((note) => [note.dataset.termNote, note]),
);
if (notes.size) {
  const pop = document.createElement("div");
  pop.className = "r-pop";
  pop.id = "r-pop";
  pop.setAttribute("role", "tooltip");
  pop.hidden = true;
  document.body.append(pop);
  let owner = null;
  let timer = 0;

  const close = () => {
    clearTimeout(timer);
    owner?.removeAttribute("aria-describedby");
    owner = null;
    pop.hidden = true;
  };
  const open = (link) => {
    const note = notes.get(link.dataset.term);
    if (!note) return;
    close();
    owner = link;
    const term = document.createElement("b");
    term.textContent = note.querySelector("dt").textContent;
    pop.replaceChildren(term, note.querySelector("dd").textContent.trim().replace(/\s+/g, " "));
    pop.hidden = false;
    link.setAttribute("aria-describedby", pop.id);
    const place = link.getBoundingClientRect(); // the whole term, also where it runs over two lines
    const width = document.documentElement.clientWidth;
    pop.style.left = `${scrollX + Math.max(16, Math.min(place.left, width - pop.offsetWidth - 16))}px`;
    const isLow = place.bottom + pop.offsetHeight + 8 > innerHeight && place.top > pop.offsetHeight;
    pop.style.top = `${scrollY + (isLow ? place.top - pop.offsetHeight - 4 : place.bottom + 4)}px`;
  };
  const later = (act, wait) => { clearTimeout(timer); timer = setTimeout(act, wait); };

  for (const link of document.querySelectorAll("a[data-term]")) {
    link.addEventListener("pointerenter", (event) => {
      if (event.pointerType !== "touch") later(() => open(link), 120);
    });
    link.addEventListener("pointerleave", () => later(close, 250));
    link.addEventListener("focus", () => { if (link.matches(":focus-visible")) open(link); });
    link.addEventListener("blur", close);
  }
  pop.addEventListener("pointerenter", () => clearTimeout(timer));
  pop.addEventListener("pointerleave", () => later(close, 250));
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
}

// --- the reader's place: the address of the last article of a work, on this device only ---------
const withoutLanguage = (path) => path.replace(/^\/es(?=\/)/, "");
const placeIn = (work) => `rumbo:place:${work}`;
if (article?.dataset.work) {
  try { storage()?.setItem(placeIn(article.dataset.work), article.dataset.article); } catch { /* no room */ }
}

const goOn = document.querySelector("[data-go-on]");
const lastPath = goOn && storage()?.getItem(placeIn(goOn.dataset.goOn));
// Only what the contents of this page still list is offered, by its title and language of now.
const listed = lastPath && [...document.querySelectorAll(".r-contents .usa-sidenav a")]
  .find((link) => withoutLanguage(link.pathname) === lastPath);
if (listed) {
  const link = goOn.querySelector("[data-go-on-link]");
  link.href = listed.href;
  link.textContent = listed.textContent.trim();
  if (listed.lang) link.lang = listed.lang;
  goOn.hidden = false;
  const forget = goOn.querySelector("[data-go-on-forget]");
  forget.addEventListener("click", () => {
    storage()?.removeItem(placeIn(goOn.dataset.goOn));
    const words = document.createElement("p");
    words.tabIndex = -1;
    words.textContent = forget.dataset.done;
    goOn.firstElementChild.replaceChildren(words);
    words.focus();
  });
}
