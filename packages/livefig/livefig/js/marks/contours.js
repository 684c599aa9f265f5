/** @typedef {import("livefig-spec").ContoursBinding} ContoursBinding */
/** @typedef {import("../geometry.js").Read} Read */
/** @typedef {import("../geometry.js").Shown} Shown */

import { project, spot } from "../geometry.js";

/**
 * The lines on which a surface has each of the levels.
 * @param {ContoursBinding} binding
 * @param {Read} read
 * @returns {Shown}
 */
export function contours(binding, read) {
  const { map, shape, levels } = binding,
    z = /** @type {Float64Array} */ (read(binding.z));
  const x = Float64Array.from(/** @type {Float64Array} */ (read(binding.x)), (v) => project(map.x, v));
  const y = Float64Array.from(/** @type {Float64Array} */ (read(binding.y)), (v) => project(map.y, v));
  if (z.length !== x.length * y.length)
    throw new Error(`contour lines on a grid of ${shape} need as many numbers, not ${z.length}.`);
  return { path: { d: levels.map((level) => outline(x, y, z, level)) } };
}

/**
 * The lines on which z, linear along the sides of the grid's cells, has a level.
 *
 * A side is numbered by its first corner, upright ones after the level ones. Each piece runs with the higher ground on the
 * same hand, so that a side ends one piece at most and starts one at most.
 * @param {Float64Array} x
 * @param {Float64Array} y
 * @param {Float64Array} z
 * @param {number} level
 * @returns {string}
 */
function outline(x, y, z, level) {
  const columns = x.length,
    rows = y.length,
    follow = linePieces(z, rows, columns, level),
    ends = new Set(follow.values());
  /** @type {function(number): string} */
  const crossing = (side) => {
    const upright = side >= rows * columns,
      a = upright ? side - rows * columns : side,
      b = upright ? a + columns : a + 1;
    const t = (level - z[a]) / (z[b] - z[a]),
      r = Math.floor(a / columns),
      c = a % columns;
    return spot(x[c] + t * (x[b % columns] - x[c]), y[r] + t * (y[Math.floor(b / columns)] - y[r]));
  };
  const starts = [...follow.keys()];
  let d = "";
  for (const first of starts.filter((side) => !ends.has(side)).concat(starts)) {
    if (!follow.has(first)) continue;
    const line = [first];
    for (let side = first, next; (next = follow.get(side)) !== undefined; line.push(side)) {
      follow.delete(side);
      side = next;
    }
    const closed = line[line.length - 1] === first;
    if (closed) line.pop();
    d += "M" + line.map(crossing).join("L") + (closed ? "Z" : "");
  }
  return d;
}

/**
 * For each side of a cell where a piece of line starts, the side where it ends.
 * @param {Float64Array} z
 * @param {number} rows
 * @param {number} columns
 * @param {number} level
 * @returns {Map<number, number>}
 */
function linePieces(z, rows, columns, level) {
  const follow = new Map(),
    upright = rows * columns;
  for (let r = 0; r < rows - 1; r++) {
    for (let c = 0, k = r * columns; c < columns - 1; c++, k++) {
      const sum = z[k] + z[k + 1] + z[k + columns + 1] + z[k + columns];
      // as Matplotlib has it: ground at the very level is low
      const high = [z[k] > level, z[k + 1] > level, z[k + columns + 1] > level, z[k + columns] > level];
      const count = high.filter(Boolean).length;
      if (count === 0 || count === 4 || !(Math.abs(sum) < Infinity)) continue;
      const sides = [k, upright + k + 1, k + columns, upright + k],
        saddle = count === 2 && high[0] === high[2];
      const turn = sum / 4 > level ? 1 : 3; // a saddle: the middle decides which corners hang together
      const enter = high.findIndex((one, i) => !one && high[(i + 1) % 4]);
      for (let i = 0; i < 4; i++) {
        if (high[i] && !high[(i + 1) % 4]) follow.set(sides[i], sides[saddle ? (i + turn) % 4 : enter]);
      }
    }
  }
  return follow;
}
