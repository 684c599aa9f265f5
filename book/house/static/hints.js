/**
 * Definitions where the reader points or tabs to: a term of the glossary shows its own in a box below the line.
 * The box stays while the pointer is over it, and Escape puts it away. Without this script the term is a link.
 */
(function () {
  "use strict";
  const box = Object.assign(document.createElement("div"), { id: "hint", className: "hint-box", hidden: true });
  box.setAttribute("role", "tooltip");
  let shown = null,
    later = 0;

  /** Show the definition of a term. @param {HTMLElement} term */
  function show(term) {
    clearTimeout(later);
    if (shown === term) return;
    hide();
    shown = term;
    box.textContent = term.dataset.definition;
    box.hidden = false;
    term.setAttribute("aria-describedby", box.id);
    term.after(box);
    place(term);
  }

  /** Put the box below the term, inside the window. @param {HTMLElement} term */
  function place(term) {
    const word = [...term.getClientRects()].at(-1),
      home = box.offsetParent.getBoundingClientRect();
    const room = document.documentElement.clientWidth - box.offsetWidth - 8;
    box.style.left = Math.max(8, Math.min(word.left, room)) - home.left + "px";
    box.style.top = word.bottom - home.top + 2 + "px";
  }

  function hide() {
    clearTimeout(later);
    shown?.removeAttribute("aria-describedby");
    shown = null;
    box.hidden = true;
    box.remove();
  }

  /** The pointer may cross the gap between the word and the box. */
  function hideSoon() {
    clearTimeout(later);
    later = setTimeout(hide, 200);
  }

  box.addEventListener("pointerenter", () => clearTimeout(later));
  box.addEventListener("pointerleave", hideSoon);
  for (const term of document.querySelectorAll("a.hint")) {
    term.addEventListener("pointerenter", (event) => event.pointerType === "mouse" && show(term));
    term.addEventListener("pointerleave", hideSoon);
    term.addEventListener("focus", () => show(term));
    term.addEventListener("blur", hideSoon);
  }
  addEventListener("keydown", (event) => event.key === "Escape" && hide());
  addEventListener("resize", hide);
})();
