/**
 * Words that are looked for: how they are compared, for the page of the search; and on the page that it leads to their
 * light, without a change to the page. The address names them (`?found=`); Escape puts the light out.
 */
(function () {
  "use strict";
  const GREEK =
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho . sigma tau upsilon phi chi psi omega";
  const LETTERS = new Map(GREEK.split(" ").map((name, k) => [name, String.fromCharCode(0x3b1 + k)]));

  /** Return a text for comparison, letter for letter: small, without accents, mathematical letters as plain ones. */
  function fold(text) {
    return [...text]
      .map((letter) => {
        const plain = letter.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
        return plain.length === letter.length ? plain : letter;
      })
      .join("");
  }

  /** Return a pattern for a word: anywhere, a plural without its s, a Greek letter by its name; a short one by itself. */
  function pattern(word) {
    const forms = [word, LETTERS.get(word), word.length > 4 && word.endsWith("s") ? word.slice(0, -1) : ""];
    const parts = forms.filter(Boolean).map((form) => {
      const literal = form.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
      return form.length < 3 || form === LETTERS.get(word) || LETTERS.has(form)
        ? `(?<![\\p{L}\\p{N}_])${literal}(?![\\p{L}\\p{N}])`
        : literal;
    });
    return new RegExp(parts.join("|"), "gu");
  }

  /** Return the words of what was typed. */
  function words(typed) {
    return fold(typed).split(/\s+/).filter(Boolean);
  }

  /** Return where words stand in a text, as pairs of places in their order. */
  function places(text, patterns) {
    const folded = fold(text);
    const all = patterns.flatMap((one) => [...folded.matchAll(one)].map((m) => [m.index, m.index + m[0].length]));
    return all.sort((a, b) => a[0] - b[0]).filter(([from], k, sorted) => !k || from >= sorted[k - 1][1]);
  }

  window.bookWords = { fold, pattern, words, places };

  // --- the light

  const typed = new URLSearchParams(location.search).get("found"),
    article = document.querySelector("article");
  if (!typed || !article) return;

  /** Return the ranges of the words in what is read as text: where they follow one another, else where each stands. */
  function ranges() {
    const whole = within([
      new RegExp(
        words(typed)
          .map((word) => pattern(word).source)
          .map((one) => `(?:${one})`)
          .join("\\s+"),
        "gu",
      ),
    ]);
    return whole.length ? whole : within(words(typed).map(pattern));
  }

  /** Return where patterns fit. */
  function within(patterns) {
    const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT),
      found = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.parentElement.closest("svg, script, style, annotation, .headerlink, button")) continue;
      for (const [from, to] of places(node.data, patterns)) {
        const range = new Range();
        range.setStart(node, from);
        range.setEnd(node, to);
        found.push(range);
      }
    }
    return found;
  }

  /** Unfold and show the first of them in the section that the address names, if it is not in sight. */
  function lead(found) {
    const place = document.getElementById(decodeURIComponent(location.hash.slice(1))) ?? article;
    const first = found.find((range) => place.contains(range.startContainer)) ?? null;
    const element = first?.startContainer.parentElement;
    if (!element) return;
    element.dispatchEvent(new Event("beforematch", { bubbles: true })); // book.js unfolds
    const { top, bottom } = first.getBoundingClientRect();
    if (top < 60 || bottom > innerHeight) element.scrollIntoView({ block: "center", behavior: "instant" });
  }

  /** Let the address forget the words, so that a reload or a bookmark does not light them again. */
  function out() {
    window.CSS.highlights?.delete("found");
    const address = new URL(location.href);
    address.searchParams.delete("found");
    history.replaceState(history.state, "", address);
  }

  function light() {
    const found = ranges();
    window.CSS.highlights?.set("found", new Highlight(...found));
    lead(found);
    addEventListener("keydown", (event) => event.key === "Escape" && out());
  }

  if (document.readyState === "complete") light();
  else addEventListener("load", () => setTimeout(light)); // the theme folds once the page is there
})();
