/* Folds the parts of the side bar, before they are painted: open are that of the page and what the reader opened. */
(function () {
  "use strict";
  let opened = [];
  try {
    // As keep.js has it, which is not here yet.
    const { pathname } = new URL(document.documentElement.dataset.content_root, location.href);
    opened = JSON.parse(localStorage.getItem(`book 1 ${pathname}`)).parts;
  } catch {
    // nothing is kept, or it is denied
  }
  const wants = (caption) => Array.isArray(opened) && opened.includes(caption);
  for (const part of document.querySelectorAll(".book-part"))
    part.open = part.matches(".current") || wants(part.firstElementChild.textContent);
})();
