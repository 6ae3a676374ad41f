// Searches a mirror. What is found, and in which order, is what archive/search.py would find: every term in one text
// of a statement, none of what is unwanted in any; titles first, then the newest.
"use strict";

sanad.root = document.documentElement.dataset.root ?? "../";
sanad.shards = new Map();
sanad.cardsOf = new Map();
sanad.entryOf = new Map();
sanad.coming = new Map();

sanad.index = (told) => Object.assign(sanad, { list: told });
sanad.words = (name, words) => sanad.shards.set(name, words);
sanad.cards = (cards) => Object.entries(cards).forEach(([number, card]) => sanad.cardsOf.set(Number(number), card));
sanad.entries = (some) => Object.entries(some).forEach(([number, html]) => sanad.entryOf.set(Number(number), html));

sanad.load = function (file) {
  if (!sanad.coming.has(file)) {
    sanad.coming.set(file, new Promise((done, failed) => {
      const script = document.createElement("script");
      script.addEventListener("load", done);
      script.addEventListener("error", () => failed(new Error(file)));
      script.src = sanad.root + file;
      document.head.append(script);
    }));
  }
  return sanad.coming.get(file);
};

// --- Words -------------------------------------------------------------------------------------------------------

// Strings in the order of code points: surrogates stand behind all others.
sanad.key = (word) => word.replace(/[\ud800-\udfff]/g, "\uffff$&");

// The shards of a segment that may hold a word, or words that begin with it.
sanad.shardsFor = function (shards, word, beginning) {
  const first = sanad.key(word);
  const last = beginning ? first + "\uffff\uffff" : first;
  return shards.filter(([start], place) => {
    const next = shards[place + 1];
    return (place === 0 || sanad.key(start) <= last) && (!next || sanad.key(next[0]) > first);
  }).map(([, name]) => name);
};

sanad.read = function (written, into) {
  let field = 0;
  for (const posting of written.split(" ")) {
    const [step, ...steps] = posting.split(".");
    field += parseInt(step, 36);
    if (!into.has(field)) into.set(field, []);
    const places = into.get(field);
    let place = 0;
    for (const one of steps) places.push(place += parseInt(one, 36));
  }
};

// Field → places of a word, or of all words that begin with it, in one segment.
sanad.placesOf = async function ([segment, shards], word, beginning) {
  const found = new Map();
  await Promise.all(sanad.shardsFor(shards, word, beginning).map(async (name) => {
    await sanad.load(`search/words/${segment}/${name}.js`);
    const words = sanad.shards.get(`${segment}/${name}`);
    if (beginning) {
      for (const one of Object.keys(words)) if (one.startsWith(word)) sanad.read(words[one], found);
    } else if (Object.hasOwn(words, word)) {
      sanad.read(words[word], found);
    }
  }));
  return found;
};

// The fields that hold words beside each other.
sanad.fieldsOfRow = async function (segment, [words, beginning]) {
  const last = words.length - 1;
  const each = await Promise.all(words.map((word, at) => sanad.placesOf(segment, word, beginning && at === last)));
  if (!last) return new Set(each[0].keys());
  const found = new Set();
  for (const [field, places] of each[0]) {
    const others = each.slice(1).map((one) => new Set(one.get(field) ?? []));
    if (places.some((place) => others.every((one, at) => one.has(place + at + 1)))) found.add(field);
  }
  return found;
};

sanad.fieldsOfTerm = async function (segment, term) {
  const found = new Set();
  for (const fields of await Promise.all(term.map((row) => sanad.fieldsOfRow(segment, row)))) {
    fields.forEach((field) => found.add(field));
  }
  return found;
};

const textOf = (field) => Math.floor(field / 2);
const inTitle = (fields) => new Set([...fields].filter((field) => field % 2 === 0).map(textOf));
const common = (sets) => sets.reduce((kept, one) => new Set([...kept].filter((text) => one.has(text))));

// Statement number → [text found in, whether its title has it all], in one segment.
sanad.findIn = async function (segment, query) {
  const of = (terms) => Promise.all(terms.map((term) => sanad.fieldsOfTerm(segment, term)));
  const [terms, title, without, withoutTitle] = await Promise.all(
    [query.terms, query.title, query.without, query.withoutTitle].map(of));
  await sanad.load(`search/statements/${segment[0]}.js`);
  const { texts } = sanad.list;
  const unwanted = new Set();
  for (const fields of without) fields.forEach((field) => unwanted.add(Math.floor(textOf(field) / texts)));
  for (const fields of withoutTitle) inTitle(fields).forEach((text) => unwanted.add(Math.floor(text / texts)));
  let wanted = [...terms.map((fields) => new Set([...fields].map(textOf))), ...title.map(inTitle)];
  const titles = [...terms, ...title].map(inTitle);
  const found = new Map();
  if (!wanted.length) { // only what must not be there was asked for
    for (const number of sanad.numbersOf(segment[0])) if (!unwanted.has(number)) found.set(number, [0, false]);
    return found;
  }
  const entitled = common(titles);
  for (const text of [...common(wanted)].sort((one, other) => one - other)) {
    const number = Math.floor(text / texts);
    if (unwanted.has(number)) continue;
    const before = found.get(number);
    found.set(number, [before ? before[0] : text % texts, Boolean(before?.[1]) || entitled.has(text)]);
  }
  return found;
};

sanad.numbersOf = (segment) => [...sanad.cardsOf.keys()].filter((number) => Math.floor(number / sanad.list.together[0]) === segment);

sanad.asks = (query) => ["terms", "title", "without", "withoutTitle"].some((name) => query[name].length);

// [number, place of the text] of everything that a query finds, in order.
sanad.find = async function (query) {
  if (!sanad.asks(query)) return [];
  const all = [];
  for (const found of await Promise.all(sanad.list.segments.map((segment) => sanad.findIn(segment, query)))) {
    for (const [number, [place, entitled]] of found) all.push([number, place, entitled, sanad.cardsOf.get(number)[1]]);
  }
  all.sort((one, other) => other[2] - one[2] || other[3] - one[3] || other[0] - one[0]);
  return all;
};

// --- The page ----------------------------------------------------------------------------------------------------

sanad.onPage = 25;

sanad.digits = function (number) {
  const digits = document.getElementById("found").dataset.digits;
  return String(number).replace(/\d/g, (digit) => [...digits][digit]);
};

sanad.show = async function (found, from) {
  const list = document.getElementById("results");
  const some = found.slice(from, from + sanad.onPage);
  const tag = document.documentElement.lang;
  await Promise.all(some.map(([number]) => sanad.load(`${tag}/entries/${Math.floor(number / sanad.list.together[1])}.js`)));
  for (const [number, place] of some) {
    const made = document.createElement("template");
    made.innerHTML = sanad.entryOf.get(number);
    const entry = made.content.firstElementChild;
    if (place) sanad.tellText(entry, sanad.cardsOf.get(number), place);
    list.append(entry);
  }
  const more = document.getElementById("more");
  more.hidden = found.length <= from + some.length;
  more.onclick = () => sanad.show(found, from + some.length);
};

// In which translation something was found, with the way to it beside its original.
sanad.tellText = function (entry, [reference, , texts], place) {
  const name = texts[place];
  const label = document.querySelector(`#labels [data-text="${name.split(".")[0].replace("!", "")}${name.includes("!") ? "!" : ""}"]`);
  if (!label) return;
  const link = document.createElement("a");
  link.href = `statements/${reference.slice(-2)}/${reference}-with-${name.replace("!", "").toLowerCase()}.html`;
  link.textContent = label.textContent;
  const told = document.createElement("p");
  told.className = "foot";
  told.append(link);
  entry.querySelector(".matter").append(told);
};

sanad.start = async function () {
  const asked = new URLSearchParams(location.search).get("q") ?? "";
  document.getElementById("q").value = asked;
  if (!asked.trim()) return;
  const say = (name, shown) => { document.getElementById(name).hidden = !shown; };
  say("looking", true);
  const query = sanad.parse(asked.slice(0, 300));
  say("fields", query.fields.length > 0);
  const found = await sanad.find(query);
  say("looking", false);
  say("nothing", found.length === 0);
  say("found", found.length > 0);
  document.getElementById("count").textContent = sanad.digits(found.length);
  await sanad.show(found, 0);
  document.documentElement.dataset.done = "yes";
};

document.addEventListener("DOMContentLoaded", () => { if (sanad.list) sanad.start(); });
