/** @typedef {import("livefig-spec").SliderSpec} SliderSpec */
/** @typedef {import("./index.js").Built} Built */
/** @typedef {import("./index.js").Context} Context */

import { labelled, make } from "../dom.js";
import { MINUS, format } from "../numbers.js";
import { exact, numberOf } from "./exact.js";
import { heedFingers } from "./finger.js";

/**
 * The values that a slider can be moved to, each once, by their positions. A linear one may have a million, so they are
 * computed; a logarithmic one has two hundred at most, of which several may round to the same.
 * `from` goes so many steps from a value, at most to an end.
 * @typedef {{last: number, valueAt: function(number): number, placeOf: function(number): number,
 *   from: function(number, number): number}} Grid
 */

const ENDLESS = 8; // more decimals than the step's first and these are those of a number that no author wrote out

/** @type {WeakMap<SliderSpec, Grid>} */
const grids = new WeakMap();

/**
 * @param {SliderSpec} slider
 * @returns {Grid}
 */
export function gridOf(slider) {
  let grid = grids.get(slider);
  if (!grid) {
    const { last, valueAt, placeOf } = slider.log ? logarithmic(slider) : linear(slider);
    grid = {
      last,
      valueAt,
      placeOf,
      from: (value, steps) => valueAt(Math.min(Math.max(placeOf(value) + steps, 0), last)),
    };
    grids.set(slider, grid);
  }
  return grid;
}

/**
 * @param {SliderSpec} slider
 * @returns {Omit<Grid, "from">}
 */
function linear(slider) {
  /** @type {function(number): number} */
  const valueAt = (k) => positioned(slider, k);
  /** @type {function(number): number} */
  const placeOf = (value) => {
    const below = Math.min(Math.max(Math.floor((value - slider.origin) / slider.step), 0), slider.count);
    return below < slider.count && !(value - positioned(slider, below) < positioned(slider, below + 1) - value)
      ? below + 1
      : below;
  };
  return { last: slider.count, valueAt, placeOf };
}

/**
 * @param {SliderSpec} slider
 * @returns {Omit<Grid, "from">}
 */
function logarithmic(slider) {
  const all = Array.from({ length: slider.count + 1 }, (_, k) => positioned(slider, k));
  const values = all.filter((value, k) => k === 0 || value > all[k - 1]);
  /** @type {function(number): number} */
  const placeOf = (value) => {
    const next = values.findIndex((one) => one >= value);
    return next > 0 && value - values[next - 1] < values[next] - value ? next - 1 : next;
  };
  return { last: values.length - 1, valueAt: (k) => values[k], placeOf };
}

/**
 * The value at a position; `Slider._at` is the twin.
 * @param {SliderSpec} slider
 * @param {number} k
 * @returns {number}
 */
function positioned(slider, k) {
  if (k <= 0 || k >= slider.count) return k <= 0 ? slider.min : slider.max;
  if (!slider.log) return Number((slider.origin + k * slider.step).toFixed(slider.decimals)) + 0;
  return snap(slider, slider.min * Math.pow(slider.max / slider.min, k / slider.count));
}

/**
 * The admissible value nearest to v; `Slider.snap` is the twin.
 * @param {SliderSpec} slider
 * @param {number} v
 * @returns {number}
 */
function snap(slider, v) {
  if (v <= slider.min) return slider.min;
  if (v >= slider.max) return slider.max;
  if (!slider.log) return positioned(slider, Math.floor((v - slider.origin) / slider.step + 0.5));
  let near = Number(v.toExponential(2));
  if (slider.integer) near = Math.floor(near + 0.5);
  return Math.min(Math.max(near, slider.min), slider.max);
}

/**
 * How many decimals are shown: all that the positions have, or where those go on and on, as multiples of pi do, as many
 * as tell one from the next.
 * @param {SliderSpec} slider
 * @returns {number}
 */
function shownDecimals({ step, decimals }) {
  const first = Math.max(Math.ceil(-Math.log10(step)), 0); // of the digits of the step
  return decimals > first + ENDLESS ? first + 1 : decimals;
}

/**
 * The number beside a slider.
 * @param {SliderSpec} slider
 * @param {number} value
 * @returns {string}
 */
export function numberText(slider, value) {
  return slider.log || slider.integer ? format(value) : value.toFixed(shownDecimals(slider)).replace("-", MINUS);
}

/**
 * The same with its unit.
 * @param {SliderSpec} slider
 * @param {number} value
 * @returns {string}
 */
export function sliderText(slider, value) {
  return numberText(slider, value) + (slider.unit && "\u00a0" + slider.unit);
}

/**
 * How many characters the longest of its numbers has: of a linear one, that of an end.
 * @param {SliderSpec} slider
 * @returns {number}
 */
export function width(slider) {
  const { last, valueAt } = gridOf(slider),
    places = slider.log ? Array.from({ length: last + 1 }, (_, k) => k) : [0, last];
  return Math.max(...places.map((k) => numberText(slider, valueAt(k)).length));
}

/** A number between two ends. */
export const slider = {
  /**
   * @param {SliderSpec} control
   * @param {any} value
   */
  admissible(control, value) {
    const number = typeof value === "string" && !value.trim() ? NaN : Number(value);
    return Number.isFinite(number) ? snap(control, number) : undefined;
  },

  /**
   * @param {SliderSpec} control
   * @param {number} value
   */
  outward: (control, value) => value,

  /**
   * @param {SliderSpec} control
   * @param {number} value
   */
  word: (control, value) => value,

  /**
   * @param {SliderSpec} control
   * @param {number} value
   */
  code: (control, value) => String(value),

  /**
   * @param {SliderSpec} control
   * @param {Context} context
   * @returns {Built}
   */
  build(control, { id, set, value, signal, player }) {
    const grid = gridOf(control);
    const input = /** @type {HTMLInputElement} */ (
      make("input", { type: "range", id, min: 0, max: grid.last, step: 1, "aria-label": control.text })
    );
    const {
      field,
      parts,
      show: write,
    } = exact(control.text, id + "-exact", {
      type(text) {
        const number = numberOf(text);
        if (!(number >= control.min && number <= control.max))
          return `A number from ${sliderText(control, control.min)} to ${sliderText(control, control.max)}, please.`;
        set(number);
        return "";
      },
      step: (by) => set(grid.from(value(), by)),
      shown: () => numberText(control, value()),
      signal,
    });
    field.style.width = `calc(${width(control)}ch + 0.8em)`;
    if (control.unit) parts[0].append(make("span", {}, control.unit));
    const element = make(
      "div",
      { class: "livefig-control livefig-slider" },
      labelled("label", control.label, { for: id }),
      input,
      ...parts,
    );
    if (control.play) element.append(player(element, { control, grid, value }));
    /** @param {number} now */
    const show = (now) => {
      input.value = String(grid.placeOf(now));
      input.setAttribute("aria-valuetext", sliderText(control, now));
      write();
    };
    heedFingers(
      input,
      () => set(grid.valueAt(Number(input.value))),
      () => show(value()),
      signal,
    );
    return { element, show };
  },
};
