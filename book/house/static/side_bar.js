/**
 * The side bar: which parts the reader has opened is kept for the whole book, and each chapter has a mark of how far it
 * was read. The part of the page is open in any case, and what the reader does with it there is not kept.
 */
(function () {
  "use strict";
  const MARKS = { read: "✓", begun: "" }; // the half ring of the second is drawn
  const bar = document.querySelector("nav.bd-links");
  if (!bar) return;

  /** Keep what a reader does; a browser that opens a part, for a word that it looks for in the page, is no reader. */
  function note(part) {
    if (part.matches(".current")) return;
    const caption = part.firstElementChild.textContent;
    const open = !part.open; // it is about to change
    keep.change((state) => {
      const others = (Array.isArray(state.parts) ? state.parts : []).filter((one) => one !== caption);
      state.parts = open ? [...others, caption] : others;
      if (!state.parts.length) delete state.parts;
    });
  }

  /** Return the mark of a chapter, in a sign and in a word. */
  function mark(how) {
    const sign = Object.assign(document.createElement("span"), { textContent: MARKS[how] });
    sign.setAttribute("aria-hidden", "true");
    const words = Object.assign(document.createElement("span"), {
      className: "visually-hidden",
      textContent: ` (${how})`,
    });
    const both = Object.assign(document.createElement("span"), { className: `reading-mark reading-${how}` });
    both.append(sign, words);
    return both;
  }

  function show() {
    const state = keep.read();
    bar.querySelectorAll(".reading-mark").forEach((old) => old.remove());
    const links = new Map([...bar.querySelectorAll("a[href]")].map((link) => [link.href.split("#")[0], link]));
    for (const page of Object.keys(state.chapters)) {
      const how = keep.reading(page, state);
      if (how) links.get(keep.address(page))?.append(mark(how));
    }
  }

  bar.addEventListener("click", (event) => {
    const part = event.target instanceof Element && event.target.closest(".book-part > summary")?.parentElement;
    if (part) note(part);
  });
  show();
  keep.follow(show);
})();
