/**
 * Play: the buttons that run a slider from end to end.
 */

import { iconButton, make } from "./dom.js";

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
const FORWARD = "M4 2.5v11l6-5.5zM11 2.5h2v11h-2z",
  BACK = "M12 2.5v11L6 8zM5 2.5H3v11h2z";
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
    this.button = this.press("Play", PLAY, () => (this.frame ? this.pause() : this.start()));
    this.button.setAttribute("aria-pressed", "false");
    const options = SPEEDS.map((speed) =>
      make("option", { value: speed, ...(speed === 1 && { selected: "" }) }, `${speed}\u00d7`),
    );
    this.speed = /** @type {HTMLSelectElement} */ (
      make("select", { "aria-label": "Speed: " + control.text }, ...options)
    );
    const back = this.press("One step back", BACK, () => (this.pause(), this.step(-1)));
    const forward = this.press("One step forward", FORWARD, () => (this.pause(), this.step(1)));
    this.element = make("div", { class: "livefig-play" }, back, this.button, forward, this.speed);
    this.away = new IntersectionObserver((entries) => entries.some((entry) => !entry.isIntersecting) && this.pause());
  }

  /**
   * @param {string} label
   * @param {string} icon
   * @param {function(): void} action
   * @returns {HTMLElement}
   */
  press(label, icon, action) {
    const button = iconButton(`${label}: ${this.control.text}`, icon);
    button.addEventListener("click", action, { signal: this.stage.signal });
    return button;
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
    this.button.querySelector("path")?.setAttribute("d", this.frame ? PAUSE : PLAY);
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
    const place = Math.min(Math.max(this.place() + steps, 0), this.grid.last);
    this.stage.set(this.control.name, this.grid.valueAt(place));
  }
}
