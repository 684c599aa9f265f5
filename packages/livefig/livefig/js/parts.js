/**
 * The parts of a moving mark in the SVG: found by their names, written to, and read back. `draw/parts.py` is the twin.
 */

import { ownColour, tint } from "./colours.js";
import { remade } from "./data.js";
import { put } from "./dom.js";

/** @typedef {import("livefig-spec").Binding} Binding */
/** @typedef {import("./geometry.js").Shown} Shown */

const COLOURS = new Set(["fill", "stroke"]);

/** One mark in one layout: its elements, and what they show. */
export class Parts {
  /**
   * @param {Element} svg
   * @param {number} number of the mark
   * @param {Binding} binding
   */
  constructor(svg, number, binding) {
    this.svg = svg;
    /** @type {Object<string, Element[]>} */
    this.elements = { all: [...svg.querySelectorAll(`[data-move="${number}"]`)] };
    for (const group of this.elements.all) this.find(group);
    const looks = binding.kind === "scatter" && (binding.size || binding.colours);
    if (looks) this.elements.marks = this.elements.marks.map(ownShape);
    /** What stands in the elements. @type {Shown} */
    this.last = {};
    /** The elements that are hidden, in the page as it was built and now. @type {Set<Element>} */
    this.away = new Set(Object.values(this.elements).flat().filter(isHidden));
    /** @type {{canvas: HTMLCanvasElement, context: CanvasRenderingContext2D, data: ImageData}|null} */
    this.canvas = null;
    this.shape = (binding.kind === "image" && binding.shape) || [1, 1];
  }

  /** @param {Element} group */
  find(group) {
    for (const element of [group, ...group.querySelectorAll("[data-part], [data-parts]")]) {
      const part = element.getAttribute("data-part"),
        parts = element.getAttribute("data-parts");
      if (part) (this.elements[part] ??= []).push(element);
      if (parts) (this.elements[parts] ??= []).push(...element.children);
    }
  }

  /**
   * Write what the mark shows, where it shows something else.
   * @param {Shown} shown
   */
  write(shown) {
    for (const part in shown) {
      const attributes = shown[part],
        before = this.last[part] || {},
        names = Object.keys(attributes);
      const elements = part === "all" ? this.elements.all : this.enough(part, attributes[names[0]].length);
      elements.forEach((element, i) => {
        const k = part === "all" ? 0 : i,
          away = names.some((name) => (attributes[name][k] ?? null) === null);
        const turned = away !== this.away.has(element);
        if (turned) this.hide(element, away);
        for (const name of away ? [] : names) {
          if (turned || before[name]?.[k] !== attributes[name][k]) this.put(element, name, attributes[name][k]);
        }
      });
    }
    this.last = shown;
  }

  /**
   * @param {Element} element
   * @param {boolean} away
   */
  hide(element, away) {
    if (away) {
      put(element, "display", "none");
      this.away.add(element);
    } else {
      element.removeAttribute("display");
      this.away.delete(element);
    }
  }

  /**
   * The elements of a part, as many as are wanted; those that are not there are copies of the last.
   * @param {string} part
   * @param {number} count
   * @returns {Element[]}
   */
  enough(part, count) {
    const elements = (this.elements[part] ??= []);
    while (elements.length && elements.length < count) {
      const last = elements[elements.length - 1],
        copy = /** @type {Element} */ (last.cloneNode(true));
      last.after(copy);
      elements.push(copy);
      if (this.away.has(last)) this.away.add(copy);
    }
    return elements;
  }

  /**
   * @param {Element} element
   * @param {string} name
   * @param {string|Uint32Array|null} value
   */
  put(element, name, value) {
    if (value === null) return;
    if (typeof value !== "string") this.paint(element, value);
    else if (COLOURS.has(name)) tint(this.svg, element, name, value);
    else if (name !== "text") put(element, name, value);
    else if (element.textContent !== value) element.textContent = value;
  }

  /**
   * Paint an image, if one of its pixels changes.
   * @param {Element} element
   * @param {Uint32Array} words
   */
  paint(element, words) {
    const before = /** @type {Uint32Array|undefined} */ (this.last.image?.pixels?.[0]);
    if (before && before.every((word, k) => word === words[k])) return;
    const { canvas, context, data } = (this.canvas ??= canvasOf(this.shape));
    new Uint32Array(data.data.buffer).set(words);
    context.putImageData(data, 0, 0);
    element.setAttribute("href", canvas.toDataURL());
  }

  /**
   * What the page shows, read back from its elements.
   * @returns {Object<string, Object<string, Array<string|null>>>}
   */
  read() {
    return remade(this.last, (attributes, part) =>
      remade(attributes, (values, name) =>
        this.elements[part].slice(0, values.length).map((element) => readBack(element, name)),
      ),
    );
  }
}

/** @param {Element} element */
const isHidden = (element) => element.getAttribute("display") === "none";

/**
 * @param {Element} element
 * @param {string} name
 * @returns {string|null}
 */
function readBack(element, name) {
  if (isHidden(element)) return null;
  if (name === "text") return element.textContent;
  if (name === "pixels") return element.getAttribute("href");
  return COLOURS.has(name) ? ownColour(element, name) : element.getAttribute(name);
}

/**
 * Give a mark the shape that it uses, since a browser is slow to redraw what is used.
 * @param {Element} use
 * @returns {Element}
 */
function ownShape(use) {
  const stored = use.tagName === "use" && use.ownerDocument.querySelector(use.getAttribute("href") || "");
  if (!stored) return use;
  const shape = /** @type {Element} */ (stored.cloneNode());
  shape.removeAttribute("id");
  for (const { name, value } of use.attributes) if (name !== "href") shape.setAttribute(name, value);
  use.replaceWith(shape);
  return shape;
}

/**
 * A canvas for the pixels of an image.
 * @param {number[]} shape rows, columns
 */
function canvasOf([rows, columns]) {
  const canvas = document.createElement("canvas");
  canvas.height = rows;
  canvas.width = columns;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  return { canvas, context, data: context.createImageData(columns, rows) };
}
