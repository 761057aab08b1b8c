// The article beside the conversation, at the place that a citation leads to, with the studies that
// it rests on; on a small window a sheet over it. Loaded when it is first opened.

const wide = window.matchMedia("(min-width: 64rem)");
const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
const pane = document.getElementById("pane");
const body = pane.querySelector(".article");
const studies = pane.querySelector(".pane-studies");
let opener = null;

function fill(page) {
  const article = page?.querySelector("main");
  if (!article || !page.body.classList.contains("reader")) throw new Error("no article");
  body.replaceChildren(...[...document.importNode(article, true).childNodes]);
}

function go(target, behavior) {
  const block = target.closest("tr, li, p, h2, h3, h4, figure, section") ?? target;
  const row = target.closest("tr");
  (row ?? target).scrollIntoView({ block: row ? "center" : "start", behavior });
  block.tabIndex = -1;
  block.focus({ preventScroll: true });
}

// The article's own style and script are not part of the page until they are needed.
function dress() {
  if (!pane.dataset.style) return null;
  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = pane.dataset.style;
  import(pane.dataset.script);
  delete pane.dataset.style;
  const loaded = new Promise((resolve) => {
    style.addEventListener("load", resolve);
    style.addEventListener("error", resolve);
  });
  document.head.append(style);
  return loaded;
}

// The studies that a card or a list names.
function studiesOf(lines) {
  if (!lines.length) return null;
  const made = document.createElement("div");
  const title = document.createElement("h2");
  const list = document.createElement("ul");
  made.className = "studies";
  title.textContent = lines.length === 1 ? "Primary study" : "Primary studies";
  list.append(...lines.map((line) => line.cloneNode(true)));
  for (const cite of list.querySelectorAll("a.cite")) cite.remove();
  made.append(title, list);
  return made;
}

// Above the article where it is open, beneath it whose evidence that is.
function describe(link, card, otherwise) {
  const row = body.querySelector("tr.quoted");
  const name = row && `${row.closest("table").getAttribute("aria-label")}, row ${row.rowIndex}`;
  const place = card?.querySelector(".place > b, .place")?.textContent.trim().split("›").pop();
  pane.querySelector(".pane-place").textContent = name ?? place ?? otherwise;
  const same = (other) => other.pathname + other.search === link.pathname + link.search;
  const listed = [...document.querySelectorAll(".listed-studies li")]
    .filter((line) => [...line.querySelectorAll("a.cite")].some(same));
  const shown = studiesOf(card ? [...card.querySelectorAll(".studies li")] : listed);
  studies.replaceChildren(shown ?? "");
  studies.hidden = !shown;
}

// What was clicked stays where it was, though the column beside the pane is narrower.
function beside(on) {
  const before = opener?.getBoundingClientRect().top ?? 0;
  document.body.classList.toggle("beside", on);
  window.scrollBy({ top: (opener?.getBoundingClientRect().top ?? 0) - before, behavior: "instant" });
}

// `link` is what was clicked, `leads` where it leads to, `card` the source that it belongs to.
export async function open(link, leads, card) {
  if (!pane.contains(link)) opener = link;
  pane.setAttribute("aria-busy", "true");
  try {
    const [[, page]] = await Promise.all([loadPage(leads.pathname + leads.search), dress()]);
    fill(page);
  } catch {
    window.location.assign(leads.href);
    return;
  } finally {
    pane.removeAttribute("aria-busy");
  }
  pane.querySelector(".whole").href = leads.href;
  describe(leads, card, link.textContent.trim());
  if (!pane.open) {
    if (wide.matches) pane.show();
    else pane.showModal();
    window.history.pushState({ pane: true }, "", window.location.href);
    beside(wide.matches);
  }
  go(body.querySelector("#quote") ?? body, "auto");
}

function close() {
  if (!pane.open) return;
  pane.close();
  beside(false);
  const at = window.scrollY;
  opener?.focus({ preventScroll: true });
  // Going back the browser may scroll, and move the focus, to where the conversation began.
  window.setTimeout(() => {
    window.scrollTo({ top: at, behavior: "instant" });
    opener?.focus({ preventScroll: true });
  }, 0);
}

// "Back" closes it, so closing it any other way goes back.
const dismiss = () => (window.history.state?.pane ? window.history.back() : close());
window.addEventListener("popstate", close);
pane.querySelector("button").addEventListener("click", dismiss);
pane.addEventListener("cancel", (event) => { event.preventDefault(); dismiss(); });
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && pane.open && !document.querySelector("dialog:modal")) dismiss();
});

pane.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='#']");
  if (!link || !body.contains(link)) return;
  // The conversation may have a place of the same name.
  const target = body.querySelector(`#${CSS.escape(decodeURIComponent(link.hash.slice(1)))}`);
  event.preventDefault();
  if (target) go(target, calm.matches ? "auto" : "smooth");
});
