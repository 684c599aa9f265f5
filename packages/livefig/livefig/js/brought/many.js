/**
 * Functions that JavaScript has, computed quicker. A program that calls one for many elements brings this along; the
 * scripts of a page do not hold it.
 */

const POWERS = Float64Array.from({ length: 64 }, (_, n) => 2 ** n);

/**
 * The hyperbolic tangent, to two units in the last place, with no branch that a processor could guess wrong.
 *
 * With |x| = n ln(2)/2 + y and t = tanh(y), the rule for tanh of a sum gives ((2^n - 1) + (2^n + 1) t) over
 * ((2^n + 1) + (2^n - 1) t): nothing cancels. And t is odd / even, Lambert's fraction y / (1 + y² / (3 + y² / (5 + …))
 * cut off at 13, which is enough for y up to ln(2)/2.
 * @param {number} x @returns {number}
 */
export function tanh(x) {
  const size = Math.abs(x);
  if (!(size > 0 && size < 20)) return size >= 20 ? Math.sign(x) : x;
  const n = (size * 2.8853900817779268) | 0; // 2 / ln(2)
  const y = size - n * 0.3465735902718734 - n * 8.09925509332828e-12; // ln(2) / 2, the first part of few digits
  const z = y * y;
  const odd = y * (135135 + z * (17325 + z * (378 + z)));
  const even = 135135 + z * (62370 + z * (3150 + z * 28));
  const more = POWERS[n] + 1;
  const less = POWERS[n] - 1;
  return ((even * less + odd * more) / (even * more + odd * less)) * (x / size);
}
