/**
 * Colours in the dark: the picture's own are turned where its ground is dark, and kept beside to be turned back.
 */

import { put } from "./dom.js";
import { hexOf } from "./palette.js";

const INK = [226, 228, 232];

/**
 * @param {number[]} rgb
 * @returns {number} relative luminance
 */
export function luminance(rgb) {
  const [r, g, b] = rgb.map((c) => (c <= 10 ? c / 3294 : Math.pow((c / 255 + 0.055) / 1.055, 2.4)));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/**
 * @param {number[]} a
 * @param {number[]} b
 * @param {number} t
 * @returns {number[]}
 */
const mix = (a, b, t) => a.map((one, k) => one + (b[k] - one) * t);

/**
 * A colour for a dark ground: greys change ends, pale tints become deep ones, and other colours are lightened until they
 * stand out at least 4.5 to 1, as text must. The hue stays.
 * @param {string} hex
 * @param {number[]} ground
 * @returns {string}
 */
export function darkened(hex, ground) {
  const rgb = [1, 3, 5].map((k) => parseInt(hex.slice(k, k + 2), 16));
  const most = Math.max(...rgb),
    least = Math.min(...rgb),
    middle = (most + least) / 510;
  if (most - least < 26) return hexOf(mix(INK, ground, middle));
  if (middle > 0.8) {
    const deep = rgb.map((c) => ((c - least) * 255) / (most - least));
    return hexOf(mix(ground, deep, 2.5 * (1 - middle)));
  }
  const needed = 4.6 * (luminance(ground) + 0.05);
  let result = rgb;
  for (let t = 0; t < 1 && luminance(result) + 0.05 < needed; t += 0.05) result = mix(rgb, [255, 255, 255], t);
  return hexOf(result);
}

/** For each picture that is dark now, what turns a colour of its own. @type {WeakMap<Element, function(string): string>} */
const turners = new WeakMap();

/**
 * Give an element a colour, turned where the picture is dark.
 * @param {Element} svg
 * @param {Element} element
 * @param {string} name of the attribute
 * @param {string} hex
 */
export function tint(svg, element, name, hex) {
  const turned = hex !== "none" && turners.get(svg);
  if (turned) put(element, "data-" + name, hex);
  else element.removeAttribute("data-" + name);
  put(element, name, turned ? turned(hex) : hex);
}

/**
 * The colour that an element has in the light.
 * @param {Element} element
 * @param {string} name of the attribute
 */
export const ownColour = (element, name) => element.getAttribute("data-" + name) || element.getAttribute(name);

/**
 * Turn the colours of a picture, or give it its own back.
 * @param {Element} svg
 * @param {number[]|null} ground null in the light
 */
export function recolour(svg, ground) {
  /** @type {Map<string, string>} */
  const cache = new Map();
  /** @type {function(string): string} */
  const turned = (hex) => {
    if (ground && !cache.has(hex)) cache.set(hex, darkened(hex, ground));
    return cache.get(hex) ?? hex;
  };
  if (ground) turners.set(svg, turned);
  else turners.delete(svg);
  for (const name of ["fill", "stroke", "mathcolor"]) {
    const kept = "data-" + name;
    for (const element of [svg, ...svg.querySelectorAll(`[${name}^="#"]`)]) {
      const own = ownColour(element, name);
      if (!own || !/^#[0-9a-f]{6}$/i.test(own)) continue;
      if (ground) put(element, kept, own);
      else element.removeAttribute(kept);
      put(element, name, turned(own));
    }
  }
}
