/**
 * The switch for folded code: all of it open, or each cell behind its line, in every page of the book. keep.js keeps
 * the choice; where a browser keeps nothing, the switch works for the page. Not deferred, so that nothing is painted twice.
 */
(function () {
  "use strict";
  const OPEN = "open",
    root = document.documentElement;

  const isOpen = () => root.dataset.code === OPEN;
  const folds = () => document.querySelectorAll("details.code-fold");

  /** Open or fold all code of the page, and say so on the switch. */
  function apply() {
    folds().forEach((fold) => (fold.open = isOpen()));
    const button = document.querySelector(".code-switch");
    if (!button || button.getAttribute("aria-pressed") === String(isOpen())) return; // else the observer would see it
    button.setAttribute("aria-pressed", String(isOpen()));
    button.querySelector(".code-switch-words").textContent = isOpen() ? "Code open" : "Code folded";
  }

  /** Change what the whole page shows; what the reader looks at stays where it is. */
  function show(state) {
    const place = inView(),
      before = place?.getBoundingClientRect().top;
    root.style.overflowAnchor = "none"; // browsers that keep the place by themselves would move it a second time
    root.dataset.code = state;
    apply();
    if (place) scrollBy({ top: place.getBoundingClientRect().top - before, behavior: "instant" });
    requestAnimationFrame(() => requestAnimationFrame(() => (root.style.overflowAnchor = "")));
  }

  function toggle() {
    show(isOpen() ? "folded" : OPEN);
    keep.change((state) => (isOpen() ? (state.code = OPEN) : delete state.code));
  }

  /** Return the first block of the text that begins in the window, below the bar. */
  function inView() {
    const bar = document.querySelector(".bd-header-article")?.getBoundingClientRect().bottom ?? 0;
    const blocks = document.querySelectorAll("article :is(h1, h2, h3, p, figure, .admonition, summary)");
    return [...blocks].find((one) => one.getClientRects().length && one.getBoundingClientRect().top >= bar);
  }

  /** As the book was left. */
  const remembered = () => (keep.read().code === OPEN ? OPEN : "folded");

  root.dataset.code = remembered();
  // While the page is read, each part is opened before it is painted.
  const growing = new MutationObserver(() => isOpen() && apply());
  growing.observe(root, { childList: true, subtree: true });
  document.addEventListener("DOMContentLoaded", () => {
    growing.disconnect();
    if (isOpen()) apply();
    document.querySelector(".code-switch")?.addEventListener("click", toggle);
  });
  keep.follow(() => show(remembered()));
})();
