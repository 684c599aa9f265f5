/**
 * The other side of `aside.js`, in the worker: a program, its constants, and one answer to each call.
 */

import { L } from "../math.js";

/** @typedef {import("../program.js").Factory} Factory */

/**
 * Await the constants, and then the arguments of each call.
 * @param {Factory} make the program
 */
export function serve(make) {
  /** @type {ReturnType<Factory>|undefined} */
  let program;
  /** @param {{data: any}} message */
  globalThis.onmessage = ({ data }) => {
    try {
      if (!program) return void (program = make(L, data));
      const began = performance.now(),
        outputs = program(...data);
      postMessage({ outputs, took: performance.now() - began });
    } catch (error) {
      postMessage({ error: /** @type {Error} */ (error).message });
    }
  };
}
