/**
 * What JupyterLab and Notebook 7 load first: a container as module federation knows it, written by hand. It hands over
 * their own packages to `plugin.js`, an ordinary module.
 */
(function () {
  "use strict";
  const here = document.currentScript.src;
  let packages = {};

  /** One of the packages that Jupyter shares with its extensions, in the version that runs. */
  async function shared(name) {
    const versions = Object.values(packages[name] ?? {});
    const one = versions.find((version) => version.loaded) ?? versions[0];
    if (!one) throw new Error(`this Jupyter does not share ${name}`);
    return (await one.get())();
  }

  window._JUPYTERLAB = window._JUPYTERLAB ?? {};
  window._JUPYTERLAB["neuron-to-venture"] = {
    init(scope) {
      packages = scope;
    },
    async get() {
      const { plugins } = await import(new URL("plugin.js", here).href);
      const made = await plugins(shared, new URL(".", here));
      return () => ({ __esModule: true, default: made });
    },
  };
})();
