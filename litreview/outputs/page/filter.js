"use strict";
// Two conveniences. Without this script the page shows the same content.

// A field above each long table that keeps the rows with all the words typed.
for (const table of document.querySelectorAll(".table")) {
  const rows = [...table.querySelectorAll("tbody tr:not(.heading)")];
  if (rows.length < 8) continue;
  const texts = rows.map((row) => row.textContent.toLowerCase());
  const label = document.createElement("label");
  const input = document.createElement("input");
  const count = document.createElement("output");
  label.className = "filter";
  input.type = "search";
  input.placeholder = "words, in any order";
  count.textContent = `${rows.length} rows`;
  label.append("Show rows with ", input, count);
  table.prepend(label);
  input.addEventListener("input", () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    rows.forEach((row, at) => {
      row.hidden = !words.every((word) => texts[at].includes(word));
      shown += row.hidden ? 0 : 1;
    });
    for (const body of table.querySelectorAll("tbody")) {
      body.hidden = !body.querySelector("tr:not(.heading):not([hidden])");
    }
    count.textContent = words.length ? `${shown} of ${rows.length} rows` : `${rows.length} rows`;
  });
}

// A link to a box of the diagram opens the list of its records.
function openTarget() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  for (let at = target; at; at = at.parentElement) {
    if (at.tagName === "DETAILS") at.open = true;
  }
  if (target) target.scrollIntoView();
}
addEventListener("hashchange", openTarget);
if (location.hash) openTarget();
