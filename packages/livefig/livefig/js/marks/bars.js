/** @typedef {import("livefig-spec").BarsBinding} BarsBinding */
/** @typedef {import("../geometry.js").Read} Read */
/** @typedef {import("../geometry.js").Shown} Shown */

import { at, sideBySide } from "../data.js";
import { endOf, project, short } from "../geometry.js";
import { painted } from "../palette.js";

/**
 * Bars, of which the length, the start and the colour move.
 * @param {BarsBinding} binding
 * @param {Read} read
 * @returns {Shown}
 */
export function bars(binding, read) {
  const axis = binding.map[binding.horizontal ? "x" : "y"],
    sides = binding.map[binding.horizontal ? "y" : "x"];
  const [low, high, start, size] = [binding.low, binding.high, binding.start, binding.size].map(read);
  const n = sideBySide(binding.count, low, high, start, size),
    outlines = [];
  for (let i = 0; i < n; i++) {
    const from = at(start, i),
      endless = axis.scale === "log" && from <= 0; // a bar from zero reaches down for ever
    const ends = [endless ? endOf(axis) : project(axis, from), project(axis, from + at(size, i))];
    outlines.push(boxOutline([project(sides, at(low, i)), project(sides, at(high, i)), ...ends], binding.horizontal));
  }
  return { bars: { d: outlines, ...(binding.colours && painted(binding.colours, read, n)) } };
}

/**
 * @param {number[]} box low, high, start, end
 * @param {boolean} horizontal
 * @returns {string}
 */
function boxOutline(box, horizontal) {
  if (box.some(Number.isNaN)) return "";
  const [low, high, start, end] = box.map(short);
  return horizontal ? `M${start} ${low}H${end}V${high}H${start}Z` : `M${low} ${start}H${high}V${end}H${low}Z`;
}
