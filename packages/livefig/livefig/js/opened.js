/**
 * A notebook that is opened is not changed by that. JupyterLab writes into it which kernel it has, in which version, and
 * then asks whether that is to be saved; in a notebook that holds no version on purpose that counts for nothing here.
 */

/** @param {any} notebook */
export async function leaveUnchanged({ context }) {
  await context.ready;
  const { model } = context;
  if (model.getMetadata("language_info")?.version) return;
  let forgiving = false;
  /** @param {any} _ @param {any} change */
  const heed = (_, { key, oldValue, newValue }) => {
    const isItsOwn = key === "language_info" || (key === "kernelspec" && oldValue?.name === newValue?.name);
    if (!isItsOwn || (model.dirty && !forgiving)) return;
    forgiving = true;
    Promise.resolve().then(() => {
      model.dirty = forgiving = false;
    });
    if (key === "language_info") model.metadataChanged.disconnect(heed);
  };
  model.metadataChanged.connect(heed);
}
