/**
 * Colours that follow numbers. `draw/colours.py` is the twin.
 */

import { at, bytesOf, sideBySide } from "./data.js";

/** @typedef {import("livefig-spec").Palette} Palette */
/** @typedef {import("livefig-spec").Paint} Paint */
/** @typedef {import("./data.js").Numbers} Numbers */
/** @typedef {import("./geometry.js").Read} Read */

/** The tables of colour maps, decoded: their bytes as 32-bit words, and as the page writes colours. */
/** @type {WeakMap<Palette, {words: Uint32Array, hexes: string[]}>} */
const tables = new WeakMap();

/**
 * @param {Palette} palette
 * @returns {{words: Uint32Array, hexes: string[]}}
 */
function tableOf(palette) {
  let found = tables.get(palette);
  if (!found) {
    const bytes = bytesOf(palette.table),
      hexes = [];
    for (let k = 0; k < bytes.length; k += 4) hexes.push(bytes[k + 3] ? hexOf(bytes.subarray(k, k + 3)) : "none");
    found = { words: new Uint32Array(bytes.buffer), hexes };
    tables.set(palette, found);
  }
  return found;
}

/**
 * Which colour of a table belongs to a number; its last three are for below the range, above it, and no number.
 * @param {number} size
 * @param {number[]} range
 * @param {number} v
 * @returns {number}
 */
function indexOf(size, range, v) {
  const n = size - 3,
    t = ((v - range[0]) / (range[1] - range[0])) * n;
  return t < 0 ? n : t > n ? n + 1 : t === n ? n - 1 : t === t ? Math.trunc(t) : n + 2;
}

/**
 * @param {ArrayLike<number>} rgb
 * @returns {string}
 */
export const hexOf = (rgb) => "#" + Array.from(rgb, (c) => Math.round(c).toString(16).padStart(2, "0")).join("");

/**
 * For each attribute that takes the colour, the colours of elements as the page writes them.
 * @param {Paint} paint
 * @param {Read} read
 * @param {number} count
 * @returns {Object<string, string[]>}
 */
export function painted(paint, read, count) {
  const { hexes } = tableOf(paint.palette),
    data = read(paint.color),
    n = sideBySide(count, data);
  const found = Array.from({ length: n }, (_, i) => hexes[indexOf(hexes.length, paint.palette.range, at(data, i))]);
  return Object.fromEntries(paint.paint.map((name) => [name, found]));
}

/**
 * The colours of an image's numbers as words of red, green, blue and opacity, in the order of the page.
 * @param {Palette} palette
 * @param {Numbers} data
 * @param {number[]} shape rows, columns
 * @param {boolean} flip
 * @param {boolean} mirror
 * @returns {Uint32Array}
 */
export function mapped(palette, data, [rows, columns], flip, mirror) {
  const { words } = tableOf(palette),
    found = new Uint32Array(rows * columns);
  for (let r = 0, k = 0; r < rows; r++) {
    const row = (flip ? rows - 1 - r : r) * columns;
    for (let c = 0; c < columns; c++, k++) {
      found[k] = words[indexOf(words.length, palette.range, at(data, row + (mirror ? columns - 1 - c : c)))];
    }
  }
  return found;
}
