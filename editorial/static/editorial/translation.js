// Comfort only: the translation workbench works as a plain form without this file.
"use strict";

for (const bench of document.querySelectorAll("form[data-desk-bench]")) {
  const fields = [...bench.querySelectorAll("textarea[data-number]")];
  const bar = bench.querySelector("[data-desk-bar]");
  const help = document.querySelector("[data-desk-help]");
  const said = bench.querySelector("output.said");
  const token = bench.elements.csrfmiddlewaretoken.value;
  const known = new Map(fields.map((field) => [field, field.value]));
  const rowOf = (field) => field.closest(".bench-row");
  let last = fields[0];

  // What came from the server takes the place of what has the same id; the fields themselves are never touched.
  const swap = (fresh) => {
    for (const piece of fresh.querySelectorAll("[data-live]")) {
      const old = document.getElementById(piece.id);
      if (old) old.replaceWith(document.importNode(piece, true));
    }
    for (const row of fresh.querySelectorAll(".bench-row")) {
      const old = document.getElementById(row.id);
      if (old) old.className = row.className;
    }
  };
  const parse = (text) => new DOMParser().parseFromString(text, "text/html");

  // --- Findings while one writes ---------------------------------------------------------------------------------
  const waiting = new Map();
  const check = async (field) => {
    waiting.get(field)?.abort?.abort();
    const abort = new AbortController();
    waiting.set(field, { abort });
    const body = new URLSearchParams({ csrfmiddlewaretoken: token, number: field.dataset.number, text: field.value });
    try {
      const answer = await fetch(bench.dataset.deskBench, { method: "POST", body, signal: abort.signal });
      if (answer.ok && !answer.redirected) swap(parse(await answer.text()));
    } catch {
      // Not reached, or typed on meanwhile: the findings of the last save stay.
    }
  };
  bench.addEventListener("input", (event) => {
    const field = event.target;
    if (!fields.includes(field)) return;
    const before = waiting.get(field);
    if (before?.timer) clearTimeout(before.timer);
    before?.abort?.abort();
    waiting.set(field, { timer: setTimeout(check, 500, field) });
  });

  // --- Saving without a page load --------------------------------------------------------------------------------
  // One after the other: each save tells the server which revision it goes on from.
  let saving = Promise.resolve();
  let pending = 0;
  const send = async () => {
    const body = new FormData(bench);
    const sent = new Map(fields.map((field) => [field, field.value]));
    const answer = await fetch(bench.action, { method: "POST", body });
    const page = parse(await answer.text());
    if (!answer.ok || !page.querySelector("form[data-desk-bench]")) throw new Error(answer.status);
    // What was typed while it was saved is judged when it is saved itself.
    swap(page);
    for (const [field, value] of sent) {
      known.set(field, value);
      if (field.value !== value) check(field);
    }
    bench.elements.note.value = page.querySelector("#id_note").value;
    said.value = page.querySelector(".messagelist")?.textContent.trim() ?? "";
    if (fields.every((field) => field.value === known.get(field))) bench.dispatchEvent(new Event("desk:saved"));
  };
  const save = () => {
    pending += 1;
    saving = saving.then(send).then(
      () => { pending -= 1; },
      () => {
        pending = 0;
        bench.requestSubmit(bench.querySelector("button.default")); // the server says on a page what is wrong
        return new Promise(() => {}); // and this page has come to its end
      },
    );
  };
  bench.addEventListener("submit", (event) => {
    if (!pending) return;
    event.preventDefault();
    saving.then(() => bench.requestSubmit(event.submitter));
  });

  // --- Going about -----------------------------------------------------------------------------------------------
  const go = (field, step) => {
    const next = fields[fields.indexOf(field) + step];
    if (!next) return;
    next.focus();
    rowOf(next).scrollIntoView({ block: "center" });
  };
  const insert = (field, text) => {
    field.focus();
    // This way the browser's own undo knows of it; the other way is for browsers that have given it up.
    if (!document.execCommand("insertText", false, text)) {
      field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  };
  const put = (button) => {
    const { insert: open, close } = button.dataset;
    const at = last.selectionStart;
    const chosen = last.value.slice(at, last.selectionEnd);
    insert(last, open + chosen + (close ?? ""));
    if (close && !chosen) last.setSelectionRange(at + open.length, at + open.length);
  };
  const tick = (field, name) => {
    const box = rowOf(field).querySelector(`input[name="${name}"]`);
    if (!box) return;
    box.checked = !box.checked;
    box.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const copy = (field) => {
    const source = rowOf(field).querySelector(".source .text");
    if (!source || field.readOnly) return;
    const text = source.cloneNode(true);
    for (const gone of text.querySelectorAll("del")) gone.remove();
    field.select();
    insert(field, text.textContent);
  };

  const KEYS = {
    KeyC: copy,
    KeyU: (field) => tick(field, "unsure"),
    KeyV: (field) => tick(field, "still_valid"),
    KeyZ: (field) => insert(field, "\u200c"),
    KeyB: () => bar?.querySelector("button").focus(),
    ArrowDown: (field) => go(field, 1),
    ArrowUp: (field) => go(field, -1),
  };

  bench.addEventListener("focusin", (event) => {
    if (fields.includes(event.target)) last = event.target;
  });
  bench.addEventListener("keydown", (event) => {
    const inside = event.target.closest?.(".bench-row")?.querySelector("textarea");
    const control = event.ctrlKey || event.metaKey;
    if (control && event.key === "Enter" && inside) {
      event.preventDefault();
      if (!inside.readOnly) save();
      go(inside, event.shiftKey ? -1 : 1);
    } else if (event.altKey && !control && !event.shiftKey && inside && Object.hasOwn(KEYS, event.code)) {
      event.preventDefault();
      KEYS[event.code](inside);
    } else if (event.key === "Escape" && bar?.contains(event.target)) {
      last.focus();
    }
  });
  document.addEventListener("keydown", (event) => {
    if (!help || help.open) return;
    const writing = event.target.closest?.("input:not([type=checkbox]), textarea, select");
    if ((event.key === "?" && !writing) || (event.key === "/" && (event.ctrlKey || event.metaKey))) {
      event.preventDefault();
      help.showModal();
    }
  });

  if (bar) {
    bar.hidden = false;
    bar.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps its caret
    bar.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button?.dataset.insert) put(button);
      else if (button?.dataset.act === "help") help.showModal();
    });
    bar.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      const buttons = [...bar.querySelectorAll("button")];
      const next = step && buttons[buttons.indexOf(event.target) + step];
      if (next) next.focus();
    });
  }

  // A finding leads to the place that it is about.
  bench.addEventListener("click", (event) => {
    const place = event.target.closest("[data-from]");
    const field = place && rowOf(place).querySelector("textarea");
    if (!field) return;
    field.focus();
    // The server counts characters, the field UTF-16 units.
    const unit = (at) => [...field.value].slice(0, at).join("").length;
    field.setSelectionRange(unit(place.dataset.from), unit(place.dataset.to));
  });

  // After "Keep and go on" without this file's saving, and from the summary's links, the paragraph is ready to write.
  const arrive = () => {
    const row = location.hash.startsWith("#p") && document.getElementById(location.hash.slice(1));
    row?.querySelector?.("textarea")?.focus();
  };
  window.addEventListener("hashchange", arrive);
  arrive();
}
