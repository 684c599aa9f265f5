/** @typedef {import("livefig-spec").NumbersBinding} NumbersBinding */
/** @typedef {import("../geometry.js").Read} Read */
/** @typedef {import("../geometry.js").Shown} Shown */

import { list } from "../data.js";
import { MINUS, format } from "../numbers.js";

/**
 * Numbers in small places, one text each.
 * @param {NumbersBinding} binding
 * @param {Read} read
 * @returns {Shown}
 */
export function numbers(binding, read) {
  if (!binding.values) return {};
  return { text: { text: list(read(binding.values)).map((v) => numeral(v, binding.format)) } };
}

/**
 * A number in a small place: signs for what is not finite.
 * @param {number} v
 * @param {string} form
 * @returns {string}
 */
function numeral(v, form) {
  if (v !== v) return "\u2013";
  return Math.abs(v) < Infinity ? format(v, form) : v > 0 ? "\u221e" : MINUS + "\u221e";
}
