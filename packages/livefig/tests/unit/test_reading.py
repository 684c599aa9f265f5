"""Functions as people write them are live: branches, stores, loops, lists, lengths. Each is held against itself.

`compile_function` compares every program with the author's function at many settings, by NumPy and in V8, so a function
that compiles here is right; the tests look besides at what becomes of it.
"""

import math
import sys
from functools import partial

import numpy as np
import pytest
from py_mini_racer import JSEvalException

from livefig import Checkbox, Slider
from livefig.compile import call, compile_function
from livefig.errors import BranchError, InPlaceError, MismatchError, UnsupportedError, Untraceable
from livefig.proof import prove
from livefig.trace.reading import read
from livefig.trace.tracer import trace
from livefig.v8 import engine

A, B = Slider("a", 0.5, 2, value=1), Slider("b", -1, 1)
N = Slider("n", 2, 9, value=4, integer=True)
T = np.linspace(0, 6, 25)
TABLE = np.arange(12.0).reshape(3, 4)


# ---- branches


def signed(b):
    if b > 0.5:
        y, kind = b * 2, 1
    elif b < -0.5:
        y, kind = -1.0, 2
    else:
        y, kind = 0, 3
    return {"y": y, "kind": kind}


def early(b):
    if b < -0.2:
        return {"y": 0.0}
    z = math.sqrt(b + 1)
    if 0.1 < b < 0.6 and z > 1:
        return {"y": z}
    return {"y": max(z, 1.2, b) if b != 0 else min(z, b)}


def nested(a, b):
    y = a
    if b > 0:
        y = y + b
        if a > 1.5:
            y = y * 2
    return {"y": y, "or": b > 0.5 or a < 0.7, "in": round(a) in (0, 2)}


def bumped(x):
    return x if x > 0 else 0.1 * x


def helped(a, b):
    bend = lambda x: bumped(x) ** 2 if x < 1 else 2 * bumped(x) - 1  # noqa: E731
    return {"y": bend(a * b), "each": [bend(a * t - b) for t in T], "part": partial(bumped, b)()}


def in_a_class(a, b):
    class Cell:
        def __init__(self, start):
            self.v = start

        def step(self, current):
            self.v += 0.1 * (current - self.v)
            if self.v > 0.4:
                self.v = 0
            return self.v

    cell = Cell(b)
    return {"v": [cell.step(a) for _ in range(9)]}


# ---- stores


def stored(a, b):
    y = np.zeros((3, 4))
    y[1] = a
    y[:, 2] += b
    y[0, 0], y[2, 3] = b, a * b
    y[[0, 2], 1] = [a, b]
    y[y < 0] = -7
    count = np.zeros(3, dtype=int)
    count[1] = a * 2
    return {"y": y, "count": count}


def stored_where_it_moves(a, n):
    y = np.zeros(12)
    y[n] = a
    y[n - 1] *= 3
    grid = TABLE.copy()
    grid[n % 3, n % 4] = a
    return {
        "y": y,
        "grid": grid,
        "read": TABLE[n % 3, 1] + T[n],
        "row": grid[n % 3],
        "listed": [3, 5, 7, 9, 11][n // 2],
    }


def scattered(a, b):
    z = np.array([a, b, a * b, 0.3, 1.2])
    top = z.copy()
    top[np.argsort(z)[:3]] = -1
    m, p = np.outer(z, [1, 2]), int(a > 1)
    m[[0, p + 1]] = m[[p + 1, 0]]
    return {"top": top, "swapped": m, "order": z[np.argsort(z)]}


def rotated(b):
    return {"y": np.array([[np.cos(b), -np.sin(b)], [np.sin(b), np.cos(b)]]) @ np.array([1, 2]), "z": [b, 1, (b, 2)[0]]}


# ---- loops


def euler(a, b):
    y = np.zeros(60)
    y[0] = a
    for i in range(59):
        y[i + 1] = y[i] + 0.1 * (b - y[i])
    return {"y": y}


def spiking(a, b):
    v, u, spikes = np.full(300, b), 0.0, 0
    for i in range(1, 300):
        u += 0.01 * (v[i - 1] - u)
        v[i] = v[i - 1] + 0.1 * (a - v[i - 1] - u)
        if v[i] > 0.7:
            v[i] = 0
            spikes += 1
    return {"v": v, "spikes": spikes, "i": i}


def logistic(a):
    xs = [0.2]
    for _ in range(100):
        xs.append(a * xs[-1] * (1 - xs[-1]))
    return {"x": np.array(xs), "last": xs[-1], "some": xs[3:6], "mean": np.mean(xs)}


def epidemic(a):
    s, i, r = [0.9], [0.1], [0.0]
    for t in range(120):
        new = a * s[t] * i[t]
        s.append(s[t] - new)
        i.append(i[t] + new - 0.2 * i[-1])
        r.append(r[t] + 0.2 * i[t])
    return {"s": s, "i": i, "peak": max(i), "sum": sum(r)}


def fibonacci(a):
    xs, swapped = [a, 1.0], (a, 2.0)
    for k in range(30):
        xs.append(0.5 * xs[-1] + 0.4 * xs[-2])
        swapped = swapped[1], swapped[0] + 0.1 * k
    return {"x": xs, "p": swapped[0], "q": swapped[1]}


def newton(a):
    x, turns = a, 0
    while abs(x * x - 2) > 1e-10:
        x, turns = x - (x * x - 2) / (2 * x), turns + 1
    return {"x": x, "turns": turns}


def halved_in_place(a):
    y, turns = np.full(20, a), 0
    while y[0] > 0.1:
        y[:] = y / 2
        y[3] = 0
        turns += 1
    return {"y": y, "turns": turns}


def broken_off(a):
    total = 0.0
    for i in range(100):
        if i % 3 == 1:
            continue
        total += a
        if total > 20:
            break
    return {"i": i, "total": total}


def returned_from(a):
    for i in range(50):
        for j in range(3):
            if a * i + j > 30:
                return {"i": i, "j": j}
    return {"i": -1, "j": -1}


def matrices(a):
    w, path = np.eye(2), []
    for k, s in enumerate(np.linspace(0, 1, 40)):
        w = w @ np.array([[1, -0.1 * a], [0.1 * s, 1]])
        path.append(w[0] / (k + 1))
    return {"w": w, "path": path}


def drawn(a, b):
    rng, x = np.random.default_rng(3), [0.0]
    for _ in range(80):
        x.append(x[-1] + rng.normal(b, a))
    return {"x": x, "after": a * rng.random(), "old": b * np.random.RandomState(1).uniform(0, a, 3)}


def drawn_in_a_list(a):
    rng = np.random.default_rng(5)

    class Arm:
        pulls = 0

        def pull(self):
            self.pulls += 1
            return rng.normal() + self.pulls

    arm = Arm()
    plain = [arm.pull() for _ in range(20)]
    return {"plain": plain, "moved": [a * rng.random() for _ in range(30)], "then": a * rng.random() + arm.pulls}


def turned(a, n):
    x = a
    for _ in range(n):
        x = x - 0.1 * (x**3 - 2)
    return {"x": x}


# ---- lengths


def lengths(a, n):
    t = np.linspace(0, 1, n)
    return {"t": t, "y": a * t**2, "n": n, "even": n % 2 == 0, "grid": a * np.ones((n, 2))}


def terms(a, n):
    return {
        "y": sum(a * np.sin((2 * k + 1) * T) / (2 * k + 1) for k in range(n)),
        "head": a * T[:n],
        "p": np.polyval([1.0] * n, 0.5) * a,
    }


# ---- what a condition picks


def picked(a):
    y = a * np.sin(T)
    first = np.where(y > 0.4)[0]
    large = y[y > 0.2]
    image, out = TABLE * a, np.zeros((3, 4))
    inside = (TABLE * a > 2) & (TABLE * a < 9)
    out[inside] = image[inside]
    return {
        "first": T[first[0]],
        "count": len(first),
        "mean": large.mean() if large.size else 0.0,
        "most": np.max(large),
        "spread": np.std(y[np.abs(y) < 0.5]),
        "last": y[y > 0.1][-1],
        "out": out,
        "any": np.any(large > 1),
    }


def picked_out(a, b):
    y = a * np.sin(T)
    high, (rows, columns) = y > b, np.nonzero(TABLE * a > 5 + b)
    return {
        "t": T[high],
        "y": y[high],
        "twice": 2 * y[high] + a,
        "where": np.where(high)[0],
        "both": T[high & (T < 3)],
        "of table": TABLE[TABLE * a > 5 + b],
        "rows": rows,
        "columns": columns,
        "signs": (y > 0)[high],
        "n": len(y[high]),
    }


# ---- lists of which a control decides how long they become


def spike_times(a):
    v, times = 0.0, []
    for k in range(200):
        v = v + 0.1 * (a - v)
        if v > 0.5:
            times.append(k * 0.1)
            v = 0.0
    intervals = np.diff(np.array(times))
    return {
        "times": np.array(times),
        "n": len(times),
        "rate": 1 / np.mean(intervals) if len(intervals) > 0 else 0.0,
        "median": np.median(intervals) if len(intervals) > 0 else 0.0,
        "last": times[-1] if times else -1.0,
    }


def newton_path(b):
    x, path = 2.0 + b, [2.0 + b]
    while abs(x * x - 2) > 1e-9:
        x = x - (x * x - 2) / (2 * x)
        path.append(x)
    return {"x": x, "path": path, "n": len(path), "steps": np.diff(path)}


def bisected(b):
    low, high, middles = 0.0, 2.0, []
    for _ in range(60):
        middle = (low + high) / 2
        middles.append(middle)
        if middle**2 > 2 + b:
            high = middle
        else:
            low = middle
        if high - low < 1e-3:
            break
    return {"middles": middles, "n": len(middles)}


def in_few_turns(b):
    out = []
    for k in range(5):
        if k * 0.3 > b + 0.4:
            out.append(k * b)
        else:
            out.append(1.0)
            out.append(2.0)
    return {"out": np.array(out), "n": len(out), "sum": sum(out), "max": max(out)}


def as_many_turns(a, n):
    path = [a]
    for k in range(n):
        path.append(path[-1] * 0.9 + k)
    return {"path": path, "most": np.max(path)}


def sifted(b):
    found = []
    for k in range(2, 60):
        if np.sin(k * 1.0) > b:
            found.append(k)
    found.append(100)
    more = found + [7.5]
    array = np.array(found)
    return {
        "more": more,
        "sorted": np.sort(-array),
        "first": found[0],
        "third": found[2] if len(found) > 2 else 0,
        "before": found[-2] if len(found) > 1 else 0,
        "tail": array[1:],
        "head": array[:-1],
        "two": array[:2],
        "other": array[1::2],
        "none": not found,
    }


def escaped(b):
    x = np.linspace(-1.6, 1.6, 9)
    X, Y = np.meshgrid(x, x)
    Z, c, steps = X + 1j * Y, complex(b, 0.3), np.zeros((9, 9), dtype=int)
    for _ in range(20):
        inside = np.abs(Z) <= 2
        Z[inside] = Z[inside] ** 2 + c
        steps[inside] += 1
    near = Z[np.abs(Z) < 1.5]
    return {"steps": steps, "n": len(near), "mean": np.mean(near.real) if len(near) else 0.0, "im": near.imag}


def peaks(b):
    y = np.sin(2 * T) + b * np.cos(5 * T)
    found = []
    for i in range(1, len(T) - 1):
        if y[i] > y[i - 1] and y[i] > y[i + 1]:
            found.append(i)
    gaps = np.diff(T[found]) if len(found) > 1 else np.array([0.0])
    return {"t": T[found], "y": y[found], "gaps": gaps, "mean": gaps.mean()}


def everything(a, b):
    step = np.vectorize(lambda x: x * a if x > b else -1.0)
    with np.errstate(all="ignore"):
        try:
            y = step(T)
        finally:
            z = 1
    assert a > 0
    match z:
        case 1:
            y = y + 1
    whole = np.round(a * T + b).astype(int) if b > 0 else T.astype(int)
    return {
        "y": y,
        "whole": TABLE[0, whole % 4],
        "int": int(3 * a),
        "float": float(b),
        "math": math.floor(a) + math.hypot(a, b) + math.log(a, 2),
        "abs": abs(b),
    }


CASES = [
    *((f, (B,)) for f in (signed, early, rotated, newton_path, bisected, in_few_turns, sifted, escaped, peaks)),
    *(
        (f, (A, B))
        for f in (nested, helped, in_a_class, scattered, stored, euler, spiking, drawn, everything, picked_out)
    ),
    *(
        (f, (A,))
        for f in (
            logistic,
            drawn_in_a_list,
            epidemic,
            fibonacci,
            newton,
            halved_in_place,
            broken_off,
            returned_from,
            matrices,
            spike_times,
        )
    ),
    *((f, (A, N)) for f in (stored_where_it_moves, turned, lengths, terms, as_many_turns)),
    (picked, (A,)),
]


@pytest.mark.parametrize(("function", "controls"), CASES, ids=[f.__name__ for f, _ in CASES])
def test_it_is_live_as_it_is_written(function, controls):
    compiled = compile_function(function, controls)
    assert compiled.programs


@pytest.mark.parametrize(
    ("function", "controls"),
    [(euler, (A, B)), (spiking, (A, B)), (logistic, (A,)), (newton, (A,)), (drawn, (A, B)), (matrices, (A,))],
    ids=lambda x: getattr(x, "__name__", ""),
)
def test_a_long_loop_is_a_loop_in_the_page(function, controls):
    (text,) = compile_function(function, controls).programs
    assert "for (let t0 = 0" in text and len(text) < 4000


def test_a_store_in_a_loop_writes_one_element_and_copies_nothing():
    (text,) = compile_function(spiking, [A, B]).programs
    loop = text[text.index("for (let t0") :]
    assert "for (let i" not in loop[: loop.index("\n    }")]


def test_a_function_that_can_be_traced_as_it_is_written_is_not_written_anew():
    assert compile_function(lambda a: {"y": a * T}, [A]).anew is None


def test_lengths_have_a_program_each_and_are_filled_up_with_nan():
    compiled = compile_function(lengths, [A, N])
    assert compiled.cases == {"n": tuple(range(2, 10))}
    assert compiled.for_page() == {"n": [2, 3, 4, 5, 6, 7, 8, 9]}
    assert compiled.outputs["t"] == {"shape": (9,), "dtype": "float64"}
    found = compiled.call({"a": 1.0, "n": 3})
    assert np.array_equal(found["t"], [0, 0.5, 1, *[np.nan] * 6], equal_nan=True)
    assert np.isnan(found["grid"][3:]).all() and found["n"] == 3


@pytest.mark.parametrize(("b", "count"), [(-3, 25), (3, 0), (0.5, 8)])
def test_what_a_condition_picks_is_shown_as_long_as_it_is_and_filled_up_with_nan(b, count):
    compiled = compile_function(picked_out, [A, Slider("b", -3, 3)])
    want = picked_out(1.0, b)
    assert compiled.outputs["where"] == {"shape": (25,), "dtype": "float64"} and want["n"] == count
    assert compiled.outputs["of table"]["shape"] == (12,) and compiled.outputs["n"]["dtype"] == "int64"
    (found,) = engine().run(compiled.programs[0], compiled.constants, [[1.0, float(b)]])
    for name, value in want.items():
        part = np.atleast_1d(value)
        assert np.array_equal(found[name][: part.size], part) and np.isnan(found[name][part.size :]).all()
        assert np.array_equal(np.atleast_1d(compiled.call({"a": 1.0, "b": b})[name]), found[name], equal_nan=True)


def test_a_list_that_grows_in_some_turns_is_as_long_as_it_can_become():
    compiled = compile_function(spike_times, [Slider("a", 0, 2, value=1)])
    (text,) = compiled.programs
    assert compiled.outputs["times"]["shape"] == (200,) and len(text) < 6000
    silent = compiled.call({"a": 0.2})
    assert silent["n"] == 0 and np.isnan(silent["times"]).all() and silent["last"] == -1
    (found,) = engine().run(text, compiled.constants, [[0.2]])
    assert np.isnan(found["times"]).all() and found["last"] == -1


def test_elements_in_another_order_are_not_taken_for_the_same():
    start, controls = {"a": 1.0, "b": 0.5}, [A, Slider("b", -3, 3)]
    program, given = trace(read(picked_out), start, ["a", "b"]), call(picked_out, controls, start)

    def held(found):
        return prove(program, lambda values: found, lambda values: list(values.values()), [start], found)

    held(given)
    right = given["t"]
    for wrong in (right[::-1], right[:-1], np.append(right, 0.0), np.append(right, np.zeros(25)), right[:, None]):
        with pytest.raises(MismatchError, match="'t'"):
            held({**given, "t": wrong})


def test_a_slider_that_only_counts_turns_needs_one_program():
    compiled = compile_function(turned, [A, Slider("n", 0, 5000, value=4, integer=True)])
    assert compiled.cases == {} and len(compiled.programs) == 1


def test_too_many_lengths_are_refused_with_their_number():
    with pytest.raises(Untraceable, match="each of the 5001 settings of n it would be live, but 1024 are the most"):
        compile_function(lengths, [A, Slider("n", 0, 5000, value=4, integer=True)])


def read_at(a):
    return {"y": TABLE[1, (a + np.zeros(2)).astype(int)]}


def written_at(a):
    y = np.zeros((4, 2))
    y[[0, int(a)]] = a
    return {"y": y}


@pytest.mark.parametrize("function", [read_at, written_at])
def test_an_index_outside_stops_the_figure_and_meets_no_other_element(function, v8):
    compiled = compile_function(function, [Slider("a", 0, 3.9)])
    assert np.isfinite(v8.compiled(compiled, {"a": 3.9})["y"]).all()
    with pytest.raises(JSEvalException, match="RangeError"):
        v8.compiled(compiled, {"a": 4.0})


# ---- what is refused


def by_text(b):
    return {"y": {"up": 1.0, "down": -1.0}["up" if b > 0 else "down"] * b}


def torn(b):
    part = T if b > 0 else T[:3]
    return {"y": b * part}


SHARED = np.zeros(3)


def elsewhere(b):
    SHARED[0] = b
    return {"y": SHARED * 1.0}


def unequal_draws(b):
    rng = np.random.default_rng(0)
    if b > 0:
        b = b + rng.normal()
    return {"y": b + rng.normal()}


def forever(a):
    while a > 0:
        a = a + 1
    return {"y": a}


def raised(b):
    if b > 0.9:
        raise ValueError("too large")
    return {"y": b}


@pytest.mark.parametrize(
    ("function", "control", "error", "says"),
    [
        (by_text, B, BranchError, "only numbers can hang on a control"),
        (torn, B, BranchError, r"shape \(25,\), the other one of \(3,\)"),
        (elsewhere, B, InPlaceError, "assigned into"),
        (unequal_draws, B, BranchError, "draw them before the branch"),
        (lambda b: {"y": np.percentile(T[b * T > -1], 90)}, B, UnsupportedError, "np.nan"),
    ],
    ids=lambda x: getattr(x, "__name__", ""),
)
def test_what_cannot_be_is_refused_on_the_authors_line(function, control, error, says):
    with pytest.raises(error, match=says) as caught:
        compile_function(function, [control])
    assert "of test_reading.py: `" in str(caught.value)


def test_an_alias_that_a_store_would_change_is_found_by_the_proof():
    def aliased(b):
        y = np.zeros(3)
        z = y
        y[0] = b
        return {"z": z + b * 0}

    with pytest.raises(MismatchError):
        compile_function(aliased, [B])


def test_a_loop_that_fails_leaves_the_generator_where_it_was():
    def tried(a):
        rng, texts, x = np.random.default_rng(0), [], 0.0
        for k in range(30):
            x += a * rng.normal()
            texts = [str(k)]
        return {"x": x, "n": len(texts[0])}

    compile_function(tried, [A])


def test_what_has_no_source_is_traced_as_before():
    namespace = {}
    exec("def f(a):\n    return {'y': 1.0 if a > 1 else a}", namespace)
    assert read(namespace["f"]) is None
    with pytest.raises(BranchError, match="np.where"):
        compile_function(namespace["f"], [A])


def test_a_generator_and_a_walrus_stay_as_they_are():
    def walrus(a):
        return {"y": (z := a * 2) + z}

    def made(a):
        yield a

    assert read(walrus) is None and read(made) is None and read(np.sin) is None
    assert read(sys.getsizeof) is None


def test_a_choice_may_change_lengths():
    compiled = compile_function(lambda a, k: {"y": a * T if k else a * T[:5]}, [A, Checkbox("k")])
    assert compiled.outputs["y"]["shape"] == (25,)
    assert np.isnan(compiled.call({"a": 1.0, "k": False})["y"]).sum() == 20
