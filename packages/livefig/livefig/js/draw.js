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

  /** Move an element, or hide it where there is no place. @param {Element} element @param {number} x @param {number} y @param {string} [scale] */
  function place(element, x, y, scale) {
    if (x !== x || y !== y) return put(element, "display", "none");
    element.removeAttribute("display");
    put(element, "transform", "translate(" + spot(x, y) + ")" + (scale || ""));
  }

  /** @param {number} x @param {number} y @returns {string} */
  const spot = (x, y) => short(x) + " " + short(y);

  /**
   * How each kind of artist is drawn: `part` is what of the SVG belongs to it, `read` gives an output, a control's
   * value or a constant.
   * @type {Object<string, function(Part, Binding, function(Object): any): void>}
   */
  const DRAW = {
    line(part, binding, read) {
      const xs = read(binding.x), ys = read(binding.y), map = binding.map, sizes = binding.size && read(binding.size);
      let d = "", down = false;
      for (let i = 0; i < binding.count; i++) {
        const x = short(project(map.x, at(xs, i))), y = short(project(map.y, at(ys, i)));
        const drawable = x === x && y === y;
        if (drawable && binding.path) d += (down ? "L" : "M") + x + " " + y;
        if (binding.marks) mark(part, i, x, y, binding.size ? Math.sqrt(at(sizes, i) / binding.area) : 1, binding);
        down = drawable;
      }
      for (const path of part.paths) put(path, "d", d);
      if (binding.color) paint(part, part.marks, binding, read(binding.color));
    },

    errors(part, binding, read) {
      DRAW.line(part, binding, read);
      const sides = binding.roles.filter((role) => role === "x" || role === "y"), { count, cap, map } = binding;
      sides.forEach((side, n) => {
        const other = side === "x" ? "y" : "x", [middle, across, error] = [side, other, side + "err"].map((name) => read(binding[name]));
        const spotOf = side === "x" ? spot : (a, b) => spot(b, a), line = (a, b, c, d) => "M" + spotOf(a, b) + "L" + spotOf(c, d);
        const above = error.length === 2 * count ? count : 0; // where the errors upwards begin
        let d = "";
        for (let i = 0; i < count; i++) {
          const from = at(middle, i) - at(error, i), axis = map[side];
          const start = axis.scale === "log" && from <= 0 ? (axis.a < 0 ? LIMIT : -LIMIT) : project(axis, from);
          const end = project(axis, at(middle, i) + at(error, above + i)), v = project(map[other], at(across, i));
          if ([start, end, v].some(Number.isNaN)) continue;
          d += line(start, v, end, v);
          for (const one of cap ? [start, end] : []) d += line(one, v - cap, one, v + cap);
        }
        put(part.errors[n], "d", d);
      });
    },

    area(part, binding, read) {
      const { x, y, x2, y2 } = binding, map = binding.map;
      const [xs, ys, backX, backY] = [x, y, x2 || x, y2 || y].map(read);
      let d = "", there = [], back = [];
      for (let i = 0; i <= binding.count; i++) {
        const corner = [project(map.x, at(xs, i)), project(map.y, at(ys, i)),
          project(map.x, at(backX, i)), project(map.y, at(backY, i))];
        if (i < binding.count && !corner.some(Number.isNaN)) {
          there.push(spot(corner[0], corner[1]));
          if (x2) back.push(spot(corner[2], corner[3]));
        } else if (there.length) {
          d += "M" + there.concat(back.reverse()).join("L") + "Z";
          there = [];
          back = [];
        }
      }
      put(part.paths[0], "d", d);
    },

    bars(part, binding, read) {
      const along = binding.horizontal ? "x" : "y", across = binding.horizontal ? "y" : "x";
      const [low, high, start, size] = ["low", "high", "start", "size"].map((name) => read(binding[name]));
      const axis = binding.map[along], sides = binding.map[across];
      part.bars.forEach((bar, i) => {
        const from = at(start, i);
        const floor = axis.scale === "log" && from <= 0; // a bar from zero reaches down for ever
        const ends = [floor ? (axis.a < 0 ? LIMIT : -LIMIT) : project(axis, from), project(axis, from + at(size, i))];
        const box = [project(sides, at(low, i)), project(sides, at(high, i)), ...ends].map(short);
        put(bar, "d", barOutline(box, binding.horizontal));
      });
      if (binding.color) paint(part, part.bars, binding, read(binding.color));
    },

    arrows(part, binding, read) {
      const { map, count, pivot, scale } = binding, names = scale ? ["x", "u", "y", "v"] : ["x_tail", "x", "y_tail", "y"];
      const [x0, x1, y0, y1] = names.map((name) => read(binding[name]));
      const ends = (axis, from, to, i) => {
        if (!scale) return [project(axis, at(from, i)), project(axis, at(to, i))];
        const length = at(to, i) / scale, tail = at(from, i) - pivot * length;
        return [project(axis, tail), project(axis, tail + length)];
      };
      let d = "";
      for (let i = 0; i < count; i++) d += arrowOutline(binding, ends(map.x, x0, x1, i), ends(map.y, y0, y1, i));
      put(part.paths[0], "d", d);
    },

    contours(part, binding, read) {
      const [rows, columns] = binding.shape, z = read(binding.z);
      const [x, y] = ["x", "y"].map((axis) => Array.from(read(binding[axis]), (v) => project(binding.map[axis], v)));
      binding.levels.forEach((level, k) => put(part.paths[k], "d", contour(x, y, z, rows, columns, level)));
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

    edges(part, binding, read) {
      const weights = binding.count && read(binding.weights), [thin, thick] = binding.widths || [];
      part.paths.forEach((path, i) => {
        const weight = at(weights, i), negative = weight < 0 ? 1 : 0;
        if (Object.is(part.painted[i], weight)) return;
        part.painted[i] = weight;
        if (weight !== weight) return put(path, "display", "none");
        path.removeAttribute("display");
        tint(part.svg, path, "stroke", binding.pens[negative]);
        put(path, "stroke-width", String(short(thin + (thick - thin) * Math.min(1, Math.abs(weight) / binding.largest))));
        put(path, "stroke-dasharray", negative ? binding.dash : "none");
      });
    },

    numbers(part, binding, read) {
      if (!binding.count) return;
      const values = read(binding.values);
      part.texts.forEach((text, i) => {
        const word = numeral(at(values, i), binding.format);
        if (text.textContent !== word) text.textContent = word;
      });
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

  /** Move and scale one mark, if it stands otherwise. @param {Part} part @param {number} i @param {number} x @param {number} y @param {number} scale @param {Binding} binding */
  function mark(part, i, x, y, scale, binding) {
    const places = part.places, k = 3 * i;
    if (Object.is(places[k], x) && Object.is(places[k + 1], y) && Object.is(places[k + 2], scale)) return;
    places[k] = x;
    places[k + 1] = y;
    places[k + 2] = scale;
    if (!binding.size) return place(part.marks[i], x, y);
    const seen = scale > 0 && scale < Infinity;
    place(part.marks[i], seen ? x : NaN, y, " scale(" + short(scale) + ")");
    if (binding.edge && seen) put(part.marks[i], "stroke-width", String(short(binding.edge / scale)));
  }

  /** Colour elements by numbers. @param {Part} part @param {Element[]} elements @param {Binding} binding @param {number|Float64Array} data */
  function paint(part, elements, binding, data) {
    const hexes = (part.hexes = part.hexes || hexesOf(bytesOf(binding.colours)));
    elements.forEach((element, i) => {
      const hex = hexes[indexOf(hexes.length, binding.range, at(data, i))];
      if (part.painted[i] === hex) return;
      part.painted[i] = hex;
      for (const name of binding.paint) tint(part.svg, element, name, hex);
    });
  }

  /** The colours of a table as the page writes them. @param {Uint8Array} bytes red, green, blue, opacity @returns {string[]} */
  function hexesOf(bytes) {
    const colours = [];
    for (let k = 0; k < bytes.length; k += 4) colours.push(bytes[k + 3] ? hexOf(bytes.subarray(k, k + 3)) : "none");
    return colours;
  }

  /** Which colour of a table of n belongs to a number. @param {number} n @param {number[]} range @param {number} v @returns {number} */
  function indexOf(n, range, v) {
    n -= 3; // the last three: below, above, no number
    const t = ((v - range[0]) / (range[1] - range[0])) * n;
    return t < 0 ? n : t > n ? n + 1 : t === n ? n - 1 : t === t ? Math.trunc(t) : n + 2;
  }

  /** @param {number[]} box low, high, start, end @param {boolean} horizontal @returns {string} */
  function barOutline(box, horizontal) {
    const [low, high, start, end] = box;
    if (box.some(Number.isNaN)) return "";
    if (horizontal) return `M${start} ${low}H${end}V${high}H${start}Z`;
    return `M${low} ${start}V${end}H${high}V${start}Z`;
  }

  /** A number in a small place. @param {number} v @param {string} form @returns {string} */
  function numeral(v, form) {
    if (v !== v) return "–";
    return Math.abs(v) < Infinity ? livefig.format(v, form) : v > 0 ? "∞" : "\u2212∞";
  }

  /** One arrow; none without length, or with its head out of sight. @param {Binding} binding @param {number[]} xs tail, head @param {number[]} ys @returns {string} */
  function arrowOutline(binding, xs, ys) {
    let [x0, x1] = xs, [y0, y1] = ys, length = Math.sqrt((x1 - x0) * (x1 - x0) + (y1 - y0) * (y1 - y0));
    const { shape, inside, least = 1, shrink: [start, end] = [0, 0] } = binding, near = 0.01;
    const hidden = (v, k) => inside && !(inside[k][0] - near <= v && v <= inside[k][1] + near);
    if (!(length > start + end) || [x1, y1].some(hidden)) return "";
    const ux = (x1 - x0) / length, uy = (y1 - y0) / length;
    x0 += ux * start, y0 += uy * start, x1 -= ux * end, y1 -= uy * end;
    length -= start + end;
    const to = (back, aside) => spot(x1 - ux * back - uy * aside, y1 - uy * back + ux * aside);
    if (shape === "line") return "M" + spot(x0, y0) + "L" + to(0, 0);
    const [head, half, axis] = binding.head, size = Math.min(1, length / (head * least));
    const left = to(head * size, half * size), right = to(head * size, -half * size);
    if (shape !== "solid") return `M${spot(x0, y0)}L${to(0, 0)}M${left}L${to(0, 0)}L${right}${shape === "filled" ? "Z" : ""}`;
    const wide = (binding.width / 2) * size, neck = axis * size;
    return "M" + [to(length, wide), to(neck, wide), left, to(0, 0), right, to(neck, -wide), to(length, -wide)].join("L") + "Z";
  }

  /** The lines on which z has a level. @param {number[]} x @param {number[]} y @param {Float64Array} z @param {number} rows @param {number} columns @param {number} level @returns {string} */
  function contour(x, y, z, rows, columns, level) {
    const follow = pieces(z, rows, columns, level), ends = new Set(follow.values());
    const crossing = (side) => {
      const upright = side >= rows * columns, a = upright ? side - rows * columns : side, b = upright ? a + columns : a + 1;
      const t = (level - z[a]) / (z[b] - z[a]), r = Math.floor(a / columns), c = a % columns;
      return spot(x[c] + t * (x[b % columns] - x[c]), y[r] + t * (y[Math.floor(b / columns)] - y[r]));
    };
    const starts = [...follow.keys()];
    let d = "";
    for (const first of starts.filter((side) => !ends.has(side)).concat(starts)) {
      if (!follow.has(first)) continue;
      const line = [first];
      for (let side = first; follow.has(side); line.push(side)) {
        const next = follow.get(side);
        follow.delete(side);
        side = next;
      }
      const closed = line[line.length - 1] === first;
      if (closed) line.pop();
      d += "M" + line.map(crossing).join("L") + (closed ? "Z" : "");
    }
    return d;
  }

  /** For each side of a cell where a piece of line starts, the side where it ends. @param {Float64Array} z @param {number} rows @param {number} columns @param {number} level */
  function pieces(z, rows, columns, level) {
    const follow = new Map(), upright = rows * columns;
    for (let r = 0; r < rows - 1; r++) {
      for (let c = 0, k = r * columns; c < columns - 1; c++, k++) {
        const sum = z[k] + z[k + 1] + z[k + columns + 1] + z[k + columns];
        const a = z[k] > level, b = z[k + 1] > level, d = z[k + columns + 1] > level, e = z[k + columns] > level;
        if ((a === b && b === d && d === e) || !(Math.abs(sum) < Infinity)) continue;
        const high = [a, b, d, e], sides = [k, upright + k + 1, k + columns, upright + k], saddle = a === d && b === e;
        const turn = sum / 4 > level ? 1 : 3; // a saddle: the middle decides which corners hang together
        const enter = high.findIndex((one, i) => !one && high[(i + 1) % 4]);
        high.forEach((one, i) => one && !high[(i + 1) % 4] && follow.set(sides[i], sides[saddle ? (i + turn) % 4 : enter]));
      }
    }
    return follow;
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
    const [rows, columns] = binding.shape, { table, words } = pixels;
    let changed = !pixels.drawn;
    pixels.drawn = true;
    for (let r = 0, k = 0; r < rows; r++) {
      const row = (binding.flip ? rows - 1 - r : r) * columns;
      for (let c = 0; c < columns; c++, k++) {
        const v = at(data, row + (binding.mirror ? columns - 1 - c : c)), word = table[indexOf(table.length, binding.range, v)];
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
   * @typedef {{svg: Element, groups: Element[], paths: Element[], marks: Element[], bars: Element[],
   *   errors: Element[], texts: Element[], text: Element, places: Float64Array, painted: Array<string|number>, hexes?: string[], pixels?: Object}} Part
   * @param {Element} svg @param {number} number @param {Binding} binding @returns {Part}
   */
  function partOf(svg, number, binding) {
    const groups = [...svg.querySelectorAll(`[data-move="${number}"]`)];
    const role = (names) => groups.filter((group) => names.includes(group.getAttribute("data-role")));
    const home = role(["line"])[0] || groups[0], errors = role(["x", "y"]).map((group) => group.querySelector("path"));
    const within = (selector, wanted) => (wanted ? [...home.querySelectorAll(":scope > " + selector)] : []);
    const own = binding.size || binding.color;
    const marks = within("g > *", binding.marks).map((mark) => (own && mark.tagName === "use" ? ownShape(mark) : mark));
    const paths = within("path", binding.path || PATHS.has(binding.kind) || binding.pens);
    const bars = binding.kind === "bars" ? groups.map((group) => group.querySelector("path")) : [];
    const places = new Float64Array(3 * marks.length).fill(Infinity);
    const texts = groups.map((group) => group.querySelector("text"));
    return { svg, groups, paths, marks, bars, errors, texts, text: texts[0], places, painted: [] };
  }

  /** Give a mark the shape that it uses, since a browser is slow to redraw what is used. @param {Element} use @returns {Element} */
  function ownShape(use) {
    const shape = /** @type {Element} */ (use.ownerDocument.querySelector(use.getAttribute("href")).cloneNode());
    shape.removeAttribute("id");
    for (const { name, value } of use.attributes) if (name !== "href") shape.setAttribute(name, value);
    use.replaceWith(shape);
    return shape;
  }

  /** The kinds that are outlines and nothing else. */
  const PATHS = new Set(["area", "arrows", "contours"]);

  /** What the page shows of one artist. @param {Part} part @param {Binding} binding @returns {Object<string, any>} */
  function drawnOf(part, binding) {
    const get = (element, name) => (element.getAttribute("display") === "none" ? null : element.getAttribute(name));
    const outlines = (paths) => paths.map((path) => path.getAttribute("d"));
    const shown = {};
    if (binding.path) shown.path = outlines(part.paths)[0];
    if (PATHS.has(binding.kind)) shown.paths = outlines(part.paths);
    if (binding.roles) shown.paths = outlines(part.errors);
    if (binding.marks) shown.marks = part.marks.map((one) => get(one, "transform"));
    if (binding.edge) shown.edges = part.marks.map((one) => get(one, "stroke-width"));
    if (binding.kind === "bars") shown.bars = outlines(part.bars);
    if (binding.color) shown.colours = [...part.marks, ...part.bars].map((one) => ownColour(one, binding.paint[0]));
    const looks = (one) => [ownColour(one, "stroke"), one.getAttribute("stroke-width"), one.getAttribute("stroke-dasharray")];
    if (binding.pens) shown.pens = part.paths.map((one) => (one.getAttribute("display") === "none" ? null : looks(one).join(" ")));
    if (binding.format !== undefined) shown.texts = part.texts.map((one) => one.textContent);
    if (binding.parts) shown.text = part.text.textContent;
    if (binding.kind === "text" && (binding.x || binding.y)) shown.at = get(part.groups[0], "transform");
    if (binding.data) shown.image = part.groups[0].getAttribute("href");
    if (binding.alpha) shown.alpha = part.groups[0].getAttribute("opacity");
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
   * they stand out at least 4.5 to 1, as text must. The hue stays.
   * @param {string} hex @param {number[]} ground @returns {string}
   */
  function darkened(hex, ground) {
    const rgb = [1, 3, 5].map((k) => parseInt(hex.slice(k, k + 2), 16));
    const most = Math.max(...rgb), least = Math.min(...rgb), middle = (most + least) / 510;
    let result = rgb;
    if (most - least < 26) result = mix(INK, ground, middle);
    else if (middle > 0.8) result = mix(ground, rgb.map((c) => ((c - least) * 255) / (most - least)), 2.5 * (1 - middle));
    else {
      const needed = 4.6 * (luminance(ground) + 0.05);
      for (let t = 0; t < 1 && luminance(result) + 0.05 < needed; t += 0.05) result = mix(rgb, [255, 255, 255], t);
    }
    return hexOf(result);
  }

  /** @param {ArrayLike<number>} rgb @returns {string} */
  const hexOf = (rgb) => "#" + Array.from(rgb, (c) => Math.round(c).toString(16).padStart(2, "0")).join("");

  /** The ground of each picture that is dark now, and the colours that it has turned. @type {WeakMap<Element, function(string): string>} */
  const turners = new WeakMap();

  /** Give an element a colour, turned where the picture is dark. @param {Element} svg @param {Element} element @param {string} name @param {string} hex */
  function tint(svg, element, name, hex) {
    const turned = hex !== "none" && turners.get(svg);
    if (turned) put(element, "data-" + name, hex);
    else element.removeAttribute("data-" + name);
    put(element, name, turned ? turned(hex) : hex);
  }

  /** The colour that an element has in the light. @param {Element} element @param {string} name */
  const ownColour = (element, name) => element.getAttribute("data-" + name) || element.getAttribute(name);

  /** Re-map the colours of a picture, or give it its own back. @param {Element} svg @param {number[]|null} ground */
  function recolour(svg, ground) {
    const cache = new Map();
    const turned = (hex) => cache.get(hex) || cache.set(hex, darkened(hex, ground)).get(hex);
    if (ground) turners.set(svg, turned);
    else turners.delete(svg);
    for (const name of ["fill", "stroke", "mathcolor"]) {
      const kept = "data-" + name;
      for (const element of [svg, ...svg.querySelectorAll(`[${name}^="#"]`)]) {
        const own = ownColour(element, name);
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
    const shared = {};
    if (binding.alpha) shared.opacity = String(short(Math.min(Math.max(at(read(binding.alpha), 0), 0), 1) || 0));
    if (binding.visible) shared.visibility = read(binding.visible) ? "visible" : "hidden";
    for (const name in shared) for (const group of part.groups) put(group, name, shared[name]);
  }

  livefig.draw = { artist, at, drawnOf, partOf, project, put, recolour, unpack };
})(globalThis);
