"""Functions that work element by element: NumPy's ufuncs, each with a JavaScript expression for one element.

Where NumPy and JavaScript differ, `L` (js/math.js) holds what NumPy does.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from .. import whole
from ..op import CLOSE, EXACT, Op, Params
from ..whole import Rule


def truth(x: str, dtype: str) -> str:
    """Return JavaScript for `x is not zero`; in NumPy NaN counts as true, in JavaScript as false."""
    return x if dtype == "bool" else f"{x} !== 0"


def _logical(template: str) -> Callable[..., str]:
    def js(*dtypes: str) -> str:
        parts = [f"({truth(f'{{{k}}}', dtype)})" for k, dtype in enumerate(dtypes)]
        return f"({template.format(*parts)} ? 1 : 0)"

    return js


def _compare(sign: str) -> str:
    return f"({{0}} {sign} {{1}} ? 1 : 0)"


def _by_type(real: str, integer: str | None = None, boolean: str | None = None) -> Callable[..., str]:
    """Return a chooser: NumPy gives + and * another meaning on bool, and integers know no -0, inf or NaN."""

    def js(*dtypes: str) -> str:
        if boolean and all(d == "bool" for d in dtypes):
            return boolean
        if integer and all(d != "float64" for d in dtypes):
            return integer
        return real

    return js


_OR, _AND = "({0} || {1} ? 1 : 0)", "({0} && {1} ? 1 : 0)"

_Row = tuple[str, str | Callable[..., str], float, str, Rule | None, str]


def _row(
    name: str,
    js: str | Callable[..., str],
    tolerance: float = EXACT,
    python: str = "",
    bounds: Rule | None = None,
    many: str = "",
) -> _Row:
    return name, js, tolerance, python, bounds, many


_ROWS: list[_Row] = [
    _row("absolute", "Math.abs({0})", python="abs({0})", bounds=whole.absolute),
    _row("fabs", "Math.abs({0})"),
    _row("positive", "{0}", bounds=whole.first),
    _row("conjugate", "{0}", bounds=whole.first),
    _row("negative", _by_type("(-{0})", "(0 - {0})"), python="-{0}", bounds=whole.negative),
    _row("sign", "L.sign({0})", bounds=whole.sign),
    _row("signbit", "L.signbit({0})"),
    _row("sqrt", "Math.sqrt({0})"),
    _row("square", "({0} * {0})", python="{0} * {0}", bounds=whole.square),
    _row("cbrt", "Math.cbrt({0})", CLOSE),
    _row("reciprocal", _by_type("(1 / {0})", "(Math.trunc(1 / {0}) + 0)"), bounds=whole.reciprocal),
    _row("exp", "Math.exp({0})", CLOSE),
    _row("exp2", "L.power(2, {0})", CLOSE),
    _row("expm1", "Math.expm1({0})", CLOSE),
    _row("log", "Math.log({0})", CLOSE),
    _row("log2", "Math.log2({0})", CLOSE),
    _row("log10", "Math.log10({0})", CLOSE),
    _row("log1p", "Math.log1p({0})", CLOSE),
    _row("sin", "Math.sin({0})", CLOSE),
    _row("cos", "Math.cos({0})", CLOSE),
    _row("tan", "Math.tan({0})", CLOSE),
    _row("arcsin", "Math.asin({0})", CLOSE),
    _row("arccos", "Math.acos({0})", CLOSE),
    _row("arctan", "Math.atan({0})", CLOSE),
    _row("sinh", "Math.sinh({0})", CLOSE),
    _row("cosh", "Math.cosh({0})", CLOSE),
    _row("tanh", "Math.tanh({0})", CLOSE, many="tanh"),
    _row("arcsinh", "Math.asinh({0})", CLOSE),
    _row("arccosh", "Math.acosh({0})", CLOSE),
    _row("arctanh", "Math.atanh({0})", CLOSE),
    _row("degrees", "({0} * (180 / Math.PI))", CLOSE),
    _row("rad2deg", "({0} * (180 / Math.PI))", CLOSE),
    _row("radians", "({0} * (Math.PI / 180))", CLOSE),
    _row("deg2rad", "({0} * (Math.PI / 180))", CLOSE),
    _row("floor", "Math.floor({0})", bounds=whole.first),
    _row("ceil", "Math.ceil({0})", bounds=whole.first),
    _row("trunc", "Math.trunc({0})", bounds=whole.first),
    _row("rint", "L.rint({0})"),
    _row("isnan", "({0} !== {0} ? 1 : 0)"),
    _row("isfinite", "(isFinite({0}) ? 1 : 0)"),
    _row("isinf", "(Math.abs({0}) === Infinity ? 1 : 0)"),
    _row("add", _by_type("({0} + {1})", boolean=_OR), python="{0} + {1}", bounds=whole.add),
    _row("subtract", "({0} - {1})", python="{0} - {1}", bounds=whole.subtract),
    _row("multiply", _by_type("({0} * {1})", "({0} * {1} + 0)", _AND), python="{0} * {1}", bounds=whole.multiply),
    _row("divide", "({0} / {1})", python="{0} / {1}"),
    _row(
        "floor_divide",
        _by_type("L.floorDivide({0}, {1})", "L.floorDivideInteger({0}, {1})"),
        python="{0} // {1}",
        bounds=whole.floor_divide,
    ),
    _row(
        "remainder",
        _by_type("L.remainder({0}, {1})", "L.remainderInteger({0}, {1})"),
        python="{0} % {1}",
        bounds=whole.remainder,
    ),
    _row("fmod", _by_type("({0} % {1})", "L.fmodInteger({0}, {1})"), bounds=whole.fmod),
    _row("power", _by_type("L.power({0}, {1})", "L.powerInteger({0}, {1})"), CLOSE, "{0} ** {1}", whole.power),
    _row("float_power", "L.power({0}, {1})", CLOSE),
    _row("maximum", "Math.max({0}, {1})", bounds=whole.maximum),
    _row("minimum", "Math.min({0}, {1})", bounds=whole.minimum),
    _row("fmax", "L.fmax({0}, {1})", bounds=whole.maximum),
    _row("fmin", "L.fmin({0}, {1})", bounds=whole.minimum),
    _row("arctan2", "Math.atan2({0}, {1})", CLOSE),
    _row("hypot", "Math.hypot({0}, {1})", CLOSE),
    _row("copysign", "L.copysign({0}, {1})"),
    _row("heaviside", "L.heaviside({0}, {1})"),
    _row("logaddexp", "L.logaddexp({0}, {1})", CLOSE),
    _row("logaddexp2", "L.logaddexp2({0}, {1})", CLOSE),
    _row("equal", _compare("==="), python="{0} == {1}"),
    _row("not_equal", _compare("!=="), python="{0} != {1}"),
    _row("less", _compare("<"), python="{0} < {1}"),
    _row("less_equal", _compare("<="), python="{0} <= {1}"),
    _row("greater", _compare(">"), python="{0} > {1}"),
    _row("greater_equal", _compare(">="), python="{0} >= {1}"),
    _row("logical_and", _logical("{0} && {1}")),
    _row("logical_or", _logical("{0} || {1}")),
    _row("logical_xor", "(({0} !== 0) !== ({1} !== 0) ? 1 : 0)"),
    _row("logical_not", _logical("!{0}")),
    _row("bitwise_and", _AND, python="{0} & {1}"),
    _row("bitwise_or", _OR, python="{0} | {1}"),
    _row("bitwise_xor", "({0} !== {1} ? 1 : 0)", python="{0} ^ {1}"),
    _row("invert", "({0} ? 0 : 1)", python="~{0}"),
]

# These work bit by bit on integers, which no figure needs: bool only.
BOOL_ONLY = {"bitwise_and", "bitwise_or", "bitwise_xor", "invert"}


def _op(name: str, js: str | Callable[..., str], tolerance: float, python: str, bounds: Rule | None, many: str) -> Op:
    numpy = getattr(np, name)
    return Op(name, numpy, "elementwise", js, tolerance=tolerance, python=python, bounds=bounds, many=many)


UFUNCS: dict[np.ufunc, Op] = {getattr(np, row[0]): _op(*row) for row in _ROWS}


# ---- two that are no ufuncs


def _where(condition: Any, x: Any, y: Any) -> tuple[list[Any], Params]:
    return [condition, x, y], {}


def _where_js(condition: str, *_: str) -> str:
    return f"({truth('{0}', condition)} ? {{1}} : {{2}})"


def _astype(a: Any, dtype: Any) -> tuple[list[Any], Params]:
    return [a], {"dtype": np.dtype(dtype)}


def _astype_js(source: str, *, dtype: np.dtype[Any]) -> str:
    """NumPy truncates towards zero, where an integer has no -0, and counts NaN as true."""
    if dtype == np.dtype(bool):
        return f"({truth('{0}', source)} ? 1 : 0)"
    return "(Math.trunc({0}) + 0)" if source == "float64" and dtype == np.int64 else "{0}"


WHERE = Op("where", np.where, "elementwise", _where_js, bind=_where, bounds=whole.chosen)
ASTYPE = Op(
    "astype",
    np.astype,
    "elementwise",
    _astype_js,
    bind=_astype,
    run=lambda a, dtype: a.astype(dtype),
    python="{0}.astype({dtype})",
    bounds=whole.first,
)
