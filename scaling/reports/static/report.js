// The tables of a report: sorted by their headers, filtered by words or by a column's value.
// Without it the page is whole: it reveals the controls that would mean nothing without it, and
// touches tables marked with data-sortable alone. A header with a data-type gets a button.
(() => {
  "use strict";

  const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
  const NEXT = { none: "ascending", ascending: "descending", descending: "none" };
  const PAUSE = 250; // milliseconds without typing before a screen reader hears the count

  const text = (element) => element.textContent.replace(/\s+/g, " ").trim();
  const plain = (words) => words.normalize("NFKD").replace(/\p{Mark}/gu, "").toLowerCase();

  /** What a cell sorts by: its data-sort, otherwise the text it shows. */
  function value(cell) {
    return cell.dataset.sort === undefined ? text(cell) : cell.dataset.sort.trim();
  }

  /** The number that a text begins with, whatever bounds or units follow; NaN where none does. */
  function number(words) {
    const bare = words.replace(/−/g, "-").replace(/^[<>≤≥]\s*/, "");
    const infinite = /^(-?)(?:∞|inf)/i.exec(bare);
    if (infinite) return infinite[1] ? -Infinity : Infinity;
    return Number.parseFloat(bare);
  }

  /** The rows in order, equal ones as they stood; what has no value stays last either way. */
  function sorted(rows, column, numeric, direction) {
    const sign = direction === "descending" ? -1 : 1;
    const ascending = numeric
      ? (a, b) => (a === b ? 0 : a < b ? -1 : 1) // infinities have no difference
      : collator.compare;
    const keyed = rows.map((row) => {
      const words = value(row.cells[column]);
      const key = numeric ? number(words) : words;
      return { row, key, none: numeric ? Number.isNaN(key) : key === "" };
    });
    keyed.sort((a, b) => a.none - b.none || (a.none ? 0 : sign * ascending(a.key, b.key)));
    return keyed.map((entry) => entry.row);
  }

  /** The test of a row that a control asks for; nothing where it is empty. */
  function asked(control, names) {
    if (control.value.trim() === "") return null;
    if (control.dataset.filterColumn !== undefined) {
      const column = names.indexOf(control.dataset.filterColumn.toLowerCase());
      return (row) => [text(row.cells[column]), value(row.cells[column])].includes(control.value);
    }
    const wanted = plain(control.value).split(/\s+/).filter(Boolean);
    return (row) => {
      const words = plain(text(row));
      return wanted.every((word) => words.includes(word));
    };
  }

  /** Give one table its buttons, its controls and a line that says what is shown. */
  function enhance(table) {
    const body = table.tBodies[0];
    const headers = [...table.tHead.rows[0].cells];
    const names = headers.map((header) => (header.dataset.column ?? text(header)).toLowerCase());
    const rows = [...body.rows];
    const controls = [...document.querySelectorAll("[data-filter]")].filter(
      (control) => control.dataset.filter === table.id,
    );
    const status = document.createElement("p");
    status.className = "table-status";
    status.setAttribute("role", "status");
    let by = { column: -1, direction: "none" };
    let waiting = 0;

    function say() {
      const shown = rows.filter((row) => !row.hidden).length;
      const count = shown === rows.length ? "" : `${shown} of `;
      const order =
        by.direction === "none" ? "" : `Sorted by ${text(headers[by.column])}, ${by.direction}; `;
      status.textContent = `${order}${count}${rows.length} ${rows.length === 1 ? "row" : "rows"}.`;
    }

    function sort(column) {
      const direction = NEXT[by.column === column ? by.direction : "none"];
      const numeric = headers[column].dataset.type === "number";
      by = { column, direction };
      for (const header of headers) header.removeAttribute("aria-sort");
      if (direction !== "none") headers[column].setAttribute("aria-sort", direction);
      body.append(...(direction === "none" ? rows : sorted(rows, column, numeric, direction)));
      say();
    }

    function filter() {
      const tests = controls.map((control) => asked(control, names)).filter(Boolean);
      for (const row of rows) row.hidden = !tests.every((test) => test(row));
      clearTimeout(waiting);
      waiting = setTimeout(say, PAUSE);
    }

    headers.forEach((header, column) => {
      if (header.dataset.type === undefined) return;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "sort";
      button.append(...header.childNodes);
      button.addEventListener("click", () => sort(column));
      header.append(button);
    });
    for (const control of controls) {
      control.addEventListener("input", filter);
      const hidden = control.closest("[hidden]");
      if (hidden) hidden.hidden = false;
    }
    (table.closest(".wide") ?? table).before(status);
    filter(); // a browser keeps what was typed before a page was loaded again
    say();
  }

  for (const table of document.querySelectorAll("table[data-sortable]")) {
    if (table.tHead && table.tBodies.length === 1) enhance(table);
  }
})();
