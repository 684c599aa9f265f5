/** Logistic functions and entropies of one number, as SciPy has them. A program that needs them brings this along. */

/** @param {number} x @returns {number} */
export function expit(x) {
  return 1 / (1 + Math.exp(-x));
}

/** @param {number} x @returns {number} */
export function log_expit(x) {
  return x < 0 ? x - Math.log1p(Math.exp(x)) : -Math.log1p(Math.exp(-x));
}

/** The logarithm of the odds; near one half by what is left of 1, or nothing would be left of the digits.
 * @param {number} p @returns {number} */
export function logit(p) {
  if (!(p > 0.3 && p < 0.65)) return Math.log(p / (1 - p));
  const twice = 2 * (p - 0.5);
  return Math.log1p(twice) - Math.log1p(-twice);
}

/** @param {number} x @param {number} y @returns {number} */
export function xlogy(x, y) {
  return x === 0 && y === y ? 0 : x * Math.log(y);
}

/** @param {number} x @param {number} y @returns {number} */
export function xlog1py(x, y) {
  return x === 0 && y === y ? 0 : x * Math.log1p(y);
}

/** @param {number} x @returns {number} */
export function entr(x) {
  return x > 0 ? -x * Math.log(x) : x === 0 ? 0 : x !== x ? x : -Infinity;
}

/** @param {number} x @param {number} y @returns {number} */
export function rel_entr(x, y) {
  if (x !== x || y !== y) return NaN;
  if (x > 0 && y > 0) {
    const ratio = x / y;
    if (ratio > 0.5 && ratio < 2) return x * Math.log1p((x - y) / y);
    return ratio > 0 && ratio < Infinity ? x * Math.log(ratio) : x * (Math.log(x) - Math.log(y));
  }
  return x === 0 && y >= 0 ? 0 : Infinity;
}

/** @param {number} x @param {number} y @returns {number} */
export function kl_div(x, y) {
  if (x !== x || y !== y) return NaN;
  if (x > 0 && y > 0) return x * Math.log(x / y) - x + y;
  return x === 0 && y >= 0 ? y : Infinity;
}
