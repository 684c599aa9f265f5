/**
 * Live equations: their numbers, and the marks that these point at.
 */

import { recolour } from "./colours.js";
import { listen } from "./dom.js";
import { formula } from "./numbers.js";

/** @typedef {import("livefig-spec").EquationField} EquationField */
/** @typedef {import("./figure.js").Figure} Figure */
/** @typedef {EquationField & {span: HTMLElement}} Placed */

export class Equations {
  /** @param {Figure} figure */
  constructor(figure) {
    this.figure = figure;
    this.rows = /** @type {HTMLElement[]} */ ([...figure.element.querySelectorAll(".livefig-equation")]);
    /** @type {Placed[]} */
    this.fields = figure.spec.equations.flatMap((equation, k) =>
      equation.fields.map((field, n) => {
        const span = /** @type {HTMLElement} */ (this.rows[k].querySelector(`[data-field="${n}"]`));
        return { ...field, span };
      }),
    );
    this.linked = new Set(this.fields.flatMap((field) => field.marks));
    this.lit = "";
    if (this.linked.size) this.listen();
  }

  listen() {
    const { signal } = this.figure.stopper,
      picture = this.figure.picture.element;
    for (const { span, marks } of this.fields.filter((field) => field.marks.length)) {
      span.tabIndex = 0;
      listen(
        span,
        { "pointerenter focus": () => this.point(marks), "pointerleave blur": () => this.point([]) },
        signal,
      );
    }
    listen(
      picture,
      { pointermove: (event) => this.point(this.near(event)), pointerleave: () => this.point([]) },
      signal,
    );
  }

  /**
   * The linked mark under the pointer or within a few pixels of it, since lines are thin.
   * @param {PointerEvent} event
   * @returns {number[]}
   */
  near(event) {
    for (let k = 0; k < 9; k++) {
      const angle = (k * Math.PI) / 4,
        away = k ? 6 : 0;
      const [x, y] = [event.clientX + away * Math.cos(angle), event.clientY + away * Math.sin(angle)];
      const found = document.elementFromPoint(x, y)?.closest("[data-move]"),
        number = Number(found?.getAttribute("data-move"));
      if (found && this.figure.picture.element.contains(found) && this.linked.has(number)) return [number];
    }
    return [];
  }

  /**
   * Bring out marks, and the numbers that belong to them.
   * @param {number[]} marks
   */
  point(marks) {
    if (this.lit === marks.join()) return;
    this.lit = marks.join();
    const picture = this.figure.picture.element;
    picture.classList.toggle("livefig-pointing", marks.length > 0);
    for (const one of picture.querySelectorAll("[data-move]")) {
      one.classList.toggle("livefig-lit", marks.includes(Number(one.getAttribute("data-move"))));
    }
    for (const field of this.fields)
      field.span.classList.toggle(
        "livefig-lit",
        field.marks.some((one) => marks.includes(one)),
      );
  }

  /** Write the numbers, where they have changed. */
  show() {
    for (const { span, value, format } of this.fields) {
      const text = formula(this.figure.word(value), format);
      if (span.textContent !== text) span.textContent = text;
    }
  }

  /** @param {number[]|null} ground */
  paint(ground) {
    for (const row of this.rows) recolour(row, ground);
  }

  /** What is wider than its place can be scrolled, so it must be reached by keyboard. */
  resized() {
    for (const row of this.rows) {
      if (row.scrollWidth > row.clientWidth) row.tabIndex = 0;
      else row.removeAttribute("tabindex");
    }
  }
}
