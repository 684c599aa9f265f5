/**
 * The programs of a figure that come as texts: only a notebook has them so, a page has them in its script.
 */

/** @typedef {import("./program.js").Factory} Factory */

/**
 * Turn texts into functions.
 * @param {string[]} programs
 * @returns {Promise<Factory[]>}
 */
export async function load(programs) {
  const url = URL.createObjectURL(new Blob([`export default [${programs.join(",\n")}];`], { type: "text/javascript" }));
  try {
    return (await import(url)).default;
  } finally {
    URL.revokeObjectURL(url);
  }
}
