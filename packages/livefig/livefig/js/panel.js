/**
 * The panel: the controls of a figure, its groups and its buttons.
 */

import { CONTROLS } from "./controls/index.js";
import { copy, labelled, listen, make } from "./dom.js";
import { download } from "./download.js";
import { Player } from "./player.js";
import { Source } from "./source.js";

/** @typedef {import("livefig-spec").ControlSpec} ControlSpec */
/** @typedef {import("livefig-spec").GroupSpec} GroupSpec */
/** @typedef {import("./figure.js").Figure} Figure */

/**
 * The controls that take a line of their own, so that a pair behind them stands side by side: two sliders whose names
 * differ in a number, such as w1 and w2.
 * @param {ControlSpec[]} controls
 * @returns {Set<ControlSpec>}
 */
function lonely(controls) {
  /** @type {Set<ControlSpec>} */
  const found = new Set();
  /** @param {number} k */
  const stem = (k) => controls[k]?.kind === "slider" && controls[k].text.replace(/[\d\u2080-\u2089]+/g, "#");
  let column = 0;
  controls.forEach((control, k) => {
    const name = stem(k);
    const paired = name && name.includes("#") && name === stem(k + 1) && name !== stem(k - 1);
    if (paired && column) found.add(controls[k - 1]);
    column = paired ? 1 : 1 - column;
  });
  return found;
}

export class Panel {
  /** @param {Figure} figure */
  constructor(figure) {
    this.figure = figure;
    /** What shows the value of each control. @type {Object<string, function(any): void>} */
    this.widgets = {};
    /** @type {Set<Player>} */
    this.playing = new Set();
    this.source = new Source(figure, (text, action) => this.button(text, action));
    this.element = make("div", {
      class: "livefig-controls",
      role: "group",
      "aria-label": "Controls",
      "data-prevent-swipe": "", // reveal.js would turn the slide
    });
    this.element.append(...this.controls(), this.buttons(), this.source.element);
  }

  /** All controls, those of a group where its first one stands. @returns {HTMLElement[]} */
  controls() {
    const { controls, groups } = this.figure.spec;
    const alone = lonely(groups.length ? [] : controls); // beside groups controls stand as they come
    const heads = new Map(groups.map((group) => [group.controls[0], group]));
    const grouped = new Set(groups.flatMap((group) => group.controls));
    return controls.flatMap((control) => {
      const group = heads.get(control.name);
      if (group) return [this.group(group)];
      if (grouped.has(control.name)) return [];
      const element = this.control(control);
      element.classList.toggle("livefig-alone", alone.has(control));
      return [element];
    });
  }

  /**
   * @param {GroupSpec} group
   * @returns {HTMLElement}
   */
  group({ label, controls, folded }) {
    const wanted = this.figure.spec.controls.filter((control) => controls.includes(control.name));
    const rows = make("div", { class: "livefig-rows" }, ...wanted.map((control) => this.control(control)));
    const [outer, head] = folded ? ["details", "summary"] : ["fieldset", "legend"];
    const element = make(outer, { class: "livefig-control livefig-group" }, labelled(head, label), rows);
    // Beside a long group two short ones find room, one below the other.
    if (!this.figure.spec.groups.some((one) => one.folded)) element.style.gridRow = `span ${wanted.length + 1}`;
    return element;
  }

  /**
   * @param {ControlSpec} control
   * @returns {HTMLElement}
   */
  control(control) {
    const { figure } = this,
      { name } = control,
      { signal } = figure.stopper;
    const { element, show } = CONTROLS[control.kind].build(control, {
      id: figure.prefix + name,
      set: (value) => figure.byHand({ [name]: value }),
      value: () => figure.state.values[name],
      signal,
      player: (home, runs) =>
        new Player(runs, {
          element: figure.element,
          set: (which, value) => figure.set({ [which]: value }, true),
          started: (player) => this.playing.add(player),
          stopped: (player) => (this.playing.delete(player), figure.sentence.say()),
          signal,
        }).element,
    });
    this.widgets[name] = show;
    show(control.value);
    return element;
  }

  /** @returns {HTMLElement} */
  buttons() {
    const { figure } = this;
    const buttons = make(
      "div",
      { class: "livefig-buttons" },
      this.button("Reset", () => figure.byHand(figure.state.defaults())),
    );
    if (figure.host.page) buttons.append(this.button("Copy link", () => this.copyLink(buttons)));
    buttons.append(this.source.button);
    const kinds = ["svg", "png"].map((kind) => this.button(kind.toUpperCase(), () => download(figure, kind)));
    for (const button of kinds) button.setAttribute("aria-label", "Download as " + button.textContent);
    buttons.append(make("span", { class: "livefig-download" }, "Download ", ...kinds));
    return buttons;
  }

  /**
   * @param {string} text
   * @param {function(): void} action
   * @returns {HTMLElement}
   */
  button(text, action) {
    const button = make("button", { type: "button" }, text);
    listen(button, { click: action }, this.figure.stopper.signal);
    return button;
  }

  /** @param {HTMLElement} buttons where the link is shown if it cannot be copied */
  copyLink(buttons) {
    buttons.querySelector(".livefig-link")?.remove();
    const note = make("span", { class: "livefig-link", role: "status" }),
      link = this.figure.link();
    buttons.append(note);
    copy(link, note, "Link copied.", () => {
      const field = /** @type {HTMLInputElement} */ (
        make("input", { type: "text", readonly: "", value: link, "aria-label": "Link to this figure" })
      );
      note.append(field);
      field.select();
    });
  }

  /**
   * Show the value of a control.
   * @param {string} name
   * @param {any} value
   */
  show(name, value) {
    this.widgets[name](value);
  }

  /** The reader takes over. */
  pause() {
    for (const player of this.playing) player.pause();
  }

  /** @param {boolean} off whether no control can be used */
  disable(off) {
    const inputs = this.element.querySelectorAll(".livefig-control :is(input, select, button)");
    for (const input of inputs) /** @type {HTMLInputElement} */ (input).disabled = off;
  }
}
