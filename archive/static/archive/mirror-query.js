// What a reader's words mean in the index: the steps of archive/folding.py, clitics.py, search_form.py and query.py.
// Every table and pattern comes from folding.js, which is made from those files. A page in a file may not fetch, so
// whatever is loaded is a script that calls one of the functions of `sanad`.
"use strict";

const sanad = { data: null };

sanad.folding = function (data) {
  const pattern = (source, flags = "u") => new RegExp(source, flags);
  const table = new Map();
  for (const [first, count, become] of data.table) {
    for (let code = first; code < first + count; code += 1) {
      table.set(code, typeof become === "number" ? String.fromCodePoint(code + become) : become);
    }
  }
  sanad.data = {
    ...data,
    table,
    space: pattern(`[${data.spaces}]+`),
    combinedPattern: pattern(data.combinedPattern, "gu"),
    kurdishOnly: pattern(data.kurdishOnly, "gu"),
    arabicLetter: pattern(data.arabicLetter, "gu"),
    parted: data.parted.map(([source, instead]) => [pattern(source, "gu"), instead]),
    hamzaOfAlef: pattern(data.hamzaOfAlef),
    kurdish: pattern(data.kurdish),
    suffix: pattern(`^(?:${data.suffix})$`),
    arabic: pattern(`^${data.arabic}`),
    affixed: pattern(`^(?:${data.affixed})$`),
    article: pattern(`^(?:${data.article})`),
    articleAndBefore: pattern(`^(?:${data.articleAndBefore})`),
    articleLong: pattern(`^(?:${data.articleLong})`),
    clitic: pattern(`^(?:${data.clitic})`),
    piece: pattern(data.piece, "gu"),
    quotes: pattern(`[${data.quotes}]`, "gu"),
  };
};

sanad.fold = function (character) {
  const { table } = sanad.data;
  const code = character.codePointAt(0);
  if (table.has(code)) return table.get(code);
  const parts = character.normalize("NFKD");
  return parts === character ? character : [...parts].map(sanad.fold).join("");
};

sanad.plain = (word) => word.replaceAll(sanad.data.joint, "").replaceAll(sanad.data.hamza, "");

sanad.prepare = function (text) {
  const { combined, combinedPattern, kurdishOnly, arabicLetter, kurdishShare, blank } = sanad.data;
  let prepared = text.replace(combinedPattern, (found) => (combined[found] ?? found[0]) + blank);
  const kurdish = (prepared.match(kurdishOnly) ?? []).length;
  if (kurdish && kurdish * kurdishShare >= (prepared.match(arabicLetter) ?? []).length) {
    prepared = prepared.replaceAll("ه\u200c", "ە" + blank);
  }
  return prepared;
};

// --- Arabic words without what is written together with them -----------------------------------------------------

sanad.bare = function (word) {
  const found = word.match(sanad.data.article);
  return found ? sanad.plain(word.slice(found[0].length)) : "";
};

sanad.bareArabic = function (word) {
  const { noArticle, articleAndBefore, clitic, ownLetter } = sanad.data;
  const written = sanad.plain(word);
  if (noArticle.some((one) => written.startsWith(one))) return "";
  const found = word.match(articleAndBefore);
  if (found) return sanad.plain(word.slice(found[0].length));
  let rest = word;
  for (const clitics of ["وف", "بلک"]) {
    if (rest && clitics.includes(rest[0]) && clitic.test(rest)) {
      const left = sanad.plain(rest);
      if (!ownLetter.some((one) => left.startsWith(one))) rest = rest.slice(1);
    }
  }
  return rest === word ? "" : sanad.plain(rest);
};

sanad.bareOfAny = function (word) {
  const found = word.match(sanad.data.articleLong);
  return found ? sanad.plain(word.slice(found[0].length)) : "";
};

// --- Words -------------------------------------------------------------------------------------------------------

sanad.wordOf = function (letters, kurdish) {
  const { hamzaOfAlef, joint } = sanad.data;
  let written = letters.replace(hamzaOfAlef, (_all, first, second) => (first || second) + "ی");
  written = written.replace(/و{2,}/gu, "و");
  if (kurdish) written = written.replaceAll("یی", "ی");
  return {
    whole: sanad.plain(written),
    parts: written.split(joint).map(sanad.plain).filter(Boolean),
    bare: sanad.bare(written),
    arabic: sanad.bareArabic(written),
  };
};

sanad.allWords = function (text) {
  const { space, parted, joint, kurdish } = sanad.data;
  const strip = new RegExp(`^${joint}+|${joint}+$`, "gu");
  const words = [];
  for (const chunk of sanad.prepare(text).split(space).filter(Boolean)) {
    let written = chunk;
    for (const [pattern, instead] of parted) written = written.replace(pattern, instead);
    let letters = "";
    for (const character of `${written} `) {
      for (const piece of sanad.fold(character)) {
        if (piece === " ") {
          if (sanad.plain(letters)) words.push(sanad.wordOf(letters.replace(strip, ""), kurdish.test(chunk)));
          letters = "";
        } else {
          letters += piece;
        }
      }
    }
  }
  return words;
};

sanad.belong = function (left, right) {
  const { prefixes, arabic, suffix, endingAfterHeh } = sanad.data;
  if (prefixes.includes(left)) return arabic.test(right);
  if (!arabic.test(left)) return false;
  return suffix.test(right) || (endingAfterHeh.includes(right) && left.endsWith("ه") && [...left].length > 2);
};

sanad.runs = function (words) {
  const runs = [];
  for (let index = 1; index < words.length; index += 1) {
    if (!sanad.belong(words[index - 1], words[index])) continue;
    const last = runs.at(-1);
    if (last && last.at(-1) === index - 1) last.push(index);
    else runs.push([index - 1, index]);
  }
  return runs;
};

// --- Terms: lists of rows, one of which must be found; a row is [words beside each other, last is a beginning] -----

sanad.row = function (word, beginning = false) {
  const short = [...word].length < sanad.data.shortestBeginning || /^\p{Nd}+$/u.test(word);
  return [[word], beginning || !short];
};

sanad.unlike = function (things) {
  return [...new Map(things.map((one) => [JSON.stringify(one), one])).values()];
};

sanad.mayBeOne = function (left, right) {
  const { arabic } = sanad.data;
  return [...left].length > 1 && [...right].length > 1 && arabic.test(left) && arabic.test(right);
};

sanad.wordTerms = function (text, beginnings = false) {
  const words = sanad.allWords(text);
  const wholes = words.map((word) => word.whole);
  const runs = new Map(sanad.runs(wholes).map((run) => [run[0], run]));
  const inside = new Set([...runs.values()].flat());
  const terms = [];
  words.forEach((word, index) => {
    if (runs.has(index)) {
      terms.push([sanad.row(runs.get(index).map((at) => wholes[at]).join(""), true)]);
    } else if (!inside.has(index)) {
      let { parts } = word;
      if (parts.length > 1 && parts.at(-1) === "ی" && parts.at(-2).endsWith("ه")) parts = parts.slice(0, -1);
      const whole = parts.join("");
      const forms = [whole, word.bare, sanad.bareOfAny(whole)].filter(Boolean);
      const rows = forms.map((form) => sanad.row(form, beginnings));
      if (parts.length > 1) rows.push([parts, sanad.row(parts.at(-1), beginnings)[1]]);
      for (const [left, right] of [[index - 1, index], [index, index + 1]]) {
        const apart = left < 0 || right >= words.length || inside.has(left) || inside.has(right);
        if (!apart && sanad.mayBeOne(wholes[left], wholes[right])) rows.push(sanad.row(wholes[left] + wholes[right]));
      }
      terms.push(sanad.unlike(rows));
    }
  });
  return sanad.unlike(terms);
};

sanad.apart = function (word) {
  const found = word.match(sanad.data.affixed);
  return found ? found.slice(1).filter(Boolean) : [word];
};

sanad.phraseTerm = function (text, beginning = false) {
  const words = sanad.allWords(text);
  const wholes = words.map((word) => word.whole);
  const runs = new Map(sanad.runs(wholes).map((run) => [run[0], run]));
  const inside = new Set([...runs.values()].flatMap((run) => run.slice(1)));
  const together = [];
  words.forEach((_word, index) => {
    if (!inside.has(index)) together.push((runs.get(index) ?? [index]).map((at) => wholes[at]).join(""));
  });
  const rows = [
    words.flatMap((word) => word.parts),
    together,
    words.map((word) => word.arabic || word.whole),
    together.flatMap(sanad.apart),
  ];
  return sanad.unlike(rows.filter((row) => row.length).map((row) => [row, beginning]));
};

sanad.cut = function (terms) {
  const { mostTerms, longestWord } = sanad.data;
  const short = (word) => [...word].slice(0, longestWord).join("");
  return sanad.unlike(terms)
    .slice(0, mostTerms)
    .map((term) => term.map(([words, beginning]) => [words.slice(0, mostTerms).map(short), beginning]));
};

// {terms, title, without, withoutTitle}: as archive.query.parse tells them; fields: those that only the site can ask.
sanad.parse = function (text) {
  const { piece, quotes, fields, space } = sanad.data;
  const loose = [];
  const query = { terms: [], title: [], without: [], withoutTitle: [], fields: [] };
  for (const found of text.replaceAll("\0", " ").replace(quotes, '"').matchAll(piece)) {
    const named = found.groups.field;
    const field = named ? fields[sanad.allWords(named).map((one) => one.whole).join(" ")] ?? "" : "";
    const minus = Boolean(found.groups.minus);
    const { phrase } = found.groups;
    let word = found.groups.word ?? "";
    if (named && !field) {
      word = `${named} ${word}`;
      if (phrase !== undefined) loose.push(word);
    }
    const place = field === "title" ? (minus ? query.withoutTitle : query.title) : minus ? query.without : query.terms;
    if (field && field !== "title") {
      query.fields.push(field);
    } else if (phrase !== undefined) {
      const term = sanad.phraseTerm(phrase, phrase.split(space).filter(Boolean).join(" ").endsWith("*"));
      if (term.length) place.push(term);
    } else if (minus || field || word.endsWith("*")) {
      place.push(...sanad.wordTerms(word, word.endsWith("*")));
    } else {
      loose.push(word);
    }
  }
  query.terms.unshift(...sanad.wordTerms(loose.join(" ")));
  for (const name of ["terms", "title", "without", "withoutTitle"]) query[name] = sanad.cut(query[name]);
  return query;
};
