// Small comforts; every page works without them.
const fold = document.querySelector("[data-nav]");
if (fold) {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && fold.open) {
      fold.open = false;
      fold.querySelector("summary").focus();
    }
  });
}
