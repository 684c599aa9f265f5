"""The inner loop of a large product, as a WebAssembly module of our own: some 750 bytes, written here instruction by
instruction.

JavaScript multiplies one pair of numbers at a time. A processor multiplies two, four or eight, and WebAssembly lets a
page ask for two. That, and twelve sums that stay in registers, is all that this module is for: six rows of one matrix
meet four columns of the other, and each number that is read takes part in four or six products.
`js/brought/products.js` lays the numbers out, calls it, and does the same in plain JavaScript where a page may not.

There are two variants. In one a product is added in a single rounding ("relaxed", since not every processor can); the
other multiplies, rounds and adds, as JavaScript does. A browser takes the first that it knows.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

ROWS, COLUMNS = 6, 4  # of a tile; js/brought/products.js packs by the same
PAIRS = COLUMNS // 2  # a vector holds two numbers
NUMBER = 8  # bytes

I32, V128, EMPTY = b"\x7f", b"\x7b", b"\x40"
ADD, SUB, MUL = b"\x6a", b"\x6b", b"\x6c"
LOOP, AGAIN_UNLESS_ZERO, END = b"\x03" + EMPTY, b"\x0d\x00\x0b", b"\x0b"
HEADER = b"\0asm\1\0\0\0"


def leb(n: int) -> bytes:
    """Return a number from 0 in LEB128: seven bits a byte, the lowest first.

    Examples
    --------
    >>> leb(3).hex(), leb(300).hex()
    ('03', 'ac02')
    """
    low, rest = n & 127, n >> 7
    return bytes([low | 128]) + leb(rest) if rest else bytes([low])


def const(n: int) -> bytes:
    """Return the instruction for a number from 0 to 63, which needs one byte only."""
    return b"\x41" + bytes([n])


def get(local: int) -> bytes:
    return b"\x20" + leb(local)


def put(local: int) -> bytes:
    return b"\x21" + leb(local)


def grow(local: int, by: bytes, operation: bytes = ADD) -> bytes:
    """Return `local = local + by`, or another operation of both."""
    return get(local) + by + operation + put(local)


def simd(number: int) -> bytes:
    return b"\xfd" + leb(number)


def at(instruction: int, offset: int) -> bytes:
    """Return a load or a store of doubles, at an offset in bytes from the address on the stack."""
    return simd(instruction) + leb(3) + leb(offset)  # 3: addresses are multiples of 8


LOAD, LOAD_TWICE, STORE = 0, 10, 11  # two numbers; one number, in both halves; two numbers
TIMES, PLUS, TIMES_PLUS, ZEROS = simd(242), simd(240), simd(263), simd(12) + bytes(16)

# What the function receives (three addresses in bytes, how many panels, how deep), and its variables.
LEFT, RIGHT, RESULT, DOWN, ACROSS, DEPTH = range(6)
ROW, COLUMN, STEP, PANEL, WIDTH = range(6, 11)
SUMS = [[11 + i * PAIRS + j for j in range(PAIRS)] for i in range(ROWS)]
PART = [11 + ROWS * PAIRS + j for j in range(PAIRS)]
ONE = 11 + ROWS * PAIRS + PAIRS
PLACES = [(i, j) for i in range(ROWS) for j in range(PAIRS)]


def counted(counter: int, body: bytes) -> bytes:
    """Return a loop that runs as often as the counter says, at least once."""
    return LOOP + body + get(counter) + const(1) + SUB + b"\x22" + leb(counter) + AGAIN_UNLESS_ZERO


def taken_in(i: int, j: int, relaxed: bool) -> bytes:
    """Return `sum += one * part` for two neighbouring sums."""
    product, running = get(ONE) + get(PART[j]), get(SUMS[i][j])
    return product + (running + TIMES_PLUS if relaxed else TIMES + running + PLUS) + put(SUMS[i][j])


def step(relaxed: bool) -> bytes:
    """Return what one step into the depth does: each number of a row's panel meets the four of a column's."""
    code = b"".join(get(COLUMN) + at(LOAD, 2 * NUMBER * j) + put(PART[j]) for j in range(PAIRS))
    for i in range(ROWS):
        code += get(ROW) + at(LOAD_TWICE, NUMBER * i) + put(ONE)
        code += b"".join(taken_in(i, j, relaxed) for j in range(PAIRS))
    return code + grow(ROW, const(NUMBER * ROWS)) + grow(COLUMN, const(NUMBER * COLUMNS))


def added() -> bytes:
    """Return what adds the sums of a tile to the result."""
    code = get(RESULT) + put(ROW)
    for i in range(ROWS):
        for j in range(PAIRS):
            before = get(ROW) + at(LOAD, 2 * NUMBER * j)
            code += get(ROW) + before + get(SUMS[i][j]) + PLUS + at(STORE, 2 * NUMBER * j)
        code += grow(ROW, get(WIDTH))
    return code


def body(relaxed: bool) -> bytes:
    """Return the function: for each panel of rows, for each panel of columns, a tile."""
    tile = b"".join(ZEROS + put(SUMS[i][j]) for i, j in PLACES)
    tile += get(LEFT) + put(ROW) + get(DEPTH) + put(STEP)
    tile += counted(STEP, step(relaxed)) + added() + grow(RESULT, const(NUMBER * COLUMNS))
    row = get(RIGHT) + put(COLUMN) + get(ACROSS) + put(PANEL) + counted(PANEL, tile)
    row += grow(LEFT, get(DEPTH) + const(NUMBER * ROWS) + MUL)
    row += grow(RESULT, get(WIDTH) + const(ROWS - 1) + MUL)
    return get(ACROSS) + const(NUMBER * COLUMNS) + MUL + put(WIDTH) + counted(DOWN, row) + END


def vector(parts: list[bytes]) -> bytes:
    return leb(len(parts)) + b"".join(parts)


def section(number: int, *parts: bytes) -> bytes:
    content = vector([*parts])
    return bytes([number]) + leb(len(content)) + content


def module(relaxed: bool) -> bytes:
    """Return a module that exports its memory, `memory`, and `tiles(left, right, result, down, across, depth)`."""
    signature = b"\x60" + vector([I32] * 6) + vector([])
    exports = [leb(len(name)) + name + kind for name, kind in ((b"memory", b"\2\0"), (b"tiles", b"\0\0"))]
    locals_ = vector([leb(5) + I32, leb(ROWS * PAIRS + PAIRS + 1) + V128])
    code = locals_ + body(relaxed)
    return b"".join([
        HEADER,
        section(1, signature),
        section(3, leb(0)),  # one function, of that signature
        section(5, b"\0" + leb(1)),  # one memory, of a page to begin with
        section(7, *exports),
        section(10, leb(len(code)) + code),
    ])  # fmt: skip


@cache
def as_numbers(relaxed: bool) -> NDArray[np.float64]:
    """Return the module as the bytes of floats, as constants of programs are; an empty section fills it up."""
    code = module(relaxed)
    rest = -(len(code) + 3) % NUMBER
    return np.frombuffer(code + bytes([0, rest + 1, 0]) + bytes(rest), dtype=np.float64)
