// Copying an answer or a list as the server writes it.
"use strict";

(() => {
  const live = document.getElementById("live");

  async function write(url) {
    const text = async () => {
      const response = await fetch(url);
      if (!response.ok) throw new Error(String(response.status));
      return response.text();
    };
    if (!window.ClipboardItem) return navigator.clipboard.writeText(await text());
    const blob = text().then((got) => new Blob([got], { type: "text/plain" }));
    return navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
  }

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const label = button.dataset.label ?? button.textContent;
    button.dataset.label = label;
    try {
      await write(button.dataset.copy);
      button.textContent = "Copied";
      live.textContent = "Copied.";
    } catch {
      button.textContent = "Could not copy";
      live.textContent = "The browser did not allow copying. The file can be downloaded instead.";
    }
    window.setTimeout(() => { button.textContent = label; }, 2000);
  });
})();
