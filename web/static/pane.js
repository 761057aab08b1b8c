// The article beside the conversation, at the place that a citation leads to; on a small window a
// sheet over it. Without this script, or if it fails, the link opens the article's own page.
"use strict";

(() => {
  const wide = window.matchMedia("(min-width: 64rem)");
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  const pane = document.getElementById("pane");
  const body = pane.querySelector(".article");
  const whole = pane.querySelector(".whole");
  let opener = null;

  function fill(page) {
    const article = page?.querySelector("main");
    if (!article || !page.body.classList.contains("reader")) throw new Error("no article");
    body.replaceChildren(...[...document.importNode(article, true).childNodes]);
  }

  function go(target, behavior) {
    const block = target.closest("tr, li, p, h2, h3, h4, figure, section") ?? target;
    target.scrollIntoView({ block: "center", behavior });
    block.tabIndex = -1;
    block.focus({ preventScroll: true });
  }

  // The article's own styles are not part of the page until they are needed.
  function dress() {
    if (!pane.dataset.style) return null;
    const style = document.createElement("link");
    style.rel = "stylesheet";
    style.href = pane.dataset.style;
    delete pane.dataset.style;
    const loaded = new Promise((resolve) => {
      style.addEventListener("load", resolve);
      style.addEventListener("error", resolve);
    });
    document.head.append(style);
    return loaded;
  }

  async function open(link) {
    opener = link;
    link.setAttribute("aria-busy", "true");
    try {
      const [[, page]] = await Promise.all([loadPage(link.pathname + link.search), dress()]);
      fill(page);
    } catch {
      window.location.assign(link.href);
      return;
    } finally {
      link.removeAttribute("aria-busy");
    }
    whole.href = link.href;
    if (!pane.open) {
      if (wide.matches) pane.show();
      else pane.showModal();
      window.history.pushState({ pane: true }, "", window.location.href);
      document.body.classList.toggle("beside", wide.matches);
      if (wide.matches) opener.scrollIntoView({ block: "nearest" });
    }
    go(body.querySelector("#quote") ?? body, "auto");
  }

  function close() {
    if (!pane.open) return;
    pane.close();
    document.body.classList.remove("beside");
    opener?.focus();
  }

  // "Back" closes it, so closing it any other way goes back.
  const dismiss = () => (window.history.state?.pane ? window.history.back() : close());
  window.addEventListener("popstate", close);
  pane.querySelector("button").addEventListener("click", dismiss);
  pane.addEventListener("cancel", (event) => { event.preventDefault(); dismiss(); });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && pane.open && !document.querySelector("dialog:modal")) dismiss();
  });

  document.addEventListener("click", (event) => {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const link = event.target.closest("a.open, a.also-in, .turn a.cite, .article a");
    if (!link) return;
    if (link.pathname.startsWith("/articles/") && !body.contains(link)) {
      event.preventDefault();
      open(link);
    } else if (body.contains(link) && link.getAttribute("href").startsWith("#")) {
      // The conversation may have a place of the same name.
      const target = body.querySelector(`#${CSS.escape(decodeURIComponent(link.hash.slice(1)))}`);
      event.preventDefault();
      if (target) go(target, calm.matches ? "auto" : "smooth");
    }
  });
})();
