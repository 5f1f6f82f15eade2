// The search over records. All that it writes is text, never markup.

const search = document.getElementById("search");
if (search) {
  const held = JSON.parse(document.getElementById("data").textContent);
  const [ID, TITLE, AUTHORS, YEAR, LINK, FATE, BOXES] = [0, 1, 2, 3, 4, 5, 6];
  const STEP = 50;
  const field = (id) => document.getElementById(id);
  const hits = field("hits");
  const texts = held.rows.map((row) =>
    `${row[TITLE]} ${row[AUTHORS]} ${row[YEAR] || ""} ${row[ID]}`.toLowerCase());
  let found = [];

  function option(select, value, text) {
    const one = document.createElement("option");
    one.value = value;
    one.textContent = text;
    select.append(one);
  }

  function say(parent, tag, kind, text) {
    const one = document.createElement(tag);
    if (kind) one.className = kind;
    one.textContent = text;
    parent.append(one);
    return one;
  }

  function hit(row) {
    const item = document.createElement("li");
    const title = say(item, row[LINK] ? "a" : "span", "title", row[TITLE] || "without a title");
    if (row[LINK]) {
      title.href = row[LINK];
      title.rel = "noopener noreferrer";
    }
    const about = [row[AUTHORS], row[YEAR] || ""].filter(Boolean).join(" · ");
    say(item, "span", "about", about || "no author, no year");
    say(item, "span", "fate", row[FATE] < 0 ? "not in a box" : held.fates[row[FATE]]);
    say(item, "span", "id", row[ID]);
    return item;
  }

  function more() {
    const at = hits.childElementCount;
    hits.append(...found.slice(at, at + STEP).map((place) => hit(held.rows[place])));
    field("more").hidden = hits.childElementCount >= found.length;
  }

  function show() {
    const words = field("words").value.toLowerCase().split(/\s+/).filter(Boolean);
    const fate = field("fate").value;
    const box = field("box").value;
    const from = Number(field("from").value) || 0;
    const to = Number(field("to").value) || 0;
    found = [];
    held.rows.forEach((row, at) => {
      if (fate !== "" && row[FATE] !== Number(fate)) return;
      if (box !== "" && !row[BOXES].includes(Number(box))) return;
      if (from && row[YEAR] < from) return;
      if (to && (!row[YEAR] || row[YEAR] > to)) return;
      if (words.every((word) => texts[at].includes(word))) found.push(at);
    });
    hits.replaceChildren();
    more();
    const n = found.length.toLocaleString("en");
    field("hits-count").textContent = `${n} of ${held.rows.length.toLocaleString("en")} reports`;
  }

  held.fates.forEach((text, at) => option(field("fate"), at, text));
  held.boxes.forEach(([, label, n], at) =>
    option(field("box"), at, `${label} (${n.toLocaleString("en")})`));
  for (const id of ["words", "fate", "box", "from", "to"]) {
    field(id).addEventListener("input", show);
  }
  field("more").addEventListener("click", more);
  field("reset").addEventListener("click", () => {
    for (const id of ["words", "fate", "box", "from", "to"]) field(id).value = "";
    show();
  });

  // The list of a box of the diagram leads to the same records here, where all of them are.
  held.boxes.forEach(([key], at) => {
    const list = document.getElementById(`box-${key}`);
    if (!list) return;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Search in these";
    button.addEventListener("click", () => {
      field("box").value = at;
      show();
      document.getElementById("records").scrollIntoView();
      field("words").focus({ preventScroll: true });
    });
    list.querySelector("summary").after(button);
  });

  for (const one of document.querySelectorAll(".without")) one.hidden = true;
  search.hidden = false;
  show();
}
