/**
 * The sentence: shown at once, said once the reader pauses.
 */

import { make } from "./dom.js";

const QUIET = 500; // ms without a change, after which screen readers say the sentence

export class Sentence {
  /** @param {Element} figure whose markup is there */
  constructor(figure) {
    this.element = /** @type {HTMLElement} */ (figure.querySelector(".livefig-says"));
    this.room = /** @type {HTMLElement} */ (this.element.parentElement);
    this.spoken = make("p", { class: "livefig-hidden", "aria-live": "polite" });
    this.timer = 0;
    figure.append(this.spoken);
  }

  /** @returns {string} */
  get text() {
    return this.element.textContent || "";
  }

  /**
   * @param {string} text
   * @param {boolean} silent for now, since more changes are on their way
   */
  show(text, silent) {
    if (this.text === text) return;
    this.element.textContent = text;
    if (text.length > (this.room.dataset.longest || "").length) this.room.dataset.longest = text;
    clearTimeout(this.timer);
    if (!silent) this.say();
  }

  /** Let screen readers say the sentence, once nothing has changed for a while. */
  say() {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => (this.spoken.textContent = this.text), QUIET);
  }

  stop() {
    clearTimeout(this.timer);
    this.spoken.remove();
  }
}
