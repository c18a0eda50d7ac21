// Small comforts; every page works without them.
document.querySelector("[data-errors]")?.focus(); // a form that came back: its faults are read first

const fold = document.querySelector("[data-nav]");
if (fold) {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && fold.open) {
      fold.open = false;
      fold.querySelector("summary").focus();
    }
  });
}
