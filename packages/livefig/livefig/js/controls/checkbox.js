/** @typedef {import("livefig-spec").CheckboxSpec} CheckboxSpec */
/** @typedef {import("./index.js").Built} Built */
/** @typedef {import("./index.js").Context} Context */

import { labelled, listen, make } from "../dom.js";

/** Yes or no. */
export const checkbox = {
  /**
   * @param {CheckboxSpec} control
   * @param {any} value
   */
  admissible: (control, value) => (/^(0|1|true|false)$/.test(value) ? /1|true/.test(value) : undefined),

  /**
   * @param {CheckboxSpec} control
   * @param {boolean} value
   */
  outward: (control, value) => value,

  /**
   * @param {CheckboxSpec} control
   * @param {boolean} value
   */
  word: (control, value) => value,

  /**
   * @param {CheckboxSpec} control
   * @param {boolean} value
   */
  code: (control, value) => (value ? "True" : "False"),

  /**
   * @param {CheckboxSpec} control
   * @param {Context} context
   * @returns {Built}
   */
  build(control, { id, set, signal }) {
    const input = /** @type {HTMLInputElement} */ (make("input", { type: "checkbox", id, "aria-label": control.text }));
    listen(input, { input: () => set(input.checked) }, signal);
    const element = make(
      "div",
      { class: "livefig-control livefig-check" },
      input,
      labelled("label", control.label, { for: id }),
    );
    return { element, show: (value) => (input.checked = value) };
  },
};
