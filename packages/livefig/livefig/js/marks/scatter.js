/** @typedef {import("livefig-spec").ScatterBinding} ScatterBinding */
/** @typedef {import("../geometry.js").Read} Read */
/** @typedef {import("../geometry.js").Shown} Shown */

import { at, sideBySide } from "../data.js";
import { places, short, translate } from "../geometry.js";
import { painted } from "../palette.js";

/**
 * Marks that move, take colours and grow.
 * @param {ScatterBinding} binding
 * @param {Read} read
 * @returns {Shown}
 */
export function scatter(binding, read) {
  const [x, y] = places(binding.map, binding.count, read(binding.x), read(binding.y));
  const home = Array.from(x, (_, i) => translate(x[i], y[i]));
  const marks = binding.size ? sized(binding, read, home) : { transform: home };
  return { marks: binding.colours ? { ...marks, ...painted(binding.colours, read, home.length) } : marks };
}

/**
 * The transforms of marks scaled to their size, and the widths of edges that stay as thick as before.
 * @param {ScatterBinding} binding
 * @param {Read} read
 * @param {Array<string|null>} home
 * @returns {Object<string, Array<string|null>>}
 */
function sized(binding, read, home) {
  const sizes = read(/** @type {any} */ (binding.size)),
    area = binding.area ?? 1,
    edge = binding.edge ?? 0;
  const count = sideBySide(home.length, sizes);
  if (count !== home.length) throw new Error(`${count} sizes are too many or too few for ${home.length} marks.`);
  const scales = home.map((place, i) => {
    const scale = Math.sqrt(at(sizes, i) / area);
    return place !== null && scale > 0 && scale < Infinity ? scale : NaN;
  });
  /** @type {Object<string, Array<string|null>>} */
  const found = {
    transform: home.map((place, i) => (scales[i] === scales[i] ? `${place} scale(${short(scales[i])})` : null)),
  };
  if (edge) found["stroke-width"] = scales.map((scale) => (scale === scale ? String(short(edge / scale)) : null));
  return found;
}
