/** @typedef {import("livefig-spec").SegmentsBinding} SegmentsBinding */
/** @typedef {import("../geometry.js").Read} Read */
/** @typedef {import("../geometry.js").Shown} Shown */

import { list } from "../data.js";
import { short } from "../geometry.js";

/**
 * Straight pieces whose colour, width and dashes say the sign and the size of a weight.
 * @param {SegmentsBinding} binding
 * @param {Read} read
 * @returns {Shown}
 */
export function segments(binding, read) {
  if (!binding.weights) return {};
  const weights = list(read(binding.weights)),
    [thin, thick] = binding.widths,
    { pens, dash, largest } = binding;
  /** @type {function(function(number): string): Array<string|null>} */
  const each = (look) => weights.map((weight) => (weight === weight ? look(weight) : null));
  return {
    path: {
      stroke: each((weight) => pens[weight < 0 ? 1 : 0]),
      "stroke-width": each((weight) => String(short(thin + (thick - thin) * Math.min(1, Math.abs(weight) / largest)))),
      "stroke-dasharray": each((weight) => (weight < 0 ? dash : "none")),
    },
  };
}
