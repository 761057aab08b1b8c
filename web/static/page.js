// The one script; what matters works without it. It moves nodes that the browser itself parsed, and
// writes text, never markup.

const one = (selector, within = document) => within.querySelector(selector);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const on = (type, act, node = document) => node?.addEventListener(type, act);
const boundsOf = (node) => node.getBoundingClientRect();
const modified = (event) => event.ctrlKey || event.metaKey || event.altKey;

function element(tag, properties, ...content) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...content);
  return made;
}

// Theme: rendering waits for this, and nothing before it may wait for the document.

const root = document.documentElement;
const storage = (() => { try { return localStorage; } catch { return {}; } })(); // it may be forbidden
root.dataset.theme = storage.theme ?? "";

if (document.readyState === "loading") await new Promise((go) => on("DOMContentLoaded", go));

const theme = one("#theme");
theme.value = root.dataset.theme;
on("change", () => { storage.theme = root.dataset.theme = theme.value; }, theme);

const form = one("#ask");
const box = one("#question, #find");
const live = one("#live");
const pane = one("#pane");
const article = one(".article");
const motion = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";

const ERRORS = {
  400: "The question is too long to be sent.",
  503: "The articles are still being opened. Please try again in a moment.",
};

// A part of a page of this server, parsed but not run: as XMLHttpRequest does it, trusted types allow it.
function load(url, selector) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const fail = (message) => reject(new Error(message));
    request.open("GET", url);
    request.responseType = "document";
    request.timeout = 40000;
    request.setRequestHeader("Accept", "text/html");
    request.setRequestHeader("Prefer", "return=minimal"); // the turns before it are here already
    request.onload = () => {
      const part = request.response && one(selector, request.response);
      if (part) resolve(document.importNode(part, true));
      else fail(ERRORS[request.status] ?? `The server answered with an error (${request.status}).`);
    };
    request.onerror = () => fail("The server cannot be reached. Is it still running?");
    request.ontimeout = () => fail("The server took too long to answer.");
    request.send();
  });
}

// Asking without leaving the page

const REMEMBERED = 10;
let shown = location.search;

async function ask(question) {
  const button = one("button", form);
  if (button.ariaDisabled || !question.trim()) return;
  const fields = new URLSearchParams(new FormData(form));
  fields.set("q", question);
  const title = element("h2", { className: "question", tabIndex: -1, dir: "auto" }, question);
  const working = element("p", { className: "working" }, "Looking through the text");
  const pending = element("article", { className: "turn pending", ariaBusy: "true" }, title, working);
  document.body.classList.remove("first");
  one("section.examples")?.remove();
  one("#latest")?.removeAttribute("id");
  one("#conversation").append(pending);
  pending.scrollIntoView({ behavior: motion });
  live.textContent = "Looking through the text.";
  button.ariaDisabled = "true";
  let turn;
  try {
    turn = await load(`/?${fields}`, "#conversation > .turn");
    if (!turn.matches(".failed")) keep(question, fields);
  } catch (error) {
    const again = () => { turn.remove(); ask(question); };
    const note = element("div", { className: "failure" }, element("h3", {}, "No answer came back"));
    note.append(element("p", {}, error.message), element("button", { className: "again", onclick: again }, "Try again"));
    turn = element("article", { className: "turn failed" }, title, note);
  }
  pending.replaceWith(turn);
  prepare(turn);
  button.ariaDisabled = null;
  live.textContent = summary(turn);
  turn.scrollIntoView({ behavior: motion });
  one(".question", turn).focus({ preventScroll: true });
}

// What was answered is in the address, and in the history of the next question.
function keep(question, fields) {
  const earlier = one("#history");
  history.pushState(null, "", `/?${fields}${earlier.childElementCount ? "#latest" : ""}`);
  shown = location.search;
  document.title = `${question} · Review QA`;
  earlier.append(element("input", { type: "hidden", name: "h", value: question }));
  if (earlier.childElementCount > REMEMBERED) earlier.firstElementChild.remove();
  box.value = "";
  box.placeholder = "Ask a follow-up";
}

function summary(turn) {
  if (turn.matches(".refused")) return "No answer found. The nearest passages are listed.";
  if (turn.matches(".failed")) return one(".failure", turn).innerText;
  const list = one(".listing caption b", turn);
  if (list) return `Answer: ${list.textContent}.`;
  const sources = all(".source", turn).length;
  return `Answer with ${sources} ${sources === 1 ? "source" : "sources"}.`;
}

on("submit", (event) => { event.preventDefault(); ask(box.value); }, form);

// Back and forward: the address holds the whole turn, so the server shows it again.
on("popstate", () => {
  closePane();
  if (form && location.search !== shown) location.reload();
}, window);

// The pane: the article at the place that a citation leads to, with the studies behind it, beside the
// conversation; on a small window a sheet over it.

let opener = null;

async function follow(link, event) {
  const named = link.matches("[href^='#']");
  const card = named ? one(link.hash) : link.closest(".source");
  const leads = named ? one("a.open", card) : link;
  if (!leads?.pathname.startsWith("/articles/")) return;
  event.preventDefault();
  if (!pane.contains(link)) opener = link;
  try {
    const main = await load(leads.pathname + leads.search, ".reader main");
    prepare(main);
    article.replaceChildren(...main.childNodes);
  } catch {
    return location.assign(leads.href);
  }
  one(".whole").href = leads.href;
  describe(link, leads, link.matches(".also-in") ? null : card);
  if (!pane.open) {
    const wide = matchMedia("(min-width: 64rem)").matches;
    pane[wide ? "show" : "showModal"]();
    history.pushState({ pane: true }, "", location.href);
    setBeside(wide);
  }
  go(one("#quote", article) ?? article, "auto");
}

// Above the article where it is open, beneath it whose evidence that is.
function describe(link, leads, card) {
  const row = one("tr.quoted", article);
  const place = (card && one(".place", card)) ?? link;
  one(".pane-place").textContent = row
    ? `${row.closest("table").ariaLabel}, row ${row.rowIndex}`
    : place.textContent.split("›").pop().trim();
  const cites = (line) => all("a.cite", line).some(({ href }) => href === leads.href);
  const found = card ? all(".studies li", card) : all(".listed-studies li").filter(cites);
  one(".pane-studies ul").replaceChildren(...found.map((line) => line.cloneNode(true)));
  one(".pane-studies").hidden = !found.length;
}

// What was clicked stays where it was, though the column beside the pane is narrower.
function setBeside(open) {
  const before = boundsOf(opener).top;
  document.body.classList.toggle("beside", open);
  scrollBy({ top: boundsOf(opener).top - before, behavior: "instant" });
}

function go(target, behavior) {
  const row = target.closest("tr");
  const block = row ?? target.closest("li, p, h2, h3, h4, figure, section") ?? target;
  (row ?? target).scrollIntoView({ block: row ? "center" : "start", behavior });
  block.tabIndex = -1;
  block.focus({ preventScroll: true });
}

// The conversation may have a place of the same name.
function goWithin(link, event) {
  const target = one(`#${CSS.escape(decodeURIComponent(link.hash.slice(1)))}`, article);
  event.preventDefault();
  if (target) go(target, motion);
}

function closePane() {
  if (!pane?.open) return;
  pane.close();
  setBeside(false);
  const top = scrollY;
  const stay = () => { scrollTo({ top, behavior: "instant" }); opener.focus({ preventScroll: true }); };
  stay();
  setTimeout(stay); // going back the browser may scroll to where the conversation began
}

// "Back" closes it, so closing it any other way goes back.
const dismissPane = () => (history.state?.pane ? history.back() : closePane());
on("cancel", (event) => { event.preventDefault(); dismissPane(); }, pane);

// Tips: what a citation quotes (a screen reader has that further down), what an abbreviation is short for

const WAIT_MS = 120; // long enough to pass over something, short enough not to be noticed
const tip = element("div", { id: "tip", role: "tooltip" });
let waiting = 0;
let explained = null;

function quoted({ hash }) {
  const card = one(`.source${hash}`);
  if (!card) return [];
  // A row that the answer quotes stands there, under its headers; its card has the rest.
  const row = one(`.part:has(a.cite[href="${hash}"]) .cells`);
  const shown = [one(".place", card), one("blockquote, .cells", card) ?? row, one(".studies", card)];
  return shown.filter(Boolean).map((node) => node.cloneNode(true));
}

function showTip(target) {
  const cite = target.matches(".cite");
  const content = cite ? quoted(target) : [target.dataset.long ?? target.title];
  if (!content.length) return;
  tip.className = cite ? "tip preview" : "tip";
  tip.ariaHidden = cite ? "true" : null;
  tip.replaceChildren(...content);
  for (const node of all("[tabindex], a", tip)) node.tabIndex = -1;
  (target.closest("dialog, main") ?? document.body).append(tip);
  if (!cite) target.setAttribute("aria-describedby", "tip");
  explained = target;
  place(tip, boundsOf(target));
}

// Touching what it belongs to, so that the pointer can go on into it.
function place(floating, at, left = at.left) {
  const room = innerHeight - at.bottom;
  const above = room < floating.offsetHeight && at.top > room;
  floating.style.left = `${Math.max(8, Math.min(left, root.clientWidth - floating.offsetWidth - 8))}px`;
  floating.style.top = `${above ? at.top - floating.offsetHeight : at.bottom}px`;
}

function hideTip() {
  clearTimeout(waiting);
  tip.remove();
  explained?.removeAttribute("aria-describedby");
  if (explained?.dataset.long) explained.title = explained.dataset.long;
  explained = null;
}

on("pointerover", (event) => {
  const target = event.target.closest("a.cite, abbr");
  // What the keyboard asked for stays, though other text scrolls under the pointer.
  const kept = tip.isConnected && !target && explained.matches(":focus-visible");
  if (event.pointerType === "touch" || kept || tip.contains(event.target)) return;
  hideTip();
  if (!target) return;
  waiting = setTimeout(showTip, WAIT_MS, target);
  if (!target.title) return;
  explained = target;
  target.dataset.long = target.title;
  target.title = ""; // else the browser would show it, too
});
on("focusin", ({ target }) => {
  hideTip();
  if (target.matches("abbr, a.cite:focus-visible")) showTip(target);
});
on("focusout", hideTip);
on("pointerdown", ({ target }) => { if (!tip.contains(target)) hideTip(); });

// Lists

// Up, down, and back to the order of the article.
const NEXT = { ascending: "descending", descending: "" };

const holds = (text) => /[\p{L}\p{N}]/u.test(text);
const number = (text) => parseFloat(text.replace(/^[<>≤≥~≈\s]+|,/g, "").replace(/^[–−]/, "-"));

// Numbers by size if all cells begin with one, else words; cells without letter or digit come last.
function compare(rows, column, order) {
  const value = (row) => row.cells[column].firstChild?.textContent.trim() ?? "";
  const sign = order === "descending" ? -1 : 1;
  const numeric = rows.map(value).filter(holds).every((text) => !Number.isNaN(number(text)));
  return (one, other) => {
    const [a, b] = [value(one), value(other)];
    if (!holds(a) || !holds(b)) return holds(b) - holds(a);
    return sign * (numeric ? number(a) - number(b) : a.localeCompare(b, "en", { numeric: true }));
  };
}

function sort(button) {
  const header = button.closest("th");
  const order = NEXT[header.ariaSort] ?? "ascending";
  const [body] = header.closest("table").tBodies;
  const rows = [...(body.original ??= [...body.rows])];
  for (const other of header.parentNode.cells) other.ariaSort = null;
  if (order) {
    header.ariaSort = order;
    rows.sort(compare(rows, header.cellIndex, order));
  }
  body.append(...rows);
  live.textContent = order ? `Rows sorted by ${button.textContent}, ${order}.` : "Rows in the order of the article.";
}

const ROLES = { table: "table", tr: "row", th: "columnheader", td: "cell" };

function prepare(within) {
  for (const header of all(".sortable th:not(.number)", within)) {
    header.append(element("button", { type: "button", className: "sort" }, ...header.childNodes));
  }
  // Some browsers forget what a table is where its cells become blocks.
  for (const [tag, role] of Object.entries(ROLES)) {
    for (const node of all(tag, within)) node.role = role;
  }
}
prepare(document);

// An answer or a list as the server writes it.
async function copy(button) {
  const label = (button.dataset.label ??= button.textContent);
  const address = one(".question a", button.closest(".turn")).search;
  const text = async () => {
    const response = await fetch(`/export/${button.dataset.copy}${address}`);
    if (!response.ok) throw new Error(response.status);
    return new Blob([await response.text()], { type: "text/plain" });
  };
  try {
    await navigator.clipboard.write([new ClipboardItem({ "text/plain": text() })]);
    button.textContent = live.textContent = "Copied";
  } catch {
    button.textContent = "Could not copy";
    live.textContent = "Copying was not allowed. The file can be downloaded instead.";
  }
  setTimeout(() => { button.textContent = label; }, 2000);
}

// Reading: asking about a stretch of the article

const about = element("button", { type: "button", className: "ask-about" }, "Ask about this");

function selected() {
  const selection = getSelection();
  if (!selection.rangeCount || !article?.contains(selection.getRangeAt(0).commonAncestorContainer)) return "";
  const text = selection.toString().replace(/\s+/g, " ").trim();
  return text.length > 300 ? `${text.slice(0, text.lastIndexOf(" ", 300))} …` : text;
}

function askAbout() {
  const question = `What does the review say about “${selected()}”?`;
  about.remove();
  if (form) {
    if (pane.matches(":modal")) dismissPane();
    box.value = question;
    setTimeout(() => box.focus(), 100); // after a sheet over it has closed
  } else {
    location.assign(article.dataset.ask + new URLSearchParams({ draft: question }));
  }
}

// Beside the end of the selection, never over it, and within the window.
function placeAbout() {
  if (!selected()) return about.remove();
  const { top, right, bottom } = boundsOf(getSelection().getRangeAt(0));
  (pane ?? document.body).append(about);
  place(about, { top, bottom: Math.min(bottom + 6, innerHeight - about.offsetHeight - 8) }, right);
}
on("selectionchange", placeAbout);
about.onmousedown = (event) => event.preventDefault(); // keeps the selection
document.addEventListener("scroll", () => {
  if (tip.isConnected) place(tip, boundsOf(explained));
  if (about.isConnected) placeAbout();
}, { passive: true, capture: true });

// Clicks, for what is here and what will be

const CLICKS = {
  ".examples a": (link, event) => { event.preventDefault(); ask(link.textContent); },
  "a.open, a.also-in, .turn a.cite": follow,
  "#pane .article a[href^='#']": goWithin,
  ".pane-bar button": dismissPane,
  ".sort": sort,
  "[data-copy]": copy,
  ".ask-about": askAbout,
  "abbr:not(a *)": showTip,
};

on("click", (event) => {
  hideTip();
  // Any other click means a new window or the like.
  if (event.button || event.shiftKey || modified(event)) return;
  for (const [selector, act] of Object.entries(CLICKS)) {
    const clicked = event.target.closest(selector);
    if (clicked) return act(clicked, event);
  }
});

// Keys. Whoever writes, or holds a modifier, means something else.

// From where the reader is; within the article beside the conversation to what is there.
function walk(selector, step) {
  const within = document.activeElement.closest("#pane") ?? one("main");
  const found = all(selector, within).filter((node) => node.checkVisibility());
  const below = (node) => boundsOf(node).top > 60;
  const here = found.indexOf(document.activeElement);
  const first = found.findIndex(below);
  const ahead = first < 0 ? found.length : first;
  const to = here < 0 ? ahead + Math.min(step, 0) : here + step;
  const next = found[Math.max(0, Math.min(to, found.length - 1))];
  if (next?.matches("abbr")) next.tabIndex = -1; // too many for the Tab key
  next?.focus();
}

const KEYS = {
  "?": () => one("#key-list").togglePopover(),
  "/": () => box?.focus(),
  ArrowRight: () => walk("a.cite, a.mention", 1),
  ArrowLeft: () => walk("a.cite, a.mention", -1),
  ".": () => walk("abbr", 1),
  ",": () => walk("abbr", -1),
};

on("keydown", (event) => {
  const { key, target } = event;
  const writing = target.closest("input, textarea, select, [popover]") || modified(event);
  if (key === "Escape" && tip.isConnected) tip.remove(); // it may still be pointed at
  else if (key === "Escape" && pane?.open && !one(":popover-open")) dismissPane();
  else if (key === "Enter" && form && target === box && !event.shiftKey && !event.isComposing) ask(box.value);
  else if (key === "a" && !writing && selected()) askAbout();
  else if (KEYS[key] && !writing) KEYS[key]();
  else {
    // Whoever simply goes on typing means the box.
    if (form && !writing && /^[\p{L}\p{N}]$/u.test(key)) box.focus();
    return;
  }
  event.preventDefault();
});
