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
  const { outlets, languages, stories } = JSON.parse(titles.textContent);
  const known = stories.map(([, title, , date, , , shares]) =>
    plain([title, date, ...shares.map(([outlet]) => outlets[outlet])].join("\n")));

  const all = document.getElementById("all");
  const hits = document.getElementById("hits");
  const count = document.getElementById("count");
  const copy = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);
  const row = ([folder, title, lang, date, langs, figures, shares, more]) => {
    const item = copy("story");
    const way = item.querySelector("a");
    way.href = `${folder}/synopsis.html`;
    if (lang) way.lang = lang;
    way.firstElementChild.textContent = title;
    const spoken = langs.map((number, at) => number && `${number} ${languages[at]}`).filter(Boolean).join(", ");
    item.querySelector(".about").textContent = [date, spoken].filter(Boolean).join(" · ");
    item.querySelectorAll("dd").forEach((place, at) => { place.textContent = figures[at]; });
    item.querySelector(".shares").append(...shares.map(([outlet, percent]) => {
      const share = copy("share");
      share.querySelector("bdi").textContent = outlets[outlet];
      share.querySelector("path").setAttribute("d", `M0 4H${percent}`);
      share.querySelector("span").textContent = `${percent} %`;
      return share;
    }));
    if (more) {
      const rest = document.createElement("li");
      rest.className = "more";
      rest.textContent = `and ${more} more article${more === 1 ? "" : "s"}`;
      item.querySelector(".shares").append(rest);
    }
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
      : !found.length ? "No story has all of these words in its title or outlets"
      : found.length > MOST ? `${number}, the newest ${MOST} shown` : number;
    const address = new URL(location.href);
    if (words.length) address.searchParams.set("q", field.value);
    else address.searchParams.delete("q");
    if (address.href !== location.href) history.replaceState(null, "", address);
  };
  field.value = new URL(location.href).searchParams.get("q") ?? "";
  field.addEventListener("input", find);
  form.addEventListener("submit", (event) => { event.preventDefault(); find(); });
  find();
})();
