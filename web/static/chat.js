// Asks without leaving the page. The server renders every answer; this script moves the nodes that
// the browser itself parsed and writes text, never markup. Without it the form works all the same.
"use strict";

(() => {
  const form = document.getElementById("ask");
  if (!form) return;
  const box = document.getElementById("question");
  const button = form.querySelector("button");
  const history = document.getElementById("history");
  const conversation = document.getElementById("conversation");
  const live = document.getElementById("live");
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  const REMEMBERED = 10;
  const ALONE = { Prefer: "return=minimal" }; // the turns before it are here already
  let shownSearch = window.location.search;
  let busy = false;

  function fit() {
    box.style.height = "auto";
    box.style.height = `${Math.min(box.scrollHeight, 200)}px`;
  }

  function element(tag, className, text = "") {
    const node = document.createElement(tag);
    node.className = className;
    node.textContent = text;
    return node;
  }

  function address(question) {
    const fields = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (name !== "q") fields.append(name, value);
    fields.append("q", question);
    return `/?${fields}`;
  }

  function heading(question) {
    const title = element("h2", "question", question);
    title.tabIndex = -1;
    title.dir = "auto";
    return title;
  }

  function pendingTurn(question) {
    const turn = element("article", "turn pending");
    turn.append(heading(question), element("p", "working", "Looking through the text"));
    turn.setAttribute("aria-busy", "true");
    return turn;
  }

  function failedTurn(question, message) {
    const turn = element("article", "turn failed");
    const note = element("div", "failure");
    const again = element("button", "again", "Try again");
    again.type = "button";
    again.addEventListener("click", () => { turn.remove(); ask(question); });
    note.append(element("h3", "", "No answer came back"), element("p", "", message), again);
    turn.append(heading(question), note);
    return turn;
  }

  function arrived(status, page) {
    const turn = page && page.querySelector("#conversation > article.turn");
    if (turn) return document.importNode(turn, true);
    if (status === 503) throw new Error("The articles are still being opened. Please try again in a moment.");
    if (status === 400) throw new Error("The question is too long to be sent.");
    throw new Error(`The server answered with an error (${status}).`);
  }

  function summary(turn) {
    if (turn.classList.contains("refused")) return "No answer found. The nearest passages are listed.";
    if (turn.classList.contains("failed")) {
      const failure = turn.querySelector(".failure");
      return failure ? failure.textContent : "The question could not be asked.";
    }
    const list = turn.querySelector(".listing caption b");
    if (list) return `Answer: ${list.textContent}.`;
    const sources = turn.querySelectorAll(".source").length;
    return `Answer with ${sources} ${sources === 1 ? "source" : "sources"}.`;
  }

  function remember(question) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = "h";
    field.value = question;
    history.append(field);
    while (history.children.length > REMEMBERED) history.firstElementChild.remove();
  }

  function show(turn) {
    turn.scrollIntoView({ block: "start", behavior: calm.matches ? "auto" : "smooth" });
    const title = turn.querySelector(".question");
    if (title) title.focus({ preventScroll: true });
  }

  async function ask(question) {
    if (busy || !question.trim()) return;
    busy = true;
    const url = address(question);
    const pending = pendingTurn(question);
    document.body.classList.remove("first");
    const examples = document.querySelector("section.examples");
    if (examples) examples.remove();
    document.getElementById("latest")?.removeAttribute("id");
    conversation.append(pending);
    pending.scrollIntoView({ block: "start", behavior: calm.matches ? "auto" : "smooth" });
    live.textContent = "Looking through the text.";
    button.setAttribute("aria-disabled", "true");
    form.classList.add("busy");
    let turn;
    try {
      turn = arrived(...(await loadPage(url, ALONE)));
      if (!turn.classList.contains("failed")) {
        box.value = "";
        box.placeholder = "Ask a follow-up";
        const latest = history.children.length ? "#latest" : "";
        window.history.pushState(null, "", url + latest);
        shownSearch = window.location.search;
        document.title = `${question} · Review QA`;
        remember(question);
      }
    } catch (error) {
      turn = failedTurn(question, error.message);
    }
    pending.replaceWith(turn);
    document.dispatchEvent(new CustomEvent("turn", { detail: turn }));
    button.removeAttribute("aria-disabled");
    form.classList.remove("busy");
    busy = false;
    fit();
    live.textContent = summary(turn);
    show(turn);
  }

  // What lists need is loaded with the first of them.
  function sortable() {
    if (document.querySelector(".sortable")) import(conversation.dataset.sorting);
  }
  document.addEventListener("turn", sortable);
  sortable();

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask(box.value);
  });

  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    ask(box.value);
  });
  box.addEventListener("input", fit);

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, dialog, [contenteditable]");
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    // Whoever simply goes on typing means the box; a key with a use of its own keeps it.
    if (!/^[\p{L}\p{N}]$/u.test(event.key)) return;
    box.focus();
  });

  // Any other click means a new window or the like.
  const plain = (event) => !(event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);

  // Citations open the article here; where no script runs they lead to its page.
  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a.open, a.also-in, .turn a.cite");
    if (!link || !plain(event)) return;
    const named = link.matches("[href^='#']");
    const card = named ? document.getElementById(link.hash.slice(1)) : link.closest(".source");
    const leads = named ? card?.querySelector("a.open") : link;
    if (!leads?.pathname.startsWith("/articles/")) return;
    event.preventDefault();
    try {
      const { open } = await import(document.getElementById("pane").dataset.module);
      await open(link, leads, link.matches(".also-in") ? null : card);
    } catch {
      window.location.assign(leads.href);
    }
  });

  document.addEventListener("click", (event) => {
    const example = event.target.closest(".examples a");
    if (!example || !plain(event)) return;
    event.preventDefault();
    ask(example.textContent);
  });

  // Back and forward: the address holds the whole turn, so the server shows it again.
  window.addEventListener("popstate", () => {
    if (window.location.search !== shownSearch) window.location.reload();
  });

  fit();
})();
