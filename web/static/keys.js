// Keys that work everywhere on a page. Whoever writes, or holds a modifier, means something else.
"use strict";

(() => {
  const list = document.getElementById("key-list");
  const box = () => document.querySelector("#question, #find");

  // Within the article beside the conversation they walk its own citations.
  function walk(step) {
    const pane = document.activeElement.closest("#pane");
    const cites = [...(pane ?? document).querySelectorAll("a.cite, a.mention")]
      .filter((node) => node.checkVisibility() && (pane || !node.closest("#pane")));
    if (!cites.length) return;
    const here = cites.indexOf(document.activeElement);
    const start = step > 0 ? cites.findIndex(below) : cites.findLastIndex((node) => !below(node));
    const next = here < 0 ? start : here + step;
    cites[Math.max(0, Math.min(next, cites.length - 1))].focus();
  }

  // From where the reader is: the first citation that is not scrolled past.
  const below = (node) => node.getBoundingClientRect().top > 60;

  document.getElementById("show-keys").addEventListener("click", () => list.showModal());

  document.addEventListener("keydown", (event) => {
    const writing = event.target.closest("input, textarea, select, dialog:modal, [contenteditable]");
    if (writing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "?") list.showModal();
    else if (event.key === "/") box()?.focus();
    else if (event.key === "ArrowRight") walk(1);
    else if (event.key === "ArrowLeft") walk(-1);
    else return;
    event.preventDefault();
  });
})();
