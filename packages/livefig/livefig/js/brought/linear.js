/**
 * Linear algebra of one matrix, in rows one after the other. A program that needs it brings this along; the scripts of
 * a page do not hold it. Each function is given where its result goes, its operands, then their sizes.
 *
 * The methods are those of LAPACK, which NumPy calls, so that results agree to rounding where the matrix allows it.
 */

/** @typedef {Float64Array} F */

const SINGULAR = "a matrix without an inverse was met: it is singular";

/**
 * Elimination with the largest pivot of each column, in place: below the diagonal stand the factors.
 * @param {F} a @param {number} n @param {F} order which row went where
 * @returns {number} the sign of the exchanges, or 0 for a singular matrix
 */
function eliminate(a, n, order) {
  let sign = 1;
  let regular = true;
  for (let k = 0; k < n; k++) order[k] = k;
  for (let c = 0; c < n; c++) {
    let pivot = c;
    for (let r = c + 1; r < n; r++) {
      const best = a[pivot * n + c];
      if (Math.abs(a[r * n + c]) > Math.abs(best) || best !== best) pivot = r;
    }
    if (pivot !== c) {
      swap(a, c * n, pivot * n, n);
      swap(order, c, pivot, 1);
      sign = -sign;
    }
    const head = a[c * n + c];
    if (head === 0) {
      regular = false;
      continue;
    }
    for (let r = c + 1; r < n; r++) {
      const factor = (a[r * n + c] /= head);
      for (let k = c + 1; k < n; k++) a[r * n + k] -= factor * a[c * n + k];
    }
  }
  return regular ? sign : 0;
}

/** @param {F} a @param {number} p @param {number} q @param {number} n */
function swap(a, p, q, n) {
  for (let k = 0; k < n; k++) {
    const kept = a[p + k];
    a[p + k] = a[q + k];
    a[q + k] = kept;
  }
}

/** x with A x = b. @param {F} x @param {F} a @param {F} b @param {number} n @param {number} m */
export function solve(x, a, b, n, m) {
  const lu = a.slice(0, n * n);
  const order = new Float64Array(n);
  if (!eliminate(lu, n, order)) throw new RangeError(SINGULAR);
  for (let r = 0; r < n; r++) for (let k = 0; k < m; k++) x[r * m + k] = b[order[r] * m + k];
  for (let k = 0; k < m; k++) {
    for (let r = 1; r < n; r++) {
      let rest = x[r * m + k];
      for (let c = 0; c < r; c++) rest -= lu[r * n + c] * x[c * m + k];
      x[r * m + k] = rest;
    }
    for (let r = n - 1; r >= 0; r--) {
      let rest = x[r * m + k];
      for (let c = r + 1; c < n; c++) rest -= lu[r * n + c] * x[c * m + k];
      x[r * m + k] = rest / lu[r * n + r];
    }
  }
}

/** @param {F} out @param {F} a @param {number} n */
export function inv(out, a, n) {
  solve(out, a, identity(n), n, n);
}

/** The inverse, or not a number, where there is none. @param {F} out @param {F} a @param {number} n */
export function attempt(out, a, n) {
  if (eliminate(a.slice(0, n * n), n, new Float64Array(n))) inv(out, a, n);
  else out.fill(NaN, 0, n * n);
}

/** @param {number} n @returns {F} */
function identity(n) {
  const one = new Float64Array(n * n);
  for (let k = 0; k < n; k++) one[k * n + k] = 1;
  return one;
}

/** The sign of a determinant, and the logarithm of its size. @param {F} out @param {F} a @param {number} n */
export function slogdet(out, a, n) {
  const lu = a.slice(0, n * n);
  let sign = eliminate(lu, n, new Float64Array(n));
  let size = sign === 0 ? -Infinity : 0;
  for (let k = 0; k < n && sign !== 0; k++) {
    const pivot = lu[k * n + k];
    sign *= pivot < 0 ? -1 : 1;
    size += Math.log(Math.abs(pivot));
  }
  out[0] = sign;
  out[1] = size;
}

/** @param {F} out @param {F} a @param {number} n */
export function det(out, a, n) {
  const found = new Float64Array(2);
  slogdet(found, a, n);
  out[0] = found[0] * Math.exp(found[1]);
}

/** L with L L' = A, of which only the lower half is read. @param {F} l @param {F} a @param {number} n */
export function cholesky(l, a, n) {
  l.fill(0, 0, n * n);
  for (let c = 0; c < n; c++) {
    let rest = a[c * n + c];
    for (let k = 0; k < c; k++) rest -= l[c * n + k] ** 2;
    if (rest <= 0) throw new RangeError("a matrix without a Cholesky factor was met: it is not positive definite");
    const head = (l[c * n + c] = Math.sqrt(rest));
    for (let r = c + 1; r < n; r++) {
      let below = a[r * n + c];
      for (let k = 0; k < c; k++) below -= l[r * n + k] * l[c * n + k];
      l[r * n + c] = below / head;
    }
  }
}

/** @param {F} a @param {F} b @param {number} n @returns {F} */
function product(a, b, n) {
  const out = new Float64Array(n * n);
  for (let r = 0; r < n; r++) {
    for (let k = 0; k < n; k++) {
      const factor = a[r * n + k];
      for (let c = 0; c < n; c++) out[r * n + c] += factor * b[k * n + c];
    }
  }
  return out;
}

// What Padé's approximation of degree 13 has before each power.
const PADE = Array.from({ length: 14 }, (_, k) => {
  let part = 1;
  for (let i = 0; i < k; i++) part *= (13 - i) / ((26 - i) * (i + 1));
  return part;
});

/** The exponential: halved until it is small, a quotient of polynomials, squared as often. @param {F} out @param {F} a @param {number} n */
export function expm(out, a, n) {
  let size = 0;
  for (let c = 0; c < n; c++) {
    let total = 0;
    for (let r = 0; r < n; r++) total += Math.abs(a[r * n + c]);
    size = Math.max(size, total);
  }
  if (!(size < Infinity)) {
    out.fill(NaN, 0, n * n);
    return;
  }
  const squarings = Math.max(0, Math.ceil(Math.log2(size / 2)));
  const small = a.slice(0, n * n).map((x) => x / 2 ** squarings);
  const odd = new Float64Array(n * n);
  const even = new Float64Array(n * n);
  for (let k = 0, power = identity(n); k < 14; k++) {
    const into = k % 2 ? odd : even;
    for (let i = 0; i < n * n; i++) into[i] += PADE[k] * power[i];
    power = product(power, small, n);
  }
  /** @type {F} */
  let found = new Float64Array(n * n);
  const above = even.map((x, i) => x + odd[i]);
  const below = even.map((x, i) => x - odd[i]);
  solve(found, below, above, n, n);
  for (let k = 0; k < squarings; k++) found = product(found, found, n);
  out.set(found);
}
