/**
 * The gamma function and its relatives. A program that needs them brings this along.
 *
 * Large arguments by Stirling's series, others by a series around 1 and 2, where the logarithm is zero: there alone it
 * would lose its digits. What is left of the powers in a probability is never the difference of two large logarithms.
 */

const HALF_LOG_TAU = 0.5 * Math.log(2 * Math.PI);
const EULER = 0.5772156649015329;
const LARGE = 10;

/** ζ(k) - 1 for k = 2, 3…, from its terms and, beyond the sixtieth, Euler's and Maclaurin's formula. */
const ZETA = Array.from({ length: 28 }, (_, i) => {
  const k = i + 2;
  const end = 60;
  let total = 0;
  for (let j = end - 1; j > 1; j--) total += j ** -k;
  const last = end ** -k;
  const curve =
    (k * (k + 1) * (k + 2)) / 720 / end ** 3 - (k * (k + 1) * (k + 2) * (k + 3) * (k + 4)) / 30240 / end ** 5;
  return total + last * (end / (k - 1) + 0.5 + k / 12 / end - curve);
});

/** log Γ(2 + z) for |z| ≤ 1/2. @param {number} z @returns {number} */
function nearTwo(z) {
  let total = 0;
  for (let i = ZETA.length - 1; i >= 0; i--) total = ((i % 2 ? -1 : 1) * ZETA[i]) / (i + 2) + total * z;
  return z * (1 - EULER + z * total);
}

/** What log Γ(x) has besides Stirling's formula, for large x. @param {number} x @returns {number} */
export function stirling(x) {
  const y = 1 / (x * x);
  const inner = 1 / 1680 - y * (1 / 1188 - y * (691 / 360360 - y / 156));
  return (1 / 12 - y * (1 / 360 - y * (1 / 1260 - y * inner))) / x;
}

/** sin(πx), exact at whole numbers. @param {number} x @returns {number} */
function sinPi(x) {
  const near = Math.round(x);
  const part = Math.sin(Math.PI * (x - near));
  return near % 2 ? -part : part;
}

/** @param {number} x @returns {number} */
export function gammaln(x) {
  if (x >= LARGE) return x === Infinity ? x : (x - 0.5) * Math.log(x) - x + HALF_LOG_TAU + stirling(x);
  if (!(x > 0)) {
    if (x !== x || x === -Infinity) return x;
    return x === Math.floor(x) ? Infinity : Math.log(Math.PI / Math.abs(sinPi(x))) - gammaln(1 - x);
  }
  if (x < 0.5) return nearTwo(x) - Math.log1p(x) - Math.log(x);
  if (x < 1.5) return nearTwo(x - 1) - Math.log1p(x - 1);
  let product = 1;
  while (x > 2.5) product *= x -= 1;
  return Math.log(product) + nearTwo(x - 2);
}

/** @param {number} x @returns {number} */
export function loggamma(x) {
  return x < 0 ? NaN : gammaln(x);
}

/** @param {number} x @returns {number} */
export function gamma(x) {
  if (x === 0 || x !== x) return 1 / x;
  if (x < 0) return x === Math.floor(x) ? NaN : Math.PI / (sinPi(x) * gamma(1 - x));
  if (x > 171.7) return Infinity;
  if (x === Math.floor(x)) {
    let product = 1;
    for (let k = 2; k < x; k++) product *= k;
    return product;
  }
  if (x >= LARGE) {
    const half = x ** (x / 2 - 0.25); // all of it would be too large too soon
    return half * Math.exp(HALF_LOG_TAU + stirling(x)) * Math.exp(-x) * half;
  }
  let product = 1;
  while (x > 2.5) product *= x -= 1;
  while (x < 1.5) product /= x++;
  return product * Math.exp(nearTwo(x - 2));
}

/** @param {number} n @returns {number} */
export function factorial(n) {
  return n < 0 ? 0 : gamma(n + 1);
}

// Where digamma is zero: a number, and what a number of 53 binary places leaves of it.
const ROOT = 1.4616321449683623;
const ROOT_REST = 9.549995429965697e-17;

/** @param {number} x @returns {number} */
export function digamma(x) {
  if (x === 0) return -1 / x;
  if (x < 0) {
    if (x === Math.floor(x)) return NaN;
    const part = x - Math.round(x);
    return digamma(1 - x) - Math.PI / Math.tan(Math.PI * part);
  }
  if (x >= 1 && x <= 2) return nearRoot(x);
  let total = 0;
  for (; x < LARGE; x++) total -= 1 / x;
  return total + far(x);
}

/** digamma for large arguments. @param {number} x @returns {number} */
function far(x) {
  const y = 1 / (x * x);
  const inner = 1 / 240 - y * (1 / 132 - y * (691 / 32760 - y / 12));
  return Math.log(x) - 0.5 / x - y * (1 / 12 - y * (1 / 120 - y * (1 / 252 - y * inner)));
}

/** digamma around its root, every part of which has the distance from the root as a factor.
 * @param {number} x @returns {number} */
function nearRoot(x) {
  const away = x - ROOT - ROOT_REST;
  const terms = 40;
  let total = 0;
  for (let n = 0; n < terms; n++) total += 1 / ((n + x) * (n + ROOT));
  const p = x + terms;
  const q = ROOT + terms;
  const both = p * q;
  const powers = (1 / p ** 2 + 1 / q ** 2) / 120 - (1 / p ** 4 + 1 / both ** 2 + 1 / q ** 4) / 252;
  const rest = Math.log1p(away / q) + away / both / 2 + (away * (p + q)) / both ** 2 / 12;
  return away * total + rest - ((away * (p + q)) / both ** 2) * powers;
}

/** @param {number} a @param {number} b @returns {number} */
export function betaln(a, b) {
  if (a > b) return betaln(b, a);
  if (a <= 0 && a === Math.floor(a)) return turned(a, b) ? betaln(1 - a - b, b) : Infinity;
  if (b === Infinity) return a > 0 ? -Infinity : NaN;
  const c = a + b;
  if (!(a > 0) || b < LARGE) return gammaln(a) + (gammaln(b) - gammaln(c));
  const share = Math.log1p(-a / c);
  if (a < LARGE) return gammaln(a) + stirling(b) - stirling(c) + a - a * Math.log(c) + (b - 0.5) * share;
  const rest = stirling(a) + stirling(b) - stirling(c);
  return HALF_LOG_TAU - 0.5 * Math.log(b) + rest + (a - 0.5) * Math.log(a / c) + b * share;
}

/** Whether the poles of B(a, b) cancel, where a is a whole number, not above 0. */
function turned(/** @type {number} */ a, /** @type {number} */ b) {
  return b === Math.floor(b) && 1 - a - b > 0;
}

/** @param {number} a @param {number} b @returns {number} */
export function beta(a, b) {
  if (a > b) return beta(b, a);
  if (a <= 0 && a === Math.floor(a)) return turned(a, b) ? (b % 2 ? -1 : 1) * beta(1 - a - b, b) : Infinity;
  if (a < 0 && b >= LARGE) {
    return a + b > 0 ? (Math.floor(a) % 2 ? -1 : 1) * Math.exp(betaln(a, b)) : (gamma(a) / gamma(a + b)) * gamma(b);
  }
  return b < LARGE ? (gamma(b) / gamma(a + b)) * gamma(a) : Math.exp(betaln(a, b));
}

/** @param {number} n @param {number} k @returns {number} */
export function binom(n, k) {
  if (n < 0 && n === Math.floor(n)) return NaN;
  if (k === Math.floor(k) && (Math.abs(n) > 1e-8 || n === 0)) {
    const few = n === Math.floor(n) && n > 0 && k > n / 2 ? n - k : k;
    if (few >= 0 && few < 20) {
      let product = 1;
      for (let i = 1; i <= few; i++) product *= (n - few + i) / i;
      return product;
    }
    if (few < 0) return n === Math.floor(n) && n >= 0 ? 0 : viaBeta(n, k);
  }
  return viaBeta(n, k);
}

/** @param {number} n @param {number} k @returns {number} */
function viaBeta(n, k) {
  const p = 1 + n - k;
  const q = 1 + k;
  if (p > 0 && q > 0) return Math.exp(-betaln(p, q) - Math.log1p(n));
  return 1 / (n + 1) / beta(p, q);
}

/** @param {number} n @param {number} k @returns {number} */
export function comb(n, k) {
  return k <= n && n >= 0 && k >= 0 ? binom(n, k) : 0;
}

/** How many ways there are to choose whole numbers, exactly. @param {number} n @param {number} k @returns {number} */
export function ways(n, k) {
  if (n < 0 || k < 0) throw new RangeError("the ways to choose from a negative number of things were asked for");
  let found = 1n;
  for (let i = 1; i <= Math.min(k, n - k); i++) found = (found * BigInt(n - i + 1)) / BigInt(i);
  return k > n ? 0 : Number(found);
}

/** The factorial of a whole number. @param {number} n @returns {number} */
export function orders(n) {
  if (n < 0) throw new RangeError("the factorial of a negative number was asked for");
  return gamma(n + 1);
}

/** log(1 + e) - e, where both e and 1 + e are known to all digits. @param {number} e @param {number} one */
export function bent(e, one) {
  if (!(Math.abs(e) < 0.3)) return Math.log(one) - e;
  const r = e / (2 + e);
  const square = r * r;
  let total = 0;
  for (let k = 23; k > 1; k -= 2) total = 1 / k + square * total;
  return r * (2 * square * total - e);
}

const TINY = 5.6e-309; // SciPy, too, gives up where few digits would be left

/** x^a e^-x / Γ(a + 1). @param {number} a @param {number} x @returns {number} */
function weight(a, x) {
  let found = 0;
  if (a >= LARGE) found = Math.exp(a * bent((x - a) / a, x / a) - stirling(a)) / Math.sqrt(2 * Math.PI * a);
  else found = x > 500 ? Math.exp(a * Math.log(x) - x - gammaln(a + 1)) : (x ** a * Math.exp(-x)) / gamma(a + 1);
  return found * a < TINY ? 0 : found;
}

/** The share below x of a gamma distribution, if x is small. @param {number} a @param {number} x @returns {number} */
function lower(a, x) {
  let total = 1;
  let term = 1;
  for (let n = 1; term > total * 1e-17 && n < 100_000; n++) {
    term *= x / (a + n);
    total += term;
  }
  return weight(a, x) * total;
}

/** The share above x, if x is large: Lentz's continued fraction. @param {number} a @param {number} x @returns {number} */
function upper(a, x) {
  let b = x + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let fraction = d;
  for (let n = 1, change = 0; Math.abs(change - 1) > 1e-16 && n < 100_000; n++) {
    const factor = n * (a - n);
    b += 2;
    d = 1 / (b + factor * d);
    c = b + factor / c;
    change = d * c;
    fraction *= change;
  }
  return weight(a, x) * a * fraction;
}

/** The share above x where most is below, though x is small. @param {number} a @param {number} x @returns {number} */
function above(a, x) {
  const power = a * Math.log(x) - (a < 0.5 ? nearTwo(a) - Math.log1p(a) : gammaln(1 + a));
  let total = 0;
  let term = 1;
  for (let n = 1; n < 30; n++) {
    term *= -x / n;
    total += term / (a + n);
  }
  return -Math.expm1(power) - Math.exp(power) * a * total;
}

/** @param {number} a @param {number} x @returns {number} */
export function gammainc(a, x) {
  if (!(a >= 0 && x >= 0)) return NaN;
  if (a === 0) return x > 0 ? 1 : NaN;
  if (x === 0) return 0;
  if (a === Infinity || x === Infinity) return a === x ? NaN : x === Infinity ? 1 : 0;
  return x < a + 1 ? lower(a, x) : 1 - upper(a, x);
}

/** @param {number} a @param {number} x @returns {number} */
export function gammaincc(a, x) {
  if (!(a >= 0 && x >= 0)) return NaN;
  if (a === 0) return x > 0 ? 0 : NaN;
  if (x === 0) return 1;
  if (a === Infinity || x === Infinity) return a === x ? NaN : x === Infinity ? 0 : 1;
  if (a <= 1 && x <= 1) return above(a, x);
  return x < a + 1 ? 1 - lower(a, x) : upper(a, x);
}

/**
 * Where an increasing share reaches what is wanted: Newton's steps between logarithms, halves of the bracket where a
 * step leaves it.
 * @param {(x: number) => number} gap logarithm of the share, less that of what is wanted, rising with x
 * @param {(x: number) => number} slope by which the gap rises with the logarithm of x
 * @param {number} x where to begin
 * @param {number} high an end that is above
 * @returns {number}
 */
export function crossing(gap, slope, x, high) {
  let low = 0;
  for (let k = 0; k < 200; k++) {
    const g = gap(x);
    if (g === 0) return x;
    if (g > 0) high = x;
    else low = x;
    let next = x * Math.exp(-g / slope(x));
    if (!(next > low && next < high)) {
      if (high === Infinity) next = 2 * x;
      else next = low === 0 ? x * Math.max(high / x / 4, 0.01) : (low + high) / 2;
      if (low === 0 && !(next < high)) next = high / 4;
    }
    if (Math.abs(next - x) <= 1e-16 * x || next === x) return next;
    x = next;
  }
  return x;
}

/** @param {number} a @param {number} p @param {number} q @returns {number} */
function quantile(a, p, q) {
  if (p === 0 || q === 0) return a >= 0 ? (p === 0 ? 0 : Infinity) : NaN;
  if (!(a > 0 && p > 0 && q > 0)) return NaN;
  const small = (Math.log(p) + gammaln(a + 1)) / a;
  let start = a + 1;
  if (small < Math.log(0.2 * (a + 1))) start = Math.exp(small);
  if (start === 0) return 0;
  if (p <= 0.5) {
    const wanted = Math.log(p);
    const share = (/** @type {number} */ x) => gammainc(a, x);
    return crossing(
      (x) => Math.log(share(x)) - wanted,
      (x) => (a * weight(a, x)) / share(x),
      start,
      Infinity,
    );
  }
  const wanted = Math.log(q);
  const share = (/** @type {number} */ x) => gammaincc(a, x);
  return crossing(
    (x) => wanted - Math.log(share(x)),
    (x) => (a * weight(a, x)) / share(x),
    start,
    Infinity,
  );
}

/** @param {number} a @param {number} p @returns {number} */
export function gammaincinv(a, p) {
  return quantile(a, p, 1 - p);
}

/** @param {number} a @param {number} q @returns {number} */
export function gammainccinv(a, q) {
  return quantile(a, 1 - q, q);
}
