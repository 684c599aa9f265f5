/**
 * A figure in a notebook: the front end of the widget in `notebook.py`.
 */

import { make } from "./dom.js";
import { Figure } from "./figure.js";

/** @typedef {import("livefig-spec").Spec} Spec */
/** @typedef {import("./program.js").Factory} Factory */

/**
 * Turn texts into functions; only a notebook does, a page has them in its script.
 * @param {string[]} programs
 * @returns {Promise<Factory[]>}
 */
async function load(programs) {
  const url = URL.createObjectURL(new Blob([`export default [${programs.join(",\n")}];`], { type: "text/javascript" }));
  try {
    return (await import(url)).default;
  } finally {
    URL.revokeObjectURL(url);
  }
}

/**
 * Show a widget's figure; anywidget calls it.
 * @param {{model: any, el: HTMLElement}} view
 * @returns {Promise<function(): void>}
 */
export async function render({ model, el }) {
  /** @type {Spec} */
  const spec = model.get("spec");
  const factories = spec.fallback !== null ? [] : await load(spec.programs);
  const element = make("figure");
  el.append(element);
  element.dataset.name = spec.name;
  element.addEventListener("livefig:set", (event) => {
    const { query, near } = /** @type {CustomEvent<{query: string, near: boolean}>} */ (event).detail;
    figure.follow(query, near);
  });
  /** @type {function(string, any): void} */
  const changed = (name, value) => {
    model.set(name, value);
    model.save_changes();
  };
  const figure = new Figure(element, spec, factories, { page: false, changed });
  const take = () => figure.set(Object.fromEntries(spec.controls.map(({ name }) => [name, model.get(name)])));
  /** @type {function(any): void} */
  const receive = (content) => content.values && figure.receive(content);
  /** @type {Array<[string, function(any): void]>} */
  const events = [
    ["msg:custom", receive],
    ...spec.controls.map(({ name }) => /** @type {[string, function(): void]} */ (["change:" + name, take])),
  ];
  for (const [event, action] of events) model.on(event, action);
  take();
  if (spec.fallback !== null) {
    figure.panel.element.append(
      make("p", { class: "livefig-note" }, "Computed in the kernel, not in the page: " + spec.fallback),
    );
    model.send({ ask: "outputs" });
  }
  return () => {
    for (const [event, action] of events) model.off(event, action);
    figure.stop();
    element.remove();
  };
}
