/**
 * Elements: making them, and setting what is not so already.
 */

/**
 * @param {string} tag
 * @param {Object<string, any>} [attributes]
 * @param {...(Node|string)} children
 * @returns {HTMLElement}
 */
export function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

/**
 * An element whose content Python made from TeX: the only HTML that is taken as such.
 * @param {string} tag
 * @param {string} html
 * @param {Object<string, any>} [attributes]
 * @returns {HTMLElement}
 */
export function labelled(tag, html, attributes) {
  const element = make(tag, attributes);
  element.innerHTML = html;
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

/**
 * Hear what happens to an element, until a signal ends it.
 * @param {EventTarget} element
 * @param {Object<string, function(any): void>} heard by the types of the events, several of them apart by a space
 * @param {AbortSignal} signal
 */
export function listen(element, heard, signal) {
  for (const types in heard)
    for (const type of types.split(" ")) element.addEventListener(type, heard[types], { signal });
}

/**
 * An element of an SVG.
 * @param {string} tag
 * @param {Object<string, any>} attributes
 * @param {string} [text]
 * @returns {SVGElement}
 */
export function makeSvg(tag, attributes, text) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  if (text !== undefined) element.textContent = text;
  return element;
}

/**
 * Set an attribute that is not so already: a browser lays out again what was set, though nothing changed.
 * @param {Element} element
 * @param {string} name
 * @param {string} value
 */
export function put(element, name, value) {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

const SEEN = 5000; // ms for which it says so

/**
 * Copy a text and say so; where that is not allowed, do the other thing.
 * @param {string} text
 * @param {Element} note where it is said
 * @param {string} done
 * @param {function(): void} otherwise
 */
export async function copy(text, note, done, otherwise) {
  note.textContent = "";
  try {
    await navigator.clipboard.writeText(text);
    note.textContent = done;
    setTimeout(() => note.textContent === done && (note.textContent = ""), SEEN);
  } catch (error) {
    otherwise();
  }
}

/**
 * Do something for one of several figures: if it fails, the page's console says so, and the others go on.
 * @param {function(): void} action
 */
export function apart(action) {
  try {
    action();
  } catch (error) {
    reportError(error);
  }
}
