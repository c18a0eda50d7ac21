// Questions: what is chosen stays on this device; the page compares it with the key that it shows.
// Without this script the answers open and close all the same.
const place = document.querySelector("[data-questions]");
const forms = [...document.querySelectorAll("[data-question]")];
const tools = document.querySelector("[data-question-tools]");

function storage() {
  try {
    localStorage.setItem("rumbo:try", "1");
    localStorage.removeItem("rumbo:try");
    return localStorage;
  } catch {
    return null;
  }
}

const kept = place && storage();
const name = place && `rumbo:answers:${place.dataset.questions}`;
let answers = {};
try { answers = JSON.parse(kept?.getItem(name)) || {}; } catch { /* start anew */ }

const fields = (form) => [...form.querySelectorAll("input, select")];

function chosen(form) {
  const set = fields(form);
  if (form.dataset.kind === "order") {
    const places = set.filter((one) => one.value).map((one) => [Number(one.value), one.name]);
    return places.sort((a, b) => a[0] - b[0]).map(([at, letter]) => `${at}${letter}`);
  }
  if (form.dataset.kind === "match") return set.filter((one) => one.value).map((one) => `${one.name}${one.value}`);
  return set.filter((one) => one.checked).map((one) => one.value);
}

function key(form) {
  const letters = form.querySelector("[data-key]")?.dataset.key.split(" ") || [];
  return form.dataset.kind === "order" ? letters.map((letter, at) => `${at + 1}${letter}`) : letters;
}

function restore(form, values) {
  for (const field of fields(form)) {
    if (field.type === "radio" || field.type === "checkbox") field.checked = values.includes(field.value);
    else if (form.dataset.kind === "order") {
      field.value = values.find((one) => one.endsWith(field.name))?.slice(0, -field.name.length) || "";
    } else field.value = values.find((one) => one.startsWith(field.name))?.slice(field.name.length) || "";
  }
}

function isRight(form) {
  const mine = chosen(form);
  const wanted = key(form);
  return mine.length === wanted.length && wanted.every((one) => mine.includes(one));
}

function tell() {
  const line = tools?.querySelector("[data-count]");
  if (!line) return;
  const done = forms.filter((form) => chosen(form).length);
  const checked = done.filter((form) => form.dataset.checked);
  const words = checked.length ? line.dataset.wordsRight : line.dataset.words;
  line.textContent = words.replace("{d}", done.length).replace("{n}", forms.length)
    .replace("{r}", checked.filter(isRight).length);
}

function keep(form) {
  const values = chosen(form);
  if (values.length) answers[form.dataset.question] = values; else delete answers[form.dataset.question];
  try { kept?.setItem(name, JSON.stringify(answers)); } catch { /* no room: not kept */ }
  tell();
}

function judge(form) {
  const line = form.querySelector("[data-verdict]");
  const mine = chosen(form);
  const wanted = key(form);
  const hits = mine.filter((one) => wanted.includes(one)).length;
  const right = isRight(form);
  let words = line.dataset.wrong;
  if (!mine.length) words = line.dataset.none;
  else if (right) words = line.dataset.right;
  else if (wanted.length > 1 && hits) words = line.dataset.partly.replace("{d}", hits).replace("{n}", wanted.length);
  line.textContent = words;
  line.classList.toggle("r-question__verdict--right", right);
  line.classList.toggle("r-question__verdict--wrong", Boolean(mine.length) && !right);
  if (!mine.length) return;
  form.dataset.checked = "1";
  form.querySelector("[data-key]").open = true;
  tell();
}

for (const form of forms) {
  restore(form, answers[form.dataset.question] || []);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", () => {
    const line = form.querySelector("[data-verdict]");
    if (line) line.textContent = "";
    delete form.dataset.checked;
    keep(form);
  });
  const check = form.querySelector("[data-check]");
  if (check) {
    check.hidden = false;
    check.addEventListener("click", () => judge(form));
  }
}

if (tools && forms.length) {
  tools.hidden = false;
  const forget = tools.querySelector("[data-forget]");
  forget.addEventListener("click", () => {
    answers = {};
    kept?.removeItem(name);
    for (const form of forms) {
      form.reset();
      delete form.dataset.checked;
      const line = form.querySelector("[data-verdict]");
      if (line) line.textContent = "";
      const details = form.querySelector("[data-key]");
      if (details) details.open = false;
    }
    tell();
    tools.querySelector("[data-count]").textContent = forget.dataset.done;
  });
  tell();
}
