/**
 * A finger on a slider. Browsers move the thumb as soon as a finger touches the track, also one that only means to scroll
 * the page; so until it has gone sideways, what the slider says does not count, and the thumb stays where it was.
 */

const DECIDED = 6; // px from where it came down, after which a finger goes sideways or away

export class Finger {
  /**
   * @param {HTMLInputElement} input
   * @param {function(): void} use takes what the slider says
   * @param {function(): void} back shows what is so
   * @param {AbortSignal} signal
   */
  constructor(input, use, back, signal) {
    this.input = input;
    this.use = use;
    this.back = back;
    /** @type {"none"|"new"|"sideways"|"away"} */
    this.way = "none";
    this.start = [0, 0];
    /** What the slider said that did not count yet. @type {string|null} */
    this.said = null;
    input.addEventListener("pointerdown", (event) => this.down(event), { signal });
    input.addEventListener("pointermove", (event) => this.move(event), { signal });
    input.addEventListener("pointerup", () => this.up(), { signal });
    input.addEventListener("pointercancel", () => this.end(), { signal });
    input.addEventListener("input", () => this.hear(), { signal });
  }

  /** @param {PointerEvent} event */
  down({ pointerType, isPrimary, clientX, clientY }) {
    if (!isPrimary) return;
    this.way = pointerType === "mouse" ? "none" : "new";
    this.start = [clientX, clientY];
    this.said = null;
  }

  /** @param {PointerEvent} event */
  move({ isPrimary, clientX, clientY }) {
    if (this.way !== "new" || !isPrimary) return;
    const [across, along] = [Math.abs(clientX - this.start[0]), Math.abs(clientY - this.start[1])];
    if (Math.max(across, along) < DECIDED) return;
    this.way = across > along ? "sideways" : "away";
    if (this.way === "sideways") this.take();
  }

  /** A finger that came and went in one place means that place. */
  up() {
    if (this.way === "new") this.take();
    this.end();
  }

  end() {
    if (this.way === "none") return;
    this.way = "none";
    this.said = null;
    this.back();
  }

  /** The slider says something. */
  hear() {
    if (this.way === "none" || this.way === "sideways") return this.use();
    this.said = this.input.value;
    this.back();
  }

  /** Let count what did not until now. */
  take() {
    if (this.said === null) return;
    this.input.value = this.said;
    this.use();
  }
}
