// Asking about a stretch of the article: select it and press the button that appears, or "a".
"use strict";

(() => {
  const article = document.querySelector("[data-ask]");
  const box = document.getElementById("question"); // beside the conversation there is one
  const LONGEST = 300;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "ask-about";
  button.textContent = "Ask about this";

  function selected() {
    const selection = document.getSelection();
    if (!selection.rangeCount || !article.contains(selection.getRangeAt(0).commonAncestorContainer)) return "";
    const text = selection.toString().replace(/\s+/g, " ").trim();
    return text.length > LONGEST ? `${text.slice(0, text.lastIndexOf(" ", LONGEST))} …` : text;
  }

  function ask() {
    const text = selected();
    if (!text) return;
    const question = `What does the review say about “${text}”?`;
    button.remove();
    if (box) {
      if (document.querySelector("dialog:modal")) article.closest("dialog").querySelector(".pane-bar button").click();
      box.value = question;
      box.dispatchEvent(new Event("input"));
      window.setTimeout(() => box.focus(), 100); // after a sheet over it has closed
      return;
    }
    const address = new URL(article.dataset.ask, window.location.href);
    address.searchParams.set("draft", question);
    window.location.assign(address);
  }

  // Beside the end of the selection, never over it, and within the window.
  function place() {
    if (!selected()) return button.remove();
    const box = document.getSelection().getRangeAt(0).getBoundingClientRect();
    (article.closest("dialog") ?? document.body).append(button);
    const left = Math.min(box.right, document.documentElement.clientWidth - button.offsetWidth - 8);
    button.style.left = `${Math.max(8, left)}px`;
    button.style.top = `${Math.min(box.bottom + 6, window.innerHeight - button.offsetHeight - 8)}px`;
  }

  document.addEventListener("selectionchange", place);
  document.addEventListener("scroll", () => { if (button.isConnected) place(); }, { passive: true, capture: true });
  button.addEventListener("mousedown", (event) => event.preventDefault()); // keeps the selection
  button.addEventListener("click", ask);
  document.addEventListener("keydown", (event) => {
    const writing = event.target.closest("input, textarea, select, dialog:modal:not(.reader)");
    if (event.key !== "a" || writing || event.ctrlKey || event.metaKey || event.altKey || !selected()) return;
    event.preventDefault();
    ask();
  });
})();
