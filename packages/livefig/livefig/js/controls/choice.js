/** @typedef {import("livefig-spec").ChoiceSpec} ChoiceSpec */
/** @typedef {import("./index.js").Built} Built */
/** @typedef {import("./index.js").Context} Context */

import { labelled, listen, make } from "../dom.js";

const MOST = 4; // options that stand side by side; more are a menu

/** One of several options; its value is a position. */
export const choice = {
  /**
   * @param {ChoiceSpec} control
   * @param {any} value
   */
  admissible(control, value) {
    const index = typeof value === "number" ? value : control.options.findIndex((option) => option.key === value);
    return control.options[index] ? index : undefined;
  },

  /**
   * @param {ChoiceSpec} control
   * @param {number} value
   */
  outward: (control, value) => control.options[value].key,

  /**
   * @param {ChoiceSpec} control
   * @param {number} value
   */
  word: (control, value) => control.options[value].text,

  /**
   * @param {ChoiceSpec} control
   * @param {number} value
   */
  code: (control, value) => control.options[value].code,

  /** @param {ChoiceSpec} control */

  /**
   * @param {ChoiceSpec} control
   * @param {Context} context
   * @returns {Built}
   */
  build: (control, context) => (control.options.length > MOST ? menu(control, context) : radios(control, context)),
};

/**
 * @param {ChoiceSpec} control
 * @param {Context} context
 * @returns {Built}
 */
function menu(control, { id, set, signal }) {
  const options = control.options.map((option, k) => make("option", { value: k }, option.text));
  const select = /** @type {HTMLSelectElement} */ (make("select", { id, "aria-label": control.text }, ...options));
  listen(select, { input: () => set(Number(select.value)) }, signal);
  const element = make("div", { class: "livefig-control" }, labelled("label", control.label, { for: id }), select);
  return { element, show: (value) => (select.value = String(value)) };
}

/**
 * @param {ChoiceSpec} control
 * @param {Context} context
 * @returns {Built}
 */
function radios(control, { id, set, signal }) {
  // The text is for the ear: a label that is a formula alone has no name that every browser would read out.
  const inputs = control.options.map(
    (option, k) =>
      /** @type {HTMLInputElement} */ (
        make("input", { type: "radio", name: id, id: id + k, value: k, "aria-label": option.text })
      ),
  );
  const rows = control.options.map((option, k) =>
    make("div", { class: "livefig-check" }, inputs[k], labelled("label", option.label, { for: id + k })),
  );
  const element = make(
    "fieldset",
    { class: "livefig-control" },
    labelled("legend", control.label),
    make("div", { class: "livefig-options" }, ...rows),
  );
  listen(element, { input: () => set(inputs.findIndex((input) => input.checked)) }, signal);
  return { element, show: (value) => (inputs[value].checked = true) };
}
