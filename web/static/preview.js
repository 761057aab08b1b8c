// Pointing at a citation, or reaching it with the keyboard, shows what it quotes. The same words
// stand further down the page, so a screen reader is not told them twice.
"use strict";

(() => {
  const WAIT_MS = 120; // long enough to pass over a citation, short enough not to be noticed
  const preview = document.createElement("div");
  preview.className = "preview";
  preview.setAttribute("aria-hidden", "true");
  let waiting = 0;
  let current = null;

  function show(cite) {
    const card = cite.hash && document.getElementById(decodeURIComponent(cite.hash.slice(1)));
    if (!card?.matches(".source")) return;
    // A row that the answer quotes stands there, under its headers; its card has the rest.
    const row = document.querySelector(`.part:has(a.cite[href="#${card.id}"]) .cells`) ?? "";
    const shown = [card.querySelector(".place"), card.querySelector("blockquote, .cells") ?? row];
    const study = card.querySelector(".studies") ?? "";
    preview.replaceChildren(...[...shown, study].map((node) => node && node.cloneNode(true)));
    for (const node of preview.querySelectorAll("[tabindex], a")) node.tabIndex = -1;
    document.body.append(preview);
    current = cite;
    place();
  }

  // Touching the citation, so that the pointer can go on into it.
  function place() {
    const at = current.getBoundingClientRect();
    const room = window.innerHeight - at.bottom;
    const above = room < preview.offsetHeight && at.top > room;
    const left = Math.min(at.left, document.documentElement.clientWidth - preview.offsetWidth - 12);
    preview.style.left = `${Math.max(12, left)}px`;
    preview.style.top = `${above ? at.top - preview.offsetHeight : at.bottom}px`;
  }

  function hide() {
    window.clearTimeout(waiting);
    preview.remove();
    current = null;
  }

  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch" || preview.contains(event.target)) return;
    hide();
    const cite = event.target.closest("a.cite");
    if (cite) waiting = window.setTimeout(show, WAIT_MS, cite);
  });
  document.addEventListener("focusin", (event) => {
    hide();
    if (event.target.matches("a.cite:focus-visible")) show(event.target);
  });
  document.addEventListener("focusout", hide);
  document.addEventListener("click", hide);
  document.addEventListener("scroll", () => { if (current) place(); }, { passive: true });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
})();
