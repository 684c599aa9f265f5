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
  const both = { x: outlines(binding, read, "x", y), y: outlines(binding, read, "y", x) };
  const bars = [],
    caps = [];
  for (const role of binding.roles) {
    if (role === "x" || role === "y") bars.push(both[role][0]);
    else if (role === "xcap" || role === "ycap") caps.push(both[role === "xcap" ? "x" : "y"][1]);
  }
  const shown = { ...lineShown(x, y, binding.paths, binding.marks), bars: { d: bars } };
  return binding.cap ? { ...shown, caps: { d: caps } } : shown;
}

/**
 * One outline for all bars of a direction, and one for their caps.
 * @param {ErrorsBinding} binding
 * @param {Read} read
 * @param {"x"|"y"} side
 * @param {Float64Array} across where they stand
 * @returns {[string, string]}
 */
function outlines(binding, read, side, across) {
  const source = binding[side === "x" ? "xerr" : "yerr"];
  if (!source) return ["", ""];
  const axis = binding.map[side],
    { cap } = binding,
    n = across.length;
  const middle = read(binding[side]),
    error = read(source);
  const above = typeof error !== "number" && error.length === 2 * n ? n : 0; // where the errors upwards begin
  /** @type {function(number, number): string} */
  const place = side === "x" ? spot : (a, b) => spot(b, a);
  /** @type {function(number, number, number, number): string} */
  const piece = (a, b, c, d) => "M" + place(a, b) + "L" + place(c, d);
  let bars = "",
    caps = "";
  for (let i = 0; i < n; i++) {
    const from = at(middle, i) - at(error, i),
      v = across[i];
    const start = axis.scale === "log" && from <= 0 ? endOf(axis) : project(axis, from); // a bar to zero reaches down for ever
    const end = project(axis, at(middle, i) + at(error, above + i));
    if (start !== start || end !== end || v !== v) continue;
    bars += piece(start, v, end, v);
    if (cap) caps += piece(start, v - cap, start, v + cap) + piece(end, v - cap, end, v + cap);
  }
  return [bars, caps];
}
