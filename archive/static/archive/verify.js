"use strict";
// Recomputes the digests that the provenance page shows, from the words it shows and from the statement's JSON.
(() => {
  const place = document.querySelector(".recompute");
  if (!place || !window.crypto || !crypto.subtle) return; // a browser without it, or an address without TLS

  const sha256 = async (text) => {
    const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
    return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
  };

  // A character that could deceive stands in a box as U+202E: back into the character it stands for.
  const words = (element) => {
    const copy = element.cloneNode(true);
    for (const box of copy.querySelectorAll(".hidden-character")) {
      box.replaceWith(String.fromCodePoint(parseInt(box.textContent.slice(2), 16)));
    }
    return copy.textContent;
  };

  const canonical = (text) =>
    JSON.stringify([text.title, text.paragraphs.map((paragraph) => [paragraph.number, paragraph.text])]);

  const say = (element, key) => {
    let said = element.parentElement.querySelector(".recomputed");
    if (!said) {
      said = document.createElement("span");
      said.className = "recomputed word";
      said.setAttribute("role", "status");
      element.after(" ", said);
    }
    said.dataset.result = key;
    said.textContent = place.dataset[key];
  };

  const compare = async (element, text) =>
    say(element, (await sha256(text)) === element.textContent.trim() ? "same" : "other");

  place.hidden = false;
  place.querySelector("button").addEventListener("click", async () => {
    for (const element of document.querySelectorAll("[data-digest-of]")) {
      await compare(element, words(document.getElementById(element.dataset.digestOf)));
    }
    const texts = document.querySelectorAll("[data-text]");
    try {
      const told = await (await fetch(place.dataset.json, { credentials: "omit" })).json();
      const all = new Map([["original", told.original]]);
      for (const text of told.translations) all.set(`${text.language}:${text.origin}`, text);
      for (const element of texts) await compare(element, canonical(all.get(element.dataset.text)));
    } catch {
      for (const element of texts) say(element, "failed");
    }
  });
})();
