/** @typedef {import("livefig-spec").SliderSpec} SliderSpec */
/** @typedef {import("./index.js").Built} Built */
/** @typedef {import("./index.js").Context} Context */

import { labelled, make } from "../dom.js";
import { MINUS, format } from "../numbers.js";
import { heedFingers } from "./finger.js";

/**
 * The values that a slider can be moved to, each once, by their positions. A linear one may have a million, so they are
 * computed; a logarithmic one has two hundred at most, of which several may round to the same.
 * @typedef {{last: number, valueAt: function(number): number, placeOf: function(number): number}} Grid
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
  if (!grid) grids.set(slider, (grid = slider.log ? logarithmic(slider) : linear(slider)));
  return grid;
}

/**
 * @param {SliderSpec} slider
 * @returns {Grid}
 */
function linear(slider) {
  /** @type {function(number): number} */
  const valueAt = (k) => at(slider, k);
  /** @type {function(number): number} */
  const placeOf = (value) => {
    const below = Math.min(Math.max(Math.floor((value - slider.origin) / slider.step), 0), slider.count);
    return below < slider.count && !(value - at(slider, below) < at(slider, below + 1) - value) ? below + 1 : below;
  };
  return { last: slider.count, valueAt, placeOf };
}

/**
 * @param {SliderSpec} slider
 * @returns {Grid}
 */
function logarithmic(slider) {
  const all = Array.from({ length: slider.count + 1 }, (_, k) => at(slider, k));
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
function at(slider, k) {
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
  if (!slider.log) return at(slider, Math.floor((v - slider.origin) / slider.step + 0.5));
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
 * The number beside a slider, with its unit.
 * @param {SliderSpec} slider
 * @param {number} value
 * @returns {string}
 */
export function sliderText(slider, value) {
  const text = slider.log || slider.integer ? format(value) : value.toFixed(shownDecimals(slider)).replace("-", MINUS);
  return slider.unit ? text + "\u00a0" + slider.unit : text;
}

/**
 * How many characters the longest of its numbers has: of a linear one, that of an end.
 * @param {SliderSpec} slider
 * @returns {number}
 */
export function width(slider) {
  const { last, valueAt } = gridOf(slider),
    places = slider.log ? Array.from({ length: last + 1 }, (_, k) => k) : [0, last];
  return Math.max(...places.map((k) => sliderText(slider, valueAt(k)).length));
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

  cases: null,

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
    const output = make("output", { for: id, "aria-live": "off" });
    output.style.minWidth = width(control) + "ch";
    const head = make("div", { class: "livefig-head" }, labelled("label", control.label, { for: id }), output);
    const element = make("div", { class: "livefig-control" }, head, input);
    if (control.play) element.append(player(element, { control, grid, value }));
    /** @param {number} now */
    const show = (now) => {
      input.value = String(grid.placeOf(now));
      output.textContent = sliderText(control, now);
      input.setAttribute("aria-valuetext", output.textContent);
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
