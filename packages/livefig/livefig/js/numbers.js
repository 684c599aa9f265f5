/**
 * Numbers in words: what Python's formats give, digit for digit. `text/words.py` is the twin.
 */

export const MINUS = "\u2212";
/** Digits and a minus as an exponent has them. */
export const RAISED = "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079\u207b";

/** Decimal digits of x, exact, and the power of ten of the first. @param {number} x positive or 0 */
function digitsOf(x) {
  if (x === 0) return { digits: "0".repeat(101), power: 0 };
  if (x >= 1e21) {
    const digits = String(BigInt(x)); // further digits of so large a number are not zeros
    return { digits, power: digits.length - 1 };
  }
  const [mantissa, power] = x.toExponential(100).split("e");
  return { digits: mantissa.replace(".", ""), power: Number(power) };
}

/** The first digits, rounded half to even as Python does. @param {string} digits @param {number} keep */
function rounded(digits, keep) {
  if (keep < 0) return "";
  const head = digits.slice(0, keep).padEnd(keep, "0");
  const rest = digits.slice(keep);
  const half = "5".padEnd(rest.length, "0");
  const odd = keep > 0 && "13579".includes(head[keep - 1]);
  const up = rest !== "" && (rest > half || (rest === half && odd));
  return up ? String(BigInt(head || "0") + 1n).padStart(keep, "0") : head;
}

/** x with n decimals. @param {number} x @param {number} n @returns {string} */
function fixed(x, n) {
  const { digits, power } = digitsOf(x);
  const all = rounded(digits, power + 1 + n).padStart(n + 1, "0");
  return n ? all.slice(0, -n) + "." + all.slice(-n) : all;
}

/** @param {string} digits one or more @param {number} power @returns {string} such as 1.5 × 10⁻⁷ */
function scientific(digits, power) {
  const mantissa = digits[0] + (digits.length > 1 ? "." + digits.slice(1) : "");
  const raised = String(power).replace(/./g, (sign) => RAISED[sign === "-" ? 10 : Number(sign)]);
  return mantissa + "\u00a0\u00d7\u00a010" + raised;
}

/** x with n decimals and a power of ten. @param {number} x @param {number} n @returns {[string, number]} */
function significant(x, n) {
  const { digits, power } = digitsOf(x);
  const kept = rounded(digits, n);
  return kept.length > n ? [kept.slice(0, n), power + 1] : [kept, power];
}

/** Python's `.ng`. @param {number} x @param {number} n @returns {string} */
function general(x, n) {
  const [digits, power] = significant(x, n);
  if (power < -4 || power >= n) return scientific(digits.replace(/0+$/, "") || "0", power);
  const text = fixed(x, n - 1 - power);
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

/** The shortest digits that give x back. @param {number} x @returns {string} */
function shortest(x) {
  const [mantissa, exponent] = x.toExponential().split("e");
  const digits = mantissa.replace(".", ""),
    power = Number(exponent);
  if (power < -4 || power >= 16) return scientific(digits, power);
  const places = Math.max(0, digits.length - 1 - power);
  return fixed(x, places).length > 100 ? String(x) : places ? x.toFixed(places) : String(x);
}

const FORM = /^(\+?)(,?)(?:\.(\d+))?([fge%d]?)$/;

/**
 * One value as the page shows it; `words.write` in Python does the same.
 * @param {number|string|boolean} value @param {string} [form] @returns {string}
 */
export function format(value, form) {
  if (typeof value === "string") return value;
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (value !== value) return "undefined";
  const [, plus, comma, precision, kind] = FORM.exec(form || "") || ["", "", "", undefined, ""];
  if (Math.abs(kind === "%" ? value * 100 : value) === Infinity) return value > 0 ? "infinity" : "minus infinity";
  let text = magnitude(Math.abs(value), kind, precision === undefined ? 6 : Number(precision));
  if (comma) text = text.replace(/^\d+/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, ","));
  const nonzero = /[1-9]/.test(text.split("\u00d7")[0]);
  return (value < 0 && nonzero ? MINUS : plus) + text;
}

/** One value as it stands in an equation; `words.write_in_formula` does the same. @param {any} value @param {string} [form] @returns {string} */
export function formula(value, form) {
  const text = format(value, form);
  if (typeof value === "string" || text === "undefined") return text;
  return text
    .replace("minus infinity", MINUS + "\u221e")
    .replace("infinity", "\u221e")
    .replace(/\u00a0/g, "");
}

/** @param {number} x @param {string} kind @param {number} n @returns {string} */
function magnitude(x, kind, n) {
  if (kind === "f") return fixed(x, n);
  if (kind === "%") return fixed(x * 100, n) + "%";
  if (kind === "d") return fixed(x, 0);
  if (kind === "g") return general(x, n || 1);
  return kind === "e" ? scientific(...significant(x, n + 1)) : shortest(x);
}
