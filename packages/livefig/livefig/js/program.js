/**
 * The programs of a figure: which one belongs to the present choices, and what it gives.
 */

import { unpack } from "./data.js";

/** @typedef {import("livefig-spec").Spec} Spec */
/** @typedef {import("./data.js").Numbers} Numbers */
/** @typedef {Object<string, Numbers>} Outputs */
/** @typedef {{(...values: number[]): Outputs, aside?: any}} Program  with a worker beside it, if it may take long */
/** @typedef {function(any, Numbers[]): Program} Factory */

export class Programs {
  /**
   * @param {Spec} spec
   * @param {Factory[]} factories one for each of the Spec's programs
   * @param {any} math what the programs call
   */
  constructor(spec, factories, math) {
    this.spec = spec;
    this.factories = factories;
    this.math = math;
    this.constants = spec.constants.map(unpack);
    this.moving = spec.controls.filter((control) => !spec.cases[control.name]);
    /** @type {Program[]} */
    this.made = [];
  }

  /**
   * The program for these values of the controls, and what it is to be given.
   * @param {Object<string, any>} values
   * @returns {{program: Program, given: number[]}}
   */
  at(values) {
    const { spec, factories, math, constants } = this;
    let index = 0;
    for (const { name } of spec.controls) {
      const cases = spec.cases[name];
      if (cases) index = index * cases.length + cases.indexOf(Number(values[name]));
    }
    const which = spec.choose[index];
    const program = (this.made[which] ??= factories[which](
      math,
      spec.uses[which].map((k) => constants[k]),
    ));
    return { program, given: this.moving.map((control) => values[control.name]) };
  }

  end() {
    for (const program of this.made) program?.aside?.end();
  }
}
