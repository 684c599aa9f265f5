/**
 * The exact value of a slider: a field to type into, between two buttons of one step.
 */

import { listen, make } from "../dom.js";
import { MINUS, RAISED } from "../numbers.js";

/**
 * What the field and its buttons do.
 * @typedef {Object} Does
 * @property {function(string): string} type takes what was typed; says why if it does not
 * @property {function(number): void} step
 * @property {function(): string} shown what the field shows of the present value
 * @property {AbortSignal} signal
 */

const EACH = 60, // ms from step to step while a button is held
  WAIT = 7; // of these go by before it goes on by itself

/**
 * The number that a reader wrote: also with a decimal comma, as a fraction, or as the page itself writes numbers.
 * @param {string} text
 * @returns {number} NaN for what is none
 */
export function numberOf(text) {
  const parts = text
    .replace(/[\u2070-\u207b\u00b2\u00b3\u00b9]/g, (sign) => "0123456789-"[RAISED.indexOf(sign)])
    .replace(/\s/g, "")
    .replaceAll(MINUS, "-")
    .replaceAll(",", ".")
    .replace("\u00d710", "e")
    .split("/");
  const [top, under = 1, more] = parts.map((part) => (part ? Number(part) : NaN));
  return more === undefined ? top / under : NaN;
}

/**
 * @param {string} name of what is set
 * @param {string} id
 * @param {Does} does
 * @returns {{field: HTMLInputElement, parts: HTMLElement[], show: function(): void}} parts for the head and, below the
 *   slider, for what the field does not take
 */
export function exact(name, id, { type, step, shown, signal }) {
  const note = make("span", { class: "livefig-fault", role: "status", id });
  const field = /** @type {HTMLInputElement} */ (
    make("input", { type: "text", autocomplete: "off", "aria-label": "Value: " + name, "aria-describedby": id })
  );
  /** @param {string} [fault] */
  const say = (fault = "") => {
    field.setAttribute("aria-invalid", String(!!fault));
    note.textContent = fault;
    if (!fault) field.value = shown();
  };
  const take = () => say(type(field.value));
  /** @type {Object<string, function(): void>} */
  const keys = { Enter: take, Escape: say, ArrowUp: () => step(1), ArrowDown: () => step(-1) };
  listen(
    field,
    {
      keydown(event) {
        if (!keys[event.key]) return;
        event.preventDefault();
        keys[event.key]();
      },
      change: take,
      focus: () => field.select(),
    },
    signal,
  );
  const box = make("span", { class: "livefig-exact" }, press("back", -1), field, press("forward", 1));
  return { field, parts: [box, note], show: () => say() };

  /**
   * A button of one step. The keyboard has the slider's own, so that it need not pass two more places on its way.
   * @param {string} word
   * @param {number} way
   */
  function press(word, way) {
    const label = `One step ${word}: ${name}`;
    const button = make("button", { type: "button", tabindex: -1, "aria-label": label }, way < 0 ? MINUS : "+");
    let timer = 0,
      gone = 0;
    const stop = () => clearInterval(timer);
    listen(
      button,
      {
        pointerdown() {
          stop();
          gone = 0;
          timer = setInterval(() => ++gone > WAIT && step(way), EACH);
        },
        click() {
          if (gone <= WAIT) step(way);
          gone = 0;
        },
        "click pointerup pointerleave pointercancel": stop,
      },
      signal,
    );
    signal.addEventListener("abort", stop);
    return button;
  }
}
