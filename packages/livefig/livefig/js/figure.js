/**
 * One live figure: its state, its programs, its picture and what stands around it, from the first look at it to its end.
 */

import { CONTROLS } from "./controls/index.js";
import { at, remade } from "./data.js";
import { apart, make } from "./dom.js";
import { Handle } from "./drag.js";
import { Equations } from "./equations.js";
import { complaint, unfold, wishOf } from "./link.js";
import { L } from "./math.js";
import { format } from "./numbers.js";
import { Panel } from "./panel.js";
import { Picture, build } from "./picture.js";
import { Programs } from "./program.js";
import { Sentence } from "./sentence.js";
import { State } from "./state.js";
import { follow, groundOf, isDark, unfollow } from "./theme.js";

/** @typedef {import("livefig-spec").Source} Source */
/** @typedef {import("livefig-spec").Spec} Spec */
/** @typedef {import("livefig-spec").Words} Words */
/** @typedef {import("./data.js").Numbers} Numbers */
/** @typedef {import("./program.js").Factory} Factory */
/** @typedef {import("./program.js").Outputs} Outputs */
/**
 * Where a figure stands: in a page that has addresses, or in a notebook that is told of changes.
 * @typedef {{page: boolean, changed?: function(string, any): void}} Host
 */

/** @type {WeakMap<Element, Figure>} */
const owners = new WeakMap();
const sizes = new ResizeObserver((entries) =>
  entries.forEach(({ target }) => apart(() => owners.get(target)?.resized())),
);
const near = new IntersectionObserver(
  (entries) => entries.forEach((entry) => entry.isIntersecting && apart(() => owners.get(entry.target)?.wake())),
  { rootMargin: "50% 0px" },
);

/** What begins the ids of a figure that has no address: two bundles in one tab know nothing of each other. */
const token = Math.random().toString(36).slice(2, 8);
let made = 0;

/**
 * The figure that an element is.
 * @param {Element} element
 * @returns {Figure|undefined}
 */
export const figureOf = (element) => owners.get(element);

export class Figure {
  /**
   * @param {HTMLElement} element with the static markup, or empty
   * @param {Spec} spec
   * @param {Factory[]} factories one for each of the Spec's programs
   * @param {Host} host
   */
  constructor(element, spec, factories, host) {
    this.element = element;
    this.shows = element.dataset;
    this.spec = spec;
    this.host = host;
    this.prefix = `livefig-${token}-${++made}-`;
    this.factories = factories;
    this.stats = { compute: 0, draw: 0 };
    this.stopper = new AbortController();
    this.state = new State(spec.controls);
    /** What the function gave. @type {Outputs|null} */
    this.computed = null;
    /** The values of the controls for which it gave that: those that the picture shows. @type {Object<string, any>} */
    this.shown = { ...this.state.values };
    this.turn = this.taken = 0; // the last call of the function, and the last whose answer was taken
    this.frame = 0;
    this.dirty = false; // whether something changed that is not computed yet
    this.awake = false;
    this.programs = /** @type {Programs|null} */ (null); // made when it wakes
    /** @type {function(Figure): void} */
    this.resolve = () => {};
    this.ready = new Promise((resolve) => (this.resolve = resolve));
    if (!element.querySelector(".livefig-picture")) build(element, spec, this.prefix);
    this.picture = new Picture(element, spec);
    this.sentence = new Sentence(element);
    this.equations = new Equations(this);
    this.handles = spec.drags.map((drag) => new Handle(this, drag));
    this.picture.element.after(...this.handles.map((handle) => handle.element));
    this.panel = new Panel(this);
    this.sentence.room.before(this.panel.element);
    /** Whether it is as a link said, so that going back from that undoes it. */
    this.led = false;
    this.note = make("p", { class: "livefig-unclear", role: "status" });
    if (host.page) this.picture.stage.before(this.note);
    owners.set(element, this);
    follow(this);
    sizes.observe(element);
    near.observe(element);
  }

  // --- the state

  /**
   * Set controls by name; what is no admissible value is left out.
   * @param {Object<string, any>} values
   * @param {boolean} [tell] the host
   */
  set(values, tell) {
    const changed = this.state.take(values);
    for (const control of changed) {
      this.panel.show(control.name, this.state.values[control.name]);
      if (tell && this.host.changed) this.host.changed(control.name, this.state.outward(control));
    }
    this.wake();
    if (changed.length) this.schedule();
  }

  /**
   * Set controls as the reader does, who takes over from whatever plays.
   * @param {Object<string, any>} values
   */
  byHand(values) {
    this.panel.pause();
    this.note.textContent = "";
    this.set(values, true);
  }

  /** The address of the figure as it stands. @returns {string} */
  link() {
    const query = this.state.query();
    return location.href.split("#")[0] + "#" + this.element.id + (query && "?" + query);
  }

  /**
   * Take the state from a link.
   * @param {string} query
   * @param {boolean} [near] whether the reader is in the page already, and wants to see no more move than must
   */
  follow(query, near) {
    const wish = wishOf(this.spec.controls, query);
    this.byHand(wish.values);
    this.led = true;
    this.note.textContent = complaint(wish);
    this.reveal(near);
    // What folds or lays out anew while the page loads is not there yet.
    if (document.readyState !== "complete")
      addEventListener("load", () => this.reveal(), { once: true, signal: this.stopper.signal });
  }

  /**
   * Bring the figure into sight, also out of what folds it away.
   * @param {boolean} [near] only the picture, and only as far as it is not in sight
   */
  reveal(near) {
    unfold(this.element);
    if (near) this.picture.stage.scrollIntoView({ block: "nearest" });
    else this.element.scrollIntoView({ block: "start" });
  }

  /** Be as before any link, whose address the reader has left. */
  leave() {
    if (this.led) this.byHand(this.state.defaults());
    this.led = false;
  }

  // --- computing and drawing

  /** Start to work: until now nothing was computed. */
  wake() {
    if (this.awake || this.stopper.signal.aborted) return;
    this.awake = true;
    near.unobserve(this.element);
    this.programs = new Programs(this.spec, this.factories, L);
    this.paint();
    this.schedule();
  }

  /** Draw before the next frame, once however often it is asked. */
  schedule() {
    this.dirty = true;
    if (this.awake && !this.frame) this.frame = requestAnimationFrame(() => this.flush());
  }

  /**
   * Compute and draw, if something changed.
   * @param {boolean} [now] and not in a worker, which answers later
   */
  flush(now) {
    this.wake();
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    if (this.dirty) this.attempt(() => this.compute(now) && this.show());
  }

  /** Bring what was computed into sight; true, since it is done. @returns {boolean} */
  show() {
    if (!this.computed) return true;
    this.picture.spoil();
    this.draw();
    this.sentence.show(this.says(), this.panel.playing.size > 0);
    return true;
  }

  /** The size of the figure, or of the window, has changed. */
  resized() {
    this.equations.resized();
    this.picture.resized();
    if (this.shows.live === "yes" && !this.dirty) this.attempt(() => this.draw());
  }

  /** @param {function(): any} action which returns false if it goes on later */
  attempt(action) {
    try {
      if (action() === false) return;
      this.shows.live = "yes";
    } catch (error) {
      this.fail("This figure could not be computed for these values: " + /** @type {Error} */ (error).message);
    }
    this.resolve(this);
  }

  /** @param {string} reason */
  fail(reason) {
    this.shows.live = "failed";
    const { values } = this.state;
    this.shows.old = String(this.spec.controls.some(({ name }) => values[name] !== this.shown[name]));
    this.sentence.show(reason, false);
  }

  /**
   * @param {boolean} [now] here, however long it takes
   * @returns {boolean} whether it is done; if not, a worker computes
   */
  compute(now) {
    this.dirty = false;
    const values = { ...this.state.values };
    if (!this.programs) return true;
    const { program, given } = this.programs.at(values),
      turn = ++this.turn;
    /** @param {Outputs} outputs @param {number} took */
    const take = (outputs, took) => {
      this.taken = turn;
      this.computed = outputs;
      this.shown = values;
      this.stats.compute = took;
      return true;
    };
    if (now || !program.aside?.wanted(this.stats.compute)) {
      const began = performance.now();
      return take(program(...given), performance.now() - began);
    }
    this.dirty = true;
    program.aside.call(
      given,
      /** @param {import("./brought/aside.js").Answer} answer */
      (answer) => {
        if (turn <= this.taken) return;
        if (!answer) return this.schedule();
        this.dirty = turn !== this.turn;
        this.attempt(() => {
          if (answer.error) throw new Error(answer.error);
          take(answer.outputs, answer.took);
          return this.show();
        });
      },
      /** @param {string} text */
      (text) => turn > this.taken && this.sentence.show(text, true),
    );
    return false;
  }

  /** @param {boolean} [hidden] layouts that are not on show, too */
  draw(hidden) {
    const began = performance.now();
    this.picture.draw(
      (source) => this.read(source),
      ({ words }) => this.fill(words),
      hidden,
    );
    for (const part of [this.equations, ...this.handles, this.panel.source]) part.show();
    this.stats.draw = performance.now() - began;
  }

  /**
   * The numbers of a source.
   * @param {Source} source
   * @returns {Numbers}
   */
  read(source) {
    if ("constant" in source) return /** @type {Programs} */ (this.programs).constants[source.constant];
    const { value } = source,
      { computed } = this;
    return computed && Object.hasOwn(computed, value) ? computed[value] : Number(this.shown[value]);
  }

  /**
   * What a sentence says for a name.
   * @param {string} name
   * @returns {number|string|boolean}
   */
  word(name) {
    if (this.computed && Object.hasOwn(this.computed, name)) {
      const value = at(this.computed[name], 0);
      return this.spec.outputs[name]?.dtype === "bool" ? Boolean(value) : value;
    }
    const control = this.spec.controls.find((one) => one.name === name);
    return control ? CONTROLS[control.kind].word(control, this.shown[name]) : NaN;
  }

  /**
   * @param {Words["words"]} parts
   * @returns {string}
   */
  fill(parts) {
    return parts.map((part) => (typeof part === "string" ? part : format(this.word(part.value), part.format))).join("");
  }

  /** What the figure shows now, in words. @returns {string} */
  says() {
    const holds = this.spec.says.find((one) => one.when === null || this.word(one.when));
    return holds ? this.fill(holds.parts) : "";
  }

  /** Give the picture the colours that the page's ground asks for. */
  paint() {
    if (!this.awake) return;
    const ground = isDark(this.element) ? groundOf(this.element) : null;
    this.picture.paint(ground);
    this.equations.paint(ground);
  }

  /** Paper may show the other layout. */
  print() {
    if (this.computed) this.draw(true);
  }

  // --- the end, and what others may use

  /** Undo everything. */
  stop() {
    this.panel.pause();
    this.stopper.abort();
    this.programs?.end();
    cancelAnimationFrame(this.frame);
    sizes.unobserve(this.element);
    near.unobserve(this.element);
    owners.delete(this.element);
    unfollow(this);
    this.sentence.stop();
    for (const one of [this.panel, ...this.handles]) one.element.remove();
    this.note.remove();
  }

  /** What authors and tests may use; who sets a figure by it takes over from whatever plays. */
  get handle() {
    const figure = this;
    /** @type {function(function(): any): function(): any} */
    const now = (action) => () => (this.flush(true), action());
    /** @type {function(Numbers): number|number[]} */
    const plain = (data) => (typeof data === "number" ? data : Array.from(data));
    return {
      element: this.element,
      values: () => this.state.outwards(),
      /** @param {Object<string, any>} values */
      set: (values) => (this.byHand(values), this.flush(true)),
      reset: () => (this.byHand(this.state.defaults()), this.flush(true)),
      outputs: now(() => remade(this.computed || {}, plain)),
      drawn: now(() => this.picture.drawn()),
      sentence: now(() => this.sentence.text),
      link: () => this.link(),
      stop: () => this.stop(),
      get ready() {
        figure.wake();
        return figure.ready;
      },
      get stats() {
        return { ...figure.stats, bytes: JSON.stringify(figure.spec).length + String(figure.factories).length };
      },
    };
  }
}
