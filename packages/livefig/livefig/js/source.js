/**
 * The author's function, folded out, and the call that gives what is shown.
 */

import { CONTROLS } from "./controls/index.js";
import { copy, make } from "./dom.js";

/** @typedef {import("./figure.js").Figure} Figure */

const SHOW = "Show the NumPy",
  HIDE = "Hide the NumPy"; // so that it needs no word on whether it is unfolded, too

export class Source {
  /**
   * @param {Figure} figure
   * @param {function(string, function(): void): HTMLElement} button makes one
   */
  constructor(figure, button) {
    this.figure = figure;
    const id = figure.prefix + "source";
    this.code = make("code");
    this.element = make("div", { class: "livefig-source", id, hidden: "" }, make("pre", { tabindex: 0 }, this.code));
    this.button = button(SHOW, () => this.fold(!this.element.hidden));
    this.button.setAttribute("aria-controls", id);
    const note = make("span", { class: "livefig-link", role: "status" });
    const select = () => getSelection()?.selectAllChildren(this.code);
    const copies = button("Copy", () => copy(this.text(), note, "Copied.", select));
    this.element.append(make("div", { class: "livefig-buttons" }, copies, note));
  }

  /** @param {boolean} away */
  fold(away) {
    this.element.hidden = away;
    this.button.textContent = away ? SHOW : HIDE;
    this.show();
  }

  /** @returns {string} */
  text() {
    const { spec, state } = this.figure,
      { name, text } = spec.source;
    const given = spec.controls.map((one) => `${one.name}=${CONTROLS[one.kind].code(one, state.values[one.name])}`);
    return `${text ? text + "\n\n" : ""}${name}(${given.join(", ")})`;
  }

  show() {
    if (!this.element.hidden) this.code.textContent = this.text();
  }
}
