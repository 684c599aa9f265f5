/**
 * What stands around a picture: live equations, play buttons, handles that can be dragged, downloads, the source.
 *
 * Each part is made for a `Live` of `livefig.js`, which must be loaded after this file, and `livefig-draw.js` before it.
 *
 * @typedef {Object<string, any>} Live
 * @typedef {Object<string, any>} Spec
 */
(function (root) {
  "use strict";
  const livefig = root.livefig;
  const { at, project, recolour } = livefig.draw;

  /** @param {string} tag @param {Object<string, any>} [attributes] @param {...(Node|string)} children */
  function make(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  /** A label or equation that Python made from TeX; the only HTML that is taken as such. @param {string} tag @param {string} html @param {Object} [attributes] */
  function labelled(tag, html, attributes) {
    const element = make(tag, attributes);
    element.innerHTML = html;
    return element;
  }

  /** A button that shows an outline on a 16 by 16 ground. @param {string} label @param {string} d */
  function iconButton(label, d) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("viewBox", "0 0 16 16");
    svg.setAttribute("aria-hidden", "true");
    svg.append(document.createElementNS("http://www.w3.org/2000/svg", "path"));
    svg.firstElementChild.setAttribute("d", d);
    return make("button", { type: "button", "aria-label": label, title: label }, svg);
  }

  const clamp = (v, low, high) => Math.min(Math.max(v, low), high);

  // ------------------------------------------------------------------------------------------------------ equations

  const ROOM = 10; // characters, as in equations.py

  /** The numbers in a figure's equations, and the artists that they point at. */
  class Equations {
    /** @param {Live} live */
    constructor(live) {
      this.live = live;
      const rows = live.element.querySelectorAll(".livefig-equation");
      this.fields = (live.spec.equations || []).flatMap((equation, k) =>
        equation.fields.map((field, n) => ({ ...field, span: rows[k].querySelector(`[data-field="${n}"]`) })));
      this.linked = new Set(this.fields.flatMap((field) => field.artists));
      this.lit = "";
      if (this.linked.size) this.listen();
    }

    listen() {
      const { live } = this, signal = live.stopper.signal;
      for (const { span, artists } of this.fields.filter((field) => field.artists.length)) {
        span.tabIndex = 0;
        for (const event of ["pointerenter", "focus"]) span.addEventListener(event, () => this.point(artists), { signal });
        for (const event of ["pointerleave", "blur"]) span.addEventListener(event, () => this.point([]), { signal });
      }
      live.picture.addEventListener("pointermove", (event) => this.point(this.near(event)), { signal });
      live.picture.addEventListener("pointerleave", () => this.point([]), { signal });
    }

    /** The linked artist under the pointer or within a few pixels of it, since lines are thin. @param {PointerEvent} event */
    near(event) {
      for (let k = 0; k < 9; k++) {
        const angle = (k * Math.PI) / 4, away = k ? 6 : 0;
        const [x, y] = [event.clientX + away * Math.cos(angle), event.clientY + away * Math.sin(angle)];
        const found = document.elementFromPoint(x, y)?.closest("[data-move]");
        if (found && this.live.picture.contains(found) && this.linked.has(Number(found.dataset.move))) return [Number(found.dataset.move)];
      }
      return [];
    }

    /** Bring out artists, and the numbers that belong to them. @param {number[]} artists */
    point(artists) {
      if (this.lit === artists.join()) return;
      this.lit = artists.join();
      this.live.picture.classList.toggle("livefig-pointing", artists.length > 0);
      for (const one of this.live.picture.querySelectorAll("[data-move]")) {
        one.classList.toggle("livefig-lit", artists.includes(Number(one.dataset.move)));
      }
      for (const field of this.fields) field.span.classList.toggle("livefig-lit", field.artists.some((one) => artists.includes(one)));
    }

    /** Write the numbers, where they have changed. */
    show() {
      for (const { span, value, format } of this.fields) {
        const text = livefig.formula(this.live.word(value), format);
        if (span.textContent === text) continue;
        span.textContent = text;
        if (text.length > span.dataset.widest.length && text.length <= ROOM) span.dataset.widest = text;
      }
    }

    /** @param {number[]|null} ground */
    paint(ground) {
      for (const row of this.live.element.querySelectorAll(".livefig-equation")) recolour(row, ground);
    }

    /** What is wider than its place can be scrolled, so it must be reached by keyboard. */
    refresh() {
      for (const row of this.live.element.querySelectorAll(".livefig-equation")) {
        if (row.scrollWidth > row.clientWidth) row.tabIndex = 0;
        else row.removeAttribute("tabindex");
      }
    }
  }

  // ----------------------------------------------------------------------------------------------------------- play

  const PLAY = "M4 2.5v11l9-5.5z", PAUSE = "M4 2.5h3v11H4zM9 2.5h3v11H9z";
  const FORWARD = "M4 2.5v11l6-5.5zM11 2.5h2v11h-2z", BACK = "M12 2.5v11L6 8zM5 2.5H3v11h2z";
  const SPEEDS = [0.25, 0.5, 1, 2, 4];
  const calm = matchMedia("(prefers-reduced-motion: reduce)");

  /** The buttons that run a slider from end to end. */
  class Player {
    /** @param {Live} live @param {Spec} control */
    constructor(live, control) {
      Object.assign(this, { live, control, frame: 0, owed: 0, last: 0 });
      const press = (label, icon, action) => {
        const button = iconButton(`${label}: ${control.text}`, icon);
        button.addEventListener("click", action, { signal: live.stopper.signal });
        return button;
      };
      this.button = press("Play", PLAY, () => (this.frame ? this.pause() : this.start()));
      this.button.setAttribute("aria-pressed", "false");
      const options = SPEEDS.map((speed) => make("option", { value: speed, ...(speed === 1 && { selected: "" }) }, `${speed}\u00d7`));
      this.speed = make("select", { "aria-label": "Speed: " + control.text }, ...options);
      const back = press("One step back", BACK, () => (this.pause(), this.step(-1)));
      const forward = press("One step forward", FORWARD, () => (this.pause(), this.step(1)));
      this.element = make("div", { class: "livefig-play" }, back, this.button, forward, this.speed);
      this.away = new IntersectionObserver((entries) => entries.some((entry) => !entry.isIntersecting) && this.pause());
    }

    start() {
      if (this.place() === this.live.grids[this.control.name].length - 1) this.step(-Infinity);
      this.owed = 0;
      this.last = performance.now();
      this.frame = requestAnimationFrame((now) => this.tick(now));
      this.away.observe(this.live.element);
      this.live.playing.add(this);
      this.shown();
    }

    pause() {
      if (!this.frame) return;
      cancelAnimationFrame(this.frame);
      this.frame = 0;
      this.away.disconnect();
      this.live.playing.delete(this);
      this.live.say();
      this.shown();
    }

    /** Show whether it runs. */
    shown() {
      this.button.setAttribute("aria-pressed", String(this.frame > 0));
      this.button.querySelector("path").setAttribute("d", this.frame ? PAUSE : PLAY);
    }

    /** @param {number} now ms */
    tick(now) {
      const rate = Math.min(this.control.play * Number(this.speed.value), calm.matches ? 2 : Infinity);
      this.owed += ((now - this.last) / 1000) * rate;
      this.last = now;
      if (this.owed >= 1) {
        this.step(Math.min(Math.floor(this.owed), Math.ceil(rate / 60))); // a slow page plays slowly and leaves no step out
        this.owed %= 1;
      }
      if (this.place() === this.live.grids[this.control.name].length - 1) return this.pause();
      this.frame = requestAnimationFrame((next) => this.tick(next));
    }

    place() {
      return this.live.place(this.control.name);
    }

    /** @param {number} steps */
    step(steps) {
      this.live.step(this.control.name, steps);
    }
  }

  // ------------------------------------------------------------------------------------------------------- dragging

  /** A point that the reader drags, or moves with the arrow keys; its places are those of one or two sliders. */
  class Handle {
    /** @param {Live} live @param {{artist: number, x: string|null, y: string|null}} drag */
    constructor(live, drag) {
      Object.assign(this, { live, drag, gap: [0, 0] });
      this.axes = ["x", "y"].filter((axis) => drag[axis]);
      this.controls = this.axes.map((axis) => live.spec.controls.find((control) => control.name === drag[axis]));
      const [first] = this.controls, both = this.axes.length > 1;
      this.element = make("div", {
        class: "livefig-handle", role: "slider", tabindex: 0, hidden: "", "data-artist": drag.artist,
        "aria-label": this.controls.map((control) => control.text).join(", "), "aria-valuemin": first.min, "aria-valuemax": first.max,
        "aria-orientation": this.axes[0] === "y" ? "vertical" : "horizontal",
        ...(both && { "aria-roledescription": "point that moves in two directions" }),
      });
      const on = (event, action) => this.element.addEventListener(event, action, { signal: live.stopper.signal });
      on("pointerdown", (event) => this.take(event));
      on("pointermove", (event) => this.element.hasPointerCapture(event.pointerId) && this.pull(event));
      on("keydown", (event) => this.press(event));
    }

    /** Put the handle on its point. */
    show() {
      const { live, element } = this;
      this.layout = live.front;
      if (!this.layout) return;
      const { bindings, svg } = this.layout, box = (this.layout.box ??= live.measure(this.layout));
      const { x, y, map } = bindings[this.drag.artist];
      const spot = [project(map.x, at(live.read(x), 0)), project(map.y, at(live.read(y), 0))];
      element.hidden = !spot.every((one, k) => one >= 0 && one <= svg.viewBox.baseVal[k ? "height" : "width"]);
      if (element.hidden) return;
      this.spot = spot.map((one, k) => one * box.scale + box.start[k]);
      element.style.transform = `translate(${this.spot[0]}px, ${this.spot[1]}px)`;
      const [first] = this.controls;
      element.setAttribute("aria-valuenow", live.state[first.name]);
      const told = this.controls.map((one) => (this.controls.length > 1 ? one.text + " " : "") + livefig.sliderText(one, live.state[one.name]));
      element.setAttribute("aria-valuetext", told.join(", "));
    }

    /** @param {PointerEvent} event */
    take(event) {
      if (event.button) return;
      event.preventDefault();
      this.element.focus({ preventScroll: true });
      this.element.setPointerCapture(event.pointerId);
      const home = this.live.element.getBoundingClientRect();
      this.gap = [event.clientX - home.left - this.spot[0], event.clientY - home.top - this.spot[1]];
    }

    /** @param {PointerEvent} event */
    pull(event) {
      const { layout, live } = this, home = live.element.getBoundingClientRect();
      const { map } = layout.bindings[this.drag.artist];
      const pointer = { x: event.clientX - home.left - this.gap[0], y: event.clientY - home.top - this.gap[1] };
      const wanted = this.axes.map((axis) => {
        const units = (pointer[axis] - layout.box.start[axis === "x" ? 0 : 1]) / layout.box.scale;
        const value = (units - map[axis].b) / map[axis].a;
        return [this.drag[axis], map[axis].scale === "log" ? Math.pow(10, value) : value];
      });
      live.pauseAll();
      live.set(Object.fromEntries(wanted), true);
    }

    /** @param {KeyboardEvent} event */
    press(event) {
      const keys = {
        ArrowRight: ["x", 1], ArrowLeft: ["x", -1], ArrowUp: ["y", 1], ArrowDown: ["y", -1],
        PageUp: [this.axes[0], 10], PageDown: [this.axes[0], -10], Home: [this.axes[0], -Infinity], End: [this.axes[0], Infinity],
      };
      if (!keys[event.key] || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      const [wanted, steps] = keys[event.key], arrow = event.key.startsWith("Arrow");
      const axis = this.axes.includes(wanted) ? wanted : this.axes[0];
      const { a } = this.layout.bindings[this.drag.artist].map[axis];
      const turned = arrow && axis === wanted && (axis === "x" ? a < 0 : a > 0); // an axis that runs the other way
      this.live.pauseAll();
      this.live.step(this.drag[axis], turned ? -steps : steps);
    }
  }

  // -------------------------------------------------------------------------------------------------- state, source

  const script = document.currentScript && /** @type {HTMLScriptElement} */ (document.currentScript).src;

  /** The fonts that a page has beside its scripts; a notebook has none. @returns {Promise<Spec[]>} */
  function fonts() {
    if (!script || livefig.fonts) return Promise.resolve(livefig.fonts || []);
    return new Promise((resolve) => {
      const loader = make("script", { src: new URL("livefig-fonts.js", script) });
      loader.onload = loader.onerror = () => resolve(livefig.fonts || []);
      document.head.append(loader);
    });
  }

  /** The rules that give a picture the pieces of the fonts that it needs. @param {Element} svg in the page @param {Spec[]} pieces @returns {string} */
  function fontRules(svg, pieces) {
    const needed = {};
    for (const one of svg.querySelectorAll("text, tspan")) {
      const own = [...one.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.data).join("");
      const { fontStyle, fontWeight } = getComputedStyle(one);
      const face = fontStyle !== "normal" ? "italic400" : Number(fontWeight) < 600 ? "normal400" : "normal700";
      needed[face] = (needed[face] || "") + own;
    }
    const rule = ({ style, weight, ranges, data }) => {
      const range = ranges.map((ends) => "U+" + ends.map((end) => end.toString(16)).join("-")).join();
      return `@font-face{font-family:"LiveFig Sans";font-style:${style};font-weight:${weight};unicode-range:${range};src:url(data:font/woff;base64,${data})}`;
    };
    return pieces.filter(({ style, weight, ranges }) => [...(needed[style + weight] || "")].some((sign) =>
      ranges.some(([first, last]) => sign.codePointAt(0) >= first && sign.codePointAt(0) <= last))).map(rule).join("\n");
  }

  /** The present picture as a file of its own, in light colours on white. @param {Live} live @param {Spec[]} pieces of fonts @returns {string} */
  function svgOf(live, pieces) {
    const shown = live.shown().svg, svg = shown.cloneNode(true), { width, height } = svg.viewBox.baseVal;
    recolour(svg, null);
    for (const name of ["aria-hidden", "focusable", "class"]) svg.removeAttribute(name);
    for (const one of svg.querySelectorAll("[class]")) one.removeAttribute("class");
    svg.setAttribute("xmlns", "http://www.w3.org/2000/svg");
    svg.setAttribute("font-family", "'LiveFig Sans', 'DejaVu Sans', Verdana, sans-serif");
    svg.setAttributeNS("http://www.w3.org/XML/1998/namespace", "xml:space", "preserve");
    const add = (tag, text, attributes) => {
      const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
      for (const [name, value] of Object.entries(attributes || {})) element.setAttribute(name, value);
      element.textContent = text;
      return element;
    };
    svg.prepend(
      add("title", live.spec.alt), add("desc", live.says.textContent), add("style", fontRules(shown, pieces)),
      add("rect", "", { width, height, fill: "#ffffff" }),
    );
    return new XMLSerializer().serializeToString(svg);
  }

  /** The same, twice as large, as pixels. @param {string} text @returns {Promise<Blob>} */
  async function pngOf(text) {
    const image = new Image();
    image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(text);
    await image.decode();
    const canvas = make("canvas", { width: 2 * image.width, height: 2 * image.height });
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
  }

  /** Hand the picture over as a file. @param {Live} live @param {string} kind svg or png */
  async function download(live, kind) {
    const pieces = await fonts();
    live.flush();
    const text = svgOf(live, pieces);
    const blob = kind === "png" ? await pngOf(text) : new Blob([text], { type: "image/svg+xml" });
    const link = make("a", { href: URL.createObjectURL(blob), download: `${live.spec.name}.${kind}` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  /** How Python writes the present value of a control. @param {Spec} control @param {any} value @returns {string} */
  function python(control, value) {
    if (control.kind === "checkbox") return value ? "True" : "False";
    return control.kind === "choice" ? control.options[value].code : String(value);
  }

  /** The author's function, folded out, and the call that gives what is shown. */
  class Source {
    /** @param {Live} live */
    constructor(live) {
      this.live = live;
      this.id = live.prefix + "source";
      this.code = make("code", {});
      this.element = make("div", { class: "livefig-source", id: this.id, hidden: "" }, make("pre", { tabindex: 0 }, this.code));
      this.button = live.button("Show the NumPy", () => this.fold(!this.element.hidden));
      this.button.setAttribute("aria-controls", this.id);
      this.button.setAttribute("aria-expanded", "false");
      const note = make("span", { class: "livefig-link", role: "status" });
      const copy = live.button("Copy", () => livefig.copy(this.text(), note, "Copied.", () => getSelection().selectAllChildren(this.code)));
      this.element.append(make("div", { class: "livefig-buttons" }, copy, note));
    }

    /** @param {boolean} away */
    fold(away) {
      this.element.hidden = away;
      this.button.setAttribute("aria-expanded", String(!away));
      this.show();
    }

    /** @returns {string} */
    text() {
      const { spec, state } = this.live, { name, text } = spec.source;
      const given = spec.controls.map((control) => `${control.name}=${python(control, state[control.name])}`);
      return `${text ? text + "\n\n" : ""}${name}(${given.join(", ")})`;
    }

    show() {
      if (!this.element.hidden) this.code.textContent = this.text();
    }
  }

  livefig.parts = { Equations, Handle, Player, Source, clamp, download, labelled, make };
})(globalThis);
