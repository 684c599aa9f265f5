/**
 * Brings live figures to life: controls, the state in the link, and the redrawing of what moves in Matplotlib's SVG.
 *
 * A classic script, because a module does not run from a file; `livefig-math.js`, `livefig-draw.js` and
 * `livefig-parts.js` must be loaded before it. The page's own script calls `livefig.add(spec, factories)`; a notebook calls `livefig.renderWidget`. Numbers, sentences and
 * outlines follow `words.py` and `drawing.py` digit for digit.
 *
 * @typedef {Object<string, any>} Spec  what `live.py` makes: plain data
 * @typedef {Object<string, any>} Binding  one moving artist in one layout, from `artists.py`
 * @typedef {Object<string, number|Float64Array>} Outputs
 * @typedef {function(Object, Array<number|Float64Array>): function(...number): Outputs} Factory
 * @typedef {{page: boolean, changed?: function(string, any): void}} Host
 */
(function (root) {
  "use strict";
  const livefig = (root.livefig = root.livefig || {});
  const L = livefig.L;
  const { at, drawnOf, partOf, recolour, unpack } = livefig.draw;
  const { Equations, Handle, Player, Source, clamp, download, labelled, make } = livefig.parts;

  // ------------------------------------------------------------------------------------------ numbers in words

  const MINUS = "\u2212";

  /** Decimal digits of x, exact, and the power of ten of the first. @param {number} x positive or 0 */
  function digitsOf(x) {
    if (x === 0) return { digits: "0".repeat(101), power: 0 };
    if (x >= 1e21) {
      const digits = String(BigInt(x)); // further digits of so large a number are not zeros
      return { digits, power: digits.length - 1 };
    }
    const [mantissa, power] = x.toExponential(100).split("e");
    return { digits: mantissa.replace(".", ""), power: Number(power) };
  }

  /** The first digits, rounded half to even as Python does. @param {string} digits @param {number} keep */
  function rounded(digits, keep) {
    if (keep < 0) return "";
    const head = digits.slice(0, keep).padEnd(keep, "0");
    const rest = digits.slice(keep);
    const half = "5".padEnd(rest.length, "0");
    const odd = keep > 0 && "13579".includes(head[keep - 1]);
    const up = rest !== "" && (rest > half || (rest === half && odd));
    return up ? String(BigInt(head || "0") + 1n).padStart(keep, "0") : head;
  }

  /** x with n decimals. @param {number} x @param {number} n @returns {string} */
  function fixed(x, n) {
    const { digits, power } = digitsOf(x);
    const all = rounded(digits, power + 1 + n).padStart(n + 1, "0");
    return n ? all.slice(0, -n) + "." + all.slice(-n) : all;
  }

  /** @param {string} digits one or more @param {number} power @returns {string} such as 1.5e-07 */
  function scientific(digits, power) {
    const mantissa = digits[0] + (digits.length > 1 ? "." + digits.slice(1) : "");
    return mantissa + "e" + (power < 0 ? MINUS : "+") + String(Math.abs(power)).padStart(2, "0");
  }

  /** x with n decimals and a power of ten. @param {number} x @param {number} n @returns {[string, number]} */
  function significant(x, n) {
    const { digits, power } = digitsOf(x);
    const kept = rounded(digits, n);
    return kept.length > n ? [kept.slice(0, n), power + 1] : [kept, power];
  }

  /** Python's `.ng`. @param {number} x @param {number} n @returns {string} */
  function general(x, n) {
    const [digits, power] = significant(x, n);
    if (power < -4 || power >= n) return scientific(digits.replace(/0+$/, "") || "0", power);
    const text = fixed(x, n - 1 - power);
    return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
  }

  /** The shortest digits that give x back. @param {number} x @returns {string} */
  function shortest(x) {
    const [mantissa, exponent] = x.toExponential().split("e");
    const digits = mantissa.replace(".", ""), power = Number(exponent);
    if (power < -4 || power >= 16) return scientific(digits, power);
    const places = Math.max(0, digits.length - 1 - power);
    return fixed(x, places).length > 100 ? String(x) : places ? x.toFixed(places) : String(x);
  }

  const FORM = /^(\+?)(,?)(?:\.(\d+))?([fge%d]?)$/;

  /**
   * One value as the page shows it; `words.write` in Python does the same.
   * @param {number|string|boolean} value @param {string} [form] @returns {string}
   */
  function format(value, form) {
    if (typeof value === "string") return value;
    if (typeof value === "boolean") return value ? "yes" : "no";
    if (value !== value) return "undefined";
    const [, plus, comma, precision, kind] = FORM.exec(form || "");
    if (Math.abs(kind === "%" ? value * 100 : value) === Infinity) return value > 0 ? "infinity" : "minus infinity";
    let text = magnitude(Math.abs(value), kind, precision === undefined ? 6 : Number(precision));
    if (comma) text = text.replace(/^\d+/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, ","));
    const nonzero = /[1-9]/.test(text.split("e")[0]);
    return (value < 0 && nonzero ? MINUS : plus) + text;
  }

  const RAISED = "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079";

  /** One value as it stands in an equation; `words.write_in_formula` does the same. @param {any} value @param {string} [form] @returns {string} */
  function formula(value, form) {
    const text = format(value, form);
    if (typeof value === "string" || text === "undefined") return text;
    return text.replace("minus infinity", MINUS + "\u221e").replace("infinity", "\u221e")
      .replace(/e([+\u2212])0?(\d+)$/, (_, sign, power) =>
        "\u00d710" + (sign === "+" ? "" : "\u207b") + power.replace(/\d/g, (digit) => RAISED[digit]));
  }

  /** @param {number} x @param {string} kind @param {number} n @returns {string} */
  function magnitude(x, kind, n) {
    if (kind === "f") return fixed(x, n);
    if (kind === "%") return fixed(x * 100, n) + "%";
    if (kind === "d") return fixed(x, 0);
    if (kind === "g") return general(x, n || 1);
    return kind === "e" ? scientific(...significant(x, n + 1)) : shortest(x);
  }

  // ---------------------------------------------------------------------------------------- values of controls

  /** The admissible value nearest to v. @param {Spec} slider @param {number} v @returns {number} */
  function snap(slider, v) {
    if (v <= slider.min) return slider.min;
    if (v >= slider.max) return slider.max;
    if (!slider.log) return valueAt(slider, Math.floor((v - slider.min) / slider.step + 0.5));
    let near = Number(v.toExponential(2));
    if (slider.integer) near = Math.floor(near + 0.5);
    return Math.min(Math.max(near, slider.min), slider.max);
  }

  /** The value at a position of a slider. @param {Spec} slider @param {number} k @returns {number} */
  function valueAt(slider, k) {
    if (k <= 0 || k >= slider.count) return k <= 0 ? slider.min : slider.max;
    if (!slider.log) return Number((slider.min + k * slider.step).toFixed(slider.decimals)) + 0;
    return snap(slider, slider.min * Math.pow(slider.max / slider.min, k / slider.count));
  }

  /** All values that a slider can be moved to, each once. @param {Spec} slider @returns {number[]} */
  function gridOf(slider) {
    const all = Array.from({ length: slider.count + 1 }, (_, k) => valueAt(slider, k));
    return all.filter((value, k) => k === 0 || value > all[k - 1]);
  }

  /** The position whose value is nearest. @param {number[]} grid @param {number} value @returns {number} */
  function placeIn(grid, value) {
    const next = grid.findIndex((one) => one >= value);
    return next > 0 && value - grid[next - 1] < grid[next] - value ? next - 1 : next;
  }

  /** @param {Spec} slider @param {number} value @returns {string} */
  function sliderText(slider, value) {
    const text = slider.log || slider.integer ? format(value) : value.toFixed(slider.decimals).replace("-", MINUS);
    return slider.unit ? text + "\u00a0" + slider.unit : text;
  }

  /** A value made admissible, or undefined if it is none. @param {Spec} control @param {any} value */
  function admissible(control, value) {
    if (control.kind === "slider") {
      const number = typeof value === "string" && !value.trim() ? NaN : Number(value);
      return Number.isFinite(number) ? snap(control, number) : undefined;
    }
    if (control.kind === "checkbox") return /^(0|1|true|false)$/.test(value) ? /1|true/.test(value) : undefined;
    const index = typeof value === "number" ? value : control.options.findIndex((option) => option.key === value);
    return control.options[index] ? index : undefined;
  }

  /** What a link or the kernel calls a value. @param {Spec} control @param {any} value @returns {any} */
  const outward = (control, value) => (control.kind === "choice" ? control.options[value].key : value);

  // ------------------------------------------------------------------------------------------------ light and dark

  let printing = false;

  /** Whether the page is dark: as Sphinx themes, JupyterLab or VS Code say it, else as the system does. */
  function isDark() {
    const theme = document.documentElement.dataset.theme, lab = document.body.dataset.jpThemeLight;
    if (printing) return false;
    if (theme === "dark" || theme === "light") return theme === "dark";
    if (lab) return lab === "false";
    const code = [...document.body.classList].filter((name) => name.startsWith("vscode-")).join(" ");
    if (code) return /dark|contrast/.test(code) && !/light/.test(code);
    return matchMedia("(prefers-color-scheme: dark)").matches;
  }

  /** The colour behind an element, red, green, blue in 0..255. @param {Element} element @returns {number[]} */
  function groundOf(element) {
    for (let up = element; up; up = up.parentElement) {
      const [r, g, b, alpha = 1] = (getComputedStyle(up).backgroundColor.match(/[\d.]+/g) || [0, 0, 0, 0]).map(Number);
      if (alpha > 0.5) return [r, g, b];
    }
    return [18, 18, 18];
  }

  /** Copy a text and say so; where that is not allowed, show it, ready to be copied by hand. @param {string} text @param {Element} note @param {string} done @param {function(): void} otherwise */
  async function copy(text, note, done, otherwise) {
    note.textContent = "";
    try {
      await navigator.clipboard.writeText(text);
      note.textContent = done;
    } catch (error) {
      otherwise();
    }
  }

  // --------------------------------------------------------------------------------------------------- one figure

  /** @type {Set<Live>} */
  const all = new Set();
  /** @type {WeakMap<Element, Live>} */
  const owners = new WeakMap();
  const sizes = new ResizeObserver((entries) => entries.forEach((entry) => owners.get(entry.target)?.refresh()));
  const near = root.IntersectionObserver && new IntersectionObserver(
    (entries) => entries.forEach((entry) => entry.isIntersecting && owners.get(entry.target)?.wake()),
    { rootMargin: "50% 0px" });
  let themes = new AbortController();

  /** Follow the page's theme, the system's, and the printer. */
  function watchThemes() {
    themes = new AbortController();
    const signal = themes.signal;
    const paint = () => all.forEach((live) => live.paint());
    const print = (now) => () => {
      printing = now;
      paint();
      if (now) all.forEach((live) => live.computed && live.draw(true)); // paper may show the other layout
    };
    const changes = new MutationObserver(paint);
    const attributeFilter = ["class", "data-theme", "data-jp-theme-light"];
    for (const element of [document.documentElement, document.body]) changes.observe(element, { attributeFilter });
    signal.addEventListener("abort", () => changes.disconnect());
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paint, { signal });
    addEventListener("beforeprint", print(true), { signal });
    addEventListener("afterprint", print(false), { signal });
  }

  /** The static markup of a figure, as the Sphinx extension writes it. @param {Element} element @param {Spec} spec @param {string} prefix */
  function build(element, spec, prefix) {
    const kinds = spec.layouts.length > 1 ? ["wide", "narrow"] : ["only"];
    const layouts = kinds.map((kind, k) =>
      labelled("div", spec.layouts[k].svg.replaceAll("LIVEFIG_ID_", prefix + kind), { class: "livefig-layout livefig-" + kind }));
    element.classList.add("livefig");
    const equations = (spec.equations || []).map((one) => labelled("div", one.html, { class: "livefig-equation" }));
    element.append(make("div", { class: "livefig-picture", role: "img", "aria-label": spec.alt }, ...layouts),
      ...(equations.length ? [make("div", { class: "livefig-equations" }, ...equations)] : []),
      make("div", { class: "livefig-room", "data-longest": spec.longest || "" }, make("p", { class: "livefig-says" }, spec.sentence)));
  }

  /** A figure in a page or a notebook. */
  class Live {
    /** @param {HTMLElement} element @param {Spec} spec @param {Factory[]} factories @param {Host} host */
    constructor(element, spec, factories, host) {
      Object.assign(this, { element, spec, factories, host, prefix: livefig.prefix() });
      this.stats = { compute: 0, draw: 0, bytes: 0 };
      this.stopper = new AbortController();
      this.computed = /** @type {Outputs|null} */ (null);
      this.programs = [];
      this.frame = 0;
      this.state = Object.fromEntries(spec.controls.map((control) => [control.name, control.value]));
      this.isReady = new Promise((resolve) => (this.resolve = resolve));
      if (!element.querySelector(".livefig-picture")) build(element, spec, this.prefix);
      this.picture = element.querySelector(".livefig-picture");
      this.says = element.querySelector(".livefig-says");
      this.spoken = make("p", { class: "livefig-hidden", "aria-live": "polite" });
      this.widgets = {};
      this.grids = {};
      this.playing = new Set();
      this.equations = new Equations(this);
      this.handles = (spec.drags || []).map((drag) => new Handle(this, drag));
      this.picture.after(...this.handles.map((handle) => handle.element));
      this.panel = this.buildPanel();
      this.says.parentElement.before(this.panel);
      element.append(this.spoken);
      this.watch();
    }

    /** Follow the size, the screen and the theme. */
    watch() {
      if (!all.size) watchThemes();
      all.add(this);
      owners.set(this.element, this);
      sizes.observe(this.element);
      if (near) near.observe(this.element);
      else this.wake();
    }

    // --- controls

    /** @returns {HTMLElement} */
    buildPanel() {
      const panel = make("div", { class: "livefig-controls", role: "group", "aria-label": "Controls" });
      const groups = new Map((this.spec.groups || []).map((group) => [group.controls[0], group]));
      const grouped = new Set((this.spec.groups || []).flatMap((group) => group.controls));
      for (const control of this.spec.controls) {
        if (groups.has(control.name)) panel.append(this.buildGroup(groups.get(control.name)));
        else if (!grouped.has(control.name)) panel.append(this.buildControl(control));
      }
      this.source = this.spec.source && new Source(this);
      panel.append(this.buildButtons(), ...(this.source ? [this.source.element] : []));
      return panel;
    }

    /** @param {{label: string, controls: string[], folded: boolean}} group @returns {HTMLElement} */
    buildGroup(group) {
      const controls = this.spec.controls.filter((control) => group.controls.includes(control.name));
      const rows = make("div", { class: "livefig-rows" }, ...controls.map((control) => this.buildControl(control)));
      if (group.folded) return make("details", { class: "livefig-control livefig-group" }, labelled("summary", group.label), rows);
      return make("fieldset", { class: "livefig-control livefig-group" }, labelled("legend", group.label), rows);
    }

    /** @returns {HTMLElement} */
    buildButtons() {
      const reset = this.button("Reset", () => { this.pauseAll(); this.set(this.defaults(), true); });
      const buttons = make("div", { class: "livefig-buttons" }, reset);
      if (this.host.page) buttons.append(this.button("Copy link", () => this.copyLink(buttons)));
      if (this.source) buttons.append(this.source.button);
      const kinds = ["svg", "png"].map((kind) => this.button(kind.toUpperCase(), () => download(this, kind)));
      for (const button of kinds) button.setAttribute("aria-label", "Download as " + button.textContent);
      buttons.append(make("span", { class: "livefig-download" }, "Download ", ...kinds));
      return buttons;
    }

    /** @param {string} text @param {function(): void} action */
    button(text, action) {
      const button = make("button", { type: "button" }, text);
      button.addEventListener("click", action, { signal: this.stopper.signal });
      return button;
    }

    /** @param {Spec} control @returns {HTMLElement} */
    buildControl(control) {
      const id = this.prefix + control.name;
      if (control.kind === "slider") return this.buildSlider(control, id);
      if (control.kind === "checkbox") return this.buildCheckbox(control, id);
      return control.options.length > 4 ? this.buildSelect(control, id) : this.buildRadios(control, id);
    }

    /** @param {Spec} control @param {string} id @returns {HTMLElement} */
    buildSlider(control, id) {
      const grid = (this.grids[control.name] = gridOf(control));
      const input = make("input", { type: "range", id, min: 0, max: grid.length - 1, step: 1, "aria-label": control.text });
      const output = make("output", { for: id, "aria-live": "off" });
      output.style.minWidth = Math.max(...grid.map((value) => sliderText(control, value).length)) + "ch";
      this.adopt(control, input, () => grid[Number(input.value)], (value) => {
        input.value = String(placeIn(grid, value));
        output.textContent = sliderText(control, value);
        input.setAttribute("aria-valuetext", output.textContent);
      });
      const head = make("div", { class: "livefig-head" }, labelled("label", control.label, { for: id }), output);
      const player = control.play ? [new Player(this, control).element] : [];
      return make("div", { class: "livefig-control" }, head, input, ...player);
    }

    /** @param {Spec} control @param {string} id @returns {HTMLElement} */
    buildCheckbox(control, id) {
      const input = make("input", { type: "checkbox", id, "aria-label": control.text });
      this.adopt(control, input, () => input.checked, (value) => (input.checked = value));
      return make("div", { class: "livefig-control livefig-check" }, input, labelled("label", control.label, { for: id }));
    }

    /** @param {Spec} control @param {string} id @returns {HTMLElement} */
    buildSelect(control, id) {
      const select = make("select", { id, "aria-label": control.text }, ...control.options.map((option, k) => make("option", { value: k }, option.text)));
      this.adopt(control, select, () => Number(select.value), (value) => (select.value = String(value)));
      return make("div", { class: "livefig-control" }, labelled("label", control.label, { for: id }), select);
    }

    /** @param {Spec} control @param {string} id @returns {HTMLElement} */
    buildRadios(control, id) {
      // The text is for the ear: a label that is a formula alone has no name that every browser would read out.
      const inputs = control.options.map((option, k) =>
        make("input", { type: "radio", name: id, id: id + k, value: k, "aria-label": option.text }));
      const rows = control.options.map((option, k) =>
        make("div", { class: "livefig-check" }, inputs[k], labelled("label", option.label, { for: id + k })));
      const set = make("fieldset", { class: "livefig-control" }, labelled("legend", control.label),
        make("div", { class: "livefig-options" }, ...rows));
      const chosen = () => inputs.findIndex((input) => input.checked);
      this.adopt(control, set, chosen, (value) => (inputs[value].checked = true));
      return set;
    }

    /** Join a control to the state. @param {Spec} control @param {Element} element @param {function(): any} get @param {function(any): void} show */
    adopt(control, element, get, show) {
      this.widgets[control.name] = show;
      element.addEventListener("input", () => {
        this.pauseAll();
        this.set({ [control.name]: get() }, true);
      }, { signal: this.stopper.signal });
      show(control.value);
    }

    /** @returns {Object<string, any>} */
    defaults() {
      return Object.fromEntries(this.spec.controls.map((control) => [control.name, control.value]));
    }

    /** Set controls by name; what is no admissible value is left out. @param {Object<string, any>} values @param {boolean} [tell] the host */
    set(values, tell) {
      let changed = false;
      for (const control of this.spec.controls) {
        const value = admissible(control, values[control.name]);
        if (value === undefined || value === this.state[control.name]) continue;
        changed = true;
        this.state[control.name] = value;
        this.widgets[control.name](value);
        if (tell && this.host.changed) this.host.changed(control.name, outward(control, value));
      }
      this.wake();
      if (changed) this.schedule();
    }

    /** The position of a slider. @param {string} name @returns {number} */
    place(name) {
      return placeIn(this.grids[name], this.state[name]);
    }

    /** Move a slider by positions. @param {string} name @param {number} steps */
    step(name, steps) {
      const grid = this.grids[name];
      this.set({ [name]: grid[clamp(this.place(name) + steps, 0, grid.length - 1)] }, true);
    }

    /** The reader takes over. */
    pauseAll() {
      for (const player of this.playing) player.pause();
    }

    // --- the link

    /** The address of the figure as it stands. @returns {string} */
    link() {
      const moved = this.spec.controls.filter((control) => this.state[control.name] !== control.value);
      const told = (value) => (typeof value === "boolean" ? Number(value) : value);
      const query = new URLSearchParams(moved.map((one) => [one.name, told(outward(one, this.state[one.name]))])).toString();
      return location.href.split("#")[0] + "#" + this.element.id + (query && "?" + query);
    }

    /** @param {HTMLElement} buttons */
    copyLink(buttons) {
      buttons.querySelector(".livefig-link")?.remove();
      const note = make("span", { class: "livefig-link", role: "status" });
      buttons.append(note);
      livefig.copy(this.link(), note, "Link copied.", () => {
        const field = make("input", { type: "text", readonly: "", value: this.link(), "aria-label": "Link to this figure" });
        note.append(field);
        field.select();
      });
    }

    /** Take the state from a link; what it does not name starts at its default. @param {string} query */
    follow(query) {
      const given = new URLSearchParams(query), values = this.defaults();
      for (const control of this.spec.controls) {
        values[control.name] = admissible(control, given.get(control.name) ?? undefined) ?? control.value;
      }
      this.pauseAll();
      this.set(values, true);
      this.element.scrollIntoView({ block: "start" });
    }

    // --- computing and drawing

    /** Start to work: until now nothing was computed. */
    wake() {
      if (this.layouts || this.stopper.signal.aborted) return;
      near?.unobserve(this.element);
      this.constants = this.spec.constants.map(unpack);
      const roots = [...this.element.querySelectorAll(".livefig-layout")];
      this.layouts = roots.map((root, k) => this.openLayout(root, this.spec.layouts[k].artists));
      this.paint();
      this.schedule();
    }

    /** @param {Element} root @param {Binding[]} bindings */
    openLayout(root, bindings) {
      const svg = root.querySelector("svg");
      return { root, svg, bindings, parts: bindings.map((binding, k) => partOf(svg, k, binding)), stale: true };
    }

    /** Draw before the next frame, once however often it is asked. */
    schedule() {
      this.dirty = true;
      if (this.layouts && !this.frame) this.frame = requestAnimationFrame(() => this.flush());
    }

    /** Compute and draw now, if something changed. */
    flush() {
      this.wake();
      cancelAnimationFrame(this.frame);
      this.frame = 0;
      if (!this.dirty) return;
      this.dirty = false;
      this.attempt(() => {
        this.compute();
        if (!this.computed) return;
        for (const layout of this.layouts) layout.stale = true;
        this.draw();
        this.tell(this.sentence());
      });
    }

    /** Draw what a change of size has brought on show. */
    refresh() {
      this.equations.refresh();
      for (const layout of this.layouts || []) layout.box = null;
      if (this.layouts && this.computed && !this.dirty) this.attempt(() => this.draw());
    }

    /** @param {function(): void} action */
    attempt(action) {
      try {
        action();
        this.element.dataset.live = "yes";
      } catch (error) {
        this.element.dataset.live = "failed";
        this.tell("This figure could not be computed for these values: " + error.message);
      }
      this.resolve(this);
    }

    compute() {
      if (this.spec.fallback) return;
      const began = performance.now();
      const fixed = this.spec.controls.filter((control) => control.kind !== "slider");
      const size = (control) => (control.options ? control.options.length : 2);
      const index = fixed.reduce((sum, one) => sum * size(one) + Number(this.state[one.name]), 0);
      const which = this.spec.choose[index];
      const program = (this.programs[which] ??= this.factories[which](L, this.spec.uses[which].map((k) => this.constants[k])));
      const sliders = this.spec.controls.filter((control) => control.kind === "slider");
      this.computed = program(...sliders.map((control) => this.state[control.name]));
      this.stats.compute = performance.now() - began;
    }

    /** Draw the layout that is on show, or every one. @param {boolean} [hidden] */
    draw(hidden) {
      const began = performance.now();
      const read = (source) => this.read(source);
      const say = (parts) => this.fill(parts);
      for (const layout of this.layouts) {
        const shown = layout.root.getClientRects().length > 0;
        if (shown) this.front = layout;
        if (!layout.stale || !(hidden || shown)) continue;
        layout.stale = false;
        layout.bindings.forEach((binding, k) => livefig.draw.artist(layout.parts[k], binding, read, say));
      }
      for (const part of [this.equations, ...this.handles, this.source]) part?.show();
      this.stats.draw = performance.now() - began;
    }

    /** Where the picture lies in the figure, in px. @param {Object} layout @returns {{start: number[], scale: number}} */
    measure(layout) {
      const home = this.element.getBoundingClientRect(), box = layout.svg.getBoundingClientRect();
      return { start: [box.left - home.left, box.top - home.top], scale: box.width / layout.svg.viewBox.baseVal.width };
    }

    /** The data of a source. @param {{constant: number}|{value: string}} source */
    read(source) {
      return "constant" in source ? this.constants[source.constant] : this.number(source.value);
    }

    /** The number that a name stands for. @param {string} name */
    number(name) {
      return Object.hasOwn(this.computed, name) ? this.computed[name] : Number(this.state[name]);
    }

    /** What a sentence says for a name. @param {string} name @returns {number|string|boolean} */
    word(name) {
      if (Object.hasOwn(this.computed, name)) {
        const value = at(this.computed[name], 0);
        return this.spec.outputs[name]?.dtype === "bool" ? Boolean(value) : value;
      }
      const control = this.spec.controls.find((one) => one.name === name);
      return control.options ? control.options[this.state[name]].text : this.state[name];
    }

    /** @param {Array<string|Object>} parts @returns {string} */
    fill(parts) {
      return parts.map((part) => (typeof part === "string" ? part : format(this.word(part.value), part.format))).join("");
    }

    /** @returns {string} */
    sentence() {
      return this.fill(this.spec.says.find((rule) => !rule.when || this.word(rule.when)).parts);
    }

    /** Show the sentence; say it once the reader pauses. @param {string} sentence */
    tell(sentence) {
      if (this.says.textContent === sentence) return;
      this.says.textContent = sentence;
      const room = this.says.parentElement;
      if (sentence.length > room.dataset.longest.length) room.dataset.longest = sentence;
      clearTimeout(this.pause);
      if (!this.playing.size) this.say();
    }

    /** Let screen readers say the sentence, once nothing has changed for a while. */
    say() {
      clearTimeout(this.pause);
      this.pause = setTimeout(() => (this.spoken.textContent = this.says.textContent), 500);
    }

    /** Give the picture the colours that the page's ground asks for. */
    paint() {
      if (!this.layouts) return;
      const ground = isDark() ? groundOf(this.element) : null;
      for (const { svg } of this.layouts) recolour(svg, ground);
      this.equations.paint(ground);
    }

    /** Outputs that the kernel computed. @param {Object<string, {shape: number[], data: string}>} outputs */
    receive(outputs) {
      this.computed = Object.fromEntries(Object.entries(outputs).map(([name, packed]) => [name, unpack(packed)]));
      this.schedule();
    }

    /** Undo everything. */
    stop() {
      this.pauseAll();
      this.stopper.abort();
      cancelAnimationFrame(this.frame);
      clearTimeout(this.pause);
      sizes.unobserve(this.element);
      near?.unobserve(this.element);
      all.delete(this);
      if (!all.size) themes.abort();
      for (const one of [this.panel, this.spoken, ...this.handles.map((handle) => handle.element)]) one.remove();
    }

    /** What tests and authors may use. @returns {Object<string, any>} */
    get handle() {
      const live = this;
      const now = (action) => (...given) => (this.flush(), action(...given));
      const plain = (data) => (typeof data === "number" ? data : Array.from(data));
      const entries = () => this.spec.controls.map((one) => [one.name, outward(one, this.state[one.name])]);
      return {
        element: this.element,
        values: () => Object.fromEntries(entries()),
        set: (values) => (this.set(values, true), this.flush()),
        reset: () => (this.set(this.defaults(), true), this.flush()),
        outputs: now(() => Object.fromEntries(Object.entries(this.computed).map(([name, data]) => [name, plain(data)]))),
        drawn: now(() => this.shown().bindings.map((one, k) => drawnOf(this.shown().parts[k], one))),
        sentence: now(() => this.says.textContent),
        link: () => this.link(),
        stop: () => this.stop(),
        get ready() { return live.wake(), live.isReady; },
        get stats() { return { ...live.stats, bytes: JSON.stringify(live.spec).length + String(live.factories).length }; },
      };
    }

    /** The layout on show. */
    shown() {
      return this.layouts.find((layout) => layout.root.getClientRects().length) || this.layouts[0];
    }
  }

  // --------------------------------------------------------------------------------------------------------- a page

  /** @type {Map<string, Live>} */
  const placed = new Map();

  /** Bring every figure of a name to life that is not yet. @param {Spec} spec @param {Factory[]} factories */
  function start(spec, factories) {
    const figures = [...document.querySelectorAll("figure.livefig")].filter((one) => one.dataset.livefig === spec.name);
    figures.forEach((element, k) => {
      if (owners.has(element)) return;
      if (!element.id || document.getElementById(element.id) !== element) element.id = spec.name + (k ? "-" + (k + 1) : "");
      placed.set(element.id, new Live(element, spec, factories, { page: true }));
      followLink(element.id);
    });
  }

  /** Set the figure that the address names, such as `#descend?eta=0.3`. @param {string} [only] if it is this one */
  function followLink(only) {
    const [, id, query] = /^#([^?]*)\?(.*)$/s.exec(location.hash) || [];
    if (id !== undefined && (only === undefined || only === id)) placed.get(id)?.follow(query);
  }

  /** @param {Spec} spec @param {Factory[]} factories one for each of the Spec's programs */
  livefig.add = (spec, factories) => {
    const go = () => start(spec, factories);
    if (document.readyState === "loading") addEventListener("DOMContentLoaded", go, { once: true });
    else go();
  };

  /** Make an element a live figure. @param {HTMLElement} element @param {Spec} spec @param {Factory[]} factories @param {Host} [host] */
  livefig.mount = (element, spec, factories, host) => new Live(element, spec, factories, host || { page: false }).handle;

  /** @param {string} id the figure's name, or name-2 for its second place @returns {Object<string, any>|undefined} */
  livefig.get = (id) => placed.get(id)?.handle;
  /** What begins the ids of one figure. A notebook runs this file once for each widget, so the count is the document's. */
  livefig.prefix = () => `livefig-${(livefig.made = (livefig.made || 0) + 1)}-`;
  Object.assign(livefig, { copy, format, formula, sliderText });
  addEventListener("hashchange", () => followLink());

  // ----------------------------------------------------------------------------------------------------- a notebook

  /** Turn texts into functions; only a notebook does, a page has them in its script. @param {string[]} programs @returns {Promise<Factory[]>} */
  async function load(programs) {
    const url = URL.createObjectURL(new Blob([`export default [${programs.join(",\n")}];`], { type: "text/javascript" }));
    try {
      return (await import(url)).default;
    } finally {
      URL.revokeObjectURL(url);
    }
  }

  /** Show a widget's figure; anywidget calls it. @param {{model: any, el: HTMLElement}} view @returns {Promise<function(): void>} */
  livefig.renderWidget = async ({ model, el }) => {
    const spec = model.get("spec");
    const factories = spec.fallback ? [] : await load(spec.programs);
    const element = make("figure");
    el.append(element);
    const changed = (name, value) => { model.set(name, value); model.save_changes(); };
    const live = new Live(element, spec, factories, { page: false, changed });
    const take = () => live.set(Object.fromEntries(spec.controls.map((control) => [control.name, model.get(control.name)])));
    const receive = (content) => content.outputs && live.receive(content.outputs);
    const events = [["msg:custom", receive], ...spec.controls.map((control) => ["change:" + control.name, take])];
    for (const [event, action] of events) model.on(event, action);
    take();
    if (spec.fallback) {
      live.panel.append(make("p", { class: "livefig-note" }, "Computed in the kernel, not in the page: " + spec.fallback));
      model.send({ ask: "outputs" });
    }
    return () => {
      for (const [event, action] of events) model.off(event, action);
      live.stop();
      element.remove();
    };
  };
})(globalThis);
