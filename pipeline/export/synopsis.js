
"use strict";
(() => {
  const data = JSON.parse(document.getElementById("links").textContent);
  const panel = document.getElementById("panel");
  const rank = { strong: 0, likely: 1, weak: 2 };
  const places = new Map(); // sentence number -> its elements, in the rows and in its article
  for (const element of document.querySelectorAll(".s[data-s]")) {
    const number = Number(element.dataset.s);
    places.set(number, [...(places.get(number) ?? []), element]);
  }

  const partners = new Map(); // sentence number -> Map(partner's number -> {band, percent}), the surest link of each
  const tie = (from, to, band, percent) => {
    if (!partners.has(from)) partners.set(from, new Map());
    const known = partners.get(from).get(to);
    if (!known || percent > known.percent) partners.get(from).set(to, { band, percent });
  };
  for (const [left, right, band, percent] of data.links) {
    for (const a of left) for (const b of right) { tie(a, b, band, percent); tie(b, a, band, percent); }
  }
  const near = (number) =>
    [...(partners.get(number) ?? [])].sort((a, b) => rank[a[1].band] - rank[b[1].band] || a[0] - b[0]);

  const state = (element, words) => { // above the cell or column, where it moves no text
    const place = element.closest(".cell, .column").querySelector(".state");
    if (place) place.textContent = words;
  };
  let shown = null; // the sentence whose partners are lit
  let kept = null; // the one chosen by tap, key or address: it comes back when the pointer leaves another
  const light = (number) => {
    if (number === shown) return;
    for (const element of document.querySelectorAll(".chosen, .linked")) {
      element.classList.remove("chosen", "linked", "strong", "likely", "weak");
      state(element, "");
    }
    shown = number;
    if (number === null) return;
    for (const element of places.get(number)) element.classList.add("chosen");
    for (const [partner, { band }] of near(number).reverse()) { // the surest last: its word stays
      for (const element of places.get(partner)) {
        element.classList.add("linked", band);
        state(element, `${band} link`);
      }
    }
  };

  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const inArticle = (number) => places.get(number).find((element) => element.closest(".column"));
  const bring = (number) => { // the surest partner of each article, into view in its own column; the page stays put
    const done = new Set();
    for (const [partner] of near(number)) {
      const element = inArticle(partner);
      const column = element.closest(".column");
      if (done.has(column)) continue;
      done.add(column);
      if (column.scrollHeight <= column.clientHeight + 1) continue;
      const box = element.getBoundingClientRect();
      const frame = column.getBoundingClientRect();
      const bottom = panel.hidden ? frame.bottom : Math.min(frame.bottom, panel.getBoundingClientRect().top);
      if (box.top >= frame.top + 48 && box.bottom <= bottom - 8) continue;
      column.scrollBy({ top: box.top - frame.top - Math.max(56, (bottom - frame.top) / 4), behavior: calm.matches ? "auto" : "smooth" });
    }
  };

  const tell = (number) => {
    const links = near(number);
    const list = document.getElementById("partners");
    list.replaceChildren(...links.map(([partner, { band, percent }]) => {
      const item = document.createElement("li");
      const way = document.createElement("a");
      const text = document.createElement("p");
      const there = inArticle(partner);
      way.href = `#${there.id}`;
      way.textContent = data.names[data.of[partner]];
      text.className = "wording";
      text.append(...[...there.querySelectorAll(":scope > bdi")].flatMap((part) => [part.cloneNode(true), " "]));
      item.append(way, ` · ${band} link, ${percent} %`, text);
      return item;
    }));
    const said = links.map(([partner, { band }]) => `${data.names[data.of[partner]]} (${band} link)`);
    document.getElementById("said").textContent =
      said.length ? `Matches ${said.join(", ")}` : "No counterpart found in another article";
    panel.hidden = false;
    document.documentElement.classList.add("choosing");
  };
  const choose = (number) => {
    kept = number;
    light(number);
    tell(number);
    inArticle(number).scrollIntoView({ block: "nearest" });
    bring(number);
  };
  const release = () => {
    kept = null;
    light(null);
    panel.hidden = true;
    document.documentElement.classList.remove("choosing");
  };

  const of = (target) => {
    const element = target instanceof Element ? target.closest(".s[data-s]") : null;
    return element && !element.closest(".boilerplate") ? Number(element.dataset.s) : null;
  };
  let dwell;
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse") return;
    const number = of(event.target);
    clearTimeout(dwell);
    light(number ?? kept);
    if (number !== null && event.target.closest(".column")) dwell = setTimeout(() => bring(number), 350);
  });
  document.addEventListener("focusin", (event) => {
    const number = event.target.matches(".columns .mark") ? of(event.target) : null;
    if (number !== null && event.target.matches(":focus-visible")) choose(number);
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("a, button, summary, label") || !getSelection().isCollapsed) return;
    const number = of(event.target);
    if (number !== null && event.target.closest(".columns")) choose(number);
    else if (!event.target.closest(".panel")) release();
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") release(); });
  document.getElementById("close").addEventListener("click", release);

  const modes = [...document.querySelectorAll("input[name=text]")];
  const address = new URL(location.href);
  const wanted = modes.find((mode) => mode.value === address.searchParams.get("text"));
  if (wanted) wanted.checked = true;
  for (const mode of modes) {
    mode.addEventListener("change", () => {
      const now = new URL(location.href);
      now.searchParams.set("text", mode.value);
      history.replaceState(null, "", now);
    });
  }

  const follow = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target?.matches(".columns .s[data-s]") && of(target) !== null) choose(of(target));
  };
  addEventListener("hashchange", follow);
  follow();
})();
