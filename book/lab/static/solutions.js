/**
 * Solutions stay folded until the reader asks. A solution begins in one cell and may end in another, so the cells between
 * are folded with it; they run like all others.
 */

const START = /^:{3,}\{solution-start\}/m;
const END = /^:{3,}\{solution-end\}/m;
const CLOSED = "book-closed";

/** Follow a notebook, and fold the solutions in it. */
export function foldSolutions(panel) {
  const notebook = panel.content;
  const open = new Set(); // the cells in which solutions begin that the reader has opened
  let due = 0; // the timer of the next look at the cells

  function apply() {
    due = 0;
    let start = null;
    for (const cell of notebook.widgets) {
      const source = cell.model.type === "markdown" ? cell.model.sharedModel.getSource() : "";
      const begins = START.test(source);
      const ends = END.test(begins ? source.slice(source.search(START)) : source);
      cell.node.classList.toggle(CLOSED, start !== null && !open.has(start));
      if (begins) start = cell.model.id;
      cell.node.classList.toggle("book-solved", begins && open.has(start));
      cell.node.querySelector(".book-solution-button")?.setAttribute("aria-expanded", String(open.has(start)));
      if (ends) start = null;
    }
  }

  /** Once, however much has changed: outputs change with each step of what plays. */
  function soon() {
    if (!due) due = setTimeout(() => panel.isDisposed || apply(), 100);
  }

  function toggle(node, wanted) {
    const cell = notebook.widgets.find((one) => one.node.contains(node));
    if (!cell) return;
    const id = startOf(cell);
    if (wanted ?? !open.has(id)) open.add(id);
    else open.delete(id);
    apply();
  }

  /** The cell in which the solution begins that a cell belongs to. */
  function startOf(cell) {
    const all = notebook.widgets;
    for (let k = all.indexOf(cell); k >= 0; k -= 1) {
      if (all[k].model.type === "markdown" && START.test(all[k].model.sharedModel.getSource())) return all[k].model.id;
    }
    return cell.model.id;
  }

  notebook.node.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest(".book-solution-button")) toggle(event.target);
  });
  notebook.node.addEventListener("beforematch", (event) => {
    const hidden = event.target.closest(`.${CLOSED}, .book-solution-part`);
    if (hidden) toggle(event.target, true);
  });
  notebook.node.addEventListener("book:rendered", apply);
  panel.context.ready.then(() => {
    notebook.model.cells.changed.connect(soon);
    notebook.model.contentChanged.connect(soon);
    apply();
  });
}
