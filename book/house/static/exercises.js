/**
 * A tick box in the title of each exercise, for the reader to say that it is done. keep.js keeps it, by page and label;
 * a browser that keeps nothing shows the tick until the page is left.
 */
(function () {
  "use strict";

  function keepTick(label, done) {
    keep.change(({ exercises }) => {
      const page = { ...exercises[keep.page] };
      if (done) page[label] = true;
      else delete page[label];
      exercises[keep.page] = page;
      if (!Object.keys(page).length) delete exercises[keep.page];
    });
  }

  /** Give an exercise its box, and return that. */
  function box(exercise) {
    const title = exercise.querySelector(".admonition-title");
    const number = title.querySelector(".caption-number")?.textContent.trim() ?? "this exercise";
    const tick = Object.assign(document.createElement("input"), { type: "checkbox", autocomplete: "off" });
    const which = Object.assign(document.createElement("span"), {
      className: "visually-hidden",
      textContent: ` (${number})`,
    });
    const label = Object.assign(document.createElement("label"), { className: "exercise-done" });
    label.append(tick, " Done", which);
    title.append(label);
    tick.addEventListener("change", () => keepTick(exercise.id, tick.checked));
    return tick;
  }

  const all = [...document.querySelectorAll("article .exercise[id]")];
  const boxes = new Map(all.map((exercise) => [exercise.id, box(exercise)]));

  function show() {
    const done = keep.done(keep.page, [...boxes.keys()]);
    boxes.forEach((tick, label) => (tick.checked = done.includes(label)));
  }

  show();
  keep.follow(show);
})();
