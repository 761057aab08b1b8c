"use strict";
const form = document.getElementById("filter");
if (form) {
  const articles = [...document.querySelectorAll("article.miss")];
  const apply = () => {
    const { type, kind, words } = Object.fromEntries(new FormData(form));
    const wanted = words.toLowerCase().trim();
    let shown = 0;
    for (const article of articles) {
      const fits =
        (!type || article.dataset.type === type) &&
        (!kind || article.dataset.kind === kind) &&
        (!wanted || article.textContent.toLowerCase().includes(wanted));
      article.hidden = !fits;
      shown += fits ? 1 : 0;
    }
    form.querySelector("output").textContent = `${shown} of ${articles.length}`;
  };
  form.hidden = false;
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
}
