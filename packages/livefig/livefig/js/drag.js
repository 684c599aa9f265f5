/**
 * Dragging: a point that the reader moves by hand or with the arrow keys; its places are those of one or two sliders.
 */

import { gridOf, sliderText } from "./controls/slider.js";
import { at } from "./data.js";
import { listen, make } from "./dom.js";
import { project } from "./geometry.js";
import { onScreen } from "./picture.js";

/** @typedef {import("livefig-spec").AxisMap} AxisMap */
/** @typedef {import("livefig-spec").DragSpec} DragSpec */
/** @typedef {import("livefig-spec").LineBinding} LineBinding */
/** @typedef {import("livefig-spec").SliderSpec} SliderSpec */
/** @typedef {import("./figure.js").Figure} Figure */
/** @typedef {"x"|"y"} Axis */

export class Handle {
  /**
   * @param {Figure} figure
   * @param {DragSpec} drag
   */
  constructor(figure, drag) {
    this.figure = figure;
    this.drag = drag;
    this.axes = /** @type {Axis[]} */ (["x", "y"]).filter((axis) => drag[axis]);
    this.sliders = this.axes.map(
      (axis) => /** @type {SliderSpec} */ (figure.spec.controls.find((control) => control.name === drag[axis])),
    );
    /** Where the point stands on the stage, and how far beside it the pointer took it, in px. */
    this.spot = [0, 0];
    this.gap = [0, 0];
    const [first] = this.sliders,
      both = this.axes.length > 1;
    this.element = make("div", {
      class: "livefig-handle",
      role: "slider",
      tabindex: 0,
      hidden: "",
      "data-prevent-swipe": "", // reveal.js would turn the slide
      "data-mark": drag.mark,
      "aria-label": this.sliders.map((slider) => slider.text).join(", "),
      "aria-valuemin": first.min,
      "aria-valuemax": first.max,
      "aria-orientation": this.axes[0] === "y" ? "vertical" : "horizontal",
      ...(both && { "aria-roledescription": "point that moves in two directions" }),
    });
    const { element } = this;
    listen(
      element,
      {
        pointerdown: (event) => this.take(event),
        pointermove: (event) => element.hasPointerCapture(event.pointerId) && this.pull(event),
        keydown: (event) => this.press(event),
      },
      figure.stopper.signal,
    );
  }

  /** The mark in the layout on show. @returns {LineBinding|undefined} */
  binding() {
    return /** @type {LineBinding|undefined} */ (this.figure.picture.front?.bindings[this.drag.mark]);
  }

  /** Put the handle on its point. */
  show() {
    const { figure, element } = this,
      { picture, state } = figure,
      layout = picture.front,
      binding = this.binding();
    if (!layout || !binding) return;
    const { x, y, map } = binding,
      { width, height } = layout.svg.viewBox.baseVal;
    const [across, down] = [project(map.x, at(figure.read(x), 0)), project(map.y, at(figure.read(y), 0))];
    element.hidden = !(across >= 0 && across <= width && down >= 0 && down <= height);
    if (element.hidden) return;
    const { start, scale } = picture.boxOf(layout);
    this.spot = [across * scale + start[0], down * scale + start[1]];
    element.style.transform = `translate(${this.spot[0]}px, ${this.spot[1]}px)`;
    const told = this.sliders.map(
      (one) => (this.sliders.length > 1 ? one.text + " " : "") + sliderText(one, state.values[one.name]),
    );
    element.setAttribute("aria-valuenow", state.values[this.sliders[0].name]);
    element.setAttribute("aria-valuetext", told.join(", "));
  }

  /**
   * Where the pointer is on the stage, in px.
   * @param {PointerEvent} event
   */
  placeOf({ clientX, clientY }) {
    const { left, top, zoom } = onScreen(this.figure.picture.stage);
    return [(clientX - left) / zoom, (clientY - top) / zoom];
  }

  /** @param {PointerEvent} event */
  take(event) {
    if (event.button) return;
    event.preventDefault();
    this.element.focus({ preventScroll: true });
    this.element.setPointerCapture(event.pointerId);
    const [x, y] = this.placeOf(event);
    this.gap = [x - this.spot[0], y - this.spot[1]];
  }

  /** @param {PointerEvent} event */
  pull(event) {
    const { figure, gap } = this,
      layout = figure.picture.front,
      binding = this.binding();
    if (!layout || !binding) return;
    const [x, y] = this.placeOf(event),
      { start, scale } = figure.picture.boxOf(layout);
    const units = { x: (x - gap[0] - start[0]) / scale, y: (y - gap[1] - start[1]) / scale };
    const wanted = this.axes.map((axis) => [this.drag[axis], numberAt(binding.map[axis], units[axis])]);
    figure.byHand(Object.fromEntries(wanted));
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    const binding = this.binding(),
      [first] = this.axes;
    /** @type {Object<string, [Axis, number]>} */
    const keys = {
      ArrowRight: ["x", 1],
      ArrowLeft: ["x", -1],
      ArrowUp: ["y", 1],
      ArrowDown: ["y", -1],
      PageUp: [first, 10],
      PageDown: [first, -10],
      Home: [first, -Infinity],
      End: [first, Infinity],
    };
    if (!binding || !keys[event.key] || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    const [wanted, steps] = keys[event.key],
      axis = this.axes.includes(wanted) ? wanted : first;
    const { a } = binding.map[axis],
      arrow = event.key.startsWith("Arrow");
    const turned = arrow && axis === wanted && (axis === "x" ? a < 0 : a > 0); // an axis that runs the other way
    const slider = this.sliders[this.axes.indexOf(axis)],
      grid = gridOf(slider);
    this.figure.byHand({ [slider.name]: grid.from(this.figure.state.values[slider.name], turned ? -steps : steps) });
  }
}

/**
 * The number at a place along an axis.
 * @param {AxisMap} axis
 * @param {number} units
 * @returns {number}
 */
function numberAt(axis, units) {
  const value = (units - axis.b) / axis.a;
  return axis.scale === "log" ? Math.pow(10, value) : value;
}
