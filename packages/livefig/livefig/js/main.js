/**
 * The figures of a page. Its own script calls `livefig.add(spec, factories)` for each; `livefig.get(id)` gives one to who
 * wants to move it, `livefig.mount` makes any element one.
 */

import { apart } from "./dom.js";
import { Figure, figureOf } from "./figure.js";
import { readings } from "./link.js";

/** @typedef {import("livefig-spec").Spec} Spec */
/** @typedef {import("./figure.js").Host} Host */
/** @typedef {import("./program.js").Factory} Factory */

/** @type {Map<string, Figure>} */
const placed = new Map();
/** What brings the figures of a name to life. @type {Map<string, function(): void>} */
const known = new Map();

/**
 * Bring every figure of a name to life that is not yet.
 * @param {Spec} spec
 * @param {Factory[]} factories
 */
function start(spec, factories) {
  const all = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("figure.livefig"));
  [...all]
    .filter((one) => one.dataset.livefig === spec.name)
    .forEach((element, k) => {
      if (figureOf(element)) return;
      if (!element.id || document.getElementById(element.id) !== element)
        element.id = spec.name + (k ? "-" + (k + 1) : "");
      apart(() => {
        placed.set(element.id, new Figure(element, spec, factories, { page: true }));
        followLink(element.id);
      });
    });
}

/**
 * Set the figure that the address names, such as `#descend?eta=0.3`.
 * @param {string} [only] if it is this one
 * @returns {Figure|undefined} the figure
 */
function followLink(only) {
  for (const { id, query } of readings(location.hash.slice(1))) {
    const figure = placed.get(id) ?? placed.get(id.toLowerCase());
    if (figure && (only === undefined || only === figure.element.id)) figure.follow(query, only === undefined);
    if (figure) return figure;
  }
  return undefined;
}

/** Whether the reader comes by a link of this page, rather than back or by an address of their own. */
let clicked = false;
addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return; // to another tab or window
  const link = event.composedPath().find((one) => one instanceof HTMLAnchorElement);
  if (!link?.hash || link.href.split("#")[0] !== location.href.split("#")[0]) return;
  clicked = true;
  setTimeout(() => (clicked = false), 500);
  if (link.href === location.href) followLink(); // to where the page already is: not every browser tells of that
});

addEventListener("popstate", () => {
  const figure = followLink();
  if (!clicked) for (const one of placed.values()) if (one !== figure) one.leave();
  clicked = false;
});

/**
 * Bring the figures of a Spec to life, once the page is there.
 * @param {Spec} spec
 * @param {Factory[]} factories one for each of the Spec's programs
 */
export function add(spec, factories) {
  const go = () => start(spec, factories);
  known.set(spec.name, go);
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", go, { once: true });
  else go();
}

/**
 * What may be done with a figure, also with one that came into the page after its script.
 * @param {string} id the figure's name, or name-2 for its second place
 */
export function get(id) {
  if (!placed.has(id) && document.readyState !== "loading") known.forEach((go) => go());
  return placed.get(id)?.handle;
}

/**
 * Make an element a live figure.
 * @param {HTMLElement} element
 * @param {Spec} spec
 * @param {Factory[]} factories
 * @param {Host} [host]
 */
export function mount(element, spec, factories, host) {
  return new Figure(element, spec, factories, host || { page: false }).handle;
}
