// Light or dark by the reader's choice, before anything is painted; without one the system decides.
"use strict";

(() => {
  const KEY = "theme";
  const root = document.documentElement;
  let chosen = "";
  try {
    chosen = window.localStorage.getItem(KEY) ?? "";
  } catch { /* a browser may forbid to remember */ }
  if (chosen) root.dataset.theme = chosen;

  document.addEventListener("DOMContentLoaded", () => {
    const choice = document.getElementById("theme");
    choice.value = chosen;
    choice.addEventListener("change", () => {
      if (choice.value) root.dataset.theme = choice.value;
      else delete root.dataset.theme;
      try {
        window.localStorage.setItem(KEY, choice.value);
      } catch { /* then it holds for this page */ }
    });
  });
})();
