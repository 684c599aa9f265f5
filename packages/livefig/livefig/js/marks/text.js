/** @typedef {import("livefig-spec").TextBinding} TextBinding */
/** @typedef {import("livefig-spec").Words} Words */
/** @typedef {import("../geometry.js").Read} Read */
/** @typedef {import("../geometry.js").Shown} Shown */

import { at } from "../data.js";
import { project, translate } from "../geometry.js";

/**
 * Words that change, that move away from where they were drawn, or both.
 * @param {TextBinding} binding
 * @param {Read} read
 * @param {function(Words): string} say
 * @returns {Shown}
 */
export function text(binding, read, say) {
  /** @type {Shown} */
  const shown = {};
  const { map, home, x, y } = binding;
  if (binding.text) shown.text = { text: [say(binding.text)] };
  if (map && home) {
    const across = x ? project(map.x, at(read(x), 0)) - home[0] : 0,
      down = y ? project(map.y, at(read(y), 0)) - home[1] : 0;
    shown.place = { transform: [translate(across, down)] };
  }
  return shown;
}
