/**
 * Where things stand in the picture: from numbers to places and outlines. `draw/geometry.py` is the twin.
 */

import { at, sideBySide } from "./data.js";

/** @typedef {import("livefig-spec").AxisMap} AxisMap */
/** @typedef {import("livefig-spec").Maps} Maps */
/** @typedef {import("livefig-spec").Source} Source */
/** @typedef {import("./data.js").Numbers} Numbers */
/**
 * Gives the numbers of a source.
 * @callback Read
 * @param {Source} source
 * @returns {Numbers}
 */
/**
 * What a mark shows: for each of its parts, for each attribute, one value an element; null hides the element.
 * @typedef {Object<string, Object<string, Array<string|null>|Uint32Array[]>>} Shown
 */

export const LIMIT = 1e5; // units; browsers draw wrong lines to points much farther away

/**
 * A number with two decimals.
 * @param {number} v
 * @returns {number}
 */
export const short = (v) => Math.floor(v * 100 + 0.5) / 100;

/**
 * A place as it stands in an outline.
 * @param {number} x
 * @param {number} y
 * @returns {string}
 */
export const spot = (x, y) => short(x) + " " + short(y);

/**
 * Where a number lies along an axis; NaN if nowhere.
 * @param {AxisMap} axis
 * @param {number} v
 * @returns {number}
 */
export function project(axis, v) {
  const scaled = axis.scale === "log" ? (v > 0 ? Math.log10(v) : NaN) : v;
  if (!(Math.abs(scaled) < Infinity)) return NaN;
  return Math.min(Math.max(axis.a * scaled + axis.b, -LIMIT), LIMIT);
}

/**
 * Where minus infinity lies: how far a bar from zero reaches on a logarithmic axis.
 * @param {AxisMap} axis
 * @returns {number}
 */
export const endOf = (axis) => (axis.a < 0 ? LIMIT : -LIMIT);

/**
 * The transform that moves a mark from the origin to a place; null where there is none.
 * @param {number} x
 * @param {number} y
 * @returns {string|null}
 */
export const translate = (x, y) => (x === x && y === y ? "translate(" + spot(x, y) + ")" : null);

/**
 * The places of points.
 * @param {Maps} map
 * @param {number} count
 * @param {Numbers} xs
 * @param {Numbers} ys
 * @returns {[Float64Array, Float64Array]}
 */
export function places(map, count, xs, ys) {
  const n = sideBySide(count, xs, ys);
  const x = new Float64Array(n),
    y = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    x[i] = project(map.x, at(xs, i));
    y[i] = project(map.y, at(ys, i));
  }
  return [x, y];
}

/**
 * The outline of a line, with a gap at each point that cannot be drawn.
 * @param {Float64Array} x
 * @param {Float64Array} y
 * @returns {string}
 */
export function lineOutline(x, y) {
  let d = "",
    down = false;
  for (let i = 0; i < x.length; i++) {
    const drawable = x[i] === x[i] && y[i] === y[i];
    if (drawable) d += (down ? "L" : "M") + spot(x[i], y[i]);
    down = drawable;
  }
  return d;
}
