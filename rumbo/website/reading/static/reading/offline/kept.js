// On a kept page: the search stands on the contents page. The words go behind the `#`, which no
// browser ever sends.
const form = document.querySelector("[data-kept-search]");
form.addEventListener("submit", (event) => {
  event.preventDefault();
  const words = new URLSearchParams({ q: new FormData(form).get("q") });
  location.assign(`${form.dataset.keptSearch}#${words}`);
});
