/**
 * A figure in a notebook: the front end of the widget in `notebook.py`.
 */

import { make } from "./dom.js";
import { Figure } from "./figure.js";
import { KernelFigure } from "./kernel.js";
import { load } from "./load.js";

/** @typedef {import("livefig-spec").Spec} Spec */

/**
 * The way to the kernel of a widget; JupyterLab and Notebook 7 tell how it is.
 * @param {any} model
 * @returns {import("./kernel.js").Line}
 */
const lineOf = (model) => ({
  send: (values) => model.send({ ask: "outputs", values }),
  status: () => {
    const manager = model.widget_manager;
    return manager && "kernel" in manager ? (manager.kernel?.status ?? null) : undefined;
  },
});

/**
 * Show a widget's figure, and another one when its function was defined anew; anywidget calls it.
 * @param {{model: any, el: HTMLElement}} view
 * @returns {Promise<function(): void>}
 */
export async function render(view) {
  const { model } = view;
  let stop = await figureIn(view),
    last = Promise.resolve(),
    closed = false;
  const again = () => {
    last = last.then(async () => {
      if (closed) return;
      stop();
      stop = await figureIn(view);
      if (closed) stop();
    });
  };
  model.on("change:spec", again);
  return () => {
    closed = true;
    model.off("change:spec", again);
    stop();
  };
}

/**
 * @param {{model: any, el: HTMLElement}} view
 * @returns {Promise<function(): void>}
 */
async function figureIn({ model, el }) {
  /** @type {Spec} */
  const spec = model.get("spec");
  const element = make("figure");
  el.append(element);
  element.dataset.name = spec.name;
  element.addEventListener("livefig:set", (event) => {
    const { query, near } = /** @type {CustomEvent<{query: string, near: boolean}>} */ (event).detail;
    figure.follow(query, near);
  });
  el.classList.add("livefig-view");
  /** @type {function(string, any): void} */
  const changed = (name, value) => {
    model.set(name, value);
    model.save_changes();
  };
  const host = { page: false, changed };
  const figure =
    spec.fallback === null
      ? new Figure(element, spec, await load(spec.programs), host)
      : new KernelFigure(element, spec, host, lineOf(model));
  const take = () => figure.set(Object.fromEntries(spec.controls.map(({ name }) => [name, model.get(name)])));
  const told = make("p", { class: "livefig-unclear livefig-told", role: "status" });
  element.prepend(told);
  const tell = () => (told.textContent = model.get("_told") || "");
  /** @type {Array<[string, function(any): void]>} */
  const events = spec.controls.map(({ name }) => ["change:" + name, take]);
  events.push(["change:_told", tell]);
  if (figure instanceof KernelFigure) {
    events.push(["msg:custom", (content) => content.values && figure.receive(content)]);
    events.push(["comm_live_update", () => figure.ask()]); // the kernel was restarted, or is there again
    figure.panel.element.append(
      make("p", { class: "livefig-note" }, "Computed in the kernel, not in the page: " + spec.fallback),
    );
  }
  for (const [event, action] of events) model.on(event, action);
  take();
  tell();
  if (figure instanceof KernelFigure) figure.ask();
  return () => {
    for (const [event, action] of events) model.off(event, action);
    figure.stop();
    element.remove();
  };
}
