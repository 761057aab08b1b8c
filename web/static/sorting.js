// Rows of a list sorted by a click on their header. Loaded when a list is shown.
"use strict";

(() => {
  const live = document.getElementById("live");
  const NUMBER = /^[<>≤≥~≈]?\s*([-–−+]?\d[\d,]*(?:\.\d+)?)/;

  const value = (row, column) => row.cells[column].querySelector(".value, .cite")?.firstChild?.textContent.trim() ?? "";
  const number = (text) => {
    const found = NUMBER.exec(text);
    return found ? Number(found[1].replace(/[–−]/, "-").replaceAll(",", "")) : NaN;
  };

  // Numbers by size if all cells that hold anything begin with one, else words; cells that hold
  // neither letter nor digit come last either way. `sign` is -1 for descending.
  function compare(rows, column, sign) {
    const holds = (text) => /[\p{L}\p{N}]/u.test(text);
    const texts = rows.map((row) => value(row, column)).filter(holds);
    const numeric = texts.length > 0 && texts.every((text) => !Number.isNaN(number(text)));
    const words = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
    return (one, other) => {
      const [a, b] = [value(one, column), value(other, column)];
      if (!holds(a) || !holds(b)) return Number(holds(b)) - Number(holds(a));
      return sign * (numeric ? number(a) - number(b) : words.compare(a, b));
    };
  }

  // Up, down, and back to the order of the article.
  const NEXT = { none: "ascending", ascending: "descending", descending: "none" };

  function sort(header, next) {
    const table = header.closest("table");
    const body = table.tBodies[0];
    if (!body.original) body.original = [...body.rows];
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    const rows = [...body.original];
    if (next !== "none") {
      header.setAttribute("aria-sort", next);
      rows.sort(compare(rows, header.cellIndex, next === "ascending" ? 1 : -1));
    }
    body.append(...rows);
    choice(table).value = next === "none" ? "" : `${next === "descending" ? "-" : ""}${header.cellIndex}`;
    const name = header.textContent.trim();
    live.textContent = next === "none" ? "Rows in the order of the article." : `Rows sorted by ${name}, ${next}.`;
  }

  // The same for fingers, where a narrow window has no headers to press.
  const choice = (table) => table.closest(".listing").querySelector("[data-sort]");

  document.addEventListener("change", (event) => {
    const chosen = event.target.closest("[data-sort]");
    if (!chosen) return;
    const headers = chosen.closest(".listing").querySelector("table").tHead.rows[0].cells;
    const column = Number(chosen.value);
    sort(headers[Math.abs(column) || 1], column ? (column > 0 ? "ascending" : "descending") : "none");
  });

  function enable(root) {
    for (const header of root.querySelectorAll(".sortable th:not(.number)")) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "sort";
      button.append(...header.childNodes);
      header.append(button);
    }
    // What was chosen before this was loaded counts, too.
    for (const chosen of root.querySelectorAll("[data-sort]")) {
      if (chosen.value) chosen.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }

  document.addEventListener("turn", (event) => enable(event.detail));
  enable(document);

  document.addEventListener("click", (event) => {
    const header = event.target.closest(".sort")?.closest("th");
    if (header) sort(header, NEXT[header.getAttribute("aria-sort") ?? "none"]);
  });
})();
