// Comfort only: every page of the desk works without this file.
"use strict";

// The passage of a candidate, or the span of a witness, comes into view inside its own pane.
const here = document.getElementById("here");
const pane = here && here.closest(".capture-text");
if (pane) {
  pane.scrollTop = Math.max(0, here.offsetTop - pane.offsetTop - pane.clientHeight / 5);
}

// The Latin letter of a key: on a keyboard of another script the one that is printed beside its own.
const letterOf = (event) => (/^[a-z]$/i.test(event.key) ? event.key : event.code.replace(/^Key/, "")).toLowerCase();

// Ctrl+S (or Command+S) saves the text that is being written.
document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || letterOf(event) !== "s") return;
  const inside = document.activeElement && document.activeElement.closest("form[data-desk-save]");
  const form = inside || document.querySelector("form[data-desk-save]");
  if (!form) return;
  event.preventDefault();
  form.requestSubmit(form.querySelector("button.default") || undefined);
});

// Text that was typed and not saved is not left by a slip of the hand.
for (const form of document.querySelectorAll("form[data-desk-save]")) {
  let touched = false;
  form.addEventListener("input", () => { touched = true; });
  form.addEventListener("submit", () => { touched = false; });
  form.addEventListener("desk:saved", () => { touched = false; });
  window.addEventListener("beforeunload", (event) => { if (touched) event.preventDefault(); });
}
