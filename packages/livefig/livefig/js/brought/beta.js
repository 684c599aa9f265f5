/** The incomplete beta function, Student's t, and their inverses. A program that needs them brings this along. */

import { bent, betaln, crossing, stirling } from "./gamma.js";

const BOTH_LARGE = 10;

/** x^a y^b / B(a, b), where x + y = 1. */
function powers(/** @type {number} */ a, /** @type {number} */ b, /** @type {number} */ x, /** @type {number} */ y) {
  if (a >= BOTH_LARGE && b >= BOTH_LARGE) {
    const gap = x * b - y * a;
    const rest = stirling(a + b) - stirling(a) - stirling(b);
    const first = a * bent(gap / a, (x * (a + b)) / a);
    const second = b * bent(-gap / b, (y * (a + b)) / b);
    return Math.sqrt(((a / (a + b)) * b) / (2 * Math.PI)) * Math.exp(first + second + rest);
  }
  const left = x < 0.5 ? Math.log(x) : Math.log1p(-y);
  const right = x < 0.5 ? Math.log1p(-x) : Math.log(y);
  return Math.exp(a * left + b * right - betaln(a, b));
}

/** Lentz's continued fraction. @param {number} a @param {number} b @param {number} x @returns {number} */
function fraction(a, b, x) {
  const tiny = 1e-300;
  let c = 1;
  let d = 1 - ((a + b) * x) / (a + 1);
  d = 1 / (d || tiny);
  let found = d;
  for (let m = 1; m < 100_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / (1 + even * d || tiny);
    c = 1 + even / c || tiny;
    found *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / (1 + odd * d || tiny);
    c = 1 + odd / c || tiny;
    found *= d * c;
    if (Math.abs(d * c - 1) < 2e-16) break;
  }
  return found;
}

/** The share below x, or with `other` the share above, where x + y = 1. */
function share(
  /** @type {number} */ a,
  /** @type {number} */ b,
  /** @type {number} */ x,
  /** @type {number} */ y,
  /** @type {boolean} */ other,
) {
  if (!(a > 0 && b > 0 && x >= 0 && y >= 0)) return NaN;
  if (x === 0 || y === 0) return (x === 0) === other ? 1 : 0;
  const low = x < (a + 1) / (a + b + 2);
  const found = low ? (powers(a, b, x, y) / a) * fraction(a, b, x) : (powers(b, a, y, x) / b) * fraction(b, a, y);
  return low === other ? 1 - found : found;
}

/** @param {number} a @param {number} b @param {number} x @returns {number} */
export function betainc(a, b, x) {
  return edge(a, b, x) ?? share(a, b, x, 1 - x, false);
}

/** @param {number} a @param {number} b @param {number} x @returns {number} */
export function betaincc(a, b, x) {
  const known = edge(a, b, x);
  return known === undefined ? share(a, b, x, 1 - x, true) : 1 - known;
}

/** Distributions that stand at one point. @param {number} a @param {number} b @param {number} x */
function edge(a, b, x) {
  if (!(x >= 0 && x <= 1 && a >= 0 && b >= 0)) return NaN;
  if (a === 0 || b === Infinity) return b === a || a === Infinity || b === 0 ? NaN : x > 0 ? 1 : 0;
  if (b === 0 || a === Infinity) return x < 1 ? 0 : 1;
  return undefined;
}

/** Where the share below is p, and above q. */
function quantile2(/** @type {number} */ a, /** @type {number} */ b, /** @type {number} */ p, /** @type {number} */ q) {
  if (!(a > 0 && b > 0 && p >= 0 && q >= 0)) return NaN;
  if (p === 0 || q === 0) return p === 0 ? 0 : 1;
  const small = (Math.log(p) + Math.log(a) + betaln(a, b)) / a;
  const start = Math.min(Math.exp(small), a / (a + b));
  if (start === 0) return 0;
  const above = p > 0.5;
  const wanted = Math.log(above ? q : p);
  const side = (/** @type {number} */ x) => share(a, b, x, 1 - x, above);
  const gap = (/** @type {number} */ x) => (Math.log(side(x)) - wanted) * (above ? -1 : 1);
  return crossing(gap, (x) => powers(a, b, x, 1 - x) / (1 - x) / side(x), start, 1);
}

/** @param {number} a @param {number} b @param {number} p @returns {number} */
export function betaincinv(a, b, p) {
  return inverse(a, b, p, 1 - p);
}

/** @param {number} a @param {number} b @param {number} q @returns {number} */
export function betainccinv(a, b, q) {
  return inverse(a, b, 1 - q, q);
}

/** From the end that is nearer, whose distance has more digits. */
function inverse(/** @type {number} */ a, /** @type {number} */ b, /** @type {number} */ p, /** @type {number} */ q) {
  const x = quantile2(a, b, p, q);
  return x < 0.9 || x === 1 ? x : 1 - quantile2(b, a, q, p);
}

/** The share of Student's t below x. @param {number} df @param {number} x @returns {number} */
export function stdtr(df, x) {
  if (!(df > 0) || x !== x) return NaN;
  if (df === Infinity || Math.abs(x) === Infinity) return df === Infinity ? NaN : x > 0 ? 1 : 0;
  const square = x * x;
  const other = square < Infinity ? df / (df + square) : df / Math.abs(x) / Math.abs(x);
  const tail = 0.5 * share(0.5, df / 2, square < Infinity ? square / (df + square) : 1, other, true);
  return x > 0 ? 1 - tail : tail;
}

/** @param {number} df @param {number} p @returns {number} */
export function stdtrit(df, p) {
  if (!(df > 0 && p >= 0 && p <= 1)) return NaN;
  if (p === 0 || p === 1) return Infinity; // as SciPy's; its distribution knows better
  if (p > 0.5) return -stdtrit(df, 1 - p);
  if (p === 0.5) return 0;
  let odds = 0;
  if (p < 0.1) {
    const x = inverse(df / 2, 0.5, 2 * p, 1 - 2 * p);
    odds = (1 - x) / x;
  } else {
    const y = inverse(0.5, df / 2, 1 - 2 * p, 2 * p);
    odds = y / (1 - y);
  }
  return -Math.sqrt(df * odds);
}
