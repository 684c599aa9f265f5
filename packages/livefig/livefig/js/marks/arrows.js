/** @typedef {import("livefig-spec").ArrowBinding} ArrowBinding */
/** @typedef {import("livefig-spec").FieldBinding} FieldBinding */
/** @typedef {import("../geometry.js").Read} Read */
/** @typedef {import("../geometry.js").Shown} Shown */

import { at, sideBySide } from "../data.js";
import { places, project, spot } from "../geometry.js";

/**
 * How an arrow is drawn: length, half width and neck of its head, the gaps at its ends, the shaft's width.
 * @typedef {{shape: string, head: number[], shrink: number[], least: number, width: number}} Looks
 */

/**
 * One arrow, from tail to head.
 * @param {ArrowBinding} binding
 * @param {Read} read
 * @returns {Shown}
 */
export function arrow(binding, read) {
  const { map, shape, head, shrink, inside } = binding;
  const [[x1], [y1]] = places(map, 1, read(binding.x), read(binding.y));
  const [[x0], [y0]] = places(map, 1, read(binding.x_tail), read(binding.y_tail));
  const near = 0.01; // a point on the frame is inside
  const hidden = inside && [x1, y1].some((v, k) => !(inside[k][0] - near <= v && v <= inside[k][1] + near));
  return { path: { d: [hidden ? "" : arrowOutline({ shape, head, shrink, least: 1, width: 0 }, x0, y0, x1, y1)] } };
}

/**
 * The arrows of a field: places, and components in units of the axes.
 * @param {FieldBinding} binding
 * @param {Read} read
 * @returns {Shown}
 */
export function field(binding, read) {
  const { map, head, least, width, pivot, scale } = binding;
  const [x, y, u, v] = [binding.x, binding.y, binding.u, binding.v].map(read);
  const looks = { shape: "solid", head, shrink: [0, 0], least, width },
    n = sideBySide(binding.count, x, y, u, v);
  let d = "";
  for (let i = 0; i < n; i++) {
    const across = at(u, i) / scale,
      up = at(v, i) / scale;
    const x0 = at(x, i) - pivot * across,
      y0 = at(y, i) - pivot * up;
    d += arrowOutline(
      looks,
      project(map.x, x0),
      project(map.y, y0),
      project(map.x, x0 + across),
      project(map.y, y0 + up),
    );
  }
  return { path: { d: [d] } };
}

/**
 * The outline of one arrow; one without length has none.
 * @param {Looks} looks
 * @param {number} x0
 * @param {number} y0
 * @param {number} x1
 * @param {number} y1
 * @returns {string}
 */
function arrowOutline({ shape, head: [long, half, axis], shrink: [start, end], least, width }, x0, y0, x1, y1) {
  let length = Math.sqrt((x1 - x0) * (x1 - x0) + (y1 - y0) * (y1 - y0));
  if (!(length > start + end)) return "";
  const ux = (x1 - x0) / length,
    uy = (y1 - y0) / length;
  x0 += ux * start;
  y0 += uy * start;
  x1 -= ux * end;
  y1 -= uy * end;
  length -= start + end;
  /** @type {function(number, number): string} */
  const to = (back, aside) => spot(x1 - ux * back - uy * aside, y1 - uy * back + ux * aside);
  if (shape === "line") return "M" + spot(x0, y0) + "L" + to(0, 0);
  const size = Math.min(1, length / (long * least)),
    left = to(long * size, half * size),
    right = to(long * size, -half * size);
  if (shape !== "solid")
    return `M${spot(x0, y0)}L${to(0, 0)}M${right}L${to(0, 0)}L${left}${shape === "filled" ? "Z" : ""}`;
  const wide = (width / 2) * size,
    neck = axis * size;
  return (
    "M" + [to(length, wide), to(neck, wide), left, to(0, 0), right, to(neck, -wide), to(length, -wide)].join("L") + "Z"
  );
}
