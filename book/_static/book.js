/** The theme's button for the whole screen holds its script in an attribute, where the policy of the pages lets none run. */
document.querySelectorAll(".btn-fullscreen-button").forEach((button) => {
  button.addEventListener("click", () => window.toggleFullScreen());
});

/**
 * Wide code blocks get a place in the tab order when the page has loaded and when the window changes its size
 * (opening.js). What lay folded away then had no width; so unfolding counts as a change of size.
 */
(function () {
  "use strict";
  const again = () => requestAnimationFrame(() => window.dispatchEvent(new Event("resize")));
  document.addEventListener("toggle", again, true);
  document.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest(".toggle-button, .admonition-title")) again();
  });
})();

/**
 * A link to what is folded away unfolds it, whoever folded it: the browser, or the theme, which browsers know nothing of.
 * Live figures tell by `beforematch` that a link leads to them.
 */
(function () {
  "use strict";
  const CLOSED = ".toggle-hidden, details:not([open])";

  /** Unfold what an element stands in; return whether anything was folded. */
  function unfold(element) {
    const closed = element.parentElement?.closest(CLOSED);
    if (!closed) return false;
    if (closed instanceof HTMLDetailsElement) closed.open = true;
    else closed.querySelector(".toggle-button")?.click();
    if (!closed.matches(CLOSED)) unfold(closed);
    return true;
  }

  /** Return the element that the address leads to, or null. */
  function target() {
    try {
      return document.getElementById(decodeURIComponent(location.hash.slice(1)));
    } catch {
      return null;
    }
  }

  function lead() {
    const place = target();
    if (place && unfold(place)) place.scrollIntoView();
  }

  document.addEventListener("beforematch", (event) => unfold(event.target));
  window.addEventListener("popstate", lead);
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element && event.target.closest("a[href]");
    if (link && link.href === location.href) lead(); // where the page already is: not every browser tells of that
  });
  if (document.readyState === "complete") lead();
  else window.addEventListener("load", lead); // the theme folds once the page is there
})();

/** Paper is white: while a page of the dark theme is printed it has the light one. The theme knows of paper only in part. */
(function () {
  "use strict";
  const root = document.documentElement,
    paper = window.matchMedia("print");
  let wasDark = false;

  function lighten(printed) {
    if (printed && root.dataset.theme === "dark") {
      wasDark = true;
      root.dataset.theme = "light";
    } else if (!printed && wasDark) {
      wasDark = false;
      root.dataset.theme = "dark";
    }
  }

  paper.addEventListener("change", () => lighten(paper.matches));
  window.addEventListener("beforeprint", () => lighten(true));
  window.addEventListener("afterprint", () => lighten(false));
})();
