// Comfort only: the memory's buttons work as a plain form without this file.
"use strict";

for (const bench of document.querySelectorAll("form[data-desk-bench]")) {
  const rowOf = (element) => element.closest(".bench-row");

  const ask = async (button) => {
    const place = document.getElementById(button.getAttribute("aria-controls"));
    try {
      const answer = await fetch(button.dataset.part);
      if (!answer.ok || answer.redirected) throw new Error(answer.status);
      const part = new DOMParser().parseFromString(await answer.text(), "text/html");
      place.replaceChildren(...[...part.body.childNodes].map((node) => document.importNode(node, true)));
    } catch {
      bench.requestSubmit(button); // the server says on a page of its own what is wrong
    }
  };

  // An offer takes the place of what is in the field; the browser's own undo brings that back.
  const take = (offer) => {
    const field = rowOf(offer).querySelector("textarea");
    if (field.readOnly) return;
    field.focus();
    field.select();
    if (!document.execCommand("insertText", false, offer.dataset.text)) {
      field.value = offer.dataset.text;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  };

  bench.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=offers], button[name=insert]");
    if (!button) return;
    event.preventDefault();
    if (button.name === "offers") ask(button);
    else take(button.closest(".offer"));
  });

  // Alt+M asks the memory for the paragraph that one writes, Alt+1 to Alt+5 insert what it offers.
  bench.addEventListener("keydown", (event) => {
    const row = event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey && rowOf(event.target);
    if (!row) return;
    const wanted = /^Digit([1-5])$/.exec(event.code);
    const button = event.code === "KeyM" && row.querySelector("button[name=offers]");
    const offer = wanted && row.querySelectorAll(".offer")[wanted[1] - 1];
    if (!button && !offer) return;
    event.preventDefault();
    if (button) ask(button);
    else take(offer);
  });
}
