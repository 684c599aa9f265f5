/**
 * Products of large matrices. A program that has one brings this along; the scripts of a page do not hold it.
 *
 * Straight loops read each number again for each product. Here the numbers are first laid out in panels, six rows or
 * four columns side by side, as deep as the caches hold. Then tiles of six by four sums are computed, in which each
 * number that is read takes part in four or six products. The tiles are computed by WebAssembly (`emit/wasm.py`), or in
 * plain JavaScript where there is none, or where the page's policy does not allow it.
 */

const ROWS = 6;
const COLUMNS = 4;
const DEPTH = 192;
const PAGE = 8192; // numbers of 8 bytes in a page of WebAssembly

/**
 * What WebAssembly gives, by the first of the modules that this browser knows; null if it has none or may not.
 * @param {Float64Array[]} modules
 * @returns {any}
 */
function compiled(modules) {
  try {
    const codes = modules.map((one) => new Uint8Array(one.buffer, one.byteOffset, one.byteLength));
    const code = /** @type {BufferSource} */ (codes.find((one) => WebAssembly.validate(/** @type {any} */ (one))));
    return new WebAssembly.Instance(new WebAssembly.Module(code)).exports;
  } catch {
    return null;
  }
}

/**
 * The same as `tiles` in the module, with places in `numbers` instead of addresses; two rows at a time, since V8 keeps
 * no more sums in registers.
 */
function plainTiles(
  /** @type {Float64Array} */ numbers,
  /** @type {number} */ left,
  /** @type {number} */ right,
  /** @type {number} */ result,
  /** @type {number} */ down,
  /** @type {number} */ across,
  /** @type {number} */ depth,
) {
  const width = across * COLUMNS;
  for (let row = 0; row < down * ROWS; row += 2) {
    const start = left + (row - (row % ROWS)) * depth + (row % ROWS);
    for (let panel = 0; panel < across; panel++) {
      let a0 = 0, a1 = 0, a2 = 0, a3 = 0, b0 = 0, b1 = 0, b2 = 0, b3 = 0; // prettier-ignore
      let y = right + panel * COLUMNS * depth;
      for (let x = start, end = start + depth * ROWS; x < end; x += ROWS, y += COLUMNS) {
        const a = numbers[x], b = numbers[x + 1]; // prettier-ignore
        const c0 = numbers[y], c1 = numbers[y + 1], c2 = numbers[y + 2], c3 = numbers[y + 3]; // prettier-ignore
        a0 += a * c0;
        a1 += a * c1;
        a2 += a * c2;
        a3 += a * c3;
        b0 += b * c0;
        b1 += b * c1;
        b2 += b * c2;
        b3 += b * c3;
      }
      const z = result + row * width + panel * COLUMNS;
      numbers[z] += a0;
      numbers[z + 1] += a1;
      numbers[z + 2] += a2;
      numbers[z + 3] += a3;
      numbers[z + width] += b0;
      numbers[z + width + 1] += b1;
      numbers[z + width + 2] += b2;
      numbers[z + width + 3] += b3;
    }
  }
}

/**
 * Copy lanes into panels of `height` lanes each: the first number of each lane, then the second of each… Two lanes at a
 * time, which is half the work of one. Where a panel has no more lanes, what stands there stays: its sums nobody reads.
 */
function pack(
  /** @type {Float64Array} */ to,
  /** @type {number} */ at,
  /** @type {Float64Array} */ from,
  /** @type {number} */ offset,
  /** @type {number} */ across,
  /** @type {number} */ along,
  /** @type {number} */ lanes,
  /** @type {number} */ depth,
  /** @type {number} */ height,
) {
  for (let lane = 0; lane < lanes; lane += 2) {
    const second = lane + 1 < lanes ? across : 0; // an odd last lane is its own neighbour
    let place = at + lane * depth + (lane % height) * (1 - depth);
    for (let k = 0, next = offset + lane * across; k < depth; k++, next += along, place += height) {
      to[place] = from[next];
      to[place + 1] = from[next + second];
    }
  }
}

/** Copy the part of each row that is wanted. */
function unpack(
  /** @type {Float64Array} */ out,
  /** @type {number} */ to,
  /** @type {Float64Array} */ numbers,
  /** @type {number} */ result,
  /** @type {number} */ m,
  /** @type {number} */ n,
  /** @type {number} */ width,
) {
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) out[to + i * n + j] = numbers[result + i * width + j];
  }
}

/**
 * A function that multiplies matrices.
 * @param {Float64Array[]} modules variants of the module, the best first, as the bytes of floats
 */
export function multiplier(modules) {
  const wasm = compiled(modules);
  let numbers = new Float64Array(wasm ? wasm.memory.buffer : 0);

  /** @param {number} size how many numbers there must be room for */
  function room(size) {
    if (size <= numbers.length) return;
    if (wasm) wasm.memory.grow(Math.ceil((size - numbers.length) / PAGE));
    numbers = new Float64Array(wasm ? wasm.memory.buffer : size);
  }

  /** Write a product of `m` rows, `n` columns and `deep` products a sum; each matrix has strides of its own. */
  return function multiply(
    /** @type {Float64Array} */ out,
    /** @type {number} */ to,
    /** @type {number} */ m,
    /** @type {number} */ n,
    /** @type {number} */ deep,
    /** @type {Float64Array} */ a,
    /** @type {number} */ a0,
    /** @type {number} */ aRow,
    /** @type {number} */ aColumn,
    /** @type {Float64Array} */ b,
    /** @type {number} */ b0,
    /** @type {number} */ bRow,
    /** @type {number} */ bColumn,
  ) {
    const down = Math.ceil(m / ROWS);
    const across = Math.ceil(n / COLUMNS);
    const width = across * COLUMNS;
    const right = down * ROWS * Math.min(deep, DEPTH);
    const result = right + width * Math.min(deep, DEPTH);
    const end = result + down * ROWS * width;
    room(end);
    numbers.fill(0, result, end);
    for (let k = 0; k < deep; k += DEPTH) {
      const depth = Math.min(DEPTH, deep - k);
      pack(numbers, 0, a, a0 + k * aColumn, aRow, aColumn, m, depth, ROWS);
      pack(numbers, right, b, b0 + k * bRow, bColumn, bRow, n, depth, COLUMNS);
      if (wasm) wasm.tiles(0, 8 * right, 8 * result, down, across, depth);
      else plainTiles(numbers, 0, right, result, down, across, depth);
    }
    if (n === width) out.set(numbers.subarray(result, result + m * n), to);
    else unpack(out, to, numbers, result, m, n, width);
  };
}
