/**
 * What the browser keeps of the reader, under one name for each book: places, chapters read, predictions, exercises,
 * whether code is open, and which parts of the side bar are. `keep.read()` returns it; `keep.change(edit)` lets a function edit what is kept at that moment.
 * Where a browser keeps nothing, nothing is found and nothing is said. Nothing is sent anywhere.
 */
(function () {
  "use strict";
  const folder = new URL("..", document.currentScript.src); // of the book
  const KEY = `book 1 ${folder.pathname}`; // the number is that of the form below
  const PARTS = ["chapters", "predictions", "exercises"]; // each an object, by page or by label
  const BEGUN = 30; // seconds before the window

  const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

  /** Return what is kept, with each part; what is not understood is as if it were not there. */
  function read() {
    let found = null;
    try {
      found = JSON.parse(window.localStorage.getItem(KEY));
    } catch {
      // denied, or no JSON
    }
    const state = isObject(found) ? found : {};
    for (const part of PARTS) {
      const entries = Object.entries(isObject(state[part]) ? state[part] : {});
      state[part] = Object.fromEntries(entries.filter(([, entry]) => isObject(entry)));
    }
    return state;
  }

  /** Let a function edit what is kept; return whether that is kept now. */
  function change(edit) {
    const state = read();
    edit(state);
    const isFull = (value) => !(isObject(value) && Object.keys(value).length === 0);
    const full = Object.fromEntries(Object.entries(state).filter(([, value]) => isFull(value)));
    try {
      if (Object.keys(full).length) window.localStorage.setItem(KEY, JSON.stringify(full));
      else window.localStorage.removeItem(KEY);
      return true;
    } catch {
      return false;
    }
  }

  /** Forget everything. */
  function erase() {
    change((state) => Object.keys(state).forEach((part) => delete state[part]));
  }

  /** Call a function whenever another tab may have changed what is kept, or the page comes back after it was away. */
  function follow(listener) {
    addEventListener("storage", (event) => (event.key === KEY || event.key === null) && listener());
    addEventListener("pageshow", (event) => event.persisted && listener());
  }

  /** Return how far a chapter was read: "read", "begun" or nothing. */
  function reading(chapter, state = read()) {
    const { done, seconds } = Object(state.chapters[chapter]);
    if (done === true) return "read";
    return seconds >= BEGUN ? "begun" : "";
  }

  /** Return which of a chapter's exercises are done. */
  function done(chapter, labels, state = read()) {
    const ticked = Object(state.exercises[chapter]);
    return labels.filter((label) => Object.hasOwn(ticked, label) && ticked[label] === true);
  }

  /** The name of this page, such as notebooks/mathematics/chain_rule. */
  const page = decodeURIComponent(location.href.split(/[?#]/)[0].slice(folder.href.length)).replace(/\.html$/, "");

  /** Return the address of a page of the book. */
  const address = (name) => `${folder.href}${name}.html`;

  window.keep = { page, address, read, change, erase, follow, reading, done };
})();
