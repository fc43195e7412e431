// Sheets typed by numbers: Enter goes to the next line and writes the sheet down after the last one.
(() => {
  "use strict";
  const lines = () => Array.from(document.querySelectorAll("[data-typed]"));
  document.addEventListener("keydown", (event) => {
    const line = event.target;
    if (event.key !== "Enter" || event.shiftKey || event.ctrlKey || !line.matches || !line.matches("[data-typed]")) return;
    event.preventDefault();
    const all = lines(), next = all[all.indexOf(line) + 1], keep = document.getElementById("keep");
    if (next) { next.focus(); if (next.select) next.select(); } else if (keep) keep.click();
  });
  const wrong = document.querySelector("[data-typed][aria-invalid]"), sheet = document.querySelector("[data-typed-sheet]");
  if (sheet && !document.querySelector("[data-focus]")) (wrong || lines()[0]).focus();
})();
