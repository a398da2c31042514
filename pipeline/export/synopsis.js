"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const data = JSON.parse(byId("links").textContent);
  const panel = byId("panel");
  const rank = { strong: 0, likely: 1, weak: 2 };
  const places = new Map(); // sentence number -> its elements, in the rows and in its article
  for (const element of document.querySelectorAll(".s[data-s]")) {
    const number = Number(element.dataset.s);
    places.set(number, [...(places.get(number) ?? []), element]);
  }
  for (const element of document.querySelectorAll(".scripted")) element.hidden = false;

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

  // State in the address: what differs from the page as it comes.
  const keep = (name, value) => {
    const now = new URL(location.href);
    if (value) now.searchParams.set(name, value);
    else now.searchParams.delete(name);
    history.replaceState(null, "", now);
  };
  const held = new URL(location.href).searchParams;

  const state = (element, words) => { // above the cell or column, where it moves no text
    const place = element.closest(".cell, .column").querySelector(".state");
    if (place) place.textContent = words;
  };
  let shown = null; // the sentence whose partners are lit
  let kept = null; // the one chosen by tap, key or address: it comes back when the pointer leaves another
  const dark = () => {
    for (const element of document.querySelectorAll(".chosen, .linked")) {
      element.classList.remove("chosen", "linked", "strong", "likely", "weak");
      state(element, "");
    }
  };
  const light = (number) => {
    if (number === shown) return;
    dark();
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
  const lightLink = ([left, right, band]) => {
    dark();
    shown = null;
    for (const number of [...left, ...right]) {
      for (const element of places.get(number)) element.classList.add("linked", band);
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

  const wording = (number) => {
    const text = document.createElement("p");
    text.className = "wording";
    text.append(...[...inArticle(number).querySelectorAll(":scope > bdi")].flatMap((part) => [part.cloneNode(true), " "]));
    return text;
  };
  const partner = (number, band, percent) => {
    const item = document.createElement("li");
    const way = document.createElement("a");
    way.href = `#${inArticle(number).id}`;
    way.textContent = data.names[data.of[number]];
    item.append(way, ` · ${band} link, ${percent} %`, wording(number));
    return item;
  };
  const say = (words) => { byId("said").textContent = words; };
  const tell = (number) => {
    const links = near(number);
    byId("partners").replaceChildren(...links.map(([other, { band, percent }]) => partner(other, band, percent)));
    const said = links.map(([other, { band }]) => `${data.names[data.of[other]]} (${band} link)`);
    say(said.length ? `Matches ${said.join(", ")}` : "No counterpart found in another article");
    const signed = data.signatures[data.signed[number]];
    byId("made").textContent = signed ? `Translated by ${signed}` : "";
    byId("own").hidden = !inArticle(number).querySelector(".english");
    panel.hidden = false;
    document.documentElement.classList.add("choosing");
  };
  let matching = null; // the sentence that waits for the one it is to be matched with
  const choose = (number) => {
    if (matching !== null && data.of[matching] !== data.of[number]) {
      decide([data.ids[matching]], [data.ids[number]], { action: "add" });
      say(`Matched with ${data.names[data.of[number]]}: it counts from the next run on, once saved`);
      matching = null;
      return;
    }
    kept = number;
    light(number);
    tell(number);
    inArticle(number).scrollIntoView({ block: "nearest" });
    bring(number);
  };
  const release = () => {
    kept = matching = null;
    light(null);
    panel.hidden = true;
    document.documentElement.classList.remove("choosing");
  };

  const of = (target) => {
    const element = target instanceof Element ? target.closest(".s[data-s]") : null;
    return element && !element.closest(".boilerplate") ? Number(element.dataset.s) : null;
  };
  let dwell;
  let spot = ""; // where the pointer was last: text that moves beneath a resting pointer is not pointed at
  document.addEventListener("pointerover", (event) => {
    const rested = spot === (spot = `${event.screenX} ${event.screenY}`);
    if (event.pointerType !== "mouse" || rested) return;
    const bond = event.target instanceof Element ? event.target.closest("[data-link]") : null;
    clearTimeout(dwell);
    if (bond) return lightLink(data.links[bond.dataset.link]);
    const number = of(event.target);
    if (number === null && kept === null && shown === null) dark();
    light(number ?? kept);
    if (number !== null && event.target.closest(".column")) dwell = setTimeout(() => bring(number), 350);
  });
  document.addEventListener("focusin", (event) => {
    const number = event.target.matches(".columns .mark") ? of(event.target) : null;
    if (number !== null && event.target.matches(":focus-visible") && matching === null) choose(number);
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("a, button, summary, label, input, select, dialog") || !getSelection().isCollapsed) return;
    const number = of(event.target);
    if (number !== null && event.target.closest(".columns")) choose(number);
    else if (number !== null && byId("text-demand").checked) reveal(places.get(number));
    else if (!event.target.closest(".panel")) release();
  });
  byId("close").addEventListener("click", release);

  // The original, of one sentence or of all of a statement.
  const reveal = (elements) => {
    const open = ![...elements].some((element) => element.classList.contains("opened"));
    for (const element of elements) element.classList.toggle("opened", open);
  };
  byId("own").addEventListener("click", () => reveal(places.get(kept)));
  byId("match").addEventListener("click", () => {
    matching = kept;
    say("Choose the sentence of another article that says the same");
  });

  // Foreign text, the lens, colours, keys.
  const modes = [...document.querySelectorAll("input[name=text]")];
  for (const mode of modes) {
    mode.checked = mode.value === (held.get("text") ?? "both") || mode.checked;
    mode.addEventListener("change", () => keep("text", mode.value === "both" ? "" : mode.value));
  }
  const lens = byId("lens");
  lens.checked = held.get("lens") !== "off";
  const keys = byId("keys");
  keys.checked = held.get("keys") !== "off";
  for (const box of [lens, keys]) {
    box.addEventListener("change", () => keep(box.id, box.checked ? "" : "off"));
  }
  const theme = byId("theme");
  const colour = () => {
    if (theme.value) document.documentElement.dataset.theme = theme.value;
    else delete document.documentElement.dataset.theme;
  };
  theme.value = held.get("theme") ?? "";
  if (theme.selectedIndex < 0) theme.value = "";
  theme.addEventListener("change", () => { colour(); keep("theme", theme.value); });
  colour();

  // Which statements are shown.
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const rows = [...document.querySelectorAll("#statements ~ .rows > .row")];
  const alone = [...document.querySelectorAll(".lone .sole")];
  const words = new Map([...rows, ...alone].map((element) => [element, plain(element.textContent)]));
  const form = byId("find");
  const fields = form ? ["q", "show", "outlet", "sure"].map(byId) : [];
  const passes = (row, [q, show, outlet, sure]) => {
    const articles = (row.dataset.in ?? row.closest(".lone").dataset.in).trim().split(" ");
    const several = row.matches(".row");
    return words.get(row).includes(plain(q)) && (!outlet || articles.includes(outlet)) &&
      (!sure || (several && rank[row.dataset.sure] <= rank[sure])) &&
      (!show || { differ: "trust" in row.dataset || "facts" in row.dataset, solid: row.dataset.trust === "solid", quote: "quoted" in row.dataset, alone: !several }[show]);
  };
  const sift = () => {
    const wanted = fields.map((field) => field.value);
    for (const row of [...rows, ...alone]) row.hidden = !passes(row, wanted);
    for (const cell of document.querySelectorAll(".lone")) {
      cell.classList.toggle("emptied", wanted.some(Boolean) && !cell.querySelector(".sole:not([hidden])"));
    }
    const left = [rows, alone].map((some) => some.filter((row) => !row.hidden).length);
    byId("found").textContent = wanted.some(Boolean)
      ? `${left[0]} of ${rows.length} shared statements, ${left[1]} of ${alone.length} in one article only` : "";
    for (const field of fields) keep(field.id, field.value);
  };
  if (form) {
    for (const field of fields) {
      field.value = held.get(field.id) ?? "";
      if (field.selectedIndex < 0) field.value = "";
      field.addEventListener("input", sift);
    }
    form.addEventListener("reset", () => setTimeout(sift));
    form.addEventListener("submit", (event) => event.preventDefault());
    if (fields.some((field) => field.value)) sift();
  }

  // One article, with what matches under each of its sentences.
  const view = byId("view");
  const weave = () => {
    const woven = byId("woven");
    const column = view.value && byId("columns").querySelectorAll(".column")[view.value];
    woven.hidden = !column;
    byId("columns").hidden = Boolean(column);
    woven.replaceChildren(...(column ? [...column.querySelectorAll(".s[data-s]")] : []).map((element) => {
      const number = Number(element.dataset.s);
      const block = document.createElement("div");
      const list = document.createElement("ul");
      list.append(...near(number).map(([other, { band, percent }]) => partner(other, band, percent)));
      block.append(wording(number), list);
      return block;
    }));
    keep("view", view.value);
  };
  view.value = held.get("view") ?? "";
  if (view.selectedIndex < 0) view.value = "";
  view.addEventListener("change", weave);
  if (view.value) weave();

  // What the reader decides about links: kept here, saved as corrections.tsv or through whoever serves the page.
  const shelf = `synopsis:${data.story}`;
  const store = (() => {
    try { return localStorage; } catch { return null; } // a browser that keeps nothing for pages from disk
  })();
  const verdicts = new Map(JSON.parse(store?.getItem(shelf) ?? "[]"));
  const key = (left, right) => JSON.stringify([left, right]);
  const served = document.querySelector("meta[name=synopsis-save]")?.content.split(" ");
  const unsaved = () => [...verdicts.values()].filter((one) => !one.saved);
  const remember = () => {
    store?.setItem(shelf, JSON.stringify([...verdicts]));
    const count = served ? unsaved().length : verdicts.size; // a download holds all, the served file is added to
    for (const button of document.querySelectorAll(".save")) {
      button.hidden = count === 0;
      button.textContent = `${served ? "Save" : "Download"} corrections (${count})`;
    }
  };
  const decide = (left, right, change) => {
    const name = key(left, right);
    const now = { ...verdicts.get(name), ...change, left, right, saved: false };
    if (now.action || now.note) verdicts.set(name, now);
    else verdicts.delete(name);
    remember();
    return now;
  };
  const lines = (some) => some.map(({ action, left, right, note }) =>
    ({ action: action || "note", left, right, note: (note ?? "").replace(/\s+/g, " ").trim() }));
  const save = async () => {
    if (!served) {
      const text = lines([...verdicts.values()]).map((one) => [one.action, one.left.join(" "), one.right.join(" "), one.note].join("\t"));
      const way = document.createElement("a");
      way.href = URL.createObjectURL(new Blob([`${text.join("\n")}\n`], { type: "text/tab-separated-values" }));
      way.download = "corrections.tsv";
      way.click();
      URL.revokeObjectURL(way.href);
      return "corrections.tsv is among your downloads: put it in the story’s folder below raw/";
    }
    const [address, token] = served;
    const headers = { "Content-Type": "application/json", "X-Synopsis-Token": token };
    const answer = await fetch(address, { method: "POST", headers, body: JSON.stringify(lines(unsaved())) });
    const { saved, file, error } = await answer.json();
    if (!answer.ok) return `Not saved: ${error}`;
    for (const one of verdicts.values()) one.saved = true;
    remember();
    return `${saved} saved to ${file}; the next run applies them`;
  };
  for (const button of document.querySelectorAll(".save")) {
    button.addEventListener("click", async () => {
      byId("saved").textContent = await save().catch((error) => `Not saved: ${error.message}`);
      if (!byId("help").open) byId("help").showModal();
    });
  }
  const choice = (label, pressed, act) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    button.setAttribute("aria-pressed", pressed);
    button.addEventListener("click", act);
    return button;
  };
  const equip = (item) => { // buttons for a link's verdict, made when its details are opened
    const [left, right] = data.links[item.dataset.link].slice(0, 2).map((side) => side.map((number) => data.ids[number]));
    const now = () => verdicts.get(key(left, right)) ?? {};
    const box = document.createElement("span");
    box.className = "buttons";
    const draw = () => {
      const buttons = ["accept", "reject"].map((action) => choice(action === "accept" ? "Accept" : "Reject", now().action === action, () => {
        decide(left, right, { action: now().action === action ? "" : action });
        draw();
        box.querySelectorAll("button")[action === "accept" ? 0 : 1].focus();
      }));
      const label = document.createElement("label");
      const note = document.createElement("input");
      note.value = now().note ?? "";
      note.addEventListener("change", () => decide(left, right, { note: note.value }));
      label.append("Note ", note);
      box.replaceChildren(...buttons, label);
    };
    draw();
    item.append(box);
  };
  document.addEventListener("toggle", (event) => {
    if (!event.target.matches?.(".row details[open]")) return;
    for (const item of event.target.querySelectorAll("[data-link]")) {
      if (!item.querySelector(".buttons")) equip(item);
    }
  }, true);
  remember();

  // Keys.
  const step = (by) => {
    const every = [...rows, ...alone].filter((row) => !row.hidden && row.getClientRects().length);
    const at = every.findIndex((row) => row.matches(":target") || row.contains(document.activeElement));
    const next = every[at < 0 ? (by > 0 ? 0 : every.length - 1) : Math.min(every.length - 1, Math.max(0, at + by))];
    if (!next) return;
    location.hash = next.id;
    next.querySelector("a")?.focus({ preventScroll: true });
  };
  const here = () => document.querySelector(".row:target, .sole:target")?.querySelectorAll(".s[data-s]");
  const help = byId("help");
  const doing = {
    j: () => step(1),
    k: () => step(-1),
    o: () => { const some = kept === null ? here() : places.get(kept); if (some) reveal(some); },
    m: () => { location.hash = "overview"; byId("overview").focus(); },
    d: () => lens.click(),
    "/": () => { byId("q")?.focus(); byId("q")?.scrollIntoView({ block: "center" }); },
    "?": () => { help.showModal(); },
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      if (!help.open) release();
      if (event.target.matches?.("#q")) event.target.blur();
      return;
    }
    const typing = event.target.matches?.("input:not([type=radio], [type=checkbox]), select, textarea");
    if (!keys.checked || typing || help.open || event.ctrlKey || event.metaKey || event.altKey || !(event.key in doing)) return;
    event.preventDefault();
    doing[event.key]();
  });
  byId("help-open").addEventListener("click", () => help.showModal());
  byId("help-close").addEventListener("click", () => help.close());
  for (const matrix of document.querySelectorAll(".matrix")) { // for the pointer; the rows below are the way for all
    matrix.addEventListener("click", (event) => {
      const { a: scale, e: left } = matrix.getScreenCTM();
      const column = Math.floor(((event.clientX - left) / scale - Number(matrix.dataset.left)) / Number(matrix.dataset.cell));
      const row = column >= 0 ? rows[Number(matrix.dataset.first) + column] : null;
      if (row) location.hash = row.id;
    });
  }

  const follow = () => {
    const target = byId(decodeURIComponent(location.hash.slice(1)));
    if (target?.matches(".row, .sole")) target.hidden = false;
    if (target?.matches(".columns .s[data-s]") && of(target) !== null) {
      if (view.value) { view.value = ""; weave(); }
      choose(of(target));
    }
  };
  addEventListener("hashchange", follow);
  follow();
})();
