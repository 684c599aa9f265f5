/**
 * The search: what was typed is looked for in the index of the book (`house/search.py`), things before pages. Each
 * result shows the line in which the words stand and leads to its section. A word that stands nowhere is taken for the
 * nearest one that does, one letter away. Arrow keys go through the results.
 */
(function () {
  "use strict";
  const { fold, pattern, words, places } = window.bookWords;
  const KINDS = {
    term: "Terms",
    symbol: "Symbols",
    equation: "Formulas",
    figure: "Figures",
    exercise: "Exercises",
    mistake: "Messages",
    section: "Pages",
  };
  const SHOWN = { section: 12 }; // of the others 4; the rest stays folded
  const form = document.querySelector(".book-search form"),
    field = form.querySelector("input"),
    said = document.getElementById("search-said"),
    results = document.getElementById("search-results");
  const every = (window.bookSearch ?? []).map((one) => {
    const [heading, folded] = [fold(one.title), one.lines.map(fold)];
    // A symbol is called by its names in code, which stand first beside it.
    const names = one.kind === "symbol" ? (folded[0] ?? "").split(" · ")[0].replaceAll("_", " ").split(/[,;] /) : [];
    return { ...one, heading, folded, names, all: [heading, ...folded].join("\n") };
  });
  let known = null;

  // --- finding

  /** Return how well an entry answers, 0 if it lacks a word. */
  function score(one, patterns, phrase) {
    const inside = (text) => patterns.filter((p) => text.search(p) >= 0).length;
    if (inside(one.all) < patterns.length) return 0;
    const best = Math.max(0, ...one.folded.map(inside));
    const whole = (text) => text.includes(phrase);
    const itself =
      one.names.includes(phrase) || !patterns.reduce((rest, p) => rest.replaceAll(p, ""), one.heading).trim();
    return 1 + 30 * itself + 10 * inside(one.heading) + 3 * best + 20 * whole(one.heading) + 8 * one.folded.some(whole);
  }

  /** Return the words that stand somewhere in the book, each once. */
  function vocabulary() {
    known ??= new Set(every.flatMap((one) => one.all.match(/[\p{L}\p{N}_]{3,}/gu) ?? []));
    return known;
  }

  /** Return whether two words differ in one letter: another, one more, one less, or two in the other order. */
  function near(a, b) {
    if (Math.abs(a.length - b.length) > 1) return false;
    let k = 0;
    while (k < a.length && a[k] === b[k]) k += 1;
    const [x, y] = [a.slice(k), b.slice(k)];
    if (x.slice(1) === y.slice(1) || x.slice(1) === y || x === y.slice(1)) return true;
    return x[0] === y[1] && x[1] === y[0] && x.slice(2) === y.slice(2);
  }

  /** Return a word, or the nearest one that the book has if it has not this one. */
  function mended(word) {
    const form = pattern(word);
    if (word.length < 4 || every.some((one) => one.all.search(form) >= 0)) return word;
    return [...vocabulary()].find((other) => near(word, other)) ?? word;
  }

  // --- showing

  function element(name, className, ...content) {
    const made = Object.assign(document.createElement(name), { className });
    made.append(...content);
    return made;
  }

  /** Return a text with its words marked, cut to what stands around the first of them. */
  function marked(text, patterns, room = 170) {
    const found = places(text, patterns),
      start = Math.max(0, Math.min((found[0]?.[0] ?? 0) - 60, text.length - room)),
      from = start ? text.indexOf(" ", start) + 1 : 0,
      to = Math.min(text.length, from + room);
    const pieces = [from ? "… " : ""];
    let at = from;
    for (const [begin, end] of found.filter(([b, e]) => b >= from && e <= to)) {
      pieces.push(text.slice(at, begin), element("mark", "", text.slice(begin, end)));
      at = end;
    }
    return [...pieces, text.slice(at, to), to < text.length ? " …" : ""];
  }

  /** Return the line of an entry that holds the most of the words. */
  function line(one, patterns) {
    const counts = one.folded.map((text) => patterns.filter((p) => text.search(p) >= 0).length),
      most = Math.max(0, ...counts);
    return most || one.kind !== "section" ? one.lines[counts.indexOf(most)] : undefined;
  }

  /** Return a formula from its MathML, which the book itself has written. */
  function formula(mathml) {
    const made = element("div", "math");
    made.append(...new DOMParser().parseFromString(mathml, "text/html").body.childNodes);
    made.tabIndex = 0;
    return made;
  }

  function result(one, patterns, found) {
    const [page, anchor = ""] = one.address.split("#");
    const link = element("a", "", ...marked(one.title || one.page, patterns));
    link.href = `${page}?${new URLSearchParams({ found })}${anchor && "#" + anchor}`;
    const row = element("li", `search-${one.kind}`, link);
    if (one.page !== one.title) row.append(element("span", "search-page", one.page));
    if (one.shown) row.append(formula(one.shown));
    const text = one.shown ? undefined : line(one, patterns);
    if (one.picture) row.append(Object.assign(element("img", ""), { src: one.picture, alt: "", loading: "lazy" }));
    if (text) row.append(element("p", "", ...marked(text, patterns)));
    return row;
  }

  function group(kind, found, show) {
    const few = SHOWN[kind] ?? 4,
      list = (some) => element("ul", "search", ...some.map(show));
    const parts = [element("h2", "", `${KINDS[kind]} (${found.length})`), list(found.slice(0, few))];
    if (found.length > few)
      parts.push(element("details", "", element("summary", "", `${found.length - few} more`), list(found.slice(few))));
    return element("section", "", ...parts);
  }

  function search() {
    const typed = words(field.value),
      used = typed.map(mended),
      patterns = used.map(pattern);
    const scored = used.length
      ? every.map((one) => [score(one, patterns, used.join(" ")), one]).filter(([s]) => s)
      : [];
    const found = scored.sort((a, b) => b[0] - a[0]).map(([, one]) => one);
    const kinds = Object.keys(KINDS).map((kind) => [kind, found.filter((one) => one.kind === kind)]);
    const other =
      used.join(" ") === typed.join(" ") ? "" : ` Nothing has “${typed.join(" ")}”; this is “${used.join(" ")}”.`;
    said.textContent = used.length ? `${found.length} found.${other}` : "Type a word, a symbol or its name.";
    results.replaceChildren(
      ...kinds
        .filter(([, some]) => some.length)
        .map(([kind, some]) => group(kind, some, (one) => result(one, patterns, used.join(" ")))),
    );
  }

  // --- typing

  /** Go with the arrow keys from the field to the results and through them. */
  function move(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const stops = [field, ...results.querySelectorAll("a, summary")].filter((e) => e.checkVisibility());
    const next = stops[stops.indexOf(document.activeElement) + step];
    if (!step || !next) return;
    next.focus();
    event.preventDefault();
  }

  let later = 0;
  field.addEventListener("input", () => {
    clearTimeout(later);
    later = setTimeout(() => {
      search();
      const address = new URL(location.href);
      address.searchParams.set("q", field.value);
      history.replaceState(history.state, "", address);
    }, 120);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    search();
  });
  document.querySelector(".book-search").addEventListener("keydown", move);
  field.value = new URLSearchParams(location.search).get("q") ?? "";
  search();
  field.focus();
})();
