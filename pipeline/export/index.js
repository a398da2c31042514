"use strict";
(() => {
  const form = document.getElementById("find");
  if (!form) return; // the page of found sentences
  const field = form.elements.q;
  const titles = document.getElementById("titles");
  form.hidden = false;
  if (!titles) { // the other pages send to the first, which knows all titles
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      location.href = `index.html?q=${encodeURIComponent(field.value)}`;
    });
    return;
  }

  const MOST = 100; // stories shown at once
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase()
    .replaceAll("ß", "ss").replaceAll("œ", "oe").replaceAll("æ", "ae");
  let outlets, languages, stories, known;
  const unpacked = async () => {
    const packed = Uint8Array.from(atob(titles.textContent), (letter) => letter.charCodeAt(0));
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
    ({ outlets, languages, stories } = await new Response(stream).json());
    known = stories.map(([, title, date, , , shares, , point, headlines]) =>
      plain([title, date, point, ...headlines, ...shares.map(([outlet]) => outlets[outlet])].join("\n")));
  };

  const all = document.getElementById("all");
  const hits = document.getElementById("hits");
  const count = document.getElementById("count");
  const copy = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);
  const row = ([folder, title, date, langs, figures, shares, more, point]) => {
    const item = copy("story");
    const way = item.querySelector("a");
    way.href = `${folder}/synopsis.html`;
    way.textContent = title;
    const spoken = langs.map((number, at) => number && `${number} ${languages[at]}`).filter(Boolean).join(", ");
    item.querySelector(".about").textContent = [date, spoken].filter(Boolean).join(" · ");
    item.querySelector(".point").textContent = point;
    item.querySelectorAll("dd").forEach((place, at) => { place.textContent = figures[at]; });
    const spark = item.querySelector("svg");
    spark.setAttribute("width", 6 * Math.max(shares.length, 1));
    spark.setAttribute("viewBox", `0 0 ${6 * Math.max(shares.length, 1)} 16`);
    spark.firstElementChild.setAttribute("d", shares.map(([, percent], n) => `M${6 * n + 3} 16v-${Math.max(1, Math.round(percent * 16 / 100))}`).join(""));
    const rest = more ? ` and ${more} more article${more === 1 ? "" : "s"}` : "";
    item.querySelector(".shares span").textContent = shares.map(([outlet]) => outlets[outlet]).join(", ") + rest;
    return item;
  };

  const find = () => {
    const words = plain(field.value).split(/\s+/).filter(Boolean);
    const found = words.length ? stories.filter((_, at) => words.every((word) => known[at].includes(word))) : [];
    all.hidden = words.length > 0;
    hits.hidden = !found.length;
    hits.replaceChildren(...found.slice(0, MOST).map(row));
    const number = `${found.length.toLocaleString("en")} ${found.length === 1 ? "story" : "stories"}`;
    count.textContent = !words.length ? ""
      : !found.length ? "No story has all of these words in its title, outlets or chief statements"
      : found.length > MOST ? `${number}, the newest ${MOST} shown` : number;
    const address = new URL(location.href);
    if (words.length) address.searchParams.set("q", field.value);
    else address.searchParams.delete("q");
    if (address.href !== location.href) history.replaceState(null, "", address);
  };
  field.value = new URL(location.href).searchParams.get("q") ?? "";
  form.addEventListener("submit", (event) => { event.preventDefault(); find(); });
  unpacked().then(() => { field.addEventListener("input", find); find(); });
})();
