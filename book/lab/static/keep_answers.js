/**
 * What the browser keeps of predictions made in Jupyter: what keep.js is for the pages of the book, as far as
 * prediction.js asks for it. Nothing is sent anywhere.
 */

const KEY = "neuron-to-venture 1";

/** @param {function(): string} page the name of the notebook in front */
export function keepAnswers(page) {
  function read() {
    let found = null;
    try {
      found = JSON.parse(window.localStorage.getItem(KEY));
    } catch {
      // denied, or no JSON
    }
    const predictions = found?.predictions;
    return { predictions: typeof predictions === "object" && predictions !== null ? predictions : {} };
  }

  function change(edit) {
    const state = read();
    edit(state);
    try {
      window.localStorage.setItem(KEY, JSON.stringify(state));
      return true;
    } catch {
      return false;
    }
  }

  window.keep = {
    get page() {
      return page();
    },
    read,
    change,
    follow: (listener) => addEventListener("storage", (event) => event.key === KEY && listener()),
  };
}
