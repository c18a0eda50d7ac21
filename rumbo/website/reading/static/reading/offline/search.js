// The search in the copy: places ranked by how many of the words they have, then by weight.
const MOST = 20;
const FOREIGN_SHARE = 0.5; // what is not in the reader's language comes later
const SHORTEST_START = 3;
const START_SHARE = 0.5; // a stem that only begins with the word counts half
const USUAL_WORDS = 150; // a longer section counts less

function* placesOf(written) {
  let at = 0;
  for (const [, step, letter] of written.matchAll(/([0-9a-z]*)([A-Z])/g)) {
    at += parseInt(step || "0", 36);
    yield [at, letter.charCodeAt(0) - 64];
  }
}

function stemsFor({ stem, words }, known) {
  if (Object.hasOwn(known, stem)) return [[stem, 1]];
  if (words.length < SHORTEST_START) return [];
  return Object.keys(known).filter((one) => one.startsWith(words)).map((one) => [one, START_SHARE]);
}

// What is asked for: without the words that say little, unless there are no others.
export function meant(tokens) {
  const telling = tokens.filter((one) => !one.isStop);
  const chosen = telling.length ? telling : tokens;
  return [...new Map(chosen.map((one) => [one.stem, one])).values()];
}

// The best places and how many there are: { places: [{ path, anchor, title, heading, language }], count }.
//   index: for each language {pages, places, stems}; asked: for each language what is `meant`;
//   isWanted: whether a place at a path in a language is for this reader; reader: the reader's language.
export function search(index, asked, isWanted, reader) {
  const found = [];
  for (const [language, tokens] of Object.entries(asked)) {
    const { pages, places, stems: known } = index[language];
    const scores = new Map();
    for (const token of tokens) {
      const here = new Map();
      for (const [one, share] of stemsFor(token, known)) {
        const rows = [...placesOf(known[one])];
        const rarity = Math.log(1 + places.length / rows.length);
        for (const [at, weight] of rows) {
          const length = 0.5 + 0.5 * (places[at][3] / USUAL_WORDS);
          const near = language === reader ? share : share * FOREIGN_SHARE;
          const score = (near * rarity * weight * 2.2) / (weight + 1.2 * length);
          here.set(at, Math.max(score, here.get(at) || 0));
        }
      }
      for (const [at, score] of here) {
        const before = scores.get(at) || { count: 0, score: 0 };
        scores.set(at, { count: before.count + 1, score: before.score + score });
      }
    }
    for (const [at, { count, score }] of scores) {
      const [number, anchor, heading] = places[at];
      const [path, title] = pages[number];
      if (isWanted(path, language)) found.push({ path, anchor, title, heading, language, count, score });
    }
  }
  const most = Math.max(0, ...found.map((one) => one.count));
  const whole = found.filter((one) => one.count === most).sort((one, other) => other.score - one.score);
  return { places: whole.slice(0, MOST), count: whole.length };
}
