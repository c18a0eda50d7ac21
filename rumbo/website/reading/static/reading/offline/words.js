// Words made comparable as the server does (finding/words.py): the patterns and tables come from there
// with the copy, the stemmers are Snowball's.
function foldLetter(letter) {
  const base = letter.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");
  return [...base].length === 1 ? base : letter;
}

export const fold = (text) => [...text.normalize("NFC")].map(foldLetter).join("");

// A function of a text and its language: [{ words, stem, more, isStop }] in order.
export function wordReader(tables, { EnglishStemmer, SpanishStemmer }) {
  const stemmers = { en: new EnglishStemmer(), es: new SpanishStemmer() };
  const token = new RegExp(tables.token, "gu");
  const bracket = new RegExp(tables.bracket, "gu");
  const possessive = new RegExp(tables.possessive, "u");
  const stops = new Set(tables.stop);
  const known = {};

  function stem(given, language) {
    let word = given.replace(possessive, "").replace(/['’]/g, "");
    if (language === "en" && Object.hasOwn(tables.irregular, word)) word = tables.irregular[word];
    const found = stemmers[language].stemWord(word);
    if (language !== "es") return found;
    if (/(?:ib|ab)il$/.test(found) && found.length > 6) return found.slice(0, -4);
    if (found.endsWith("ific") && found.length > 5) return found.slice(0, -2);
    return found.endsWith("s") && found.length > 3 ? found.slice(0, -1) : found;
  }

  function stemOnce(word, language) {
    const key = `${language} ${word}`;
    known[key] ??= stem(word, language);
    return known[key];
  }

  function formsOf(kind, words, language) {
    if (kind === "word") {
      return [Object.hasOwn(tables.numbers, words) ? String(tables.numbers[words]) : stemOnce(words, language)];
    }
    if (kind === "cited") {
      const labels = words.match(bracket) || [];
      const section = words.split("(")[0].trim();
      return labels.map((_, at) => section + labels.slice(0, labels.length - at).join("")).concat(section);
    }
    if (kind === "compound") {
      const [first, last] = words.split(/ y |[- ]/);
      return [String(tables.numbers[first] + (tables.ones[last] ?? 1))];
    }
    return [words.replace(/[,.& ]/g, "")];
  }

  return (text, language) => [...fold(text).matchAll(token)].map((one) => {
    const kind = Object.keys(one.groups).find((name) => one.groups[name] !== undefined);
    const [own, ...more] = formsOf(kind, one[0], language);
    return { words: one[0], stem: own, more, isStop: kind === "word" && stops.has(one[0]) };
  });
}
