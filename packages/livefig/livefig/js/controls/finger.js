/**
 * A finger on a slider. Browsers move the thumb as soon as a finger touches the track, also one that only means to scroll
 * the page; so until it has gone sideways, what the slider says does not count, and the thumb stays where it was.
 */

import { listen } from "../dom.js";

const FAR = 6; // px from where it came down, after which a finger goes sideways or away

/**
 * Let a slider heed its readers' fingers.
 * @param {HTMLInputElement} input
 * @param {function(): void} use takes what the slider says
 * @param {function(): void} back shows what is so
 * @param {AbortSignal} signal
 */
export function heedFingers(input, use, back, signal) {
  /** Whether a finger is on it that has not gone sideways; one that is lifted in its first place means that place. */
  let waits = false,
    still = false,
    x = 0,
    y = 0;
  /** What the slider said that did not count yet. @type {string|null} */
  let said = null;
  const take = () => {
    waits = false;
    if (said === null) return;
    input.value = said;
    use();
  };
  const end = () => {
    if (waits) back();
    waits = false;
  };
  /** @type {Object<string, function(any): void>} */
  const heard = {
    pointerdown({ pointerType, isPrimary, clientX, clientY }) {
      if (isPrimary) [waits, still, x, y, said] = [pointerType !== "mouse", true, clientX, clientY, null];
    },
    pointermove({ isPrimary, clientX, clientY }) {
      const across = Math.abs(clientX - x),
        along = Math.abs(clientY - y);
      if (!waits || !still || !isPrimary) return;
      still = across < FAR && along < FAR;
      if (!still && across > along) take();
    },
    pointerup: () => (waits && still ? take() : end()),
    pointercancel: end,
    input() {
      if (!waits) return use();
      said = input.value;
      back();
    },
  };
  listen(input, heard, signal);
}
