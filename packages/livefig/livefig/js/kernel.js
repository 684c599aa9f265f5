/**
 * A figure whose function Python runs: controls, picture, equations and sentence change together, once there is an answer.
 */

import { remade, unpack } from "./data.js";
import { Figure } from "./figure.js";

/** @typedef {import("livefig-spec").Packed} Packed */
/** @typedef {import("livefig-spec").Spec} Spec */
/** @typedef {import("./figure.js").Host} Host */
/** @typedef {{outputs?: Object<string, Packed>, error?: string, values: Object<string, any>}} Answer */
/**
 * The way to the kernel. Its status is what Jupyter calls it, nothing without a kernel, undefined where a host does not tell.
 * @typedef {{send: function(Object<string, any>): void, status: function(): string|null|undefined}} Line
 */

const TICK = 1000; // ms between two looks at a kernel that owes an answer
const PATIENCE = 10; // ticks, after which a figure says so, where nobody tells what the kernel does
const GONE = "The kernel that computes this figure is gone, so the figure stands still. Run its cell again.";

export class KernelFigure extends Figure {
  /**
   * @param {HTMLElement} element
   * @param {Spec} spec
   * @param {Host} host
   * @param {Line} line
   */
  constructor(element, spec, host, line) {
    super(element, spec, [], host);
    this.line = line;
    /** The values for which an answer is wanted. @type {Object<string, any>} */
    this.wanted = this.state.outwards();
    /** The question that is out: one at a time, since a kernel answers all that it is asked. */
    this.asked = "";
    this.settled = false; // whether the answer is the one wanted
    this.ticks = this.idle = this.timer = 0;
    this.picture.stage.before(this.note);
    this.panel.disable(true);
  }

  /**
   * What tells two settings apart.
   * @param {Object<string, any>} values
   */
  key(values) {
    return JSON.stringify(this.spec.controls.map(({ name }) => values[name]));
  }

  /**
   * Before the first answer the figure stays as it begins, and only asks.
   * @param {Object<string, any>} values
   * @param {boolean} [tell]
   */
  set(values, tell) {
    const before = this.key(this.wanted);
    if (this.computed) super.set(values, tell);
    this.wanted = this.computed ? this.state.outwards() : { ...this.wanted, ...values };
    if (this.key(this.wanted) !== before) this.ask();
  }

  /** Ask for what is wanted, once the question before is answered. */
  ask() {
    this.settled = false;
    this.shows.live = "waiting";
    this.tell("Computing\u2026");
    if (!this.asked) this.post();
  }

  post() {
    this.asked = this.key(this.wanted);
    this.ticks = this.idle = 0;
    if (!this.timer) this.timer = window.setInterval(() => this.watch(), TICK);
    try {
      this.line.send(this.wanted);
    } catch {
      this.gone();
    }
  }

  /** @param {string} text in place of the sentence, unless that is all there is so far */
  tell(text) {
    if (this.computed) this.sentence.show(text, true);
    else this.note.textContent = text;
  }

  /** A kernel that is idle and owes an answer never got the question, or is another one that knows nothing of us. */
  watch() {
    const status = this.line.status();
    this.idle = status === "idle" ? this.idle + 1 : 0;
    if (status === null || status === "dead" || status === "terminating" || this.idle > 1) this.gone();
    else if (status === undefined && ++this.ticks === PATIENCE)
      this.tell("Computing\u2026 The kernel has not answered yet. If it was restarted, run this cell again.");
  }

  rest() {
    clearInterval(this.timer);
    this.asked = "";
    this.timer = 0;
  }

  /** All is as it was at the last answer, or at the start. */
  gone() {
    this.rest();
    for (const { name } of this.state.take(this.shown)) this.panel.show(name, this.state.values[name]);
    this.wanted = this.state.outwards();
    this.panel.pause();
    this.panel.disable(true);
    this.note.textContent = GONE;
    if (this.computed) this.settle();
    else this.shows.live = "gone";
  }

  /** @param {Answer} answer */
  receive({ outputs, error, values }) {
    const key = this.key(values);
    const own = key === this.asked;
    if (own) this.rest();
    if (key !== this.key(this.wanted)) return own && this.post();
    if (error === undefined) {
      const changed = this.state.take(values);
      for (const { name } of changed) this.panel.show(name, this.state.values[name]);
      this.computed = remade(outputs || {}, unpack);
      this.shown = { ...this.state.values };
      this.settle();
    } else this.fail(error);
    this.panel.disable(false);
    this.note.textContent = "";
  }

  settle() {
    this.settled = true;
    this.shows.live = "yes";
    this.wake();
    this.schedule();
  }

  /** Nothing is computed here. @returns {boolean} whether what is there may be shown */
  compute() {
    this.dirty = false;
    return this.settled;
  }

  stop() {
    this.rest();
    super.stop();
  }
}
