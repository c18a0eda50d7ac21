// Keys and the full screen for slides. Without script the links do the same.
const stage = document.querySelector("[data-stage]");
const full = document.querySelector("[data-full]");
document.querySelector("[data-keys]").hidden = false;

const swap = () => stage.querySelector("[data-swap]");

// A new page would end the full screen, so there the next slide is fetched and put in place.
async function show(address, { isBack = false } = {}) {
  if (!address) return;
  if (!document.fullscreenElement) { location.assign(address); return; }
  try {
    const answer = await fetch(address, { credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const found = answer.ok && page.querySelector("[data-swap]");
    if (!found) throw new Error("not a slide");
    swap().replaceWith(document.adoptNode(found));
    document.title = page.title;
    if (!isBack) history.pushState(null, "", address);
    stage.scrollTop = 0;
    stage.querySelector("[data-slide-title]").focus();
  } catch {
    location.assign(address);
  }
}

// Leaving the full screen on another slide than the one it began with: load that slide's own page.
const began = location.pathname;
document.addEventListener("fullscreenchange", () => {
  if (!document.fullscreenElement && location.pathname !== began) location.reload();
});
addEventListener("popstate", () => show(location.pathname, { isBack: true }));

stage.addEventListener("click", (event) => {
  const link = event.target.closest("[data-swap] .r-slidebar__go[href]");
  if (link && document.fullscreenElement && link.rel) {
    event.preventDefault();
    show(link.getAttribute("href"));
  }
});

// Space and Page Down first show the rest of a slide that is taller than the screen.
function isEndInSight() {
  return swap().querySelector("article > :last-child").getBoundingClientRect().bottom <= innerHeight + 4;
}
function isStartInSight() {
  return swap().querySelector("[data-slide-title]").getBoundingClientRect().top >= -4;
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  if (event.key === " " && event.target.closest("a, button, summary")) return;
  const to = swap().dataset;
  const forward = event.key === "PageDown" || (event.key === " " && !event.shiftKey);
  const backward = event.key === "PageUp" || (event.key === " " && event.shiftKey);
  let address = "";
  if (event.key === "ArrowRight" || (forward && isEndInSight())) address = to.next;
  else if (event.key === "ArrowLeft" || (backward && isStartInSight())) address = to.previous;
  else if (event.key === "Home") address = to.first;
  else if (event.key === "End") address = to.last;
  if (!address || address === location.pathname) return;
  event.preventDefault();
  show(address);
});

if (document.fullscreenEnabled) {
  full.hidden = false;
  full.addEventListener("click", () => stage.requestFullscreen().then(() => {
    stage.querySelector("[data-slide-title]").focus();
  }));
}
