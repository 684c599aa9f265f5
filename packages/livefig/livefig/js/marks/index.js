/**
 * The marks: what can move in a picture, one kind a file. `MARKS` is the only table of them.
 */

import { at } from "../data.js";
import { short } from "../geometry.js";
import { area } from "./area.js";
import { arrow, field } from "./arrows.js";
import { bars } from "./bars.js";
import { contours } from "./contours.js";
import { errors } from "./errors.js";
import { image } from "./image.js";
import { line } from "./line.js";
import { numbers } from "./numbers.js";
import { scatter } from "./scatter.js";
import { segments } from "./segments.js";
import { text } from "./text.js";

/** @typedef {import("livefig-spec").Binding} Binding */
/** @typedef {import("livefig-spec").Words} Words */
/** @typedef {import("../geometry.js").Read} Read */
/** @typedef {import("../geometry.js").Shown} Shown */

/** @type {Object<string, function(any, Read, function(Words): string): Shown>} */
const MARKS = { area, arrow, bars, contours, errors, field, image, line, numbers, scatter, segments, text };

/**
 * What the page shows of a binding. `read` gives the numbers of a source, `say` the text of a template.
 * @param {Binding} binding
 * @param {Read} read
 * @param {function(Words): string} say
 * @returns {Shown}
 */
export function shown(binding, read, say) {
  const found = MARKS[binding.kind](binding, read, say);
  if (!binding.alpha && !binding.visible) return found;
  /** @type {Object<string, string[]>} */
  const all = {};
  if (binding.alpha) all.opacity = [String(short(Math.min(Math.max(at(read(binding.alpha), 0), 0), 1) || 0))];
  if (binding.visible) all.visibility = [at(read(binding.visible), 0) ? "visible" : "hidden"];
  return { ...found, all };
}
