// Comfort for the split workbench: lines chosen by keyboard, acts without a page load, the last act taken back.
// Every act is the page's own form, posted as it stands; the answer's workbench takes the place of this one.
"use strict";

const taken = []; // what the workbench was before each act, newest last
let from = null; // where a choice with Shift began

const workbench = () => document.querySelector("[data-desk-division]");
const boxes = () => [...workbench().querySelectorAll("input[name=line]")];

function choose(first, last, on = true) {
  const all = boxes();
  const [low, high] = [all.indexOf(first), all.indexOf(last)].sort((one, other) => one - other);
  for (const box of all.slice(low, high + 1)) box.checked = on;
}

function place(html, line) {
  const fresh = new DOMParser().parseFromString(html, "text/html");
  const bench = fresh.querySelector("[data-desk-division]");
  if (!bench) return false;
  const said = fresh.querySelector(".messagelist");
  document.querySelector(".messagelist")?.remove();
  workbench().replaceWith(bench);
  if (said) bench.before(said);
  from = null;
  (line && bench.querySelector(`input[name=line][value="${line}"]`))?.focus({ preventScroll: true });
  return true;
}

async function act(form, button) {
  const data = new FormData(form, button);
  const line = document.activeElement?.name === "line" ? document.activeElement.value : data.get("line");
  const before = workbench().outerHTML;
  const at = window.scrollY;
  const answer = await fetch(form.action || location.href, { method: "POST", body: data });
  if (!place(await answer.text(), line)) return form.requestSubmit(button);
  if (answer.ok) {
    taken.push(before);
    for (const box of boxes()) box.checked = false;
  }
  window.scrollTo(0, at);
}

document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (!event.target.matches("form.division") || !button || button.name === "save") return;
  event.preventDefault();
  act(event.target, button);
});

document.addEventListener("click", (event) => {
  const line = event.target.closest("label.line");
  const box = line && line.querySelector("input");
  if (!box) return;
  if (event.shiftKey && from && from !== box) {
    event.preventDefault();
    choose(from, box);
  }
  if (event.target === box || !event.shiftKey) from = box;
  const words = String(window.getSelection()).trim();
  if (words && event.target !== box) {
    event.preventDefault(); // drawing over words chooses the line, and where in it to begin
    box.checked = true;
    workbench().querySelector("input[name=words]").value = words.split(/\s+/).slice(0, 6).join(" ");
  }
});

document.addEventListener("keydown", (event) => {
  const typed = event.target.closest("textarea, input[type=text]");
  if (typed || event.ctrlKey || event.metaKey || event.altKey || !workbench()) return;
  const all = boxes();
  const now = all.indexOf(document.activeElement);
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    if (document.activeElement?.type === "radio") return;
    const next = all[now === -1 ? 0 : now + (event.key === "ArrowDown" ? 1 : -1)];
    if (!next) return;
    event.preventDefault();
    if (event.shiftKey && now !== -1) {
      from ??= all[now];
      choose(from, next);
    } else {
      from = next;
    }
    next.focus();
    next.closest("label").scrollIntoView({ block: "center" });
  } else if (letterOf(event) === "z" && taken.length) {
    event.preventDefault();
    place(taken.pop(), null);
  } else {
    const button = workbench().querySelector(`button[data-key="${CSS.escape(letterOf(event))}"]`);
    if (!button) return;
    event.preventDefault();
    if (now !== -1 && !all.some((box) => box.checked)) all[now].checked = true;
    button.form.requestSubmit(button);
  }
});
