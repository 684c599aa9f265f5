/**
 * Reflections and rotations, of which decompositions of matrices are made. The sign of an eigenvector or a singular
 * vector is a convention, and NumPy's is whatever LAPACK comes out with; so the steps here are LAPACK's: each reflection
 * leads away from its number, and no cosine is negative.
 */

/** @typedef {Float64Array} F */

export const EPS = 2 ** -53;
export const SAFE = 2 ** -1022;
export const STRANGE =
  "a matrix was met whose values could not be found: it holds what is not a number, or is infinite";

/** @param {number} size @param {number} sign @returns {number} */
export const signed = (size, sign) => (sign < 0 || (sign === 0 && 1 / sign < 0) ? -Math.abs(size) : Math.abs(size));

/**
 * A reflection that leaves of some numbers only the first: its vector, which begins with 1, its factor, and what is
 * left.
 * @param {F} a @param {number} at @param {number} step @param {number} count
 */
export function reflection(a, at, step, count) {
  const vector = new Float64Array(count);
  for (let k = 0; k < count; k++) vector[k] = a[at + k * step];
  const first = vector[0];
  let size = 0;
  for (let k = 1; k < count; k++) size = Math.hypot(size, vector[k]);
  vector[0] = 1;
  if (size === 0) return { vector, factor: 0, left: first };
  const left = -signed(Math.hypot(first, size), first);
  for (let k = 1; k < count; k++) vector[k] /= first - left;
  return { vector, factor: (left - first) / left, left };
}

/** @typedef {ReturnType<typeof reflection>} Reflection */

/** Reflect lanes of a matrix, each of them `step` from number to number, the next one `across` away. */
export function reflect(
  /** @type {Reflection} */ one,
  /** @type {F} */ a,
  /** @type {number} */ at,
  /** @type {number} */ step,
  /** @type {number} */ across,
  /** @type {number} */ lanes,
) {
  const { vector, factor } = one;
  if (factor === 0) return;
  for (let lane = 0; lane < lanes; lane++) {
    const start = at + lane * across;
    let total = 0;
    for (let k = 0; k < vector.length; k++) total += vector[k] * a[start + k * step];
    total *= factor;
    for (let k = 0; k < vector.length; k++) a[start + k * step] -= total * vector[k];
  }
}

/** A rotation that leaves of two numbers the first: cosine, sine, and what is left. @param {number} f @param {number} g */
export function rotation(f, g) {
  if (g === 0) return [1, 0, f];
  if (f === 0) return [0, signed(1, g), Math.abs(g)];
  const left = signed(Math.hypot(f, g), f);
  return [Math.abs(f / left), g / left, left];
}

/** Rotate two rows. */
export function rotate(
  /** @type {F} */ a,
  /** @type {number} */ p,
  /** @type {number} */ q,
  /** @type {number} */ n,
  /** @type {number} */ c,
  /** @type {number} */ s,
) {
  for (let k = 0; k < n; k++) {
    const x = a[p * n + k];
    const y = a[q * n + k];
    a[p * n + k] = c * x + s * y;
    a[q * n + k] = c * y - s * x;
  }
}

/** @param {F} a @param {number} p @param {number} q @param {number} n */
export function exchange(a, p, q, n) {
  for (let k = 0; k < n; k++) [a[p * n + k], a[q * n + k]] = [a[q * n + k], a[p * n + k]];
}

/** @param {number} n @returns {F} */
export function unit(n) {
  const one = new Float64Array(n * n);
  for (let k = 0; k < n; k++) one[k * n + k] = 1;
  return one;
}

/** Bring a matrix of very small or very large numbers where squares are numbers; return what its values are short of.
 * @param {F} a @returns {number} */
export function scaled(a) {
  let size = 0;
  for (const x of a) size = Math.max(size, Math.abs(x));
  if (!(size < Infinity)) throw new RangeError(STRANGE);
  if (size === 0 || (size > 1e-140 && size < 1e140)) return 1;
  const scale = 2 ** Math.round(Math.log2(size));
  for (let k = 0; k < a.length; k++) a[k] /= scale;
  return scale;
}
