/**
 * Bessel functions of the first kind. A program that needs them brings this along.
 *
 * For large arguments by Hankel's expansion, else by the recurrence downwards from an order where nothing is left,
 * scaled so that the sum is Neumann's, (x / 2)^v.
 */

import { gamma } from "./gamma.js";

/** @param {number} v @param {number} x @returns {number} */
function hankel(v, x) {
  const square = 4 * v * v;
  let p = 1;
  let q = 0;
  let term = 1;
  for (let k = 1; k < 200; k++) {
    const next = (term * (square - (2 * k - 1) ** 2)) / (k * 8 * x);
    if (Math.abs(next) > Math.abs(term) && k > v) break;
    term = next;
    const sign = k % 4 < 2 ? 1 : -1;
    if (k % 2) q += sign * term;
    else p += (k % 4 ? -1 : 1) * term;
    if (Math.abs(term) < 1e-18) break;
  }
  // cos and sin of x - (v / 2 + 1 / 4) π, without rounding the difference
  const turn = (v / 2 + 0.25) % 2;
  const c = Math.cos(Math.PI * turn);
  const s = Math.sin(Math.PI * turn);
  const cosine = Math.cos(x) * c + Math.sin(x) * s;
  const sine = Math.sin(x) * c - Math.cos(x) * s;
  return Math.sqrt(2 / (Math.PI * x)) * (p * cosine - q * sine);
}

/** @param {number} v @param {number} x @returns {number} */
function recurrence(v, x) {
  const half = Math.ceil((x + 40 + 6 * Math.cbrt(x)) / 2);
  let weight = 1; // Γ(v + k) / k! over Γ(v + 1), for k ≥ 1, from 1 upwards
  const weights = [1];
  for (let k = 1; k <= half; k++) {
    weights.push((v + 2 * k) * weight);
    weight *= (v + k) / (k + 1);
  }
  let later = 0;
  let value = 1e-290;
  let total = 0;
  for (let n = 2 * half; n >= 0; n--) {
    if (n % 2 === 0) total += weights[n / 2] * value;
    if (n === 0) break;
    const before = (2 * (v + n) * value) / x - later;
    later = value;
    value = before;
    if (Math.abs(value) > 1e200) {
      later *= 1e-200;
      total *= 1e-200;
      value *= 1e-200;
    }
  }
  return (value / total) * ((x / 2) ** v / gamma(v + 1));
}

/** @param {number} v @param {number} x @returns {number} */
function series(v, x) {
  let term = (x / 2) ** v / gamma(v + 1);
  let total = term;
  for (let k = 1; Math.abs(term) > 1e-18 * Math.abs(total); k++) {
    term *= (-x * x) / 4 / (k * (v + k));
    total += term;
  }
  return total;
}

/** @param {number} v @param {number} x @returns {number} */
export function jv(v, x) {
  if (v !== v || x !== x) return NaN;
  const whole = v === Math.floor(v);
  if (v < 0 && whole) return (v % 2 ? -1 : 1) * jv(-v, x);
  if (x < 0) return whole ? (v % 2 ? -1 : 1) * jv(v, -x) : NaN;
  if (x === 0) return v === 0 ? 1 : v > 0 ? 0 : Infinity;
  if (x === Infinity) return NaN;
  if (v < 0) return (2 * (v + 1) * jv(v + 1, x)) / x - jv(v + 2, x);
  if (x > Math.max(30, v * v)) return hankel(v, x);
  return x * x < 2 * (v + 1) ? series(v, x) : recurrence(v, x);
}

/** @param {number} x @returns {number} */
export function j0(x) {
  return jv(0, Math.abs(x));
}

/** @param {number} x @returns {number} */
export function j1(x) {
  return jv(1, x);
}
