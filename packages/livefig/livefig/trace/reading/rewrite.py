"""Write a function anew: each decision, call, store and loop in it becomes a call of `Acts`.

    if x > 0:                   def lf_then(y):
        y = x                       y = x
    else:                           return (y,)
        y = -x                  def lf_else(y):
                                    y = acts.call(...)
                                    return (y,)
                                (y,) = acts.branch(x > 0, lf_then, lf_else, (acts.maybe(lambda: y),))

Names that a block assigns come in as parameters and go out as results, so that both branches can be run, one after the
other, and joined; and so that the body of a loop can become a program of its own. `return`, `break` and `continue` in
the middle of a block become flags (`lf_done = True`), and what follows them stands in an `if not lf_done`, which is
written anew like any other.

Only the syntax is looked at here. Nothing is decided: that is what `Acts` is for.
"""

import ast
import copy
import linecache
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from types import CellType, CodeType, FunctionType
from typing import Any

ACTS = "livefig_acts"
MADE = "lf_"  # begins every name that is made here

_Function = ast.FunctionDef | ast.Lambda
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
_NO_TYPES: dict[str, Any] = {"type_params": []} if "type_params" in ast.FunctionDef._fields else {}  # Python 3.12
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
# Rare in a function that computes, and each with rules of its own: a function with one of these stays as it is.
_BEYOND = (
    ast.Yield,
    ast.YieldFrom,
    ast.Await,
    ast.AsyncFor,
    ast.AsyncWith,
    ast.AsyncFunctionDef,
    ast.NamedExpr,
    ast.Delete,
)


class _Beyond(Exception):
    """The function uses something that is not written anew."""


def rewritten(function: FunctionType, acts: Any) -> FunctionType | None:
    """Return the function written anew, or None if its source is not at hand or uses what is not written anew."""
    node = _find(function.__code__, function.__globals__)
    if node is None or "__class__" in function.__code__.co_freevars:
        return None
    try:
        made = _Rewriter().top(node)
    except _Beyond:
        return None
    free = function.__code__.co_freevars
    wrapper = ast.FunctionDef(
        name=f"{MADE}outer", args=_parameters([*free, ACTS]), body=[made], decorator_list=[], **_NO_TYPES
    )
    module = ast.fix_missing_locations(ast.Module([ast.copy_location(wrapper, node)], []))
    code = compile(module, function.__code__.co_filename, "exec", dont_inherit=True)
    inner = _code_in(_code_in(code, wrapper.name), made.name)
    cells = dict(zip(free, function.__closure__ or (), strict=True)) | {ACTS: CellType(acts)}
    closure = tuple(cells[name] for name in inner.co_freevars)
    found = FunctionType(inner, function.__globals__, function.__name__, function.__defaults__, closure)
    found.__kwdefaults__ = function.__kwdefaults__
    return found


def _code_in(code: CodeType, name: str) -> CodeType:
    return next(c for c in code.co_consts if isinstance(c, CodeType) and c.co_name == name)


# ---- the source


def _find(code: CodeType, namespace: dict[str, Any]) -> _Function | None:
    """Return the function or lambda in its file's tree, if the file still says what was compiled."""
    source = "".join(linecache.getlines(code.co_filename, namespace))
    fitting = [node for node in _functions(source) if _fits(node, code)]
    return copy.deepcopy(fitting[-1]) if fitting else None  # of lambdas in lambdas, the innermost


@lru_cache(maxsize=8)
def _functions(source: str) -> tuple[_Function, ...]:
    """Return all functions and lambdas of a file, which many functions of a book are found in."""
    try:
        return tuple(node for node in ast.walk(ast.parse(source)) if isinstance(node, _Function))
    except SyntaxError:
        return ()


def _fits(node: _Function, code: CodeType) -> bool:
    if _names(node) != _arguments(code):
        return False
    if isinstance(node, ast.Lambda):
        body = node.body
        start, end = (body.lineno, body.col_offset), (body.end_lineno or 0, body.end_col_offset or 0)
        spots = [at for at in code.co_positions() if None not in at and at[2:] != (0, 0)]
        inside = [start <= (at[0], at[2]) and (at[1], at[3]) <= end for at in spots]
        return code.co_name == "<lambda>" and bool(inside) and all(inside)
    first = min([node.lineno, *(d.lineno for d in node.decorator_list)])
    return node.name == code.co_name and first == code.co_firstlineno


def _arguments(code: CodeType) -> tuple[str, ...]:
    stars = bool(code.co_flags & 4) + bool(code.co_flags & 8)
    return code.co_varnames[: code.co_argcount + code.co_kwonlyargcount + stars]


def _names(node: _Function) -> tuple[str, ...]:
    a = node.args
    stars = [x for x in (a.vararg, a.kwarg) if x]
    return tuple(x.arg for x in [*a.posonlyargs, *a.args, *a.kwonlyargs, *stars])


# ---- what a block assigns


def assigned(nodes: Iterable[ast.AST]) -> set[str]:
    """Return the names that statements give a value to, in their own scope."""
    names: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Name):
            if isinstance(node.ctx, ast.Store):
                names.add(node.id)
        elif isinstance(node, _SCOPES):
            names |= set() if isinstance(node, ast.Lambda) else {node.name}
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names |= {(alias.asname or alias.name).partition(".")[0] for alias in node.names}
        elif isinstance(node, _COMPREHENSIONS):
            pass  # has a scope of its own
        else:
            if isinstance(node, ast.ExceptHandler) and node.name:
                names.add(node.name)
            if isinstance(node, ast.MatchAs | ast.MatchStar) and node.name:
                names.add(node.name)
            names |= assigned(ast.iter_child_nodes(node))
    return names


def _own(nodes: Iterable[ast.AST]) -> Iterable[ast.AST]:
    """Walk over statements, and not into functions of their own."""
    for node in nodes:
        yield node
        if not isinstance(node, _SCOPES):
            yield from _own(ast.iter_child_nodes(node))


def _leaves(nodes: Sequence[ast.AST]) -> bool:
    """Return whether statements may return."""
    return any(isinstance(node, ast.Return) for node in _own(nodes))


def _jumps(nodes: Iterable[ast.AST], kind: type[ast.AST]) -> bool:
    """Return whether statements may break or continue the loop around them."""
    for node in nodes:
        if isinstance(node, kind):
            return True
        if isinstance(node, ast.For | ast.While):
            if _jumps(node.orelse, kind):
                return True
        elif not isinstance(node, _SCOPES) and _jumps(ast.iter_child_nodes(node), kind):
            return True
    return False


# ---- pieces of syntax


def _load(name: str) -> ast.Name:
    return ast.Name(name, ast.Load())


def _store(name: str) -> ast.Name:
    return ast.Name(name, ast.Store())


def _act(name: str, *arguments: ast.expr, keywords: Sequence[ast.keyword] = ()) -> ast.Call:
    return ast.Call(ast.Attribute(_load(ACTS), name, ast.Load()), list(arguments), list(keywords))


def _parameters(names: Sequence[str]) -> ast.arguments:
    return ast.arguments([], [ast.arg(name) for name in names], None, [], [], None, [])


def _later(expression: ast.expr) -> ast.Lambda:
    return ast.Lambda(_parameters([]), expression)


def _tuple(names: Sequence[str], make: Callable[[str], ast.expr]) -> ast.Tuple:
    return ast.Tuple([make(name) for name in names], ast.Store() if make is _store else ast.Load())


def _maybe(name: str) -> ast.expr:
    return _act("maybe", _later(_load(name)))


def _let(name: str, value: ast.expr) -> ast.Assign:
    return ast.Assign([_store(name)], value)


class _Scope:
    """What is to know of the function that is being written: its names, and the flags that end it or its loop."""

    def __init__(self, node: _Function) -> None:
        body = node.body if isinstance(node, ast.FunctionDef) else []
        declared = [n for n in _own(body) if isinstance(n, ast.Global | ast.Nonlocal)]
        self.declared = {name for n in declared for name in n.names}
        self.kinds = {name: type(n) for n in declared for name in n.names}
        self.names = (assigned(body) | set(_names(node))) - self.declared
        self.done = ""  # the flag of a return in the middle
        self.value = ""
        self.loops: list[tuple[str, str]] = []  # the flags of a break and a continue


class _Rewriter(ast.NodeTransformer):
    def __init__(self) -> None:
        self.scope: _Scope
        self.count = 0

    def fresh(self, what: str) -> str:
        self.count += 1
        return f"{MADE}{what}{self.count}"

    # ---- functions

    def top(self, node: _Function) -> ast.FunctionDef:
        if any(isinstance(n, _BEYOND) for n in ast.walk(node)):
            raise _Beyond
        if isinstance(node, ast.Lambda):
            node = ast.copy_location(ast.FunctionDef(f"{MADE}lambda", node.args, [ast.Return(node.body)], []), node)
        arguments = node.args
        for one in [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]:
            if one:
                one.annotation = None
        arguments.defaults, arguments.kw_defaults = [], [None] * len(arguments.kwonlyargs)
        made = self.function(node)
        made.decorator_list, made.returns = [], None
        return made

    def function(self, node: ast.FunctionDef) -> ast.FunctionDef:
        outer, self.scope = getattr(self, "scope", None), _Scope(node)
        scope, body = self.scope, node.body
        last = body[-1] if body else None
        flagged = _leaves([n for n in body if n is not last]) or (not isinstance(last, ast.Return) and _leaves(body))
        if flagged:
            scope.done, scope.value = self.fresh("done"), self.fresh("value")
            scope.names |= {scope.done, scope.value}
            declared = [n for n in body if isinstance(n, ast.Global | ast.Nonlocal)]
            rest = [n for n in body if n not in declared]
            unset = ast.Attribute(_load(ACTS), "unset", ast.Load())
            start: list[ast.stmt] = [_let(scope.done, ast.Constant(False)), _let(scope.value, unset)]
            made = [*declared, *start, *self.block(rest), ast.Return(_act("returned", _load(scope.value)))]
        else:
            made = self.block(body)
        if outer is not None:
            self.scope = outer
        found = ast.FunctionDef(node.name, node.args, made, node.decorator_list, node.returns)
        for name in _NO_TYPES:
            setattr(found, name, getattr(node, name, []))
        return ast.copy_location(found, node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> Any:
        node.args = self.defaults(node.args)
        return self.function(node)

    def visit_Lambda(self, node: ast.Lambda) -> Any:
        node.args = self.defaults(node.args)
        outer, self.scope = self.scope, _Scope(node)
        node.body = self.visit(node.body)
        self.scope = outer
        return node

    def defaults(self, arguments: ast.arguments) -> ast.arguments:
        arguments.defaults = [self.visit(d) for d in arguments.defaults]
        arguments.kw_defaults = [d and self.visit(d) for d in arguments.kw_defaults]
        return arguments

    def visit_ClassDef(self, node: ast.ClassDef) -> Any:
        node.body = [self.visit(n) if isinstance(n, ast.FunctionDef) else n for n in node.body]
        return node

    # ---- blocks and jumps

    def block(self, statements: Sequence[ast.stmt]) -> list[ast.stmt]:
        """Write statements; what follows one that may have jumped stands under a condition."""
        made: list[ast.stmt] = []
        for k, node in enumerate(statements):
            flags = self.flags(node)
            jumps = isinstance(node, ast.Return | ast.Break | ast.Continue)
            found = self.visit(node)
            made += [ast.copy_location(n, node) for n in (found if isinstance(found, list) else [found])]
            rest = statements[k + 1 :]
            if jumps and self.flagged(node):
                return made  # nothing behind it is reached
            if flags and rest:
                guarded = ast.If(self.none_of(flags), list(rest), [])
                made += self.visit(ast.copy_location(guarded, rest[0]))
                return made
        return made or [ast.Pass()]

    def flagged(self, node: ast.stmt) -> bool:
        return bool(self.scope.done) if isinstance(node, ast.Return) else True

    def flags(self, node: ast.stmt) -> list[str]:
        """Return the flags that a statement may set."""
        found = [self.scope.done] if self.scope.done and _leaves([node]) else []
        if self.scope.loops:
            stop, skip = self.scope.loops[-1]
            found += [stop] if _jumps([node], ast.Break) else []
            found += [skip] if _jumps([node], ast.Continue) else []
        return found

    @staticmethod
    def none_of(flags: Sequence[str]) -> ast.expr:
        any_of = _load(flags[0]) if len(flags) == 1 else ast.BoolOp(ast.Or(), [_load(name) for name in flags])
        return ast.UnaryOp(ast.Not(), any_of)

    def visit_Return(self, node: ast.Return) -> Any:
        value = self.visit(node.value) if node.value else ast.Constant(None)
        if not self.scope.done:
            return ast.Return(value)
        return [_let(self.scope.value, value), _let(self.scope.done, ast.Constant(True))]

    def visit_Break(self, node: ast.Break) -> Any:
        return _let(self.scope.loops[-1][0], ast.Constant(True))

    def visit_Continue(self, node: ast.Continue) -> Any:
        return _let(self.scope.loops[-1][1], ast.Constant(True))

    # ---- if, for, while

    def names_of(self, statements: Sequence[ast.stmt]) -> list[str]:
        found = assigned(statements) & self.scope.names
        return sorted(name for name in found if not name.startswith((f"{MADE}then", f"{MADE}else", f"{MADE}step")))

    def made(self, what: str, parameters: Sequence[str], names: Sequence[str], body: list[ast.stmt]) -> ast.FunctionDef:
        """Return a function of a block: the names that it assigns come in and go out."""
        declared = assigned(body) & self.scope.declared
        before: list[ast.stmt] = [self.scope.kinds[name]([name]) for name in sorted(declared)]
        body = [n for n in body if not isinstance(n, ast.Global | ast.Nonlocal)]
        node = ast.FunctionDef(
            self.fresh(what), _parameters([*parameters, *names]), [*before, *body, ast.Return(_tuple(names, _load))], []
        )
        for name, value in _NO_TYPES.items():
            setattr(node, name, value)
        return node

    def visit_If(self, node: ast.If) -> Any:
        grown, fields = _grown(node) & self.scope.names, _fields(node)
        test = self.visit(node.test)
        then, other = self.block(node.body), self.block(node.orelse)
        names = sorted({*self.names_of([*then, *other]), *grown})
        functions = [self.made("then", [], names, then), self.made("else", [], names, other)]
        state = ast.Tuple([_maybe(name) for name in names], ast.Load())
        named = [ast.Tuple([_load(owner), ast.Constant(name)], ast.Load()) for owner, name in fields]
        keywords = [ast.keyword("fields", ast.Tuple(named, ast.Load()))] if named else []  # type: ignore[arg-type]
        call = _act("branch", test, *(_load(f.name) for f in functions), state, keywords=keywords)
        return self.placed(node, [*functions, self.outcome(names, call)])

    @staticmethod
    def outcome(names: Sequence[str], call: ast.expr) -> ast.stmt:
        return ast.Assign([_tuple(names, _store)], call) if names else ast.Expr(call)

    @staticmethod
    def placed(node: ast.AST, made: list[ast.stmt]) -> list[ast.stmt]:
        for one in made:
            ast.copy_location(one, node)
            ast.fix_missing_locations(one)
        return made

    def loop_body(
        self, node: ast.For | ast.While, before: list[ast.stmt]
    ) -> tuple[list[ast.stmt], list[str], list[str]]:
        """Return the body of a loop, the flags that end it, and those that must be false before it begins."""
        stop, skip = self.fresh("stop"), self.fresh("skip")
        breaks, continues = _jumps(node.body, ast.Break), _jumps(node.body, ast.Continue)
        self.scope.names |= {stop, skip}
        self.scope.loops.append((stop, skip))
        ends = ([stop] if breaks else []) + ([self.scope.done] if self.scope.done and _leaves(node.body) else [])
        inner = [*before, *([_let(skip, ast.Constant(False))] if continues else []), *self.block(node.body)]
        self.scope.loops.pop()
        return inner, ends, [stop] if breaks else []

    def visit_For(self, node: ast.For) -> Any:
        if node.orelse:
            raise _Beyond
        grown = _grown(node) - assigned(node.body)  # a list that each turn begins anew does not grow
        items, item = self.visit(node.iter), self.fresh("item")
        target = self.visit(ast.copy_location(ast.Assign([node.target], _load(item)), node))
        inner, ends, begins = self.loop_body(node, target if isinstance(target, list) else [target])
        return self.loop(node, "loop", [items], inner, ends, begins, [item], grown)

    def visit_While(self, node: ast.While) -> Any:
        if node.orelse:
            raise _Beyond
        grown, test = _grown(node) - assigned(node.body), self.visit(node.test)
        inner, ends, begins = self.loop_body(node, [])
        if ends:
            test = _act("both", _later(self.visit(self.none_of(ends))), _later(test))
        return self.loop(node, "turn", [test], inner, ends, begins, [], grown)

    def loop(
        self,
        node: ast.stmt,
        act: str,
        first: list[ast.expr],
        inner: list[ast.stmt],
        ends: list[str],
        begins: list[str],
        parameters: list[str],
        lists_grown: set[str],
    ) -> list[ast.stmt]:
        grown = sorted(lists_grown & self.scope.names)
        names = sorted({*self.names_of(inner), *ends, *grown})
        if ends and act == "loop":
            # Once a flag is up, no later step does anything; where it moves with a control, both ways are run.
            then = self.made("then", parameters, names, inner)
            rest = self.made("else", parameters, names, [ast.Pass()])
            given = [*(_load(p) for p in parameters)]
            call = _act(
                "branch",
                self.visit(self.none_of(ends)),
                *(_load(f.name) for f in (then, rest)),
                _tuple(names, lambda name: _load(name)),
                *given,
            )
            inner = [then, rest, self.outcome(names, call)]
        step = self.made("step", parameters, names, inner)
        state = ast.Tuple([_maybe(name) for name in names], ast.Load())
        where = ast.Tuple([ast.Constant(names.index(name)) for name in ends], ast.Load())
        lists = ast.Tuple([ast.Constant(names.index(name)) for name in grown], ast.Load())
        functions = [step]
        if act == "turn":
            asks = self.made("step", [], names, [])
            asks.body = [ast.Return(first[0])]
            functions, first = [asks, step], [_load(asks.name)]
        call = _act(act, *first, _load(step.name), state, where, lists)
        before: list[ast.stmt] = [_let(flag, ast.Constant(False)) for flag in begins]
        return self.placed(node, [*before, *functions, self.outcome(names, call)])

    def visit_With(self, node: ast.With) -> Any:
        node.items = [self.visit(item) for item in node.items]
        node.body = self.block(node.body)
        return node

    def visit_Try(self, node: ast.Try) -> Any:
        node.body, node.orelse, node.finalbody = map(self.maybe_block, (node.body, node.orelse, node.finalbody))
        for handler in node.handlers:
            handler.body = self.block(handler.body)
        return node

    def visit_Match(self, node: ast.Match) -> Any:
        node.subject = self.visit(node.subject)
        for case in node.cases:
            case.guard = case.guard and self.visit(case.guard)
            case.body = self.block(case.body)
        return node

    def maybe_block(self, statements: list[ast.stmt]) -> list[ast.stmt]:
        return self.block(statements) if statements else []

    # ---- assignments

    def visit_Assign(self, node: ast.Assign) -> Any:
        value = self.visit(node.value)
        if all(isinstance(t, ast.Name) for t in node.targets):
            return ast.copy_location(ast.Assign(node.targets, value), node)
        if len(node.targets) == 1 and isinstance(node.targets[0], ast.Subscript):
            return self.placed(node, [self.store(node.targets[0], value)])
        held = self.fresh("held")
        made: list[ast.stmt] = [_let(held, value)]
        for target in node.targets:
            made += self.unpacked(target, _load(held))
        return self.placed(node, made)

    def unpacked(self, target: ast.expr, value: ast.expr) -> list[ast.stmt]:
        """Assign to a target in which subscripts stand: they are stored one after the other, as Python does."""
        if isinstance(target, ast.Subscript):
            return [self.store(target, value)]
        if not isinstance(target, ast.Tuple | ast.List) or isinstance(target, ast.Name):
            return [ast.Assign([self.visit(target)], value)]
        if all(isinstance(t, ast.Name) for t in target.elts):
            return [ast.Assign([target], value)]
        names, after, stars = [], [], []
        for one in target.elts:
            star = isinstance(one, ast.Starred)
            inner = one.value if isinstance(one, ast.Starred) else one
            held = self.fresh("held")
            names.append(held)
            stars.append(star)
            after += self.unpacked(inner, _load(held))
        parts: list[ast.expr] = [
            ast.Starred(_store(name), ast.Store()) if star else _store(name)
            for name, star in zip(names, stars, strict=True)
        ]
        return [ast.Assign([ast.Tuple(parts, ast.Store())], value), *after]

    def visit_AnnAssign(self, node: ast.AnnAssign) -> Any:
        if node.value is None:
            return ast.Pass()
        return self.visit(ast.copy_location(ast.Assign([node.target], node.value), node))

    def visit_AugAssign(self, node: ast.AugAssign) -> Any:
        kind, value = ast.Constant(type(node.op).__name__), self.visit(node.value)
        target = node.target
        if isinstance(target, ast.Name):
            return ast.copy_location(_let(target.id, _act("changed", kind, _load(target.id), value)), node)
        if isinstance(target, ast.Attribute):
            owner = self.visit(target.value)
            field = ast.Attribute(owner, target.attr, ast.Load())
            into = ast.Attribute(owner, target.attr, ast.Store())
            return ast.copy_location(ast.Assign([into], _act("changed", kind, field, value)), node)
        key = self.fresh("key")
        old = _act("load", self.visit(_as_load(copy.deepcopy(target.value))), _load(key))
        new = ast.Subscript(target.value, _load(key), ast.Store())
        made = [_let(key, self.key(target.slice)), self.store(new, _act("changed", kind, old, value), made=True)]
        return self.placed(node, made)

    def store(self, target: ast.Subscript, value: ast.expr, made: bool = False) -> ast.stmt:
        """Return `y = acts.store(y, key, value)` for `y[key] = value`; y itself may be such a target."""
        key = target.slice if made else self.key(target.slice)
        base = target.value
        if isinstance(base, ast.Subscript):
            inner_key = self.key(base.slice)
            old = _act("load", self.visit(_as_load(copy.deepcopy(base.value))), inner_key)
            return self.store(
                ast.Subscript(base.value, inner_key, ast.Store()), _act("store", old, key, value), made=True
            )
        if isinstance(base, ast.Name) and base.id in self.scope.names:
            return _let(base.id, _act("store", _load(base.id), key, value))
        if isinstance(base, ast.Attribute):
            owner = self.visit(base.value)
            field = ast.Attribute(owner, base.attr, ast.Load())
            return ast.Assign([ast.Attribute(owner, base.attr, ast.Store())], _act("store", field, key, value))
        return ast.Expr(_act("store_there", self.visit(_as_load(base)), key, value))

    def visit_Assert(self, node: ast.Assert) -> Any:
        return ast.copy_location(ast.Expr(_act("asserted", self.visit(node.test))), node)

    # ---- expressions

    def key(self, node: ast.expr) -> ast.expr:
        if isinstance(node, ast.Slice):
            parts = [self.visit(p) if p else ast.Constant(None) for p in (node.lower, node.upper, node.step)]
            return _act("slice", *parts)
        if isinstance(node, ast.Tuple):
            return ast.Tuple([self.key(part) for part in node.elts], ast.Load())
        made: ast.expr = self.visit(node)
        return made

    def visit_Subscript(self, node: ast.Subscript) -> Any:
        return ast.copy_location(_act("load", self.visit(node.value), self.key(node.slice)), node)

    def visit_Call(self, node: ast.Call) -> Any:
        arguments = [self.visit(a) for a in node.args]
        keywords = [ast.keyword(k.arg, self.visit(k.value)) for k in node.keywords]
        if isinstance(node.func, ast.Name) and node.func.id in ("super", "locals", "globals", "vars", "exec", "eval"):
            raise _Beyond
        call = _act("call", self.visit(node.func), *arguments, keywords=keywords)
        return ast.copy_location(call, node)

    def visit_IfExp(self, node: ast.IfExp) -> Any:
        parts = (_later(self.visit(node.body)), _later(self.visit(node.orelse)))
        return ast.copy_location(_act("choose", self.visit(node.test), *parts), node)

    def visit_BoolOp(self, node: ast.BoolOp) -> Any:
        name = "both" if isinstance(node.op, ast.And) else "either"
        return ast.copy_location(_act(name, *(_later(self.visit(v)) for v in node.values)), node)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> Any:
        operand = self.visit(node.operand)
        made = _act("opposite", operand) if isinstance(node.op, ast.Not) else ast.UnaryOp(node.op, operand)
        return ast.copy_location(made, node)

    def visit_Compare(self, node: ast.Compare) -> Any:
        values = [self.visit(v) for v in [node.left, *node.comparators]]
        pairs = [
            _act("contains", a, b, ast.Constant(isinstance(op, ast.NotIn)))
            if isinstance(op, ast.In | ast.NotIn)
            else ast.Compare(a, [op], [b])
            for a, op, b in zip(values, node.ops, values[1:], strict=False)
        ]
        made = pairs[0] if len(pairs) == 1 else _act("both", *(_later(pair) for pair in pairs))
        return ast.copy_location(made, node)

    def visit_ListComp(self, node: ast.ListComp) -> Any:
        return self.listed(node) or self.generic_visit(node)

    def visit_GeneratorExp(self, node: ast.GeneratorExp) -> Any:
        return self.listed(node) or self.generic_visit(node)

    def listed(self, node: ast.ListComp | ast.GeneratorExp) -> ast.expr | None:
        """Return `[f(x) for x in xs]` as a call, so that a long one can become a loop of the page."""
        first = node.generators[0]
        target = first.target
        parts = target.elts if isinstance(target, ast.Tuple) else [target]
        flat = [part.id for part in parts if isinstance(part, ast.Name)]
        if len(node.generators) > 1 or first.ifs or len(flat) != len(parts):
            return None
        items, names = self.visit(first.iter), sorted(assigned([target]))
        outer, self.scope = self.scope, _Scope(ast.Lambda(_parameters(names), node.elt))
        element = self.visit(node.elt)
        self.scope = outer
        if isinstance(target, ast.Name):
            each = ast.Lambda(_parameters([target.id]), element)
        else:
            held = self.fresh("item")
            inner = ast.Lambda(_parameters(flat), element)
            each = ast.Lambda(_parameters([held]), ast.Call(inner, [ast.Starred(_load(held), ast.Load())], []))
        return ast.copy_location(_act("listed", items, each), node)


def _as_load(node: ast.expr) -> ast.expr:
    if isinstance(node, ast.Name | ast.Attribute | ast.Subscript):
        node.ctx = ast.Load()
    return node


def _fields(node: ast.stmt) -> list[tuple[str, str]]:
    """Return what a statement assigns to fields of things with a name: `self.v = 0`."""
    found = {
        (n.value.id, n.attr)
        for n in _own([node])
        if isinstance(n, ast.Attribute) and isinstance(n.value, ast.Name) and not isinstance(n.ctx, ast.Load)
    }
    inside = {
        (n.value.value.id, n.value.attr)
        for n in _own([node])
        if isinstance(n, ast.Subscript) and not isinstance(n.ctx, ast.Load)
        if isinstance(n.value, ast.Attribute) and isinstance(n.value.value, ast.Name)
    }
    return sorted(found | inside)


def _grown(node: ast.stmt) -> set[str]:
    """Return the names of lists that grow inside a statement: `xs.append(x)`."""
    called = [n.func for n in _own([node]) if isinstance(n, ast.Call)]
    methods = [f for f in called if isinstance(f, ast.Attribute) and f.attr in ("append", "extend")]
    return {f.value.id for f in methods if isinstance(f.value, ast.Name)}
