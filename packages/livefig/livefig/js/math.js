/**
 * What NumPy does and JavaScript does not: the helpers that the emitted programs call. No DOM here, so that the same
 * file runs in a page, in a notebook and in a bare engine under test.
 */
const TWO_52 = 4503599627370496;

/** Whether the sign bit is set, which for -0 only division shows. @param {number} x @returns {boolean} */
const isNegative = (x) => x < 0 || (x === 0 && 1 / x < 0);

/** Sum of n numbers by halves, in blocks of eight running sums: NumPy's order, hence NumPy's rounding.
 * @param {Float64Array} a @param {number} o first @param {number} n how many @param {number} s step
 * @returns {number} */
function sum(a, o, n, s) {
  if (n < 8) {
    let total = 0;
    for (let i = 0; i < n; i++) total += a[o + i * s];
    return total;
  }
  if (n > 128) {
    let half = n >> 1;
    half -= half % 8;
    return sum(a, o, half, s) + sum(a, o + half * s, n - half, s);
  }
  let r0 = a[o],
    r1 = a[o + s],
    r2 = a[o + 2 * s],
    r3 = a[o + 3 * s];
  let r4 = a[o + 4 * s],
    r5 = a[o + 5 * s],
    r6 = a[o + 6 * s],
    r7 = a[o + 7 * s];
  let i = 8;
  for (; i < n - (n % 8); i += 8) {
    const p = o + i * s;
    r0 += a[p];
    r1 += a[p + s];
    r2 += a[p + 2 * s];
    r3 += a[p + 3 * s];
    r4 += a[p + 4 * s];
    r5 += a[p + 5 * s];
    r6 += a[p + 6 * s];
    r7 += a[p + 7 * s];
  }
  let total = r0 + r1 + (r2 + r3) + (r4 + r5 + (r6 + r7));
  for (; i < n; i++) total += a[o + i * s];
  return total;
}

/** Base to the exponent; 1 to any power is 1, even to NaN and infinity, and so is -1 to infinity.
 * @param {number} x @param {number} y @returns {number} */
function power(x, y) {
  if (x === 1 || (x === -1 && (y === Infinity || y === -Infinity))) return 1;
  return Math.pow(x, y);
}

/** Remainder with the sign of the divisor. @param {number} x @param {number} y @returns {number} */
function remainder(x, y) {
  const r = x % y;
  if (y === 0 || r !== r) return NaN;
  if (r === 0) return copysign(0, y);
  return r < 0 !== y < 0 ? r + y : r;
}

/** Largest whole number not above x / y, found from the remainder so that it agrees with it.
 * @param {number} x @param {number} y @returns {number} */
function floorDivide(x, y) {
  if (y === 0) return x / y;
  const r = x % y;
  if (r !== r) return NaN;
  let quotient = (x - r) / y;
  if (r !== 0 && r < 0 !== y < 0) quotient -= 1;
  if (quotient === 0) return copysign(0, x / y);
  const whole = Math.floor(quotient);
  return quotient - whole > 0.5 ? whole + 1 : whole;
}

/** Nearest whole number, halves to the even one; keeps the sign of zero. @param {number} x @returns {number} */
function rint(x) {
  const size = Math.abs(x);
  if (!(size < TWO_52)) return x;
  return copysign(size + TWO_52 - TWO_52, x);
}

/** @param {number} size @param {number} sign @returns {number} */
function copysign(size, sign) {
  return isNegative(size) === isNegative(sign) ? size : -size;
}

/** log(exp(x) + exp(y)) without overflow; scale is ln 2 for the base-2 version.
 * @param {number} x @param {number} y @returns {number} */
function logaddexp(x, y) {
  if (x === y) return x + Math.LN2;
  const gap = x - y;
  if (gap > 0) return x + Math.log1p(Math.exp(-gap));
  return gap <= 0 ? y + Math.log1p(Math.exp(gap)) : gap;
}

/** @param {number} x @param {number} y @returns {number} */
function logaddexp2(x, y) {
  if (x === y) return x + 1;
  const gap = x - y;
  if (gap > 0) return x + Math.log1p(power(2, -gap)) * Math.LOG2E;
  return gap <= 0 ? y + Math.log1p(power(2, gap)) * Math.LOG2E : gap;
}

/** Copy one lane out, sort it with NaN last, and write it. */
function sort(
  /** @type {Float64Array} */ from,
  /** @type {Float64Array} */ to,
  /** @type {number} */ o,
  /** @type {number} */ n,
  /** @type {number} */ s,
) {
  const lane = new Float64Array(n);
  for (let i = 0; i < n; i++) lane[i] = from[o + i * s];
  lane.sort();
  for (let i = 0; i < n; i++) to[o + i * s] = lane[i];
}

/** Positions that sort one lane; equal elements keep their order, NaN goes last. */
function argsort(
  /** @type {Float64Array} */ from,
  /** @type {Float64Array} */ to,
  /** @type {number} */ o,
  /** @type {number} */ n,
  /** @type {number} */ s,
) {
  const order = Array.from({ length: n }, (_, i) => i);
  order.sort((i, j) => {
    const x = from[o + i * s],
      y = from[o + j * s];
    if (x !== x || y !== y) return (x !== x ? 1 : 0) - (y !== y ? 1 : 0) || i - j;
    return x < y ? -1 : x > y ? 1 : i - j;
  });
  for (let i = 0; i < n; i++) to[o + i * s] = order[i];
}

/** A whole number, if the page can still count there; else the figure says so. @param {number} x @returns {number} */
function whole(x) {
  if (Number.isSafeInteger(x)) return x;
  throw new RangeError(
    x !== x
      ? "what is not a number was made a whole number"
      : "a whole number left ±9,007,199,254,740,992, up to which this page counts exactly",
  );
}

/** A place in an array of n elements, counted from its end if negative; else the figure says so.
 * @param {number} k @param {number} n @returns {number} */
function index(k, n) {
  if (k >= -n && k < n) return k < 0 ? k + n : k;
  throw new RangeError(`the element number ${k} was asked for, of ${n}`);
}

/** A whole number to a whole power, by squaring: no rounding up to 2**53.
 * @param {number} x @param {number} y @returns {number} */
function powerInteger(x, y) {
  if (y < 0) throw new RangeError("a whole number was raised to a negative power");
  let result = 1;
  for (let base = x, rest = y; rest > 0; rest = Math.floor(rest / 2), base *= base) {
    if (rest % 2) result *= base;
  }
  return result + 0;
}

export const L = {
  sum,
  power,
  remainder,
  floorDivide,
  rint,
  copysign,
  logaddexp,
  logaddexp2,
  sort,
  argsort,
  whole,
  index,
  powerInteger,
  sign: (/** @type {number} */ x) => (x > 0 ? 1 : x < 0 ? -1 : x === 0 ? 0 : x),
  signbit: (/** @type {number} */ x) => (isNegative(x) ? 1 : 0),
  fmax: (/** @type {number} */ x, /** @type {number} */ y) => (x >= y || y !== y ? x : y),
  fmin: (/** @type {number} */ x, /** @type {number} */ y) => (x <= y || y !== y ? x : y),
  heaviside: (/** @type {number} */ x, /** @type {number} */ h) => (x > 0 ? 1 : x < 0 ? 0 : x === 0 ? h : x),
  // Whole numbers: NumPy gives 0 for division by zero, and there is no -0.
  remainderInteger: (/** @type {number} */ x, /** @type {number} */ y) => (y === 0 ? 0 : remainder(x, y) + 0),
  floorDivideInteger: (/** @type {number} */ x, /** @type {number} */ y) => (y === 0 ? 0 : Math.floor(x / y) + 0),
  fmodInteger: (/** @type {number} */ x, /** @type {number} */ y) => (y === 0 ? 0 : (x % y) + 0),
};
