// Pages work without this file; it only spares mistakes: no double submit, a question before what cannot be undone,
// and the name and size of a chosen file.
"use strict";

// Forms in which somebody typed: sending another one of the page loses what stands in them.
const typed = new Set();
document.addEventListener("input", ({ target }) => {
  if (target.form && target.form.method === "post") typed.add(target.form);
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  const button = event.submitter;
  const leaves = form.method === "post" && !(button && button.formTarget === "_blank"); // a preview opens beside the form
  const other = leaves && [...typed].some((each) => each !== form && each.isConnected);
  const question = (button && button.dataset.confirm) || form.dataset.confirm
    || (other && document.documentElement.dataset.unsent);
  if (question && !window.confirm(question)) {
    event.preventDefault();
    return;
  }
  if (leaves) {
    // After the browser has gathered the values, so that the button's own value is sent too.
    setTimeout(() => form.querySelectorAll("button").forEach((each) => { each.disabled = true; }), 0);
  }
});

// Coming back with the browser's own button must not find the form switched off.
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[method=post] button[disabled]:not([data-denied])").forEach((each) => { each.disabled = false; });
});

const size = (bytes) => bytes < 1024 * 1024
  ? `${Math.ceil(bytes / 1024)} kB`
  : `${(bytes / 1024 / 1024).toFixed(1).replace(".", ",")} MB`;

document.addEventListener("change", (event) => {
  const input = event.target;
  if (input.type !== "file") return;
  const file = input.files[0];
  const hint = document.getElementById(`${input.id}_chosen`);
  if (!hint) return;
  hint.textContent = file ? `${file.name} (${size(file.size)})` : "";
});
