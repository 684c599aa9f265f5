/** @typedef {import("livefig-spec").ImageBinding} ImageBinding */
/** @typedef {import("../geometry.js").Read} Read */
/** @typedef {import("../geometry.js").Shown} Shown */

import { mapped } from "../palette.js";

/**
 * Numbers as the pixels of an image.
 * @param {ImageBinding} binding
 * @param {Read} read
 * @returns {Shown}
 */
export function image({ data, palette, shape, flip = false, mirror = false }, read) {
  if (!data || !palette || !shape) return {};
  const numbers = read(data),
    count = typeof numbers === "number" ? 1 : numbers.length;
  if (count !== shape[0] * shape[1]) throw new Error(`an image of ${shape} pixels cannot show ${count} numbers.`);
  return { image: { pixels: [mapped(palette, numbers, shape, flip, mirror)] } };
}
