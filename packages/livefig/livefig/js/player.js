/**
 * Play: the buttons that run a slider from end to end.
 */

import { listen, make, makeSvg } from "./dom.js";

/** @typedef {import("livefig-spec").SliderSpec} SliderSpec */
/** @typedef {import("./controls/slider.js").Grid} Grid */
/** @typedef {{control: SliderSpec, grid: Grid, value: function(): number}} Runs  what a player runs */
/**
 * What a player needs of its figure.
 * @typedef {Object} Stage
 * @property {Element} element the figure, which has to be in sight
 * @property {function(string, number): void} set
 * @property {function(Player): void} started
 * @property {function(Player): void} stopped
 * @property {AbortSignal} signal
 */

const PLAY = "M4 2.5v11l9-5.5z",
  PAUSE = "M4 2.5h3v11H4zM9 2.5h3v11H9z";
const SPEEDS = [0.25, 0.5, 1, 2, 4];
const CALM = 2; // steps a second at most, for who asks for less motion

export class Player {
  /**
   * @param {Runs} runs
   * @param {Stage} stage
   */
  constructor({ control, grid, value }, stage) {
    this.control = control;
    this.grid = grid;
    this.value = value;
    this.stage = stage;
    this.calm = matchMedia("(prefers-reduced-motion: reduce)");
    this.frame = 0;
    this.owed = 0; // steps, of which the whole ones are taken
    this.last = 0; // ms
    const label = "Play: " + control.text;
    this.icon = makeSvg("path", { d: PLAY });
    const icon = makeSvg("svg", { viewBox: "0 0 16 16", "aria-hidden": "true" });
    icon.append(this.icon);
    this.button = make("button", { type: "button", "aria-label": label, title: label, "aria-pressed": "false" }, icon);
    listen(this.button, { click: () => (this.frame ? this.pause() : this.start()) }, stage.signal);
    const options = SPEEDS.map((speed) =>
      make("option", { value: speed, ...(speed === 1 && { selected: "" }) }, `${speed}\u00d7`),
    );
    this.speed = /** @type {HTMLSelectElement} */ (
      make("select", { "aria-label": "Speed: " + control.text }, ...options)
    );
    this.element = make("div", { class: "livefig-play" }, this.button, this.speed);
    this.away = new IntersectionObserver((entries) => entries.some((entry) => !entry.isIntersecting) && this.pause());
  }

  start() {
    if (this.place() === this.grid.last) this.step(-Infinity);
    this.owed = 0;
    this.last = performance.now();
    this.frame = requestAnimationFrame((now) => this.tick(now));
    this.away.observe(this.stage.element);
    this.stage.started(this);
    this.shown();
  }

  pause() {
    if (!this.frame) return;
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    this.away.disconnect();
    this.stage.stopped(this);
    this.shown();
  }

  /** Show whether it runs. */
  shown() {
    this.button.setAttribute("aria-pressed", String(this.frame > 0));
    this.icon.setAttribute("d", this.frame ? PAUSE : PLAY);
  }

  /** @param {number} now ms */
  tick(now) {
    const rate = Math.min(this.control.play * Number(this.speed.value), this.calm.matches ? CALM : Infinity);
    this.owed += ((now - this.last) / 1000) * rate;
    this.last = now;
    if (this.owed >= 1) {
      this.step(Math.min(Math.floor(this.owed), Math.ceil(rate / 60))); // a slow page plays slowly and leaves no step out
      this.owed %= 1;
    }
    if (this.place() === this.grid.last) return this.pause();
    this.frame = requestAnimationFrame((next) => this.tick(next));
  }

  /** @returns {number} */
  place() {
    return this.grid.placeOf(this.value());
  }

  /** @param {number} steps */
  step(steps) {
    this.stage.set(this.control.name, this.grid.from(this.value(), steps));
  }
}
