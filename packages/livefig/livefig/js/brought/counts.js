/**
 * Quantiles of counts: the least whole number up to which there is the share that is asked for. A program that needs
 * them brings this along.
 */

import { betainc, betaincc } from "./beta.js";
import { gammainc, gammaincc } from "./gamma.js";

/**
 * @param {number} q the share that is asked for
 * @param {number} low the first place
 * @param {number} high the last place
 * @param {number} guess
 * @param {number} width
 * @param {(k: number) => boolean} enough whether up to here there is enough
 * @returns {number}
 */
function least(q, low, high, guess, width, enough) {
  let above = Math.min(high, Math.max(low, Math.ceil(guess)));
  let below = above;
  let stride = Math.max(1, Math.ceil(width / 4));
  while (above < high && !enough(above)) {
    below = above;
    above = Math.min(high, above + stride);
    stride *= 2;
  }
  if (below === above) {
    while (below >= low && enough(below)) {
      above = below;
      below -= stride;
      stride *= 2;
    }
    below = Math.max(below, low - 1);
  }
  while (above - below > 1) {
    const middle = Math.floor((above + below) / 2);
    if (enough(middle)) above = middle;
    else below = middle;
  }
  return above;
}

/** What holds for all: shares from 0 to 1, whose ends are the places before the first and at the last. */
function ends(
  /** @type {number} */ q,
  /** @type {boolean} */ upper,
  /** @type {boolean} */ fits,
  /** @type {number} */ low,
  /** @type {number} */ high,
) {
  if (!fits || !(q >= 0 && q <= 1)) return NaN;
  if (q === 0) return upper ? high : low - 1;
  if (q === 1) return upper ? low - 1 : high;
  return undefined;
}

/** @param {boolean} upper whether the share is counted from above */
function binomial(
  /** @type {number} */ q,
  /** @type {number} */ n,
  /** @type {number} */ p,
  /** @type {boolean} */ upper,
) {
  const end = ends(q, upper, n >= 0 && n === Math.floor(n) && p >= 0 && p <= 1, 0, n);
  if (end !== undefined) return end;
  const rest = (/** @type {number} */ k) => (k >= n ? 0 : betainc(k + 1, n - k, p));
  const share = (/** @type {number} */ k) => (k >= n ? 1 : betaincc(k + 1, n - k, p));
  return least(q, 0, n, n * p, Math.sqrt(n * p), (k) => (upper ? rest(k) <= q : share(k) >= q));
}

/** @param {number} q @param {number} n @param {number} p @returns {number} */
export function binom_ppf(q, n, p) {
  return binomial(q, n, p, false);
}

/** @param {number} q @param {number} n @param {number} p @returns {number} */
export function binom_isf(q, n, p) {
  return binomial(q, n, p, true);
}

/** @param {number} q @param {number} p @returns {number} */
export function bernoulli_ppf(q, p) {
  return binomial(q, 1, p, false);
}

/** @param {number} q @param {number} p @returns {number} */
export function bernoulli_isf(q, p) {
  return binomial(q, 1, p, true);
}

/** @param {boolean} upper */
function poisson(/** @type {number} */ q, /** @type {number} */ mu, /** @type {boolean} */ upper) {
  const end = ends(q, upper, mu >= 0, 0, Infinity);
  if (end !== undefined) return end;
  const enough = (/** @type {number} */ k) => (upper ? gammainc(k + 1, mu) <= q : gammaincc(k + 1, mu) >= q);
  return least(q, 0, Infinity, mu, Math.sqrt(mu), enough);
}

/** @param {number} q @param {number} mu @returns {number} */
export function poisson_ppf(q, mu) {
  return poisson(q, mu, false);
}

/** @param {number} q @param {number} mu @returns {number} */
export function poisson_isf(q, mu) {
  return poisson(q, mu, true);
}

/** @param {boolean} upper */
function negative(
  /** @type {number} */ q,
  /** @type {number} */ n,
  /** @type {number} */ p,
  /** @type {boolean} */ upper,
) {
  const end = ends(q, upper, n > 0 && p > 0 && p <= 1, 0, Infinity);
  if (end !== undefined) return end;
  const enough = (/** @type {number} */ k) => (upper ? betaincc(n, k + 1, p) <= q : betainc(n, k + 1, p) >= q);
  return least(q, 0, Infinity, (n * (1 - p)) / p, Math.sqrt(n * (1 - p)) / p, enough);
}

/** @param {number} q @param {number} n @param {number} p @returns {number} */
export function nbinom_ppf(q, n, p) {
  return negative(q, n, p, false);
}

/** @param {number} q @param {number} n @param {number} p @returns {number} */
export function nbinom_isf(q, n, p) {
  return negative(q, n, p, true);
}

/** @param {number} q @param {number} p @returns {number} */
export function geom_ppf(q, p) {
  return ends(q, false, p > 0 && p <= 1, 1, Infinity) ?? 1 + negative(q, 1, p, false);
}

/** @param {number} q @param {number} p @returns {number} */
export function geom_isf(q, p) {
  return ends(q, true, p > 0 && p <= 1, 1, Infinity) ?? 1 + negative(q, 1, p, true);
}
