/**
 * Light or dark, in one place: as the page says it, else as it looks; paper is always light. Where the system forces its
 * own colours on all pages, what a page says of itself does not count.
 */

import { luminance } from "./colours.js";
import { apart, listen } from "./dom.js";

const PRINT = "print",
  FORCED = "(forced-colors: active)",
  DARK = "(prefers-color-scheme: dark)";

let printing = false;
/** What is told of every change. @type {Set<{paint: function(): void, print: function(): void}>} */
const followers = new Set();
let stopper = new AbortController();

/**
 * Whether an element stands on a dark ground: as Sphinx themes, JupyterLab or VS Code say it of the page, else as it is.
 * @param {Element} element
 * @returns {boolean}
 */
export function isDark(element) {
  const theme = document.documentElement.dataset.theme,
    lab = document.body.dataset.jpThemeLight;
  if (printing || matchMedia(PRINT).matches) return false;
  if (!matchMedia(FORCED).matches) {
    if (theme === "dark" || theme === "light") return theme === "dark";
    if (lab) return lab === "false";
    const code = [...document.body.classList].filter((name) => name.startsWith("vscode-")).join(" ");
    if (code) return /dark|contrast/.test(code) && !/light/.test(code);
  }
  const painted = paintedBehind(element);
  return painted ? luminance(painted) < 0.18 : isCanvasDark(); // 0.18 is the grey in the middle
}

/** Whether the browser's own ground is dark, on which a page stands that paints none. @returns {boolean} */
function isCanvasDark() {
  const schemes = getComputedStyle(document.documentElement).colorScheme.split(" ");
  return schemes.includes("dark") && (!schemes.includes("light") || matchMedia(DARK).matches);
}

/**
 * The dark colour behind an element, red, green, blue in 0..255.
 * @param {Element} element
 * @returns {number[]}
 */
export const groundOf = (element) => paintedBehind(element) ?? [18, 18, 18];

/**
 * @param {Element} element
 * @returns {number[]|null} the colour that it, or what it stands in, is painted with
 */
function paintedBehind(element) {
  for (let up = /** @type {Element|null} */ (element); up; up = above(up)) {
    const [r, g, b, alpha = 1] = rgbOf(getComputedStyle(up).backgroundColor);
    if (alpha > 0.5) return [r, g, b];
  }
  return null;
}

/**
 * What an element stands in, also where it is a root of a tree of its own, as in marimo.
 * @param {Element} element
 * @returns {Element|null}
 */
function above(element) {
  const root = element.getRootNode();
  return element.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
}

/**
 * Red, green, blue in 0..255, and alpha where it is not 1.
 * @param {string} colour as a browser gives it
 * @returns {number[]}
 */
function rgbOf(colour) {
  const numbers = (colour.match(/[\d.]+/g) || []).map(Number);
  if (colour.startsWith("rgb")) return numbers;
  const pen = document.createElement("canvas").getContext("2d"); // it knows all the spaces of colours
  if (!pen) return [0, 0, 0, 0];
  pen.fillStyle = colour;
  pen.fillRect(0, 0, 1, 1);
  const [r, g, b, alpha] = pen.getImageData(0, 0, 1, 1).data;
  return [r, g, b, alpha / 255];
}

/**
 * Follow the page's theme, the system's, and the printer.
 * @param {{paint: function(): void, print: function(): void}} follower
 */
export function follow(follower) {
  if (!followers.size) watch();
  followers.add(follower);
}

/** @param {{paint: function(): void, print: function(): void}} follower */
export function unfollow(follower) {
  followers.delete(follower);
  if (!followers.size) stopper.abort();
}

function watch() {
  stopper = new AbortController();
  const { signal } = stopper;
  const paint = () => followers.forEach((one) => apart(() => one.paint()));
  /** @type {function(boolean): function(): void} */
  const print = (now) => () => {
    printing = now;
    paint();
    if (now) followers.forEach((one) => apart(() => one.print()));
  };
  const changes = new MutationObserver(paint),
    attributeFilter = ["class", "style", "data-theme", "data-jp-theme-light", "data-md-color-scheme"];
  for (const element of [document.documentElement, document.body]) changes.observe(element, { attributeFilter });
  signal.addEventListener("abort", () => changes.disconnect());
  for (const query of [DARK, FORCED, PRINT]) matchMedia(query).addEventListener("change", paint, { signal });
  listen(window, { beforeprint: print(true), afterprint: print(false) }, signal);
}
