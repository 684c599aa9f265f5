/**
 * Two things that a page can do for its live figures: a button lets one fill the window, and the address of the page
 * follows what the reader does in one, half a second after it rests, so that a reload or a bookmark keeps it.
 */
(function () {
  "use strict";
  const REST = 500; // ms
  const figures = () => document.querySelectorAll("figure.livefig");

  // --- filling the window

  /** Let a figure fill the window until Escape, the button or Back; what has the focus keeps it. */
  function enlarge(figure, button) {
    const place = Object.assign(document.createElement("div"), { className: "figure-place" });
    place.style.height = `${figure.offsetHeight}px`; // so that the text stays where it is
    const room = Object.assign(document.createElement("dialog"), { className: "figure-room" });
    room.setAttribute("aria-label", figure.querySelector("figcaption")?.textContent ?? "Live figure");
    const { width, height } = figure.querySelector(".livefig-layout:not(.livefig-narrow) svg").viewBox.baseVal;
    room.style.setProperty("--figure-ratio", String(height / width)); // of the picture as a wide window has it
    const { top } = figure.getBoundingClientRect();
    figure.before(place);
    document.querySelector("article").append(room);
    room.append(figure);
    const back = () => {
      removeEventListener("popstate", close);
      place.replaceWith(figure);
      room.remove();
      button.textContent = "Enlarge";
      button.focus({ preventScroll: true });
      scrollBy({ top: figure.getBoundingClientRect().top - top, behavior: "instant" }); // sections may have been laid out
    };
    const close = () => room.close();
    room.addEventListener("close", back, { once: true });
    addEventListener("popstate", close, { once: true }); // as after a link in the figure's words
    room.showModal();
    button.textContent = "Make small";
    button.focus({ preventScroll: true });
  }

  function addButton(figure) {
    const row = figure.querySelector(".livefig-buttons");
    if (!row || row.querySelector(".figure-enlarge")) return;
    const button = Object.assign(document.createElement("button"), { type: "button", className: "figure-enlarge" });
    button.textContent = "Enlarge";
    button.addEventListener("click", () => {
      const room = figure.closest("dialog.figure-room");
      if (room) room.close();
      else enlarge(figure, button);
    });
    row.append(button);
  }

  // --- the address

  const known = new Map(); // of each figure that was touched: the part of the address that says how it stands
  let waiting = 0;

  const figureOf = (event) => (event.target instanceof Element ? event.target.closest("figure.livefig[id]") : null);
  const hashOf = (figure) => new URL(window.livefig?.get(figure.id)?.link() ?? location.href).hash;

  function touched(event) {
    const figure = figureOf(event);
    if (figure && !known.has(figure)) known.set(figure, hashOf(figure));
  }

  function changed(event) {
    const figure = figureOf(event);
    if (!figure) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const hash = hashOf(figure);
      if (hash === known.get(figure)) return; // a look, not a change
      known.set(figure, hash);
      history.replaceState(history.state, "", hash);
    }, REST);
  }

  for (const type of ["pointerdown", "keydown", "focusin"]) addEventListener(type, touched, true);
  for (const type of ["input", "change", "click", "pointerup", "keyup"]) addEventListener(type, changed, true);
  const start = () => figures().forEach(addButton);
  if (document.readyState === "complete") start();
  else addEventListener("load", start, { once: true });
})();
