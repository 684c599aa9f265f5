/**
 * The state of a figure: what its controls are set to.
 */

import { CONTROLS } from "./controls/index.js";

/** @typedef {import("livefig-spec").ControlSpec} ControlSpec */

export class State {
  /** @param {ControlSpec[]} controls */
  constructor(controls) {
    this.controls = controls;
    /** @type {Object<string, any>} */
    this.values = this.defaults();
  }

  /** @returns {Object<string, any>} */
  defaults() {
    return Object.fromEntries(this.controls.map((control) => [control.name, control.value]));
  }

  /**
   * Take values by name; what is no admissible value is left out.
   * @param {Object<string, any>} given
   * @returns {ControlSpec[]} the controls that changed
   */
  take(given) {
    return this.controls.filter((control) => {
      const value = CONTROLS[control.kind].admissible(control, given[control.name]);
      if (value === undefined || value === this.values[control.name]) return false;
      this.values[control.name] = value;
      return true;
    });
  }

  /**
   * What a link or the kernel calls the value of a control.
   * @param {ControlSpec} control
   * @returns {any}
   */
  outward(control) {
    return CONTROLS[control.kind].outward(control, this.values[control.name]);
  }

  /** All values, as a link or the kernel calls them. @returns {Object<string, any>} */
  outwards() {
    return Object.fromEntries(this.controls.map((control) => [control.name, this.outward(control)]));
  }

  /** The part of a link that says what differs from the start. @returns {string} */
  query() {
    const moved = this.controls.filter((control) => this.values[control.name] !== control.value);
    /** @type {function(any): string} */
    const told = (value) => String(typeof value === "boolean" ? Number(value) : value);
    return new URLSearchParams(moved.map((control) => [control.name, told(this.outward(control))])).toString();
  }
}
