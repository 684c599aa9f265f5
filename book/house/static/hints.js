/**
 * What a link leads to, where the reader points, tabs or taps: a term, a symbol, an equation, a figure, an exercise, a
 * source in a box below the line. What stands on the page is taken from there, what stands on another from the template
 * that `previews.py` puts at the end. The box stays while the pointer is over it; Escape puts it away. A tap shows,
 * a second one follows, as the link in the box does. Without this script the links are links.
 */
(function () {
  "use strict";
  const article = document.querySelector("article") || document.body;
  const store = document.querySelector("template#previews");
  const box = Object.assign(document.createElement("div"), { id: "hint", className: "hint-box" });
  let shown = null,
    later = 0,
    finger = false;

  /** Return what a link leads to, ready to be shown, or nothing. @param {HTMLAnchorElement} link */
  function preview(link) {
    const address = link.getAttribute("href") ?? "";
    if (!address.startsWith("#")) {
      const kept = store?.content.querySelector(`[data-for="${CSS.escape(address)}"]`);
      return kept ? [...kept.cloneNode(true).childNodes] : [];
    }
    const place = document.getElementById(decodeURIComponent(address.slice(1)));
    return place ? parts(place).map(copy) : [];
  }

  /** Return what stands for a place: the row of a table, the definition of a term, a picture and its words. */
  function parts(place) {
    if (place.matches("tr")) return [...place.children];
    if (place.matches("dt")) return [place.nextElementSibling];
    if (place.matches("figure"))
      return [...place.querySelectorAll("svg, figcaption")].filter((e) => e.checkVisibility());
    return place.matches("div.math, .citation, .exercise") ? [place] : [];
  }

  /** Return a copy without what names or moves the original. @param {Element} part */
  function copy(part) {
    const twin = part.cloneNode(true);
    const whole = Object.assign(document.createElement("div"), { className: "hint-part" });
    whole.append(...(twin.matches("td, dd, figcaption") ? twin.childNodes : [twin]));
    for (const one of whole.querySelectorAll("[id]:not(svg *), [tabindex]")) {
      one.removeAttribute("id");
      one.removeAttribute("tabindex");
    }
    for (const one of whole.querySelectorAll(".headerlink, button, annotation, .exercise-done")) one.remove();
    for (const one of whole.querySelectorAll("a")) one.replaceWith(...one.childNodes);
    return whole;
  }

  /** Show what a link leads to; return whether there is something. @param {HTMLAnchorElement} link */
  function show(link) {
    clearTimeout(later);
    if (shown === link) return true;
    const content = preview(link);
    hide();
    if (!content.length) return false;
    shown = link;
    box.replaceChildren(...content, ...(finger ? [follow(link)] : []));
    link.setAttribute("aria-describedby", box.id);
    article.append(box);
    place(link);
    return true;
  }

  /** Return a link for a finger. @param {HTMLAnchorElement} link */
  function follow(link) {
    return Object.assign(document.createElement("a"), {
      href: link.href,
      className: "hint-go",
      textContent: "Go there",
    });
  }

  /** Put the box below the link, or above it where there is more room, inside the window. */
  function place(link) {
    const word = [...link.getClientRects()].at(-1),
      home = (box.offsetParent ?? document.documentElement).getBoundingClientRect();
    const room = document.documentElement.clientWidth - box.offsetWidth - 8;
    const above = word.bottom + box.offsetHeight > innerHeight && word.top > box.offsetHeight + 60;
    box.style.left = Math.max(8, Math.min(word.left, room)) - home.left + "px";
    box.style.top = (above ? word.top - box.offsetHeight - 2 : word.bottom + 2) - home.top + "px";
  }

  function hide() {
    clearTimeout(later);
    shown?.removeAttribute("aria-describedby");
    shown = null;
    box.remove();
  }

  /** The pointer may cross the gap between the word and the box. */
  function hideSoon() {
    clearTimeout(later);
    later = setTimeout(hide, 250);
  }

  /** Return the link of the text that an event is about. @param {Event} event */
  function linkOf(event) {
    const link = event.target instanceof Element ? event.target.closest("a[href*='#']:not(.headerlink)") : null;
    return link && article.contains(link) && !box.contains(link) ? link : null;
  }

  function over(event) {
    if (event.pointerType !== "mouse") return;
    const link = linkOf(event);
    if (box.contains(event.target)) clearTimeout(later);
    else if (link && link !== shown) later = (clearTimeout(later), setTimeout(show, 100, link));
    else if (link) clearTimeout(later);
    else if (shown) hideSoon();
    else clearTimeout(later);
  }

  /** With a finger the first tap shows; the second, and a tap on what shows nothing, does what it always does. */
  function click(event) {
    const link = linkOf(event);
    if (finger && link && link !== shown && show(link)) event.preventDefault();
    else if (!box.contains(event.target)) hide();
  }

  addEventListener("pointerdown", (event) => (finger = event.pointerType === "touch"), true);
  document.addEventListener("pointerover", over);
  document.documentElement.addEventListener("pointerleave", hideSoon);
  document.addEventListener("focusin", (event) => {
    const link = linkOf(event);
    if (link && !finger) show(link);
    else if (shown && !box.contains(event.target)) hideSoon();
  });
  document.addEventListener("click", click, true);
  addEventListener("keydown", (event) => {
    finger = false;
    if (event.key === "Escape") hide();
  });
  addEventListener("resize", hide);
})();
