/**
 * The controls: what the reader may set, one kind a file. `CONTROLS` is the only table of them.
 */

import { checkbox } from "./checkbox.js";
import { choice } from "./choice.js";
import { slider } from "./slider.js";

/**
 * What a control needs of its figure.
 * @typedef {Object} Context
 * @property {string} id of its input
 * @property {function(any): void} set called when the reader sets a value
 * @property {function(): any} value the present one
 * @property {AbortSignal} signal ends what the control listens to
 * @property {function(HTMLElement, import("../player.js").Runs): HTMLElement} player makes play buttons
 */
/**
 * @typedef {Object} Built
 * @property {HTMLElement} element
 * @property {function(any): void} show shows a value
 */
/**
 * The protocol of a control; `controls/control.py` is the twin.
 * @typedef {Object} Control
 * @property {function(any, any): any} admissible a value made admissible, or undefined if it is none
 * @property {function(any, any): any} outward what a link or the kernel calls a value
 * @property {function(any, any): number|string|boolean} word what a sentence says for a value
 * @property {function(any, any): string} code how Python writes a value
 * @property {function(any, Context): Built} build
 */

/** @type {Object<string, Control>} */
export const CONTROLS = { checkbox, choice, slider };
