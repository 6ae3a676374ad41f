// Comfort only: every page of the desk works without this file.
"use strict";

// The passage of a candidate, or the span of a witness, comes into view inside its own pane.
const here = document.getElementById("here");
const pane = here && here.closest(".capture-text");
if (pane) {
  pane.scrollTop = Math.max(0, here.offsetTop - pane.offsetTop - pane.clientHeight / 5);
}

// Ctrl+S (or Command+S) saves the text that is being written.
document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== "s") return;
  const inside = document.activeElement && document.activeElement.closest("form[data-desk-save]");
  const form = inside || document.querySelector("form[data-desk-save]");
  if (!form) return;
  event.preventDefault();
  form.requestSubmit(form.querySelector("button.default") || undefined);
});

// On the translation workbench Ctrl+Enter goes to the next paragraph, with Shift to the one before.
for (const bench of document.querySelectorAll("form[data-desk-bench]")) {
  bench.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key !== "Enter") return;
    const fields = [...bench.querySelectorAll("textarea")];
    const at = fields.indexOf(event.target);
    const next = fields[at + (event.shiftKey ? -1 : 1)];
    if (at === -1 || !next) return;
    event.preventDefault();
    next.focus();
    next.closest(".bench-row").scrollIntoView({ block: "center" });
  });
}

// Text that was typed and not saved is not left by a slip of the hand.
for (const form of document.querySelectorAll("form[data-desk-save]")) {
  let touched = false;
  form.addEventListener("input", () => { touched = true; });
  form.addEventListener("submit", () => { touched = false; });
  window.addEventListener("beforeunload", (event) => { if (touched) event.preventDefault(); });
}
