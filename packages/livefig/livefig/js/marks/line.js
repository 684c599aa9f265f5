/** @typedef {import("livefig-spec").LineBinding} LineBinding */
/** @typedef {import("../geometry.js").Read} Read */
/** @typedef {import("../geometry.js").Shown} Shown */

import { lineOutline, places, translate } from "../geometry.js";

/**
 * A line, its markers, or both.
 * @param {LineBinding} binding
 * @param {Read} read
 * @returns {Shown}
 */
export function line(binding, read) {
  const [x, y] = places(binding.map, binding.count, read(binding.x), read(binding.y));
  return lineShown(x, y, binding.paths, binding.marks);
}

/**
 * The outline of a line through points, and the places of its marks.
 * @param {Float64Array} x
 * @param {Float64Array} y
 * @param {number} paths how often the outline is drawn
 * @param {boolean} marks
 * @returns {Shown}
 */
export function lineShown(x, y, paths, marks) {
  /** @type {Shown} */
  const shown = {};
  if (paths) shown.path = { d: Array(paths).fill(lineOutline(x, y)) };
  if (marks) shown.marks = { transform: Array.from(x, (_, i) => translate(x[i], y[i])) };
  return shown;
}
