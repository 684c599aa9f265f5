/**
 * What JupyterLab and Notebook 7 load first: a container as module federation knows it, written by hand. The modules of
 * the page's scripts lie beside it, as they are.
 */
(function () {
  "use strict";
  const here = /** @type {HTMLScriptElement} */ (document.currentScript).src;
  /** @type {any} */
  let packages = {};

  /**
   * One of the packages that Jupyter shares with its extensions, in the version that runs.
   * @param {string} name
   */
  async function shared(name) {
    const versions = /** @type {any[]} */ (Object.values(packages[name] ?? {}));
    const one = versions.find((version) => version.loaded) ?? versions[0];
    if (!one) throw new Error(`this Jupyter does not share ${name}`);
    return (await one.get())();
  }

  const all = /** @type {any} */ (window);
  all._JUPYTERLAB = all._JUPYTERLAB ?? {};
  all._JUPYTERLAB.livefig = {
    /** @param {any} scope */
    init(scope) {
      packages = scope;
    },
    async get() {
      const { plugins } = await import(new URL("saved.js", here).href);
      const made = await plugins(shared, new URL("livefig.css", here).href);
      return () => ({ __esModule: true, default: made });
    },
  };
})();
