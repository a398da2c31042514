"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const data = JSON.parse(byId("data").textContent);
  const rows = all(".st");
  const folds = all(".only");
  document.documentElement.classList.add("js");
  for (const element of all(".scripted")) element.hidden = false;
  const say = (words) => { byId("said").textContent = words; clearTimeout(say.timer); say.timer = setTimeout(() => { byId("said").textContent = ""; }, 6000); };

  // State in the address: what differs from the page as it comes.
  const held = new URL(location.href).searchParams;
  const keep = (changes, fragment) => {
    const now = new URL(location.href);
    for (const [name, value] of Object.entries(changes)) value ? now.searchParams.set(name, value) : now.searchParams.delete(name);
    if (fragment !== undefined) now.hash = fragment;
    history.replaceState(null, "", now);
  };

  // A row opens in place.
  const show = (row, open) => {
    const inner = row.querySelector(".w");
    const head = row.querySelector("th a");
    row.classList.toggle("open", open);
    head.setAttribute("aria-expanded", open);
    if (open) { inner.removeAttribute("hidden"); equip(row); } else inner.setAttribute("hidden", "until-found");
  };
  for (const row of [...rows, ...folds]) {
    row.querySelector("th a").setAttribute("aria-expanded", false);
    row.querySelector("tr").addEventListener("click", (event) => {
      if (event.target.closest("a") && (event.ctrlKey || event.metaKey || event.shiftKey)) return;
      if (!getSelection().isCollapsed) return;
      event.preventDefault();
      const open = !row.classList.contains("open");
      show(row, open);
      keep({}, open ? row.id : "");
    });
    row.querySelector(".w").addEventListener("beforematch", () => show(row, true));
  }

  // Who says the same: the sentences that share a row.
  const places = new Map(); // sentence number -> its elements
  for (const element of all(".s")) {
    const number = Number(element.dataset.s);
    places.set(number, [...(places.get(number) ?? []), element]);
  }
  const partners = (number) => new Set(places.get(number).flatMap((element) => {
    const row = element.closest(".st");
    return row ? all(".s", row).map((other) => Number(other.dataset.s)) : [];
  }).filter((other) => data.of[other] !== data.of[number]));
  const inArticle = (number) => places.get(number).find((element) => element.closest(".column"));
  let chosen = null;
  const light = (number) => {
    for (const element of all(".lit")) element.classList.remove("lit");
    if (number === null) return;
    for (const other of [number, ...partners(number)]) for (const element of places.get(other)) element.classList.add("lit");
  };
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const bring = (number) => { // each partner into view in its own column; the page stays put
    const done = new Set();
    for (const other of partners(number)) {
      const element = inArticle(other);
      const column = element.closest(".column");
      if (done.has(column) || column.scrollHeight <= column.clientHeight + 1) continue;
      done.add(column);
      const box = element.getBoundingClientRect();
      const frame = column.getBoundingClientRect();
      if (box.top < frame.top + 48 || box.bottom > frame.bottom - 8) column.scrollBy({ top: box.top - frame.top - frame.height / 3, behavior: calm.matches ? "auto" : "smooth" });
    }
  };
  const choose = (number) => {
    chosen = number;
    light(number);
    if (number === null) return;
    equipSentence(inArticle(number));
    bring(number);
    const names = [...new Set([...partners(number)].map((other) => data.articles[data.of[other]][0]))];
    say(names.length ? `Also in ${names.join(", ")}` : "No counterpart found in another article");
  };
  const sentenceOf = (target) => {
    const element = target instanceof Element ? target.closest(".column .s") : null;
    return element && !element.closest(".boilerplate") ? Number(element.dataset.s) : null;
  };
  document.addEventListener("pointerover", (event) => { if (event.pointerType === "mouse") light(sentenceOf(event.target) ?? chosen); });
  document.addEventListener("focusin", (event) => { if (event.target.matches(".m:focus-visible")) choose(sentenceOf(event.target)); });
  document.addEventListener("click", (event) => {
    if (event.target.closest("a, button, summary, label, input, select") || !getSelection().isCollapsed) return;
    const number = sentenceOf(event.target);
    if (number !== null) pending === null ? choose(number) : join(number);
  });

  // Citing.
  const plainText = (element, selector) => all(selector, element).map((part) => part.textContent).join(" ").trim();
  const fragment = (text) => { // words at both ends lead a browser to the sentence on the outlet's page
    const words = text.split(/\s+/);
    const code = (some) => encodeURIComponent(some.join(" ")).replace(/-/g, "%2D");
    return words.length <= 10 ? code(words) : `${code(words.slice(0, 5))},${code(words.slice(-5))}`;
  };
  const citation = (number) => {
    const place = inArticle(number);
    const [name, date, title, url, machine] = data.articles[data.of[number]];
    const original = plainText(place, ":scope > span:not(.e)");
    const english = plainText(place, ":scope > .e");
    const doubt = plainText(place, ":scope > .doubt");
    const row = places.get(number).map((element) => element.closest(".open")).find(Boolean);
    const here = new URL(location.href);
    here.search = "";
    here.hash = row?.id ?? place.id;
    const by = machine ? `machine translation (${machine}; ${doubt ? `doubtful: ${doubt}` : "rules found no fault, which proves nothing"})` : "translation";
    return [
      `${[name, date, title && `“${title}”`].filter(Boolean).join(", ")}: “${original}”`,
      english && `English, ${by}: “${english}”`,
      url && `${url}#:~:text=${fragment(original)}`,
      `Compared: ${here.href}`,
    ].filter(Boolean).join("\n");
  };
  const copy = async (text) => {
    try { await navigator.clipboard.writeText(text); } catch { // a browser that gives pages from disk no clipboard
      const area = document.createElement("textarea");
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
  };
  const cite = async (number) => { await copy(citation(number)); say("Copied: outlet, date, words, translation, addresses"); };

  // What the reader decides: kept here, saved as corrections.tsv or through whoever serves the page.
  const shelf = `synopsis:${data.story}`;
  const store = (() => { try { return localStorage; } catch { return null; } })();
  const key = (left, right) => JSON.stringify([left, right].sort());
  const decided = JSON.parse(document.querySelector("meta[name=synopsis-decided]")?.content ?? "[]");
  const served = document.querySelector("meta[name=synopsis-save]")?.content.split(" ");
  const filed = new Map(); // what corrections.tsv holds: of several lines about one pair the last counts
  for (const { action, left, right } of decided) if (action !== "note") filed.set(key(left, right), { action, left, right, saved: true });
  const local = JSON.parse(store?.getItem(shelf) ?? "[]").filter(([name, one]) => !(one.saved && filed.has(name)));
  const verdicts = new Map([...filed, ...local]);
  // An editor may have written its old copy of the file over what was saved.
  const gone = served ? local.filter(([, one]) => one.saved) : [];
  for (const [, one] of gone) one.saved = false;
  const unsaved = () => [...verdicts.values()].filter((one) => !one.saved);
  const remember = () => {
    store?.setItem(shelf, JSON.stringify([...verdicts]));
    const count = served ? unsaved().length : verdicts.size; // a download holds all, the served file is added to
    for (const button of all(".save")) {
      button.hidden = count === 0;
      button.textContent = `${served ? "Save" : "Download"} ${count} correction${count === 1 ? "" : "s"}`;
    }
  };
  const decide = (action, pairs) => { // of one button; pressed again, it takes back, but no line of the file
    const names = pairs.map(([left, right]) => key(left, right));
    const stands = (name) => verdicts.get(name)?.action === action;
    const back = names.every(stands);
    for (const [n, [left, right]] of pairs.entries()) {
      const line = filed.get(names[n]);
      if (!back && !stands(names[n])) verdicts.set(names[n], { action, left, right, saved: false });
      if (back) line ? verdicts.set(names[n], line) : verdicts.delete(names[n]);
    }
    remember();
    redraw();
    if (!back) return "";
    return names.some(stands) ? "corrections.tsv has it, so every run applies it: delete its line there to take it back" : "Taken back";
  };
  const save = async () => {
    const sent = served ? unsaved() : [...verdicts.values()];
    const lines = sent.map(({ action, left, right }) => ({ action, left, right, note: "" }));
    if (!served) {
      const way = document.createElement("a");
      way.href = URL.createObjectURL(new Blob([lines.map((one) => `${one.action}\t${one.left.join(" ")}\t${one.right.join(" ")}\t\n`).join("")], { type: "text/tab-separated-values" }));
      way.download = "corrections.tsv";
      way.click();
      URL.revokeObjectURL(way.href);
      return "corrections.tsv is among your downloads: put it in the story’s folder below raw/";
    }
    const headers = { "Content-Type": "application/json", "X-Synopsis-Token": served[1] };
    const answer = await fetch(served[0], { method: "POST", headers, body: JSON.stringify(lines) });
    const { saved, file, error } = await answer.json();
    if (!answer.ok) return `Not saved: ${error}`;
    for (const one of sent) { // others may have been decided meanwhile, or one of these otherwise
      const name = key(one.left, one.right);
      one.saved = true;
      filed.set(name, one);
      if (verdicts.get(name)?.saved !== false) verdicts.set(name, one);
    }
    remember();
    redraw();
    return `${saved} saved to ${file}; the next run applies them`;
  };
  for (const button of all(".save")) button.addEventListener("click", async () => say(await save().catch((error) => `Not saved: ${error.message}`)));
  const others = (element) => { // the row's sentences of each other article
    const number = Number(element.dataset.s);
    const cells = element.closest(".st") ? all(".c", element.closest(".st")) : [];
    return cells.map((cell) => all(".s", cell).map((one) => Number(one.dataset.s))).filter((some) => data.of[some[0]] !== data.of[number]);
  };
  const ids = (numbers) => numbers.map((number) => data.ids[number]);
  const rejected = (element) => others(element).length > 0 && others(element).every((some) => verdicts.get(key(ids([Number(element.dataset.s)]), ids(some)))?.action === "reject");
  let pending = null; // the sentence that waits for the one it belongs together with
  const join = (number) => {
    if (data.of[pending] === data.of[number]) return say("Choose a sentence of another outlet");
    const pair = [ids([pending]), ids([number])];
    pending = null;
    say(decide("add", [pair]) || `Put together with ${data.articles[data.of[number]][0]}: it counts from the next run on, once saved`);
  };
  const redraw = () => { for (const box of all(".tools")) draw(box.parentElement.matches(".s") ? box.parentElement : box.previousElementSibling, box); };
  const button = (label, act, pressed) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = label;
    if (pressed !== undefined) made.setAttribute("aria-pressed", pressed);
    made.addEventListener("click", act);
    return made;
  };
  const draw = (element, box) => {
    const number = Number(element.dataset.s);
    const own = data.ids[number];
    const parts = [button("Cite", () => cite(number))];
    if (others(element).length) {
      element.classList.toggle("gone", rejected(element));
      parts.push(button("Does not belong here", () => {
        const pairs = others(element).map((some) => [ids([number]), ids(some)]);
        say(decide("reject", pairs) || "Taken out of this row from the next run on, once saved");
      }, rejected(element)));
    }
    parts.push(button("Belongs together with …", () => {
      if (pending !== null && pending !== number) return join(number);
      pending = pending === number ? null : number;
      say(pending === null ? "" : "Now choose the same button, or the sentence, of another outlet");
      redraw();
    }, pending === number));
    const mine = [...verdicts.values()].filter((one) => one.action === "add" && (one.left.includes(own) || one.right.includes(own)));
    if (mine.length || data.people.some((link) => link.flat().includes(own))) {
      const told = document.createElement("output");
      told.textContent = mine.length ? "You put it together with another" : "Put here by a person";
      parts.push(told);
    }
    box.replaceChildren(...parts);
  };
  const equipSentence = (element) => {
    if (element.querySelector(":scope > .tools") || element.nextElementSibling?.matches(".tools")) return;
    const box = document.createElement("span");
    box.className = "tools";
    element.append(box);
    draw(element, box);
  };
  const equip = (row) => { for (const element of all(".s", row)) equipSentence(element); };
  remember();
  if (gone.length) say(`${gone.length} saved before, and no longer in corrections.tsv: save again, or take back`);

  // Views: what is in the address is what is shown.
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const words = new Map();
  const text = (element) => {
    if (!words.has(element)) words.set(element, plain(element.textContent));
    return words.get(element);
  };
  const field = byId("q");
  const links = all("a.sift");
  const passes = (row, wanted) => {
    const cells = row.querySelector("tr").querySelectorAll("td");
    return !wanted.only && (!wanted.q || text(row).includes(plain(wanted.q))) &&
      (wanted.leaves === undefined || cells[data.places[wanted.leaves]]?.className === "a") &&
      (wanted.against === undefined || wanted.rows.includes(row.id)) &&
      (wanted.show !== "differ" || "differ" in row.dataset) && (wanted.show !== "quote" || "quoted" in row.dataset);
  };
  const sift = () => {
    const params = new URL(location.href).searchParams;
    const wanted = { q: field.value };
    for (const name of ["leaves", "only", "against", "show"]) if (params.has(name)) wanted[name] = params.get(name);
    const link = links.find((one) => one.search.length > 1 && [...new URL(one.href).searchParams].every(([name, value]) => params.get(name) === value));
    wanted.rows = link?.dataset.rows?.split(" ") ?? [];
    const chosenView = Object.keys(wanted).some((name) => !["q", "rows"].includes(name));
    let count = 0;
    for (const row of rows) { row.hidden = !passes(row, wanted); count += !row.hidden; }
    for (const fold of folds) {
      const items = all("li.c", fold);
      const mine = wanted.only === fold.dataset.id || (!chosenView && (!wanted.q || items.some((item) => text(item).includes(plain(wanted.q)))));
      fold.hidden = !mine;
      for (const item of items) { item.hidden = Boolean(wanted.q) && !text(item).includes(plain(wanted.q)); count += mine && chosenView && !item.hidden; }
      if (mine && (wanted.only || wanted.q) && !fold.classList.contains("open")) show(fold, true);
      if (mine && !wanted.only && !wanted.q && fold.classList.contains("sifted")) show(fold, false);
      fold.classList.toggle("sifted", Boolean(mine && (wanted.only || wanted.q)));
    }
    for (const one of links) one === link || (!chosenView && one.getAttribute("href") === "?") ? one.setAttribute("aria-current", "true") : one.removeAttribute("aria-current");
    const name = (id) => data.articles[data.places[id]]?.[0] ?? id;
    const view = wanted.leaves ? `${name(wanted.leaves)} leaves out ${count} of ${rows.length} statements that several outlets report`
      : wanted.only ? `Only ${name(wanted.only)} tells these ${count}`
      : wanted.against ? `${wanted.against.split("~")[0].split("+").map(name).join(" and ")} against ${name(wanted.against.split("~")[1])}: ${count}`
      : wanted.show === "differ" ? `${count} statements with contradictions` : wanted.show === "quote" ? `${count} statements that quote somebody` : "";
    byId("found").replaceChildren(...(view || wanted.q ? [view || `${count} of ${rows.length} shared statements`, wanted.q ? `, with “${wanted.q}” ` : " ", button("Show all", () => { field.value = ""; keep({ q: "", leaves: "", only: "", against: "", show: "" }); sift(); })] : []));
    if (globalThis.Highlight && CSS.highlights) mark(wanted.q);
  };
  const mark = (query) => { // lights the words where they stand
    CSS.highlights.delete("found");
    if (!query || query.length < 2) return;
    const ranges = [];
    const walk = document.createTreeWalker(document.querySelector(".matrix table"), NodeFilter.SHOW_TEXT);
    while (walk.nextNode() && ranges.length < 500) {
      const at = plain(walk.currentNode.data).indexOf(plain(query));
      if (at < 0 || plain(walk.currentNode.data).length !== walk.currentNode.data.length) continue;
      const range = new Range();
      range.setStart(walk.currentNode, at);
      range.setEnd(walk.currentNode, at + query.length);
      ranges.push(range);
    }
    CSS.highlights.set("found", new Highlight(...ranges));
  };
  for (const link of links) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      const params = new URL(link.href).searchParams;
      keep({ leaves: "", only: "", against: "", show: "", ...Object.fromEntries(params) }, "");
      sift();
      if (link.closest(".card")) byId("matrix").scrollIntoView();
    });
  }
  field.value = held.get("q") ?? "";
  field.addEventListener("input", () => { keep({ q: field.value }); sift(); });
  byId("find").addEventListener("submit", (event) => event.preventDefault());
  if (["q", "leaves", "only", "against", "show"].some((name) => held.has(name))) sift();
  else links[0].setAttribute("aria-current", "true");

  // View and print.
  for (const mode of all("input[name=text]")) {
    mode.checked = mode.value === (held.get("text") ?? "both") || mode.checked;
    mode.addEventListener("change", () => keep({ text: mode.value === "both" ? "" : mode.value }));
  }
  for (const name of ["lens", "keys"]) {
    const box = byId(name);
    box.checked = held.get(name) !== "off";
    box.addEventListener("change", () => keep({ [name]: box.checked ? "" : "off" }));
  }
  const theme = byId("theme");
  const colour = () => { theme.value ? document.documentElement.dataset.theme = theme.value : delete document.documentElement.dataset.theme; };
  theme.value = held.get("theme") ?? "";
  if (theme.selectedIndex < 0) theme.value = "";
  theme.addEventListener("change", () => { colour(); keep({ theme: theme.value }); });
  colour();
  for (const way of all("[data-print]")) way.addEventListener("click", () => { document.documentElement.dataset.print = way.dataset.print; print(); });

  addEventListener("beforeprint", () => { // the matrix in one piece, and below it what its chief rows rest on
    if (document.documentElement.dataset.print === "long") return;
    const section = document.createElement("section");
    section.className = "wordings";
    for (const row of all(".st.main:not([hidden])")) {
      const title = document.createElement("h3");
      title.textContent = [...row.querySelector("th a").childNodes].map((part) => part.textContent).join(" ");
      const inner = row.querySelector(".w").cloneNode(true);
      inner.removeAttribute("hidden");
      for (const tools of all(".tools", inner)) tools.remove();
      section.append(title, inner);
    }
    document.querySelector(".first").after(section);
    document.documentElement.classList.add("copied");
  });
  addEventListener("afterprint", () => {
    document.querySelector(".wordings")?.remove();
    document.documentElement.classList.remove("copied");
    delete document.documentElement.dataset.print;
  });

  // Keys.
  const menu = document.querySelector(".menu");
  const current = () => document.activeElement.closest?.(".st, .only") ?? document.querySelector(".open");
  const step = (by) => {
    const every = [...rows, ...folds].filter((row) => !row.hidden);
    const at = every.indexOf(document.activeElement.closest?.(".st, .only"));
    const next = every[at < 0 ? 0 : Math.min(every.length - 1, Math.max(0, at + by))];
    next?.querySelector("th a").focus();
    next?.scrollIntoView({ block: "nearest" });
  };
  const doing = {
    j: () => step(1),
    k: () => step(-1),
    o: () => { const [both, translation] = ["both", "translation"].map((mode) => byId(`text-${mode}`)); (both.checked ? translation : both).click(); },
    c: () => { const one = chosen ?? current()?.querySelector(".s")?.dataset.s; if (one !== undefined) cite(Number(one)); },
    "/": () => { field.focus(); field.scrollIntoView({ block: "center" }); },
    "?": () => { menu.open = true; menu.querySelector("summary").focus(); },
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { pending = null; choose(null); menu.open = false; byId("said").textContent = ""; redraw(); if (event.target === field) field.blur(); return; }
    const typing = event.target.matches?.("input:not([type=radio], [type=checkbox]), select, textarea");
    if (!byId("keys").checked || typing || event.ctrlKey || event.metaKey || event.altKey || !(event.key in doing)) return;
    event.preventDefault();
    doing[event.key]();
  });

  // The rows that wait for the first paint.
  const complete = () => document.documentElement.classList.remove("early");
  if (location.hash || location.search) complete(); else requestAnimationFrame(() => setTimeout(complete));

  const follow = () => {
    const target = byId(decodeURIComponent(location.hash.slice(1)));
    const row = target?.closest(".st, .only");
    if (row) {
      row.hidden = false;
      show(row, true);
      target.scrollIntoView({ block: target === row ? "start" : "center" });
    } else if (target?.matches(".column .s")) choose(Number(target.dataset.s));
  };
  addEventListener("hashchange", follow);
  follow();
})();
