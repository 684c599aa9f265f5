/**
 * Arrays as the Spec holds them.
 */

/** @typedef {import("livefig-spec").Packed} Packed */
/** @typedef {number|Float64Array} Numbers */

/**
 * @param {string} base64
 * @returns {Uint8Array<ArrayBuffer>}
 */
export const bytesOf = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));

/**
 * @param {Packed} packed
 * @returns {Numbers}
 */
export function unpack(packed) {
  const numbers = new Float64Array(bytesOf(packed.data).buffer);
  return packed.shape.length ? numbers : numbers[0];
}

/**
 * One of several numbers, or the number that stands for all.
 * @param {Numbers} data
 * @param {number} i
 * @returns {number}
 */
export const at = (data, i) => (typeof data === "number" ? data : data[i]);

/**
 * The numbers as a list.
 * @param {Numbers} data
 * @returns {number[]}
 */
export const list = (data) => (typeof data === "number" ? [data] : Array.from(data));

/**
 * An object of the same names, each with what is made of its value.
 * @param {Object<string, any>} object
 * @param {function(any, string): any} change
 * @returns {Object<string, any>}
 */
export function remade(object, change) {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(value, name)]));
}

/**
 * How many numbers there are side by side: as many as the arrays among them have, else `count`.
 * @param {number} count
 * @param {...Numbers} data
 * @returns {number}
 */
export function sideBySide(count, ...data) {
  let length = -1;
  for (const one of data) {
    if (typeof one === "number" || one.length === length) continue;
    if (length >= 0) throw new Error(`${length} and ${one.length} numbers cannot be drawn as points of one artist.`);
    length = one.length;
  }
  return length < 0 ? count : length;
}
