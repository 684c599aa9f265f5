/**
 * Functions that look something up in a table, or count into one: a program that calls one brings all of them along.
 * Each writes its result into the first array; what is no number in NumPy's call comes next, then the arrays.
 */

/** Whether x stands before y in order; what is not a number comes last. @param {number} x @param {number} y */
const before = (x, y) => x < y || (y !== y && x === x);

/**
 * How many elements of a table in order stand before each value; from the right, equal ones are among them.
 * @param {Float64Array} out @param {string} side @param {Float64Array} table @param {Float64Array} values
 */
export function search(out, side, table, values) {
  const equalToo = side === "right";
  for (let i = 0; i < out.length; i++) {
    const x = values[i];
    let low = 0;
    let high = table.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (equalToo ? !before(x, table[middle]) : before(table[middle], x)) low = middle + 1;
      else high = middle;
    }
    out[i] = low;
  }
}

/**
 * How often each whole number occurs, or the sum of the weights that go with it.
 * @param {Float64Array} out @param {number} _ the least length @param {Float64Array} x @param {Float64Array} [weights]
 */
export function count(out, _, x, weights) {
  out.fill(0);
  for (let i = 0; i < x.length; i++) {
    if (!(x[i] >= 0 && x[i] < out.length)) {
      throw new RangeError(`the number ${x[i]} was counted, where there are places for 0 to ${out.length - 1}`);
    }
    out[x[i]] += weights ? weights[i] : 1;
  }
}

/**
 * The straight line between two neighbours of a table, at each x; beyond its ends one number each.
 * @param {Float64Array} out @param {Float64Array} x @param {Float64Array} xs @param {Float64Array} ys
 * @param {Float64Array} left @param {Float64Array} right
 */
export function between(out, x, xs, ys, left, right) {
  const last = xs.length - 1;
  for (let i = 0; i < out.length; i++) {
    const at = x[i];
    let low = 0;
    let high = last + 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (at >= xs[middle]) low = middle + 1;
      else high = middle;
    }
    const k = low - 1;
    if (at !== at) out[i] = at;
    else if (at > xs[last]) out[i] = right[0];
    else if (at < xs[0]) out[i] = left[0];
    else if (xs[k] === at) out[i] = ys[k];
    else {
      const slope = (ys[k + 1] - ys[k]) / (xs[k + 1] - xs[k]);
      let y = slope * (at - xs[k]) + ys[k];
      if (y !== y) y = slope * (at - xs[k + 1]) + ys[k + 1];
      if (y !== y && ys[k] === ys[k + 1]) y = ys[k];
      out[i] = y;
    }
  }
}

/**
 * The sums of products of two arrays, of which one runs the other way and is moved along; the second is the shorter.
 * @param {Float64Array} out @param {string} mode @param {Float64Array} a @param {Float64Array} v
 * @param {(x: number) => number} [watch] looks at every sum as it grows
 */
export function slide(out, mode, a, v, watch) {
  const n = a.length;
  const m = v.length;
  const start = mode === "full" ? 0 : mode === "same" ? (m - 1) >> 1 : m - 1;
  for (let i = 0; i < out.length; i++) {
    const t = i + start;
    const end = Math.min(n - 1, t);
    let total = 0;
    for (let j = Math.max(0, t - m + 1); j <= end; j++) {
      total += a[j] * v[t - j];
      if (watch) watch(total);
    }
    out[i] = total;
  }
}

/** The same of conditions: whether any product is true.
 * @param {Float64Array} out @param {string} mode @param {Float64Array} a @param {Float64Array} v
 */
export function slideOfTruths(out, mode, a, v) {
  slide(out, mode, a, v);
  for (let i = 0; i < out.length; i++) out[i] = out[i] ? 1 : 0;
}
