/**
 * Q and R, by LAPACK's reflections. A program that needs them brings this along.
 */

import { reflect, reflection } from "./rotations.js";

/** @typedef {Float64Array} F */
/** @typedef {ReturnType<typeof reflection>} Reflection */

/** Q and R: the first `rows` columns of Q, then as many rows of R. */
export function qr(
  /** @type {F} */ out,
  /** @type {F} */ a,
  /** @type {number} */ m,
  /** @type {number} */ n,
  /** @type {number} */ rows,
) {
  const work = a.slice(0, m * n);
  const steps = triangle(work, m, n);
  const q = columns(steps, m, rows);
  out.set(q);
  for (let r = 0; r < rows; r++) for (let c = 0; c < n; c++) out[m * rows + r * n + c] = c >= r ? work[r * n + c] : 0;
}

/** Make a matrix triangular in place. @param {F} a @param {number} m @param {number} n */
export function triangle(a, m, n) {
  /** @type {Reflection[]} */
  const steps = [];
  for (let k = 0; k < Math.min(m, n); k++) {
    const one = reflection(a, k * n + k, n, m - k);
    reflect(one, a, k * n + k + 1, n, 1, n - k - 1);
    a[k * n + k] = one.left;
    steps.push(one);
  }
  return steps;
}

/** The first columns of a product of reflections, of which the k-th begins at the k-th row. */
function columns(/** @type {Reflection[]} */ steps, /** @type {number} */ m, /** @type {number} */ count) {
  const q = new Float64Array(m * count);
  for (let k = 0; k < Math.min(m, count); k++) q[k * count + k] = 1;
  back(steps, q, 0, m, count);
  return q;
}

/** Undo reflections on the columns of q; the k-th begins at row k + `first`. */
export function back(
  /** @type {Reflection[]} */ steps,
  /** @type {F} */ q,
  /** @type {number} */ first,
  /** @type {number} */ m,
  /** @type {number} */ count,
) {
  for (let k = steps.length - 1; k >= 0; k--) reflect(steps[k], q, (k + first) * count, count, 1, count);
}
