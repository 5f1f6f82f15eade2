"use strict";
// Filters. Without this script the page shows all studies; with it, those that the filters keep.

const held = JSON.parse(document.getElementById("data").textContent);
const filters = document.getElementById("filters");
const selects = [...filters.querySelectorAll("select")];
const field = (id) => document.getElementById(id);
const most = Number(field("map").dataset.most || 1);
const items = [...document.querySelectorAll("li[data-e]")];

function kept(entry) {
  const from = field("from") && field("from").value, to = field("to") && field("to").value;
  if (selects.some((one) => one.value && entry[one.dataset.filter] !== Number(one.value))) return false;
  if (from && !(entry.year !== null && entry.year >= Number(from))) return false;
  if (to && !(entry.year !== null && entry.year <= Number(to))) return false;
  return !(field("included") && field("included").checked) || entry.included;
}

// The studies of each bubble, by its cell and category.
function counted(entries) {
  const found = new Map();
  for (const entry of entries) {
    const key = `${entry.cell} ${entry.k}`;
    if (!found.has(key)) found.set(key, new Set());
    found.get(key).add(entry.study);
  }
  return found;
}

function apply() {
  const shown = held.entries.map(kept);
  const entries = held.entries.filter((entry, at) => shown[at]);
  const counts = counted(entries);
  for (const cell of document.querySelectorAll("#map td")) {
    const place = cell.id.slice(3);
    let any = false;
    for (const bubble of cell.querySelectorAll(".bubble")) {
      const studies = counts.get(`${place} ${bubble.dataset.k}`);
      bubble.hidden = !studies;
      if (!studies) continue;
      any = true;
      const n = studies.size, size = Math.max(1, Math.round(held.steps * Math.sqrt(n / most)));
      bubble.querySelector("b").textContent = n;
      const words = bubble.querySelector(".said");
      words.textContent = words.textContent.replace(/^ \w+/, n === 1 ? " study" : " studies");
      bubble.className = bubble.className.replace(/\bs\d+\b/, `s${size}`);
    }
    cell.classList.toggle("gap", !any);
  }
  for (const item of items) item.hidden = !shown[Number(item.dataset.e)];
  for (const part of document.querySelectorAll("section.cell")) {
    part.hidden = !part.querySelector("li:not([hidden])");
  }
  const n = new Set(entries.map((entry) => entry.study)).size;
  const all = `${held.studies} ${held.studies === 1 ? "study" : "studies"}`;
  field("count").textContent = shown.every(Boolean) ? all : `${n} of ${all}${said()}`;
}

// What is set, in words: a printed page says what it shows.
function said() {
  const words = selects.filter((one) => one.value).map((one) => one.selectedOptions[0].textContent);
  for (const [id, name] of [["from", "from"], ["to", "to"]]) {
    if (field(id) && field(id).value) words.push(`${name} ${field(id).value}`);
  }
  if (field("included") && field("included").checked) words.push("included only");
  return words.length ? `: ${words.join(", ")}` : "";
}

filters.addEventListener("input", apply);
field("reset").addEventListener("click", () => {
  for (const one of filters.querySelectorAll("select, input")) {
    if (one.type === "checkbox") one.checked = false;
    else one.value = "";
  }
  apply();
});

// A bubble leads to its studies, also for those who go on by keyboard.
function reach() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target && target.matches("section.cell")) target.focus();
}
addEventListener("hashchange", reach);
filters.hidden = false;
apply();
