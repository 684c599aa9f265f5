/**
 * The figures of a saved notebook in JupyterLab and Notebook 7. An output holds the figure as a widget, which is nothing
 * without its kernel, and as data, which is all that a page needs; the widget is shown where there is one.
 */

import { make } from "./dom.js";
import { Figure } from "./figure.js";
import { KernelFigure } from "./kernel.js";
import { load } from "./load.js";
import { leaveUnchanged } from "./opened.js";

/** @typedef {import("livefig-spec").Spec} Spec */
/** @typedef {{data: Object<string, any>}} Output */

const VERSION = 4; // of the Spec
const DATA = "application/vnd.livefig.v1+json",
  VIEW = "application/vnd.jupyter.widget-view+json",
  STILL = "text/html";
const FIRST = -20; // among what may show an output; a widget has -10
const SOON = 300; // ms that a widget has to come, before the data are shown in its place

/**
 * The plugins.
 * @param {function(string): Promise<any>} shared gives one of Jupyter's own packages
 * @param {string} style address of the style sheet
 */
export async function plugins(shared, style) {
  const [{ Panel, Widget }, { INotebookTracker }] = await Promise.all(
    ["@lumino/widgets", "@jupyterlab/notebook"].map(shared),
  );
  const Output = outputs(Panel, Widget);
  /** @param {any} notebook */
  const serve = (notebook) => {
    const { rendermime } = notebook.content;
    leaveUnchanged(notebook);
    rendermime.addFactory(
      // Not safe: a figure runs the programs that it holds. So one of somebody else's notebook stays a picture.
      { safe: false, mimeTypes: [DATA], createRenderer: () => new Output(rendermime) },
      FIRST,
    );
  };
  return [
    {
      id: "livefig:saved",
      autoStart: true,
      requires: [INotebookTracker],
      /** @param {any} app @param {any} tracker */
      activate(app, tracker) {
        document.head.append(make("link", { rel: "stylesheet", href: style }));
        tracker.widgetAdded.connect((/** @type {any} */ _, /** @type {any} */ notebook) => serve(notebook));
        tracker.forEach(serve);
      },
    },
  ];
}

/**
 * The kind of widget, in Jupyter's sense, that shows an output.
 * @param {any} Panel
 * @param {any} Widget
 */
function outputs(Panel, Widget) {
  return class extends Panel {
    /** @param {any} rendermime of the notebook */
    constructor(rendermime) {
      super();
      this.rendermime = rendermime;
      /** What is shown as long as there is no widget. @type {{stop: function(): void, place: any}|null} */
      this.own = null;
    }

    /** @param {Output} output */
    async renderModel(output) {
      if (!output.data[VIEW] || !this.rendermime.mimeTypes.includes(VIEW)) return this.show(output);
      const widget = this.rendermime.createRenderer(VIEW);
      this.addWidget(widget);
      const decide = () => this.decide(widget, output);
      const changes = new MutationObserver(decide);
      changes.observe(widget.node, { childList: true, subtree: true });
      this.disposed.connect(() => changes.disconnect());
      setTimeout(decide, SOON);
      await widget.renderModel(output);
      decide();
    }

    /**
     * Show the widget, if it is there.
     * @param {any} widget
     * @param {Output} output
     */
    async decide(widget, output) {
      if (this.isDisposed) return;
      const words = widget.node.textContent;
      const is = !/^(Loading widget|Error displaying widget)/.test(words);
      widget.setHidden(!is);
      if (is) this.unshow();
      else await this.show(output);
    }

    /**
     * Show the data: a live figure, or the picture if another version has made them.
     * @param {Output} output
     */
    async show(output) {
      if (this.own) return;
      /** @type {Spec} */
      const spec = output.data[DATA];
      const isOurs = spec.version === VERSION;
      const place = isOurs ? new Widget() : this.rendermime.createRenderer(STILL);
      this.own = { place, stop: () => {} };
      this.addWidget(place);
      if (!isOurs) return place.renderModel(output);
      const element = place.node.appendChild(make("figure"));
      const figure =
        spec.fallback === null
          ? new Figure(element, spec, await load(spec.programs), { page: false })
          : new KernelFigure(element, spec, { page: false }, { send: () => {}, status: () => null });
      if (figure instanceof KernelFigure) figure.gone();
      // Words of the notebook may set it, as a link does in a page.
      element.dataset.name = spec.name;
      element.addEventListener("livefig:set", (/** @type {any} */ { detail }) =>
        figure.follow(detail.query, detail.near),
      );
      if (this.own?.place === place) this.own.stop = () => figure.stop();
      else figure.stop();
    }

    unshow() {
      this.own?.stop();
      this.own?.place.dispose();
      this.own = null;
    }

    dispose() {
      this.own?.stop();
      this.own = null;
      super.dispose();
    }
  };
}
