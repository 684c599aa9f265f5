// The work of bench_rivals.py, in TensorFlow.js, in jax-js, and by our own programs. `L`, what these call, is appended.
// @ts-nocheck  The libraries are installed where the types of this project are not.

const numbers = ({ data }) => new Float64Array(Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0)).buffer);

/** Our own program: a function of the rate, and no other may be seen. */
function ours({ program, constants, rate }) {
  const run = new Function(`return (${program});`)()(L, constants.map(numbers));
  let last = rate;
  return () => {
    last += 1e-12; // the same argument again would compute nothing
    return run(last);
  };
}

async function tensorflow(backend, { given, epochs, rate }) {
  tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
  if (backend === "wasm") tf.wasm.setWasmPaths("node_modules/@tensorflow/tfjs-backend-wasm/dist/");
  await tf.setBackend(backend);
  await tf.ready();
  const all = {};
  for (const [name, packed] of Object.entries(given))
    all[name] = tf.tensor(Float32Array.from(numbers(packed)), packed.shape);
  const read = (tensors) => {
    const found = {};
    for (const [name, tensor] of Object.entries(tensors)) {
      found[name] = tensor.dataSync().slice();
      tensor.dispose();
    }
    return found;
  };
  if (all.A) return () => read({ product: tf.tidy(() => tf.matMul(all.A.mul(rate), all.B)) });
  const output = (A, W2, b2) => {
    const z = tf.matMul(A, W2, false, true).add(b2);
    return W2.shape[0] === 1 ? tf.sigmoid(z) : tf.softmax(z);
  };
  const hidden = (X, W1, b1) => tf.tanh(tf.matMul(X, W1, false, true).add(b1));
  const step = ([W1, b1, W2, b2]) =>
    tf.tidy(() => {
      const A = hidden(all.X, W1, b1);
      const D = output(A, W2, b2).sub(all.Y).div(all.X.shape[0]);
      const H = tf.matMul(D, W2).mul(tf.scalar(1).sub(A.mul(A)));
      return [
        W1.sub(tf.matMul(H, all.X, true).mul(rate)),
        b1.sub(H.sum(0).mul(rate)),
        W2.sub(tf.matMul(D, A, true).mul(rate)),
        b2.sub(D.sum(0).mul(rate)),
      ];
    });
  return () => {
    let state = ["W1", "b1", "W2", "b2"].map((name) => all[name].clone());
    for (let epoch = 0; epoch < epochs; epoch++) {
      const next = step(state);
      tf.dispose(state);
      state = next;
    }
    const [W1, b1, W2, b2] = state;
    if (!all.grid) {
      tf.dispose([b1, b2]);
      return read({ W1, W2 });
    }
    const surface = tf.tidy(() => output(hidden(all.grid, W1, b1), W2, b2));
    tf.dispose(state);
    return read({ surface });
  };
}

/** An array of jax-js is used up by what takes it, unless one says `ref`. */
async function jax({ given, epochs, rate }) {
  const library = await import("./node_modules/@jax-js/jax/dist/index.js");
  const { numpy: np, jit, nn } = library;
  await library.init("wasm");
  library.defaultDevice("wasm");
  const all = {};
  for (const [name, { shape, data }] of Object.entries(given))
    all[name] = np.array(Float32Array.from(numbers({ data }))).reshape(shape);
  const read = async (arrays) => {
    const found = {};
    for (const [name, array] of Object.entries(arrays)) found[name] = await array.data();
    return found;
  };
  if (all.A) {
    const product = jit((A, B) => np.matmul(A.mul(rate), B));
    return () => read({ product: product(all.A.ref, all.B.ref) });
  }
  const single = given.W2.shape[0] === 1;
  const output = (A, W2, b2) => {
    const z = np.matmul(A, W2.transpose()).add(b2);
    return single ? nn.sigmoid(z) : nn.softmax(z, -1);
  };
  const hidden = (X, W1, b1) => np.tanh(np.matmul(X, W1.transpose()).add(b1));
  const count = given.X.shape[0];
  const step = jit((W1, b1, W2, b2, X, Y) => {
    const A = hidden(X.ref, W1.ref, b1.ref);
    const D = output(A.ref, W2.ref, b2.ref).sub(Y).div(count);
    const slope = A.ref.mul(A.ref).mul(-1).add(1);
    const H = np.matmul(D.ref, W2.ref).mul(slope);
    return [
      W1.sub(np.matmul(H.ref.transpose(), X).mul(rate)),
      b1.sub(H.sum(0).mul(rate)),
      W2.sub(np.matmul(D.ref.transpose(), A).mul(rate)),
      b2.sub(D.sum(0).mul(rate)),
    ];
  });
  const picture = jit((grid, W1, b1, W2, b2) => output(hidden(grid, W1, b1), W2, b2));
  return () => {
    let state = ["W1", "b1", "W2", "b2"].map((name) => all[name].ref);
    for (let epoch = 0; epoch < epochs; epoch++) state = step(...state, all.X.ref, all.Y.ref);
    const [W1, b1, W2, b2] = state;
    if (all.grid) return read({ surface: picture(all.grid.ref, W1, b1, W2, b2) });
    b1.dispose();
    b2.dispose();
    return read({ W1, W2 });
  };
}

/** The largest difference from what NumPy found, relative to the largest number. */
function difference(found, wanted) {
  let gap = 0;
  for (const [name, packed] of Object.entries(wanted)) {
    const right = numbers(packed);
    if (right.length !== found[name].length) return Infinity;
    const size = right.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
    right.forEach((x, i) => {
      const here = Math.abs(found[name][i] - x) / size;
      if (!(here <= gap)) gap = here;
    });
  }
  return gap;
}

const WAYS = {
  ours,
  cpu: (work) => tensorflow("cpu", work),
  wasm: (work) => tensorflow("wasm", work),
  jax,
};

globalThis.rivals = {
  /** Return the median time of one piece of work in milliseconds, and how far it is from NumPy. */
  async measure(way, work) {
    const run = await WAYS[way](work);
    const gap = difference(await run(), work.wanted);
    for (const end = performance.now() + 700; performance.now() < end;) await run();
    const times = [];
    for (const end = performance.now() + 1000; performance.now() < end || times.length < 5;) {
      const began = performance.now();
      await run();
      times.push(performance.now() - began);
    }
    times.sort((a, b) => a - b);
    return [times[times.length >> 1], gap];
  },
};
