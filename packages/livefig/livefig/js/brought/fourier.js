/**
 * The discrete Fourier transform of one row of complex numbers. A program that needs it brings it along.
 */

/** @typedef {Float64Array} F */

/**
 * The sum over j of x[j] exp(∓2πi jk/n) for each k: by halves while n is even, by the sum itself where it is odd.
 * @param {F} out real parts, then imaginary parts
 * @param {F} x likewise
 * @param {number} two
 * @param {number} n
 * @param {number} sign 1 for the transform, -1 for its inverse, which is divided by n
 */
export function fft(out, x, two, n, sign) {
  const cos = new Float64Array(n);
  const sin = new Float64Array(n);
  for (let k = 0; k < n; k++) {
    // The angle within an eighth of a turn, so that quarters are exact.
    const eighth = (8 * k) / n;
    const octant = Math.floor(eighth);
    const angle = ((octant % 2 ? octant + 1 - eighth : eighth - octant) * Math.PI) / 4;
    const [c, s] =
      octant % 4 === 1 || octant % 4 === 2 ? [Math.sin(angle), Math.cos(angle)] : [Math.cos(angle), Math.sin(angle)];
    cos[k] = octant > 1 && octant < 6 ? -c : c;
    sin[k] = (octant > 3 ? -s : s) * sign;
  }
  const re = x.slice(0, n);
  const im = x.slice(n, 2 * n);
  transform(re, im, 0, 1, n, out, 0, n, cos, sin, n);
  if (sign < 0) for (let k = 0; k < 2 * n; k++) out[k] /= n;
}

/**
 * Transform every step-th number from one place on, `n` of them, into `n` places one after the other.
 * @param {F} re @param {F} im @param {number} from @param {number} step @param {number} n
 * @param {F} out @param {number} to @param {number} half where the imaginary parts of the result begin
 * @param {F} cos @param {F} sin of the whole turn, in `whole` parts @param {number} whole
 */
function transform(re, im, from, step, n, out, to, half, cos, sin, whole) {
  if (n % 2 === 0 && n > 2) {
    const m = n / 2;
    transform(re, im, from, 2 * step, m, out, to, half, cos, sin, whole);
    transform(re, im, from + step, 2 * step, m, out, to + m, half, cos, sin, whole);
    for (let k = 0; k < m; k++) {
      const c = cos[k * step];
      const s = sin[k * step];
      const a = out[to + m + k];
      const b = out[half + to + m + k];
      const turnedRe = a * c + b * s;
      const turnedIm = b * c - a * s;
      out[to + m + k] = out[to + k] - turnedRe;
      out[half + to + m + k] = out[half + to + k] - turnedIm;
      out[to + k] += turnedRe;
      out[half + to + k] += turnedIm;
    }
    return;
  }
  for (let k = 0; k < n; k++) {
    let sumRe = 0;
    let sumIm = 0;
    for (let j = 0; j < n; j++) {
      const c = cos[((j * k) % n) * step];
      const s = sin[((j * k) % n) * step];
      const a = re[from + j * step];
      const b = im[from + j * step];
      sumRe += a * c + b * s;
      sumIm += b * c - a * s;
    }
    out[to + k] = sumRe;
    out[half + to + k] = sumIm;
  }
}
