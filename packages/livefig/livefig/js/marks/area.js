/** @typedef {import("livefig-spec").AreaBinding} AreaBinding */
/** @typedef {import("../geometry.js").Read} Read */
/** @typedef {import("../geometry.js").Shown} Shown */

import { places, spot } from "../geometry.js";

/**
 * One closed outline for each run of points that can be drawn: along an edge, and back along the other.
 * @param {AreaBinding} binding
 * @param {Read} read
 * @returns {Shown}
 */
export function area(binding, read) {
  const { map, count, x2, y2 } = binding;
  const [x, y] = places(map, count, read(binding.x), read(binding.y));
  const [u, v] = x2 && y2 ? places(map, x.length, read(x2), read(y2)) : [x, y];
  let d = "";
  /** @type {string[]} */
  let there = [],
    back = [];
  for (let i = 0; i <= x.length; i++) {
    if (i < x.length && x[i] === x[i] && y[i] === y[i] && u[i] === u[i] && v[i] === v[i]) {
      there.push(spot(x[i], y[i]));
      if (x2) back.push(spot(u[i], v[i]));
    } else if (there.length) {
      const [start, ...rest] = back; // of the second edge, where Matplotlib's dashes begin
      d += "M" + (x2 ? [start, ...there, ...rest.reverse()] : there).join("L") + "Z";
      there = [];
      back = [];
    }
  }
  return { path: { d: [d] } };
}
