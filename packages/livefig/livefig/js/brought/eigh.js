/**
 * Eigenvalues and eigenvectors of a symmetric matrix, by the steps that LAPACK takes for up to 25 rows. A program that
 * needs them brings this along.
 */

import {
  EPS,
  SAFE,
  STRANGE,
  exchange,
  reflect,
  reflection,
  rotate,
  rotation,
  scaled,
  signed,
  unit,
} from "./rotations.js";

/** @typedef {Float64Array} F */
/** @typedef {ReturnType<typeof reflection>} Reflection */

/** The larger eigenvalue of [[a, b], [b, c]] in size, the other, and the direction of the first. */
function pair(/** @type {number} */ a, /** @type {number} */ b, /** @type {number} */ c) {
  const sum = a + c;
  const gap = a - c;
  const root = Math.hypot(gap, 2 * b);
  const [more, less] = Math.abs(a) > Math.abs(c) ? [a, c] : [c, a];
  const large = sum === 0 ? root / 2 : (sum + (sum < 0 ? -root : root)) / 2;
  const small = sum === 0 ? -root / 2 : (more / large) * less - (b / large) * b;
  const way = gap >= 0 ? 1 : -1;
  const lever = gap + way * root;
  let cosine = 1;
  let sine = 0;
  if (Math.abs(lever) > Math.abs(2 * b)) {
    const slope = (-2 * b) / lever;
    sine = 1 / Math.sqrt(1 + slope * slope);
    cosine = slope * sine;
  } else if (b !== 0) {
    const slope = -lever / (2 * b);
    cosine = 1 / Math.sqrt(1 + slope * slope);
    sine = slope * cosine;
  }
  return (sum < 0 ? -1 : 1) === way ? [large, small, -sine, cosine] : [large, small, cosine, sine];
}

/** Make what stands beside a diagonal zero, and rotate the rows of z along. */
function diagonalise(/** @type {F} */ d, /** @type {F} */ e, /** @type {F} */ z, /** @type {number} */ n) {
  let rounds = 0;
  for (let first = 0; first < n;) {
    if (first > 0) e[first - 1] = 0;
    let end = first;
    for (; end < n - 1; end++) {
      if (Math.abs(e[end]) > Math.sqrt(Math.abs(d[end])) * Math.sqrt(Math.abs(d[end + 1])) * EPS) continue;
      if (e[end] !== e[end]) continue;
      e[end] = 0;
      break;
    }
    const turned = Math.abs(d[end]) < Math.abs(d[first]);
    let at = turned ? end : first;
    const last = turned ? first : end;
    const way = turned ? -1 : 1;
    first = end + 1;
    const edge = (/** @type {number} */ k) => (turned ? k - 1 : k);
    while ((last - at) * way > 0) {
      let far = at;
      for (; far !== last; far += way) {
        if (e[edge(far)] ** 2 <= EPS * EPS * Math.abs(d[far]) * Math.abs(d[far + way]) + SAFE) break;
      }
      if (far !== last) e[edge(far)] = 0;
      if (far === at) {
        at += way;
      } else if (far === at + way) {
        const low = Math.min(at, far);
        const [large, small, c, s] = pair(d[low], e[low], d[low + 1]);
        rotate(z, low, low + 1, n, c, s);
        [d[low], d[low + 1], e[low]] = [large, small, 0];
        at += 2 * way;
      } else {
        if (rounds++ > 30 * n || d[at] !== d[at]) throw new RangeError(STRANGE);
        chase(d, e, z, n, at, far, way);
      }
    }
  }
}

/** One sweep with a shift, from `far` to `at`. */
function chase(
  /** @type {F} */ d,
  /** @type {F} */ e,
  /** @type {F} */ z,
  /** @type {number} */ n,
  /** @type {number} */ at,
  /** @type {number} */ far,
  /** @type {number} */ way,
) {
  const edge = (/** @type {number} */ p) => Math.min(p, p + way);
  const near = e[edge(at)];
  const half = (d[at + way] - d[at]) / (2 * near);
  let g = d[far] - d[at] + near / (half + signed(Math.hypot(half, 1), half));
  let [c, s, r, p] = [1, 1, 0, 0];
  for (let t = far; t !== at; t -= way) {
    const u = t - way;
    const f = s * e[edge(u)];
    const b = c * e[edge(u)];
    [c, s, r] = rotation(g, f);
    if (t !== far) e[edge(t)] = r;
    g = d[t] - p;
    r = (d[u] - g) * s + 2 * c * b;
    p = s * r;
    d[t] = g + p;
    g = c * r - b;
    rotate(z, t, u, n, c, s);
  }
  d[at] -= p;
  e[edge(at)] = g;
}

/** Eigenvalues, rising, then the eigenvectors as columns; the lower half is read. @param {F} out @param {F} a @param {number} n */
export function eigh(out, a, n) {
  const work = new Float64Array(n * n);
  for (let r = 0; r < n; r++) for (let c = 0; c < n; c++) work[r * n + c] = r >= c ? a[r * n + c] : a[c * n + r];
  const scale = scaled(work);
  const d = new Float64Array(n);
  const e = new Float64Array(n);
  /** @type {Reflection[]} */
  const steps = [];
  for (let k = 0; k < n - 1; k++) {
    const one = reflection(work, (k + 1) * n + k, n, n - k - 1);
    e[k] = one.left;
    const corner = (k + 1) * n + k + 1;
    reflect(one, work, corner, n, 1, n - k - 1);
    reflect(one, work, corner, 1, n, n - k - 1);
    steps.push(one);
  }
  for (let k = 0; k < n; k++) d[k] = work[k * n + k];
  const z = unit(n); // its rows are the vectors
  diagonalise(d, e, z, n);
  for (let k = n - 2; k >= 0; k--) reflect(steps[k], z, k + 1, 1, n, n);
  for (let k = 0; k < n; k++) {
    let least = k;
    for (let j = k + 1; j < n; j++) if (d[j] < d[least]) least = j;
    if (least !== k) {
      exchange(d, k, least, 1);
      exchange(z, k, least, n);
    }
  }
  for (let k = 0; k < n; k++) {
    out[k] = d[k] * scale;
    for (let r = 0; r < n; r++) out[n + r * n + k] = z[k * n + r];
  }
}
