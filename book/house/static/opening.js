/**
 * What scrolls sideways can be reached with the keyboard, and what does not is no stop. That is measured once the page is
 * there, and again when its width changes or something is unfolded, which book.js tells as a change of size: in idle
 * time and a few elements at a go, because it lays out what nobody looks at yet.
 */
(function () {
  "use strict";
  const SCROLLS = "pre, .cell_output > .output, .pst-scrollable-table-container";
  const idle = window.requestIdleCallback ?? ((action) => setTimeout(action, 50));
  let width = 0,
    waiting = [];

  function start(event) {
    if (event.isTrusted && width === innerWidth) return; // a phone's browser has hidden its address
    width = innerWidth;
    const resting = !waiting.length;
    // A figure knows what of it scrolls.
    waiting = [...document.querySelectorAll(SCROLLS)].filter((element) => !element.closest("figure.livefig"));
    if (resting) idle(next, { timeout: 1000 });
  }

  function next() {
    const some = waiting.splice(0, 5);
    const scrolls = some.map((e) => e.scrollWidth > e.clientWidth || e.scrollHeight > e.clientHeight);
    some.forEach((element, k) => (element.tabIndex = scrolls[k] ? 0 : -1));
    if (waiting.length) idle(next, { timeout: 1000 });
  }

  addEventListener("load", start);
  addEventListener("resize", start);
})();
