"""An operation of each sort."""

from support.adding import Addition

OPS, TYPES = "tests/parity/test_ops.py", "tests/parity/test_types.py"
CASES, PROGRAMS = "tests/support/calls.py", "tests/parity/test_random_programs.py"
FIRST_CASE, FIRST_SUM = "ARRAY_CASES = {\n", "    **of(np.cumsum, "


def _in_programs(name: str) -> list[str]:
    """Return the tests that write random programs with a function, and that see whether it has a form there."""
    return [
        f"{PROGRAMS}::test_every_row_of_the_table_has_a_form",
        f"{PROGRAMS}::test_random_programs_with_each_form_agree[{name}]",
    ]


def _swept(name: str) -> list[str]:
    """Return the tests that take up an array function: values, types, random programs, and that it has cases."""
    types = f"{TYPES}::test_a_function_of_whole_arrays_keeps_numpys_meaning_of_each_type[{name}"
    return [
        f"{OPS}::test_every_array_function_of_the_table_has_a_case",
        f"{OPS}::test_an_array_function_agrees[{name}]",
        f"{types}-bool]",
        f"{types}-int64]",
        *_in_programs(name),
    ]


GCD = Addition(
    "an element-wise operation",
    edits={
        "livefig/trace/table/elementwise.py": {
            '    _row("heaviside"': '    _row("gcd", "L.gcd({0}, {1})", bounds=whole.gcd),\n    _row("heaviside"'
        },
        "livefig/trace/whole.py": {
            "union = _rule(_union)\n": "union = _rule(_union)\n"
            "gcd = _rule(lambda x, y: (0, max(_largest(x), _largest(y))))\n"
        },
        "livefig/js/math.js": {
            "export const L = {\n": """\
/** The greatest common divisor. @param {number} x @param {number} y @returns {number} */
function gcd(x, y) {
  while (y) [x, y] = [y, x % y];
  return Math.abs(x);
}

export const L = {
  gcd,
"""
        },
        PROGRAMS: {
            "INSIDE_TWO: dict[str, Callable] = {\n": "INSIDE_TWO: dict[str, Callable] = {\n"
            '    "gcd": lambda x, y: (whole(x), whole(y)),\n',
            '    *("logical_and", ': '    *("gcd", "logical_and", ',
        },
    },
    tests=[
        *_in_programs("gcd"),
        f"{OPS}::test_a_function_of_two_arrays_agrees_on_special_values_and_broadcasting[gcd]",
        f"{TYPES}::test_a_function_of_two_arrays_keeps_numpys_meaning_of_each_pair_of_types[gcd]",
    ],
)

POLY = Addition(
    "an array function",
    edits={
        "livefig/trace/table/arrays.py": {
            "\n\ndef _product(": """

def _roots(seq_of_zeros: Any) -> Bound:
    return [seq_of_zeros], {}


def _product(""",
            "    SUM,\n": """\
    SUM,
    Op("poly", np.poly, "roots", "{0} - {1} * {2}", bind=_roots, tolerance=SUMS),
""",
        },
        "livefig/emit/kinds.py": {
            "# ---- loops of many steps\n": '''\
def roots(writer: Writer, line: Line, readers: Readers) -> None:
    """Multiply one factor after the other into the coefficients, of which the first is 1."""
    (source,), (out,) = line.inputs, line.outs
    zeros = writer.stored(source)
    writer.operands[id(out)] = target = writer.allocate(out.shape)
    writer.write(f"{target.buffer}.fill(0);")
    writer.write(f"{target.buffer}[0] = 1;")
    with writer.loops(source.shape) as (root,), writer.block(f"for (let k = {source.shape[0]}; k > 0; k--) {{"):
        parts = f"{target.buffer}[k]", place(zeros, zeros.strides, [root]), f"{target.buffer}[k - 1]"
        writer.write(f"{target.buffer}[k] = {watched(writer, line, template(line).format(*parts))};")


# ---- loops of many steps
''',
            '    "scan": scan,\n': '    "scan": scan,\n    "roots": roots,\n',
        },
        CASES: {FIRST_CASE: FIRST_CASE + "    np.poly: [lambda f: (f, A[:4]), lambda f: (lambda x: f(x[::3]), A)],\n"},
        PROGRAMS: {FIRST_SUM: "    **of(np.poly, lambda x, y, n: np.poly(folded(np.ravel(x)[:3]))),\n" + FIRST_SUM},
    },
    tests=_swept("poly"),
)

ATLEAST_3D = Addition(
    "a move of elements",
    edits={
        "livefig/trace/table/moves.py": {
            "    (np.copy, Move()),\n": "    (np.copy, Move()),\n    (np.atleast_3d, Move()),\n"
        },
        CASES: {FIRST_CASE: f"{FIRST_CASE}    np.atleast_3d: [lambda f: (f, A), lambda f: (f, M.T)],\n"},
        PROGRAMS: {
            "    **of(np.copy, ": "    **of(np.atleast_3d, lambda x, y, n: np.atleast_3d(x)),\n    **of(np.copy, "
        },
    },
    tests=_swept("atleast_3d"),
)

NANCUMSUM = Addition(
    "a composed function",
    names={"theme": "statistics"},
    edits={
        "livefig/trace/table/composed/statistics.py": {
            "# ---- orders\n": """\
def nancumsum(a: Array, axis: int | None = None) -> Array:
    return np.cumsum(np.where(np.isnan(a), 0, a), axis=axis)


# ---- orders
""",
            "    np.nanprod: nanprod,\n": "    np.nanprod: nanprod,\n    np.nancumsum: nancumsum,\n",
        },
        CASES: {
            FIRST_CASE: f"{FIRST_CASE}    np.nancumsum: [lambda f: (f, M), lambda f: (lambda x: f(x, 0), WITH_NAN)],\n"
        },
        PROGRAMS: {FIRST_SUM: "    **of(np.nancumsum, lambda x, y, n: np.nancumsum(x)),\n" + FIRST_SUM},
    },
    tests=_swept("nancumsum"),
)
