// Keys that spare the way to the mouse. Everything they do stands on the page as a link, a field or a button; the page
// /keys/ lists them. Single letters rest while something is typed, and can be switched off (WCAG 2.1.4).
"use strict";

const OFF = "sopflow-keys-off";
const GO = { t: "/inbox/", d: "/inbox/done/", k: "/cases/", s: "/sops/", h: "/" };
let waitsForPlace = false;

const isTyping = (target) => target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
const links = () => [...document.querySelectorAll("[data-keys] h3 a")];

const move = (step) => {
  const all = links();
  const here = all.indexOf(document.activeElement);
  const next = all[here < 0 ? (step > 0 ? 0 : all.length - 1) : here + step];
  if (next) next.focus();
};

const focusOn = (selector) => {
  const found = document.querySelector(selector);
  if (!found) return false;
  found.focus();
  found.scrollIntoView({ block: "center" });
  return true;
};

const KEYS = {
  j: () => move(1),
  k: () => move(-1),
  "/": () => focusOn("input[type=search]"),
  i: () => focusOn("[data-act] :is(input:not([type=hidden]), textarea, select)"),
  n: () => focusOn("[data-papers] a"),
  u: () => { const back = document.querySelector("[data-back]"); if (back) back.click(); },
  "?": () => { location.href = "/keys/"; },
};

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
    const form = event.target.closest("form[data-act]") || document.querySelector("form[data-act]");
    const button = form && form.querySelector("button.primary:not([disabled])");
    if (button) { event.preventDefault(); form.requestSubmit(button); }
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || localStorage.getItem(OFF)) return;
  if (waitsForPlace) {
    waitsForPlace = false;
    if (GO[event.key]) { event.preventDefault(); location.href = GO[event.key]; }
    return;
  }
  if (event.key === "g") { waitsForPlace = true; return; }
  const act = KEYS[event.key];
  if (act) { event.preventDefault(); act(); }
});

const choice = document.querySelector("[data-keys-switch]");
if (choice) {
  const box = choice.querySelector("input");
  choice.hidden = false;
  box.checked = !localStorage.getItem(OFF);
  box.addEventListener("change", () => {
    if (box.checked) localStorage.removeItem(OFF); else localStorage.setItem(OFF, "1");
  });
}
