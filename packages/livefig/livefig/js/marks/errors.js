/** @typedef {import("livefig-spec").ErrorsBinding} ErrorsBinding */
/** @typedef {import("../geometry.js").Read} Read */
/** @typedef {import("../geometry.js").Shown} Shown */

import { at } from "../data.js";
import { endOf, places, project, spot } from "../geometry.js";
import { lineShown } from "./line.js";

/**
 * Points with error bars.
 * @param {ErrorsBinding} binding
 * @param {Read} read
 * @returns {Shown}
 */
export function errors(binding, read) {
  const [x, y] = places(binding.map, binding.count, read(binding.x), read(binding.y));
  const outlines = [];
  for (const role of binding.roles) {
    if (role === "x" || role === "y") outlines.push(bars(binding, read, role, role === "x" ? y : x));
  }
  return { ...lineShown(x, y, binding.paths, binding.marks), bars: { d: outlines } };
}

/**
 * One outline for all bars of a direction, each with its caps.
 * @param {ErrorsBinding} binding
 * @param {Read} read
 * @param {"x"|"y"} side
 * @param {Float64Array} across where they stand
 * @returns {string}
 */
function bars(binding, read, side, across) {
  const axis = binding.map[side],
    { cap } = binding,
    n = across.length;
  const middle = read(binding[side]),
    error = read(/** @type {any} */ (binding[`${side}err`]));
  const above = typeof error !== "number" && error.length === 2 * n ? n : 0; // where the errors upwards begin
  /** @type {function(number, number): string} */
  const place = side === "x" ? spot : (a, b) => spot(b, a);
  /** @type {function(number, number, number, number): string} */
  const piece = (a, b, c, d) => "M" + place(a, b) + "L" + place(c, d);
  let d = "";
  for (let i = 0; i < n; i++) {
    const from = at(middle, i) - at(error, i),
      v = across[i];
    const start = axis.scale === "log" && from <= 0 ? endOf(axis) : project(axis, from); // a bar to zero reaches down for ever
    const end = project(axis, at(middle, i) + at(error, above + i));
    if (start !== start || end !== end || v !== v) continue;
    d += piece(start, v, end, v);
    if (cap) d += piece(start, v - cap, start, v + cap) + piece(end, v - cap, end, v + cap);
  }
  return d;
}
