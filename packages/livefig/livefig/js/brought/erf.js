/**
 * The error function, the normal distribution and their inverses. A program that needs them brings this along.
 *
 * Near zero by a series in which nothing cancels, in the tails by a continued fraction for what is left besides
 * exp(-x²), so that tails keep all their digits.
 */

const TWO_OVER_ROOT_PI = 2 / Math.sqrt(Math.PI);
const LARGEST = 709.782712893384; // the logarithm of the largest number
const TAIL = 1.5; // from here on the fraction needs few terms

/** exp(-x²), whose exponent is squared without losing digits. @param {number} x @returns {number} */
function bell(x) {
  const high = Math.round(x * 64) / 64;
  return Math.exp(-high * high) * Math.exp(-(x - high) * (x + high));
}

/** @param {number} x @returns {number} */
export function erf(x) {
  if (!(Math.abs(x) < TAIL)) return x > 0 ? 1 - erfc(x) : x < 0 ? erfc(-x) - 1 : x;
  const step = 2 * x * x;
  let term = x;
  let total = x;
  for (let n = 3; Math.abs(term) > Math.abs(total) * 1e-17; n += 2) {
    term *= step / n;
    total += term;
  }
  return TWO_OVER_ROOT_PI * bell(x) * total;
}

/** exp(x²) erfc(x), for x in the tail. @param {number} x @returns {number} */
function rest(x) {
  let below = 0;
  for (let k = Math.ceil(12 + 180 / (x * x)); k > 0; k--) below = k / 2 / (x + below);
  return TWO_OVER_ROOT_PI / 2 / (x + below);
}

/** @param {number} x @returns {number} */
export function erfc(x) {
  if (Math.abs(x) < TAIL) return 1 - erf(x);
  if (x < 0) return 2 - erfc(-x);
  return x * x > LARGEST ? 0 : bell(x) * rest(x); // SciPy, too, gives up where few digits would be left
}

/** @param {number} x @returns {number} */
export function erfcx(x) {
  if (x >= TAIL) return rest(x);
  return x < -27 ? Infinity : erfc(x) / bell(x);
}

/** @param {number} y @returns {number} */
export function erfinv(y) {
  const size = Math.abs(y);
  if (!(size <= 0.5)) return y > 0 ? erfcinv(1 - y) : -erfcinv(1 + y);
  let x = (y / TWO_OVER_ROOT_PI) * (1 + (Math.PI / 12) * y * y);
  for (let k = 0; k < 4; k++) {
    const step = (erf(x) - y) / (TWO_OVER_ROOT_PI * bell(x));
    x -= step / (1 + x * step);
  }
  return x;
}

/** @param {number} z @returns {number} */
export function erfcinv(z) {
  if (!(z > 0 && z < 2)) return z === 0 ? Infinity : z === 2 ? -Infinity : NaN;
  if (z >= 0.5) return z > 1.5 ? -erfcinv(2 - z) : erfinv(1 - z);
  const wanted = Math.log(z);
  let x = Math.sqrt(-wanted - Math.log(1 + Math.sqrt(-wanted)));
  for (let k = 0; k < 8; k++) {
    const left = erfcx(x);
    x += ((Math.log(left) - x * x - wanted) * left) / TWO_OVER_ROOT_PI;
  }
  return x;
}

/** @param {number} x @returns {number} */
export function ndtr(x) {
  const scaled = x * Math.SQRT1_2;
  if (Math.abs(scaled) < 1) return 0.5 + 0.5 * erf(scaled);
  const tail = 0.5 * erfc(Math.abs(scaled));
  return x > 0 ? 1 - tail : tail;
}

/** @param {number} x @returns {number} */
export function log_ndtr(x) {
  const scaled = x * Math.SQRT1_2;
  return scaled < -1 ? Math.log(erfcx(-scaled) / 2) - scaled * scaled : Math.log1p(-erfc(scaled) / 2);
}

/** @param {number} p @returns {number} */
export function ndtri(p) {
  return -Math.SQRT2 * erfcinv(2 * p);
}
