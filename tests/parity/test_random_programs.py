"""Hypothesis writes programs over the table; V8 and NumPy must agree on every one."""

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.v8 import difference

from livefig import scan
from livefig.jsgen import emit
from livefig.tracer import trace

SHAPES = [(), (3,), (1,), (4, 3), (4, 1), (2, 4, 3)]
# Smooth and bounded: a random chain of exp and 1/x would magnify the last digit without limit, in NumPy as well.
UNARY = [
    np.tanh,
    np.sin,
    np.cos,
    np.arctan,
    np.negative,
    np.square,
    np.abs,
    np.floor,
    np.sign,
    np.cbrt,
    np.rint,
    lambda x: np.sqrt(np.abs(x)),
    lambda x: np.log1p(np.abs(x)),
    lambda x: np.exp(-np.abs(x)),
    np.isfinite,
    lambda x: 1 / (1 + x * x),
    lambda x: np.clip(x, -1, 1),
]
BINARY = [
    np.add,
    np.subtract,
    np.multiply,
    np.maximum,
    np.minimum,
    np.arctan2,
    np.hypot,
    np.less,
    np.greater_equal,
    lambda x, y: np.where(x > y, x, y + 1),
    lambda x, y: x / (1 + np.abs(y)),
    lambda x, y: np.copysign(x, y),
]
REDUCE = [np.sum, np.mean, np.max, np.min, np.prod, np.var, np.any, np.cumsum]
MOVE = [
    np.transpose,
    np.ravel,
    lambda x: x[None],
    lambda x: np.flip(x),
    lambda x: np.roll(x, 1),
    lambda x: np.stack([x, x * 2]),
    lambda x: np.reshape(x, (-1, 1)),
    lambda x: x[..., None],
    lambda x: np.repeat(x, 2),
    lambda x: np.concatenate([np.ravel(x)] * 2),
]


@st.composite
def programs(draw):
    """Return a list of steps; each makes a new value out of earlier ones, which it names by position."""
    n = draw(st.integers(2, 9))
    steps = []
    for k in range(n):
        kind = draw(st.sampled_from(["unary", "binary", "binary", "reduce", "move", "axis", "scan", "matmul"]))
        steps.append((kind, draw(st.integers(0, 30)), draw(st.integers(0, k + 2)), draw(st.integers(0, k + 2))))
    return steps


def evaluate(steps, a, b, table):
    """Run the steps; a step whose shapes do not fit adds its operands' sums instead."""
    values = [a * table, b + 0 * a, a - b * table]
    for kind, which, i, j in steps:
        x, y = values[i % len(values)], values[j % len(values)]
        values.append(apply(kind, which, x * 1.0, y * 1.0))
        if np.size(values[-1]) > 400:
            values[-1] = np.mean(values[-1])
    return {f"v{k}": v for k, v in enumerate(values[3:])}


def apply(kind, which, x, y):
    if kind == "unary":
        return UNARY[which % len(UNARY)](x)
    if kind == "binary":
        return BINARY[which % len(BINARY)](x, y) if joins(x, y) else np.sum(x) - np.sum(y)
    if kind == "reduce":
        return REDUCE[which % len(REDUCE)](x)
    if kind == "axis" and np.ndim(x):
        return REDUCE[which % 6](x, axis=which % np.ndim(x), keepdims=True)
    if kind == "move" and np.ndim(x):
        return MOVE[which % len(MOVE)](x)
    if kind == "matmul" and np.ndim(x) and np.ndim(y) and np.shape(x)[-1] == np.shape(y)[max(np.ndim(y) - 2, 0)]:
        return x @ y if np.ndim(x) < 3 and np.ndim(y) < 3 else np.sum(x)
    if kind == "scan":
        return scan(lambda s: np.tanh(s * 0.5 + np.mean(y)), x, length=1 + which % 4)[-1]
    return x + np.sum(y) * 0.1


def joins(x, y):
    try:
        np.broadcast_shapes(np.shape(x), np.shape(y))
    except ValueError:
        return False
    return True


finite = st.floats(-3, 3, allow_nan=False)


@settings(
    max_examples=250,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
@given(programs(), finite, finite, st.sampled_from(SHAPES), st.integers(0, 5))
def test_a_random_program_agrees(v8, steps, a, b, shape, seed):
    table = np.round(np.random.default_rng(seed).normal(size=shape), 2)
    arguments = {"a": np.float64(a), "b": np.float64(b)}
    with np.errstate(all="ignore"):
        expected = evaluate(steps, np.float64(a), np.float64(b), table)
        program = trace(lambda a, b: evaluate(steps, a, b, table), arguments, ["a", "b"])
        again = program.run(np.float64(a), np.float64(b))
    text, constants = emit(program, ["a", "b"])
    # Other arguments first, one of them new at a time: what a change does not reach is not computed again.
    found = v8.run(text, constants, [a + 1, b - 1], [a, b - 1], [a, b])
    scale = 1.0  # sums that cancel are compared with the size of what was added
    for name, value in expected.items():
        value = np.asarray(value, dtype=float)
        assert difference(value, again[name].astype(float)) == 0, (
            f"{name}: the recorded program differs from the function"
        )
        if not rests_on_an_edge(steps, name):
            assert difference(value, found[name].reshape(value.shape), scale) < 1e-9, f"{name}\n{text}"


def rests_on_an_edge(steps, name):
    """Return whether a value may hang on a comparison or a rounding of numbers that differ in the last digit only."""
    edge = {np.floor, np.rint, np.sign, np.less, np.greater_equal, np.arctan2, np.any}
    for kind, which, _, _ in steps[: int(name[1:]) + 1]:
        table = {"unary": UNARY, "binary": BINARY, "reduce": REDUCE}.get(kind)
        if table and (table[which % len(table)] in edge or (kind == "binary" and which % len(BINARY) >= 9)):
            return True
    return False
