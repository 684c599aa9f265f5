/**
 * The book's notebooks in JupyterLab and Notebook 7: Markdown as the book reads it, predictions that are answered before
 * they are explained, solutions that stay folded until they are asked for, and words that set figures.
 */

import { keepAnswers } from "./keep_answers.js";
import { toHtml, Names } from "./markup.js";
import { foldSolutions } from "./solutions.js";

const FIGURE = "figure.livefig";
const WAITS = "is alive once its cell has run: Run, Run All Cells.";

/** Load a script or a style that the page of the book has, too. */
function load(tag, properties) {
  return new Promise((resolve, reject) => {
    const element = Object.assign(document.createElement(tag), properties, { onload: resolve, onerror: reject });
    document.head.append(element);
  });
}

/**
 * The plugins.
 * @param {function(string): Promise<any>} shared gives one of Jupyter's own packages
 * @param {URL} here the folder of this module
 */
export async function plugins(shared, here) {
  const [rendermime, notebook] = await Promise.all(["@jupyterlab/rendermime", "@jupyterlab/notebook"].map(shared));
  const answer = await fetch(new URL("names.json", here), { cache: "no-cache" });
  const names = new Names(await answer.json());
  return [
    {
      id: "neuron-to-venture:markdown",
      autoStart: true,
      requires: [rendermime.IRenderMimeRegistry, rendermime.IMarkdownParser, notebook.INotebookTracker],
      async activate(_, registry, parser, tracker) {
        const book = new Book(names, parser, tracker);
        keepAnswers(() => book.page());
        window.livefig = window.livefig ?? { get: (name) => book.handle(name) };
        for (const style of ["prediction.css", "figure_links.css", "lab.css"])
          load("link", { rel: "stylesheet", href: new URL(style, here).href });
        await load("script", { src: new URL("prediction.js", here).href });
        registry.addFactory(
          { safe: true, mimeTypes: ["text/markdown"], createRenderer: (options) => book.renderer(rendermime, options) },
          0,
        );
        tracker.widgetAdded.connect((_, panel) => foldSolutions(panel));
        tracker.forEach((panel) => foldSolutions(panel));
      },
    },
  ];
}

class Book {
  constructor(names, parser, tracker) {
    this.names = names;
    this.parser = parser;
    this.tracker = tracker;
  }

  /** The page that is in front, as the book names it. */
  page() {
    return (this.tracker.currentWidget?.context.path ?? "").replace(/\.ipynb$/, "");
  }

  /** What shows the Markdown of a cell or a file. */
  renderer(rendermime, options) {
    const book = this;
    class Rendered extends rendermime.RenderedMarkdown {
      async render(model) {
        const work = this.show(String(model.data[this.mimeType] ?? ""));
        this._rendered = work; // typeset once it is attached, as Jupyter's own does
        return work;
      }

      async show(source) {
        const here = (await this.resolver?.resolveUrl("here")) ?? "here";
        const parse = async (text) => this.sanitizer.sanitize(await book.parser.render(text));
        const html = await toHtml(source, { names: book.names, folder: here.replace(/\/?here$/, ""), parse });
        await rendermime.renderHTML({
          host: this.node,
          source: html,
          trusted: true, // what the author wrote is clean, and the rest is ours
          resolver: this.resolver,
          sanitizer: this.sanitizer,
          linkHandler: this.linkHandler,
          shouldTypeset: false,
          latexTypesetter: this.latexTypesetter,
          translator: this.translator,
        });
        this.addClass("book-markdown");
        book.enliven(this.node);
        this.node.dispatchEvent(new Event("book:rendered", { bubbles: true }));
        if (this.isAttached) this.latexTypesetter?.typeset(this.node);
      }
    }
    return new Rendered(options);
  }

  /** Let a cell's links, forms and buttons work. */
  enliven(node) {
    for (const heading of node.querySelectorAll("h1, h2, h3, h4, h5, h6"))
      heading.dataset.jupyterId = heading.textContent.replace(/ /g, "-"); // where Jupyter looks for it
    for (const link of node.querySelectorAll("a[href*='#']")) this.lead(link);
    for (const form of node.querySelectorAll(".prediction[data-kind]")) window.predictions.enliven(form);
    for (const live of node.querySelectorAll(".prediction, .book-solution, details, a")) {
      live.dataset.lmSuppressShortcuts = "true"; // keys are for the form, not for the notebook
      live.addEventListener("dblclick", (event) => event.stopPropagation()); // no editing, where the answers stand
    }
  }

  /** Links to figures set them or say their numbers; others lead to a place in the notebook, if it is there. */
  lead(link) {
    const [file, fragment] = (link.getAttribute("href") ?? "").split("#");
    const [name, query] = decodeURIComponent(fragment).split(/\?(.*)/s);
    const figure = this.names.find("figures", name);
    if (figure && !file) {
      link.classList.add(query === undefined ? "to-figure" : "sets-figure");
      link.title = query === undefined ? "" : `Sets figure ${figure.number}`;
      if (link.textContent.trim().toLowerCase() === "figure") link.append(`\u00a0${numberAfter(link, figure.number)}`);
    }
    link.addEventListener("click", (event) => {
      const panel = this.panelOf(link);
      const place = figure && !file ? this.figure(panel, name) : panel?.node.querySelector(`#${CSS.escape(name)}`);
      if (place || (figure && !file)) {
        event.preventDefault();
        event.stopPropagation(); // Jupyter would open the notebook that is open
      }
      if (place && query !== undefined) set(place, query, true);
      else if (place) show(place);
      else if (figure && !file) tell(link, `Figure ${figure.number} ${WAITS}`);
    });
  }

  panelOf(node) {
    return this.tracker.find((panel) => panel.node.contains(node)) ?? this.tracker.currentWidget;
  }

  /** The element of a live figure by its name. */
  figure(panel, name) {
    const all = [...(panel?.node.querySelectorAll(FIGURE) ?? [])];
    return all.find((one) => one.dataset.name === name);
  }

  /** What the script of predictions asks for. */
  handle(name) {
    const element = this.figure(this.tracker.currentWidget, name);
    if (!element) return undefined;
    return {
      set: (values) => set(element, new URLSearchParams(values).toString(), false),
      reset: () => set(element, "", false),
    };
  }
}

/** "figure 6.2", or "figure (6.2)" after words such as "the first", as in the page. */
function numberAfter(link, number) {
  const before = link.previousSibling?.textContent ?? "";
  return /\b(the|this|that|first|next|last)\s+$/i.test(before) ? `(${number})` : number;
}

/** Set a figure as a link says; `livefig` listens for this. */
function set(element, query, near) {
  element.dispatchEvent(new CustomEvent("livefig:set", { detail: { query, near } }));
}

function show(element) {
  for (let up = element.closest("details"); up; up = up.parentElement?.closest("details")) up.open = true;
  element.dispatchEvent(new Event("beforematch", { bubbles: true })); // folded solutions hear it
  element.scrollIntoView({ block: "start" });
}

/** Say beside a link why it does nothing yet. */
function tell(link, what) {
  const told = link.nextElementSibling?.classList.contains("book-told") ? link.nextElementSibling : null;
  const note = told ?? Object.assign(document.createElement("small"), { className: "book-told" });
  note.setAttribute("role", "status");
  note.textContent = ` (${what})`;
  link.after(note);
}
