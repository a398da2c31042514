"use strict";
(() => {
  const form = document.getElementById("filter");
  if (!form) return; // a page without sentences
  const list = document.getElementById("list");
  const count = document.getElementById("count");
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const rows = [...list.children].map((item) => ({
    item, text: plain(item.textContent.replace(/\s+/g, " ")), flags: item.dataset.flags.split("|"),
  }));

  const sort = () => {
    const by = form.elements.order.value;
    rows.sort((one, other) => one.item.dataset[by] - other.item.dataset[by]);
    list.append(...rows.map((row) => row.item));
  };
  const filter = () => {
    const words = plain(form.elements.words.value).split(/\s+/).filter(Boolean);
    const flag = form.elements.flag.value;
    let shown = 0;
    for (const { item, text, flags } of rows) {
      item.hidden = !(words.every((word) => text.includes(word)) && (!flag || flags.includes(flag)));
      shown += !item.hidden;
    }
    const all = rows.length.toLocaleString("en");
    count.textContent = shown === rows.length ? `${all} shown` : `${shown.toLocaleString("en")} of ${all} shown`;
  };

  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.elements.words.addEventListener("input", filter);
  form.elements.flag.addEventListener("change", filter);
  form.elements.order.addEventListener("change", sort);
  filter(); // a reload keeps what was typed
  if (form.elements.order.value !== "worst") sort();
})();
