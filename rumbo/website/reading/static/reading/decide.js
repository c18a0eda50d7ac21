// Decision aids: one question at a time, from the numbered list that stands in the page.
// Without this script the list reads as it is. Nothing is kept, nothing is sent.
const copy = (nodes) => nodes.map((node) => {
  const made = node.cloneNode(true);
  made.querySelectorAll?.("[id]").forEach((one) => one.removeAttribute("id"));
  return made;
});

function make(name, kind, ...inside) {
  const made = document.createElement(name);
  if (kind) made.className = kind;
  made.append(...inside);
  return made;
}

function button(words, kind, act) {
  const made = make("button", kind, ...words);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}

// The words of a list entry, without the list of its answers.
const askOf = (step) => [...step.childNodes]
  .filter((node) => node.nodeName !== "UL")
  .flatMap((node) => (node.nodeName === "P" ? [...node.childNodes] : [node]));

function read(list) {
  const steps = [...list.children].map((step) => ({
    ask: askOf(step),
    answers: [...step.querySelectorAll("[data-answer]")].map((answer) => ({
      words: [...(answer.querySelector("strong")?.childNodes || [])],
      to: Number(answer.dataset.answer),
      outcome: answer.querySelector("[data-outcome]"),
    })),
  }));
  const isWhole = steps.length && steps.every((step) => step.answers.length
    && step.answers.every((answer) => answer.words.length && (answer.outcome || steps[answer.to - 1])));
  return isWhole ? steps : null;
}

// The paragraphs that an outcome rests on, as the page's margin tells them.
function lawOf(outcome) {
  const anchors = [...outcome.querySelectorAll("[data-cite]")].map(
    (link) => `law-${link.dataset.cite.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "")}`,
  );
  return [...new Set(anchors)].map((anchor) => document.getElementById(anchor))
    .filter((found) => found instanceof HTMLDetailsElement)
    .map((found) => {
      const [made] = copy([found]);
      made.removeAttribute("id");
      made.open = false;
      made.lang = found.closest("[lang]").lang;
      return made;
    });
}

function start(box) {
  const list = box.querySelector("ol");
  const steps = list && read(list);
  if (!steps) return;
  const says = (name) => box.dataset[`says${name}`];
  const name = box.dataset.decide;
  const title = box.querySelector(".usa-summary-box__heading");
  title.id = `${name}-title`;
  list.id = `${name}-all`;

  let taken = []; // [number of the question, the answer chosen]
  const ask = make("p", "r-decide__ask");
  ask.id = `${name}-ask`;
  ask.tabIndex = -1;
  const below = make("div", "r-decide__below");
  below.setAttribute("role", "group");
  const law = make("div", "r-decide__law");
  const trail = make("ol", "r-decide__trail");
  const trailTitle = make("p", "r-decide__label", says("Trail"));
  trailTitle.id = `${name}-trail`;
  trail.setAttribute("aria-labelledby", trailTitle.id);
  const tools = make("div", "r-decide__tools",
    button([says("Back")], "usa-button usa-button--outline", () => { taken.pop(); show(); ask.focus(); }),
    button([says("Again")], "usa-button usa-button--outline", () => { taken = []; show(); ask.focus(); }));
  const all = button([says("All")], "r-decide__all", () => open(!box.classList.contains("r-decide--all")));
  all.setAttribute("aria-controls", list.id);
  const stage = make("div", "r-decide__stage r-noprint", ask, below, law, trailTitle, trail, tools,
    make("p", "r-decide__private", says("Private")), all);

  function open(isOpen) {
    box.classList.toggle("r-decide--all", isOpen);
    all.setAttribute("aria-expanded", String(isOpen));
  }

  function show() {
    const last = taken.at(-1);
    const outcome = last?.[1].outcome;
    const at = last ? last[1].to : 1;
    const label = make("span", "r-decide__label",
      outcome ? says("Outcome") : says("Question").replace("{n}", taken.length + 1));
    ask.replaceChildren(label, " ", ...copy(outcome ? [...outcome.childNodes] : steps[at - 1].ask));
    ask.classList.toggle("r-decide__ask--outcome", Boolean(outcome));
    below.hidden = Boolean(outcome);
    below.setAttribute("aria-labelledby", ask.id);
    below.replaceChildren(...(outcome ? [] : steps[at - 1].answers.map((answer) => button(
      copy(answer.words), "usa-button", () => { taken.push([at, answer]); show(); ask.focus(); },
    ))));
    const rests = outcome ? lawOf(outcome) : [];
    law.hidden = !rests.length;
    law.replaceChildren(make("p", "r-decide__label", says("Law")), ...rests);
    trailTitle.hidden = trail.hidden = tools.hidden = !taken.length;
    trail.replaceChildren(...taken.map(([number, answer]) => make("li", "",
      ...copy(steps[number - 1].ask), " ", make("b", "", ...copy(answer.words)))));
  }

  // A link to one of the questions opens the list that it stands in.
  const openTarget = () => {
    const target = location.hash && document.getElementById(location.hash.slice(1));
    if (target && list.contains(target)) { open(true); target.scrollIntoView(); }
  };

  show();
  open(false);
  list.before(stage);
  box.classList.add("r-decide--live");
  box.setAttribute("role", "group");
  box.setAttribute("aria-labelledby", title.id);
  addEventListener("hashchange", openTarget);
  openTarget();
}

document.querySelectorAll("[data-decide]").forEach(start);
