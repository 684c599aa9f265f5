/**
 * The picture: its layouts, what moves in each, and where it stands on the screen.
 */

import { recolour } from "./colours.js";
import { labelled, make } from "./dom.js";
import { shown } from "./marks/index.js";
import { Parts } from "./parts.js";

/** @typedef {import("livefig-spec").Binding} Binding */
/** @typedef {import("livefig-spec").Spec} Spec */
/** @typedef {import("livefig-spec").Words} Words */
/** @typedef {import("./geometry.js").Read} Read */
/** @typedef {{start: number[], scale: number}} Box  where a picture lies on its stage, in px */
/**
 * @typedef {Object} Layout
 * @property {Element} root
 * @property {SVGSVGElement} svg
 * @property {Binding[]} bindings
 * @property {Parts[]} parts
 * @property {boolean} stale whether it shows old numbers
 * @property {Box|null} box
 */

/**
 * The static markup of a figure, as `page/markup.py` writes it.
 * @param {Element} element
 * @param {Spec} spec
 * @param {string} prefix of ids
 */
export function build(element, spec, prefix) {
  const kinds = spec.layouts.length > 1 ? ["wide", "narrow"] : ["only"];
  const layouts = kinds.map((kind, k) =>
    labelled("div", spec.layouts[k].svg.replaceAll("LIVEFIG_ID_", prefix + kind), {
      class: "livefig-layout livefig-" + kind,
    }),
  );
  const equations = spec.equations.map((one) => labelled("div", one.html, { class: "livefig-equation" }));
  element.classList.add("livefig");
  element.append(
    ...(spec.title ? [labelled("figcaption", spec.title)] : []),
    make(
      "div",
      { class: "livefig-stage" },
      make("div", { class: "livefig-picture", role: "img", "aria-label": spec.alt }, ...layouts),
    ),
    ...(equations.length ? [make("div", { class: "livefig-equations" }, ...equations)] : []),
    make(
      "div",
      { class: "livefig-room", "data-longest": spec.longest || "" },
      make("p", { class: "livefig-says" }, spec.sentence),
    ),
    ...(spec.caption ? [labelled("p", spec.caption, { class: "livefig-caption" })] : []),
  );
}

export class Picture {
  /**
   * @param {Element} figure whose markup is there
   * @param {Spec} spec
   */
  constructor(figure, spec) {
    this.element = /** @type {HTMLElement} */ (figure.querySelector(".livefig-picture"));
    /** @type {Layout[]} */
    this.layouts = [...figure.querySelectorAll(".livefig-layout")].map((root, k) =>
      opened(root, spec.layouts[k].marks),
    );
    /** What stands still on a phone while the controls are passed: the picture and the handles on it. */
    this.stage = /** @type {HTMLElement} */ (this.element.parentElement);
    const { svg } = this.layouts[this.layouts.length - 1];
    this.stage.style.setProperty("--livefig-across", svg.getAttribute("width") + "px");
    this.stage.style.setProperty("--livefig-ratio", String(svg.viewBox.baseVal.height / svg.viewBox.baseVal.width));
    /** The layout that was drawn last where it can be seen. @type {Layout|null} */
    this.front = null;
  }

  /** The layout on show. @returns {Layout} */
  shown() {
    return this.layouts.find(isOnShow) || this.layouts[0];
  }

  /** All layouts show old numbers now. */
  spoil() {
    for (const layout of this.layouts) layout.stale = true;
  }

  /**
   * Draw the layout that is on show, or every one.
   * @param {Read} read
   * @param {function(Words): string} say
   * @param {boolean} [hidden] those that are not on show, too
   */
  draw(read, say, hidden) {
    for (const layout of this.layouts) {
      const isShown = isOnShow(layout);
      if (isShown) this.front = layout;
      if (!layout.stale || !(hidden || isShown)) continue;
      layout.stale = false;
      layout.parts.forEach((parts, k) => parts.write(shown(layout.bindings[k], read, say)));
    }
  }

  /** What the layout on show has in its marks, read back. */
  drawn() {
    return this.shown().parts.map((parts) => parts.read());
  }

  /** The size has changed. */
  resized() {
    for (const layout of this.layouts) layout.box = null;
  }

  /**
   * @param {Layout} layout
   * @returns {Box}
   */
  boxOf(layout) {
    if (!layout.box) {
      const { left, top, zoom } = onScreen(this.stage),
        box = layout.svg.getBoundingClientRect();
      const scale = box.width / zoom / layout.svg.viewBox.baseVal.width;
      layout.box = { start: [(box.left - left) / zoom, (box.top - top) / zoom], scale };
    }
    return layout.box;
  }

  /** @param {number[]|null} ground */
  paint(ground) {
    for (const { svg } of this.layouts) recolour(svg, ground);
  }
}

/**
 * Where a stage stands on the screen, and how much larger it is there than in its own pixels: slides are scaled.
 * @param {Element} stage
 * @returns {{left: number, top: number, zoom: number}}
 */
export function onScreen(stage) {
  const { left, top, width } = stage.getBoundingClientRect();
  return { left, top, zoom: width / parseFloat(getComputedStyle(stage).width) || 1 };
}

/** @param {Layout} layout */
const isOnShow = (layout) => layout.root.getClientRects().length > 0;

/**
 * @param {Element} root
 * @param {Binding[]} bindings
 * @returns {Layout}
 */
function opened(root, bindings) {
  const svg = /** @type {SVGSVGElement} */ (root.querySelector("svg"));
  return {
    root,
    svg,
    bindings,
    parts: bindings.map((binding, k) => new Parts(svg, k, binding)),
    stale: true,
    box: null,
  };
}
