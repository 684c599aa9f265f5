/**
 * Singular values and vectors, by the steps that LAPACK takes for up to 25 rows, and least squares. A program that needs
 * them brings this along.
 */

import { back, triangle } from "./qr.js";
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

/** U, the singular values, and V'; of U and V so many columns and rows as are asked for. */
export function svd(
  /** @type {F} */ out,
  /** @type {F} */ a,
  /** @type {number} */ m,
  /** @type {number} */ n,
  /** @type {number} */ full,
) {
  const least = Math.min(m, n);
  const wide = m < n;
  const tall = wide ? transposed(a, m, n) : a.slice(0, m * n);
  const scale = scaled(tall);
  const [rows, cols] = wide ? [n, m] : [m, n];
  const long = full ? rows : least;
  const { left, values, right } = wide && n >= much(m) ? flat(tall, n, m, long) : parts(tall, rows, cols, wide, long);
  const [u, v] = wide ? [right, left] : [left, right]; // as columns
  const [wu, wv] = wide ? [least, long] : [long, least];
  out.set(u);
  for (let k = 0; k < least; k++) out[m * wu + k] = values[k] * scale;
  for (let r = 0; r < wv; r++) for (let c = 0; c < n; c++) out[m * wu + least + r * n + c] = v[c * wv + r];
}

/** From how many rows on a matrix is made square first. @param {number} n */
const much = (n) => Math.max(n + 1, Math.floor((11 * n) / 6));

/** The parts of a transposed matrix of many rows, which is made square first. */
function flat(/** @type {F} */ a, /** @type {number} */ m, /** @type {number} */ n, /** @type {number} */ count) {
  const steps = triangle(a, m, n);
  const square = new Float64Array(n * n);
  for (let r = 0; r < n; r++) for (let c = 0; c <= r; c++) square[r * n + c] = a[c * n + r];
  const found = parts(square, n, n, false, n);
  const long = new Float64Array(m * count);
  for (let r = 0; r < m; r++) for (let c = 0; c < count; c++) long[r * count + c] = r === c ? 1 : 0;
  for (let r = 0; r < n; r++) for (let c = 0; c < n; c++) long[r * count + c] = found.right[r * n + c];
  back(steps, long, 0, m, count);
  return { left: long, values: found.values, right: found.left };
}

/** @param {F} a @param {number} m @param {number} n */
function transposed(a, m, n) {
  const b = new Float64Array(m * n);
  for (let r = 0; r < m; r++) for (let c = 0; c < n; c++) b[c * m + r] = a[r * n + c];
  return b;
}

/** Singular vectors, as columns, and values of a matrix with no fewer rows than columns. */
function parts(
  /** @type {F} */ a,
  /** @type {number} */ m,
  /** @type {number} */ n,
  /** @type {boolean} */ lower,
  /** @type {number} */ count,
) {
  const first = m >= much(n) ? triangle(a, m, n) : null;
  const rows = first ? n : m;
  if (first) for (let r = 0; r < n; r++) for (let c = 0; c < r; c++) a[r * n + c] = 0;
  const d = new Float64Array(n);
  const e = new Float64Array(n);
  /** @type {Reflection[][]} */
  const [lefts, rights] = [[], []];
  for (let k = 0; k < n; k++) {
    const one = reflection(a, k * n + k, n, rows - k);
    d[k] = one.left;
    reflect(one, a, k * n + k + 1, n, 1, n - k - 1);
    lefts.push(one);
    if (k === n - 1) break;
    const other = reflection(a, k * n + k + 1, 1, n - k - 1);
    e[k] = other.left;
    reflect(other, a, (k + 1) * n + k + 1, 1, n, rows - k - 1);
    rights.push(other);
  }
  const [p, q] = lower ? bidiagonal(d, e, n, true).reverse() : bidiagonal(d, e, n, false);
  const left = new Float64Array(m * count); // p and q hold vectors as rows
  for (let r = 0; r < m; r++) if (r < count) left[r * count + r] = 1;
  for (let r = 0; r < n; r++) for (let c = 0; c < n; c++) left[r * count + c] = p[c * n + r];
  back(lefts, left, 0, rows, count);
  if (first) back(first, left, 0, m, count);
  const right = transposed(q, n, n);
  back(rights, right, 1, n, n);
  return { left, values: d, right };
}

/** Left and right vectors, as rows, of a matrix of two diagonals; the values, falling, in place of the first. */
function bidiagonal(/** @type {F} */ d, /** @type {F} */ e, /** @type {number} */ n, /** @type {boolean} */ lower) {
  const [u, v] = [unit(n), unit(n)];
  /** @type {number[][]} */
  const turns = [];
  for (let k = 0; lower && k < n - 1; k++) {
    const [c, s, r] = rotation(d[k], e[k]);
    turns.push([c, s]);
    [d[k], e[k], d[k + 1]] = [r, s * d[k + 1], c * d[k + 1]];
  }
  if (n === 1 && d[0] < 0) [d[0], u[0]] = [-d[0], -1];
  if (n > 1) settle(d, e, u, v, n);
  for (let k = turns.length - 1; k >= 0; k--) {
    const [c, s] = turns[k]; // turned back, on what is a column here
    for (let r = 0; r < n; r++) {
      const [x, y] = [u[r * n + k], u[r * n + k + 1]];
      u[r * n + k] = c * x - s * y;
      u[r * n + k + 1] = s * x + c * y;
    }
  }
  return [u, v];
}

/** Make the upper diagonal zero. */
function settle(
  /** @type {F} */ d,
  /** @type {F} */ e,
  /** @type {F} */ u,
  /** @type {F} */ v,
  /** @type {number} */ n,
) {
  const near = EPS ** -0.125 * EPS;
  let bound = Math.abs(d[0]);
  for (let k = 1, mu = bound; k < n && bound !== 0; k++) {
    mu = Math.abs(d[k]) * (mu / (mu + Math.abs(e[k - 1])));
    bound = Math.min(bound, mu);
  }
  const nothing = Math.max((near * bound) / Math.sqrt(n), 6 * n * n * SAFE);
  let [oldLow, oldHigh, down, rounds] = [-1, -1, true, 0];
  for (let high = n - 1; high > 0;) {
    if (rounds++ > 6 * n * n || d[high] !== d[high]) throw new RangeError(STRANGE);
    let largest = Math.abs(d[high]);
    let low = high;
    while (low > 0 && !(Math.abs(e[low - 1]) <= nothing)) {
      low--;
      largest = Math.max(largest, Math.abs(d[low]), Math.abs(e[low]));
    }
    if (low > 0) e[low - 1] = 0;
    if (low === high) {
      high--;
      continue;
    }
    if (low === high - 1) {
      const found = triangular(d[low], e[low], d[high]);
      [d[low], e[low], d[high]] = [found.large, 0, found.small];
      rotate(v, low, high, n, found.cosRight, found.sinRight);
      rotate(u, low, high, n, found.cosLeft, found.sinLeft);
      high -= 2;
      continue;
    }
    if (low > oldHigh || high < oldLow || oldLow < 0) down = Math.abs(d[low]) >= Math.abs(d[high]);
    const small = smallest(d, e, low, high, down, near);
    if (small < 0) continue;
    [oldLow, oldHigh] = [low, high];
    let shift = 0;
    if (!(n * near * (small / largest) <= Math.max(EPS, 0.01 * near))) {
      const k = down ? high - 1 : low;
      shift = lesser(d[k], e[k], d[k + 1]);
      const end = Math.abs(d[down ? low : high]);
      if (end > 0 && (shift / end) ** 2 < EPS) shift = 0;
    }
    if (shift === 0) sweepPlain(d, e, u, v, n, low, high, down);
    else sweep(d, e, u, v, n, low, high, down, shift);
    const last = down ? high - 1 : low;
    if (Math.abs(e[last]) <= nothing) e[last] = 0;
  }
  for (let k = 0; k < n; k++) {
    if (!(d[k] < 0 || Object.is(d[k], -0))) continue;
    d[k] = -d[k];
    for (let c = 0; c < n; c++) v[k * n + c] = -v[k * n + c];
  }
  for (let end = n - 1; end > 0; end--) {
    let least = 0;
    for (let j = 1; j <= end; j++) if (d[j] <= d[least]) least = j;
    if (least === end) continue;
    exchange(d, least, end, 1);
    exchange(u, least, end, n);
    exchange(v, least, end, n);
  }
}

/** Set one number beside the diagonal to zero and return -1, or return a bound for the smallest value. */
function smallest(
  /** @type {F} */ d,
  /** @type {F} */ e,
  /** @type {number} */ low,
  /** @type {number} */ high,
  /** @type {boolean} */ down,
  /** @type {number} */ near,
) {
  const [end, last] = down ? [high, high - 1] : [low, low];
  if (Math.abs(e[last]) <= near * Math.abs(d[end])) {
    e[last] = 0;
    return -1;
  }
  let mu = Math.abs(d[down ? low : high]);
  let least = mu;
  for (let step = 0; step < high - low; step++) {
    const k = down ? low + step : high - 1 - step;
    if (Math.abs(e[k]) <= near * mu) {
      e[k] = 0;
      return -1;
    }
    mu = Math.abs(d[down ? k + 1 : k]) * (mu / (mu + Math.abs(e[k])));
    least = Math.min(least, mu);
  }
  return least;
}

/** A sweep without a shift, which keeps small values to all digits. */
function sweepPlain(
  /** @type {F} */ d,
  /** @type {F} */ e,
  /** @type {F} */ u,
  /** @type {F} */ v,
  /** @type {number} */ n,
  /** @type {number} */ low,
  /** @type {number} */ high,
  /** @type {boolean} */ down,
) {
  let [c, s, r, oldC, oldS] = [1, 0, 0, 1, 0];
  const way = down ? 1 : -1;
  const [first, last] = down ? [low, high] : [high, low];
  for (let k = first; k !== last; k += way) {
    const beside = Math.min(k, k + way);
    [c, s, r] = rotation(d[k] * c, e[beside]);
    if (k !== first) e[Math.min(k, k - way)] = oldS * r;
    [oldC, oldS, r] = rotation(oldC * r, d[k + way] * s);
    d[k] = r;
    rotate(down ? v : u, k, k + way, n, c, s);
    rotate(down ? u : v, k, k + way, n, oldC, oldS);
  }
  const h = d[last] * c;
  d[last] = h * oldC;
  e[Math.min(last, last - way)] = h * oldS;
}

/** A sweep with a shift. */
function sweep(
  /** @type {F} */ d,
  /** @type {F} */ e,
  /** @type {F} */ u,
  /** @type {F} */ v,
  /** @type {number} */ n,
  /** @type {number} */ low,
  /** @type {number} */ high,
  /** @type {boolean} */ down,
  /** @type {number} */ shift,
) {
  const way = down ? 1 : -1;
  const [first, last] = down ? [low, high] : [high, low];
  let f = (Math.abs(d[first]) - shift) * (signed(1, d[first]) + shift / d[first]);
  let g = e[Math.min(first, first + way)];
  let [c, s, r] = [1, 0, 0];
  for (let k = first; k !== last; k += way) {
    const beside = Math.min(k, k + way);
    const next = k + way;
    [c, s, r] = rotation(f, g);
    if (k !== first) e[Math.min(k, k - way)] = r;
    f = c * d[k] + s * e[beside];
    e[beside] = c * e[beside] - s * d[k];
    g = s * d[next];
    d[next] = c * d[next];
    rotate(down ? v : u, k, next, n, c, s);
    [c, s, r] = rotation(f, g);
    d[k] = r;
    f = c * e[beside] + s * d[next];
    d[next] = c * d[next] - s * e[beside];
    if (next !== last) {
      const after = Math.min(next, next + way);
      g = s * e[after];
      e[after] = c * e[after];
    }
    rotate(down ? u : v, k, next, n, c, s);
  }
  e[Math.min(last, last - way)] = f;
}

/** The smaller singular value of [[f, g], [0, h]]. */
function lesser(/** @type {number} */ f, /** @type {number} */ g, /** @type {number} */ h) {
  const [low, high] = [Math.min(Math.abs(f), Math.abs(h)), Math.max(Math.abs(f), Math.abs(h))];
  const across = Math.abs(g);
  if (low === 0) return 0;
  const sum = 1 + low / high;
  const gap = (high - low) / high;
  if (across < high) {
    const square = (across / high) ** 2;
    return low * (2 / (Math.sqrt(sum * sum + square) + Math.sqrt(gap * gap + square)));
  }
  const share = high / across;
  if (share === 0) return (low * high) / across;
  return 2 * low * (1 / (Math.sqrt(1 + (sum * share) ** 2) + Math.sqrt(1 + (gap * share) ** 2))) * share;
}

/** Both singular values of [[f, g], [0, h]], with their signs, and the directions of the larger. */
function triangular(/** @type {number} */ f, /** @type {number} */ g, /** @type {number} */ h) {
  const swapped = Math.abs(h) > Math.abs(f);
  const [ft, ht] = swapped ? [h, f] : [f, h];
  const [fa, ha, ga] = [Math.abs(ft), Math.abs(ht), Math.abs(g)];
  let [small, large, cl, cr, sl, sr] = [ha, fa, 1, 1, 0, 0];
  if (ga !== 0 && fa / ga < EPS) {
    large = ga;
    small = ha > 1 ? fa / (ga / ha) : (fa / ga) * ha;
    [cl, sl, sr, cr] = [1, ht / g, 1, ft / g];
  } else if (ga !== 0) {
    const gap = fa - ha;
    const l = gap === fa ? 1 : gap / fa;
    const m = g / ft;
    const t = 2 - l;
    const s = Math.sqrt(t * t + m * m);
    const r = l === 0 ? Math.abs(m) : Math.sqrt(l * l + m * m);
    const mean = 0.5 * (s + r);
    small = ha / mean;
    large = fa * mean;
    let turn = (m / (s + t) + m / (r + l)) * (1 + mean);
    if (m * m === 0) turn = l === 0 ? signed(2, ft) * signed(1, g) : g / signed(gap, ft) + m / t;
    const size = Math.sqrt(turn * turn + 4);
    cr = 2 / size;
    sr = turn / size;
    cl = (cr + sr * m) / mean;
    sl = ((ht / ft) * sr) / mean;
  }
  const [cosLeft, sinLeft, cosRight, sinRight] = swapped ? [sr, cr, sl, cl] : [cl, sl, cr, sr];
  let sign = signed(1, cosRight) * signed(1, cosLeft) * signed(1, f);
  if (swapped) sign = signed(1, sinRight) * signed(1, sinLeft) * signed(1, h);
  if (ga > fa) sign = signed(1, sinRight) * signed(1, cosLeft) * signed(1, g);
  small = signed(small, sign * signed(1, f) * signed(1, h));
  return { small, large: signed(large, sign), cosLeft, sinLeft, cosRight, sinRight };
}

/** The solution of least squares, then the singular values; full rank, or the figure says so. */
export function lstsq(
  /** @type {F} */ out,
  /** @type {F} */ a,
  /** @type {F} */ b,
  /** @type {number} */ m,
  /** @type {number} */ n,
  /** @type {number} */ count,
  /** @type {number} */ least,
) {
  const k = Math.min(m, n);
  const found = new Float64Array(m * k + k + k * n);
  svd(found, a, m, n, 0);
  const values = found.subarray(m * k, m * k + k);
  if (k && !(values[k - 1] > least * values[0])) {
    throw new RangeError("a least-squares problem was met whose columns, or rows, are not independent");
  }
  for (let c = 0; c < n; c++) for (let j = 0; j < count; j++) out[c * count + j] = 0;
  for (let i = 0; i < k; i++) {
    for (let j = 0; j < count; j++) {
      let along = 0;
      for (let r = 0; r < m; r++) along += found[r * k + i] * b[r * count + j];
      along /= values[i];
      for (let c = 0; c < n; c++) out[c * count + j] += along * found[m * k + k + i * n + c];
    }
  }
  out.set(values, n * count);
}
