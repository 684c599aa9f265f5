/**
 * Draws what moves: the artists of a figure, in Matplotlib's SVG, and their colours on a dark ground.
 *
 * A classic script, loaded after `livefig-math.js` and before `livefig.js`, which owns the figure. Every outline
 * follows `drawing.py` digit for digit.
 *
 * @typedef {Object<string, any>} Binding  one moving artist in one layout, from `artists.py`
 */
(function (root) {
  "use strict";
  const livefig = (root.livefig = root.livefig || {});

  // ---------------------------------------------------------------------------------------------------- drawing

  const LIMIT = 1e5; // units; browsers draw wrong lines to points much farther away

  /** @param {number} v @returns {number} two decimals */
  const short = (v) => Math.floor(v * 100 + 0.5) / 100;

  /** Where a number lies along an axis; NaN if nowhere. @param {Object} axis @param {number} v @returns {number} */
  function project(axis, v) {
    const scaled = axis.scale === "log" ? (v > 0 ? Math.log10(v) : NaN) : v;
    if (!(Math.abs(scaled) < Infinity)) return NaN;
    return Math.min(Math.max(axis.a * scaled + axis.b, -LIMIT), LIMIT);
  }

  /** @param {number|Float64Array} data @param {number} i @returns {number} */
  const at = (data, i) => (typeof data === "number" ? data : data[i]);

  /** Set an attribute that is not so already. @param {Element} element @param {string} name @param {string} value */
  function put(element, name, value) {
    if (element.getAttribute(name) !== value) element.setAttribute(name, value);
  }

  /** Move an element, or hide it where there is no place. @param {Element} element @param {number} x @param {number} y */
  function place(element, x, y) {
    if (x !== x || y !== y) return put(element, "display", "none");
    element.removeAttribute("display");
    put(element, "transform", "translate(" + short(x) + " " + short(y) + ")");
  }

  /**
   * How each kind of artist is drawn: `part` is what of the SVG belongs to it, `read` gives an output, a control's
   * value or a constant.
   * @type {Object<string, function(Part, Binding, function(Object): any): void>}
   */
  const DRAW = {
    line(part, binding, read) {
      const xs = read(binding.x), ys = read(binding.y), map = binding.map;
      let d = "", down = false;
      for (let i = 0; i < binding.count; i++) {
        const x = short(project(map.x, at(xs, i))), y = short(project(map.y, at(ys, i)));
        const drawable = x === x && y === y;
        if (drawable && binding.path) d += (down ? "L" : "M") + x + " " + y;
        if (binding.marks) mark(part, i, x, y);
        down = drawable;
      }
      for (const path of part.paths) put(path, "d", d);
    },

    bars(part, binding, read) {
      const along = binding.horizontal ? "x" : "y", across = binding.horizontal ? "y" : "x";
      const [low, high, start, size] = ["low", "high", "start", "size"].map((name) => read(binding[name]));
      const axis = binding.map[along], sides = binding.map[across];
      part.groups.forEach((group, i) => {
        const from = at(start, i);
        const floor = axis.scale === "log" && from <= 0; // a bar from zero reaches down for ever
        const ends = [floor ? (axis.a < 0 ? LIMIT : -LIMIT) : project(axis, from), project(axis, from + at(size, i))];
        const box = [project(sides, at(low, i)), project(sides, at(high, i)), ...ends].map(short);
        put(group.querySelector("path"), "d", barOutline(box, binding.horizontal));
      });
    },

    text(part, binding, read, say) {
      if (binding.parts) {
        const words = say(binding.parts);
        if (part.text.textContent !== words) part.text.textContent = words;
      }
      if (!binding.x && !binding.y) return;
      const move = (axis, k) => (binding[axis] ? project(binding.map[axis], at(read(binding[axis]), 0)) - binding.from[k] : 0);
      place(part.groups[0], move("x", 0), move("y", 1));
    },

    image(part, binding, read) {
      if (!binding.data) return;
      const pixels = (part.pixels = part.pixels || pixelsOf(binding));
      if (colour(pixels, binding, read(binding.data))) {
        pixels.context.putImageData(pixels.data, 0, 0);
        part.groups[0].setAttribute("href", pixels.canvas.toDataURL());
      }
    },
  };

  /** Move one mark, if it is elsewhere. @param {Part} part @param {number} i @param {number} x @param {number} y */
  function mark(part, i, x, y) {
    if (Object.is(part.x[i], x) && Object.is(part.y[i], y)) return;
    part.x[i] = x;
    part.y[i] = y;
    place(part.marks[i], x, y);
  }

  /** @param {number[]} box low, high, start, end @param {boolean} horizontal @returns {string} */
  function barOutline(box, horizontal) {
    const [low, high, start, end] = box;
    if (box.some(Number.isNaN)) return "";
    if (horizontal) return `M${start} ${low}H${end}V${high}H${start}Z`;
    return `M${low} ${start}V${end}H${high}V${start}Z`;
  }

  /** The canvas of an image and its colours as 32-bit words. @param {Binding} binding */
  function pixelsOf(binding) {
    const canvas = document.createElement("canvas");
    [canvas.height, canvas.width] = binding.shape;
    const context = canvas.getContext("2d");
    const data = context.createImageData(canvas.width, canvas.height);
    const table = new Uint32Array(bytesOf(binding.colours).buffer);
    return { canvas, context, data, words: new Uint32Array(data.data.buffer), table, drawn: false };
  }

  /** Fill in the colours of numbers; tell whether one changed. @param {Object} pixels @param {Binding} binding @param {Float64Array} data */
  function colour(pixels, binding, data) {
    const [rows, columns] = binding.shape, [low, high] = binding.range;
    const { table, words } = pixels, n = table.length - 3; // the last three: below, above, no number
    let changed = !pixels.drawn;
    pixels.drawn = true;
    for (let r = 0, k = 0; r < rows; r++) {
      const row = (binding.flip ? rows - 1 - r : r) * columns;
      for (let c = 0; c < columns; c++, k++) {
        const t = ((at(data, row + (binding.mirror ? columns - 1 - c : c)) - low) / (high - low)) * n;
        const word = table[t < 0 ? n : t > n ? n + 1 : t === n ? n - 1 : t === t ? Math.trunc(t) : n + 2];
        changed = changed || words[k] !== word;
        words[k] = word;
      }
    }
    return changed;
  }

  /** @param {string} base64 @returns {Uint8Array} */
  const bytesOf = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));

  /** An array as the Spec holds it. @param {{shape: number[], data: string}} packed @returns {number|Float64Array} */
  function unpack(packed) {
    const numbers = new Float64Array(bytesOf(packed.data).buffer);
    return packed.shape.length ? numbers : numbers[0];
  }

  /**
   * What of an SVG belongs to one moving artist.
   * @typedef {{groups: Element[], paths: Element[], marks: Element[], text: Element, x: Float64Array, y: Float64Array}} Part
   * @param {Element} svg @param {number} number @param {Binding} binding @returns {Part}
   */
  function partOf(svg, number, binding) {
    const groups = [...svg.querySelectorAll(`[data-move="${number}"]`)];
    const marks = binding.marks ? [...groups[0].querySelectorAll(":scope > g > *")] : [];
    const paths = binding.path ? [...groups[0].querySelectorAll(":scope > path")] : [];
    const unset = () => new Float64Array(marks.length).fill(Infinity);
    return { groups, paths, marks, text: groups[0].querySelector("text"), x: unset(), y: unset() };
  }

  /** What the page shows of one artist. @param {Part} part @param {Binding} binding @returns {Object<string, any>} */
  function drawnOf(part, binding) {
    const get = (element, name) => (element.getAttribute("display") === "none" ? null : element.getAttribute(name));
    const shown = {};
    if (binding.path) shown.path = part.paths[0].getAttribute("d");
    if (binding.marks) shown.marks = part.marks.map((one) => get(one, "transform"));
    if (binding.kind === "bars") shown.bars = part.groups.map((one) => one.querySelector("path").getAttribute("d"));
    if (binding.parts) shown.text = part.text.textContent;
    if (binding.kind === "text" && (binding.x || binding.y)) shown.at = get(part.groups[0], "transform");
    if (binding.data) shown.image = part.groups[0].getAttribute("href");
    if (binding.visible) shown.visible = part.groups[0].getAttribute("visibility") !== "hidden";
    return shown;
  }

  /** @param {number[]} rgb @returns {number} relative luminance */
  function luminance(rgb) {
    const [r, g, b] = rgb.map((c) => (c <= 10 ? c / 3294 : Math.pow((c / 255 + 0.055) / 1.055, 2.4)));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  }

  const INK = [226, 228, 232];
  /** @param {number[]} a @param {number[]} b @param {number} t @returns {number[]} */
  const mix = (a, b, t) => a.map((one, k) => one + (b[k] - one) * t);

  /**
   * A colour for a dark ground: greys change ends, pale tints become deep ones, and other colours are lightened until
   * they stand out at least 4 to 1. The hue stays.
   * @param {string} hex @param {number[]} ground @returns {string}
   */
  function darkened(hex, ground) {
    const rgb = [1, 3, 5].map((k) => parseInt(hex.slice(k, k + 2), 16));
    const most = Math.max(...rgb), least = Math.min(...rgb), middle = (most + least) / 510;
    let result = rgb;
    if (most - least < 26) result = mix(INK, ground, middle);
    else if (middle > 0.8) result = mix(ground, rgb.map((c) => ((c - least) * 255) / (most - least)), 2.5 * (1 - middle));
    else {
      const needed = 4 * (luminance(ground) + 0.05);
      for (let t = 0; t < 1 && luminance(result) + 0.05 < needed; t += 0.05) result = mix(rgb, [255, 255, 255], t);
    }
    return "#" + result.map((c) => Math.round(c).toString(16).padStart(2, "0")).join("");
  }

  /** Re-map the colours of a picture, or give it its own back. @param {Element} svg @param {number[]|null} ground */
  function recolour(svg, ground) {
    const cache = new Map();
    const turned = (hex) => cache.get(hex) || cache.set(hex, darkened(hex, ground)).get(hex);
    for (const name of ["fill", "stroke"]) {
      const kept = "data-" + name;
      for (const element of [svg, ...svg.querySelectorAll(`[${name}^="#"]`)]) {
        const own = element.getAttribute(kept) || element.getAttribute(name);
        if (!/^#[0-9a-f]{6}$/i.test(own || "")) continue;
        if (ground) put(element, kept, own);
        else element.removeAttribute(kept);
        put(element, name, ground ? turned(own) : own);
      }
    }
  }

  /**
   * Draw one artist. `read` gives the data of a source, `say` the words of a template.
   * @param {Part} part @param {Binding} binding @param {function(Object): any} read @param {function(Array): string} say
   */
  function artist(part, binding, read, say) {
    DRAW[binding.kind](part, binding, read, say);
    if (!binding.visible) return;
    for (const group of part.groups) put(group, "visibility", read(binding.visible) ? "visible" : "hidden");
  }

  livefig.draw = { artist, at, drawnOf, partOf, project, put, recolour, unpack };
})(globalThis);
