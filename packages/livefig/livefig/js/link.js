/**
 * Reading a link to a figure as it stands, such as `#descend?eta=0.3`: also as mail, chat and writers of addresses bend
 * it, who quote its signs once or twice, spell it in capitals, write `&amp;`, or let the end of a sentence into it.
 */

import { CONTROLS } from "./controls/index.js";

/** @typedef {import("livefig-spec").ControlSpec} ControlSpec */
/**
 * What a link says to a figure: a value for each control, the controls whose value it says in no way that is understood,
 * and whether it names what is none of them.
 * @typedef {{values: Object<string, any>, unclear: ControlSpec[], stray: boolean}} Wish
 */

const LONGEST = 1000; // characters of a value; no value that a page writes has as many

/**
 * A text, and what it is once and twice unquoted; what is no quoted text stays as it is.
 * @param {string} text
 * @returns {string[]}
 */
function unquoted(text) {
  const once = decoded(text);
  return [text, once, decoded(once)];
}

/** @param {string} text @returns {string} */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * The ways to read the part of an address after its `#`: the name of a figure, and what it should be set to.
 * @param {string} fragment
 * @returns {{id: string, query: string}[]}
 */
export function readings(fragment) {
  const parted = unquoted(fragment).map((text) => /^([^?]*)\?(.*)$/s.exec(text));
  return parted.flatMap((found) => (found ? [{ id: decoded(found[1]), query: found[2] }] : []));
}

/**
 * What a query says to a figure with these controls; what it does not name is as at the start.
 * @param {ControlSpec[]} controls
 * @param {string} query
 * @returns {Wish}
 */
export function wishOf(controls, query) {
  /** The control of a name, whatever its capitals where no other differs by them alone. @param {string} name */
  const named = (name) => {
    const alike = controls.filter((one) => one.name.toLowerCase() === name.toLowerCase());
    return alike.find((one) => one.name === name) ?? (alike[1] ? undefined : alike[0]);
  };
  const ways = unquoted(query).map((way) =>
    [...new URLSearchParams(way.replace(/&amp;/gi, "&"))].map(([name, text]) => ({ control: named(name), text })),
  );
  const said = ways.find((way) => way.every(({ control }) => control)) ?? ways[0];
  /** @type {Wish} */
  const wish = { values: {}, unclear: [], stray: said.some(({ control }) => !control) };
  for (const control of controls) {
    const one = said.find((each) => each.control === control);
    const value = one && understood(control, one.text);
    if (one && value === undefined) wish.unclear.push(control);
    wish.values[control.name] = value ?? control.value;
  }
  return wish;
}

/**
 * The value that a text says, or undefined.
 * @param {ControlSpec} control
 * @param {string} text
 * @returns {any}
 */
function understood(control, text) {
  if (text.length > LONGEST) return undefined;
  const plain = decoded(text)
    .trim()
    .replace(/\u2212/g, "-");
  // A space may have been a plus, and what ends a sentence may have got in.
  const ways = [text, plain, plain.replace(/ /g, "+"), plain.replace(/[.,;:!)\]>'"]+$/, "")];
  const all = ways.flatMap((way) => [way, way.toLowerCase()]);
  return all.map((way) => CONTROLS[control.kind].admissible(control, way)).find((value) => value !== undefined);
}

/**
 * What a reader is told of a link that was not understood in full; nothing of the link itself is repeated.
 * @param {Wish} wish
 * @returns {string}
 */
export function complaint({ unclear, stray }) {
  const what = unclear.map((control) => control.text);
  if (stray) what.push("a setting that this figure does not have");
  return what[0] ? `This link could not be understood: ${what.join(", ")}.` : "";
}

/**
 * Unfold what an element stands in. Some hosts fold in a way of their own: they are told by the event by which a browser
 * says that its search is about to show a place.
 * @param {Element} element
 */
export function unfold(element) {
  for (let up = element.closest("details"); up; up = up.parentElement?.closest("details") ?? null) up.open = true;
  element.dispatchEvent(new Event("beforematch", { bubbles: true }));
}
