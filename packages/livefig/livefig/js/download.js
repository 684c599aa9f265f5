/**
 * The picture as a file of its own, in light colours on white, with the letters that it needs.
 */

import { recolour } from "./colours.js";
import { make, makeSvg } from "./dom.js";

/** @typedef {{style: string, weight: number, ranges: number[][], data: string}} Piece  a part of a font */
/** @typedef {import("./figure.js").Figure} Figure */

/** Where the fonts are that a page has beside its scripts; a document of one file has them in it, a notebook has none. */
const script = typeof document !== "undefined" && /** @type {HTMLScriptElement|null} */ (document.currentScript)?.src;
/** @type {Promise<Piece[]>|undefined} */
let pieces;

/** @returns {Promise<Piece[]>} */
function fonts() {
  return (pieces ??= new Promise((resolve) => {
    if (!script) return resolve(inPage());
    const loader = make("script", { src: new URL("livefig-fonts.js", script) });
    loader.addEventListener("fonts", (event) => resolve(/** @type {CustomEvent<Piece[]>} */ (event).detail));
    loader.addEventListener("error", () => resolve([]));
    document.head.append(loader);
  }));
}

/** The fonts that the page's own rules hold. @returns {Piece[]} */
function inPage() {
  return [...document.styleSheets]
    .filter((sheet) => !sheet.href) // others may be of another host, which does not let them be read
    .flatMap((sheet) => [...sheet.cssRules])
    .filter((rule) => rule instanceof CSSFontFaceRule)
    .map(({ style }) => ({ style, data: /^url\("data:font\/woff;base64,([^"]*)"/.exec(style.getPropertyValue("src")) }))
    .filter(({ style, data }) => data && style.getPropertyValue("font-family").includes("LiveFig Sans"))
    .map(({ style, data }) => ({
      style: style.getPropertyValue("font-style"),
      weight: Number(style.getPropertyValue("font-weight")),
      ranges: [[0, 0x10ffff]],
      data: data ? data[1] : "",
    }));
}

/**
 * The rules that give a picture the pieces of the fonts that it needs.
 * @param {Element} svg in the page
 * @param {Piece[]} all
 * @returns {string}
 */
function fontRules(svg, all) {
  /** @type {Object<string, string>} */
  const needed = {};
  for (const one of svg.querySelectorAll("text, tspan")) {
    const own = [...one.childNodes]
      .filter((node) => node.nodeType === Node.TEXT_NODE)
      .map((node) => node.nodeValue)
      .join("");
    const { fontStyle, fontWeight } = getComputedStyle(one);
    const face = fontStyle !== "normal" ? "italic400" : Number(fontWeight) < 600 ? "normal400" : "normal700";
    needed[face] = (needed[face] || "") + own;
  }
  /** @type {function(Piece): string} */
  const rule = ({ style, weight, ranges, data }) => {
    const range = ranges.map((ends) => "U+" + ends.map((end) => end.toString(16)).join("-")).join();
    return (
      `@font-face{font-family:"LiveFig Sans";font-style:${style};font-weight:${weight};unicode-range:${range};` +
      `src:url(data:font/woff;base64,${data})}`
    );
  };
  /** @type {function(Piece): boolean} */
  const isNeeded = ({ style, weight, ranges }) =>
    [...(needed[style + weight] || "")].some((sign) => {
      const code = sign.codePointAt(0) ?? 0;
      return ranges.some(([first, last]) => code >= first && code <= last);
    });
  return all.filter(isNeeded).map(rule).join("\n");
}

/**
 * @param {Figure} figure
 * @param {Piece[]} all of the fonts
 * @returns {string}
 */
function svgOf(figure, all) {
  const shown = figure.picture.shown().svg,
    svg = /** @type {SVGSVGElement} */ (shown.cloneNode(true));
  const { width, height } = svg.viewBox.baseVal;
  const caption = figure.element.querySelector("figcaption");
  recolour(svg, null);
  for (const name of ["aria-hidden", "focusable", "class"]) svg.removeAttribute(name);
  for (const one of svg.querySelectorAll("[class]")) one.removeAttribute("class");
  svg.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  svg.setAttribute("font-family", "'LiveFig Sans', 'DejaVu Sans', Verdana, sans-serif");
  svg.setAttributeNS("http://www.w3.org/XML/1998/namespace", "xml:space", "preserve");
  svg.prepend(
    makeSvg("title", {}, (caption ? caption.textContent + ": " : "") + figure.spec.alt),
    makeSvg("desc", {}, figure.host.page ? figure.sentence.text + " " + figure.link() : figure.sentence.text),
    makeSvg("style", {}, fontRules(shown, all)),
    makeSvg("rect", { width, height, fill: "#ffffff" }),
  );
  return new XMLSerializer().serializeToString(svg);
}

/**
 * The same, twice as large, as pixels.
 * @param {string} text
 * @returns {Promise<Blob>}
 */
async function pngOf(text) {
  const image = new Image();
  image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(text);
  await image.decode();
  const canvas = /** @type {HTMLCanvasElement} */ (
    make("canvas", { width: 2 * image.width, height: 2 * image.height })
  );
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("the picture is too large"))), "image/png");
  });
}

/**
 * Hand the picture over as a file.
 * @param {Figure} figure
 * @param {string} kind svg or png
 */
export async function download(figure, kind) {
  const all = await fonts();
  figure.flush(true);
  const text = svgOf(figure, all);
  const blob = kind === "png" ? await pngOf(text) : new Blob([text], { type: "image/svg+xml" });
  const link = /** @type {HTMLAnchorElement} */ (
    make("a", { href: URL.createObjectURL(blob), download: `${figure.spec.name}.${kind}` })
  );
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
