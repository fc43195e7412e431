"""Where the code asks the gate: found in the syntax, so that each question can be taken away and be missed."""

import ast
import importlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

import sqlalchemy as sa

from portal.access.gate import GUARDED, permissions_on

ROOT = Path(__file__).resolve().parents[2]
ASKED = ("get_or_404", "opened_or_404", "select_allowed", "allowed")
THE_GATE = "portal.access.gate"


@dataclass(frozen=True)
class GateCall:
    """One question to the gate: `function` is the dotted name of the outermost function around it."""

    module: str
    function: str
    line: int
    column: int
    asks: str
    model: str

    def __str__(self) -> str:
        return f"{self.asks}({self.model}) in {self.function}"


@cache
def gate_calls() -> tuple[GateCall, ...]:
    """Every call of the gate in the rooms; the files are read once a run."""
    found = []
    for folder in ("portal", "surveys"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            module = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
            if module != THE_GATE:
                found += list(_calls_in(module, ast.parse(path.read_text(encoding="utf-8"))))
    return tuple(found)


def _calls_in(module: str, tree: ast.Module) -> Iterator[GateCall]:
    for outer in tree.body:
        if not isinstance(outer, ast.FunctionDef | ast.ClassDef):
            continue
        for node in ast.walk(outer):
            asks = _asks(node)
            if asks:
                assert isinstance(node, ast.Call)
                position = 2 if asks in ("select_allowed", "allowed") else 1
                model = node.args[position] if len(node.args) > position else None
                name = model.id if isinstance(model, ast.Name) else ""
                yield GateCall(module, f"{module}.{outer.name}", node.lineno, node.col_offset, asks, name)


def _asks(node: ast.AST) -> str:
    """Which question of the gate a node is, or an empty string; `gate.allowed(…)` counts as `allowed(…)`."""
    if not isinstance(node, ast.Call):
        return ""
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    if isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name) and node.func.value.id == "gate":
        name = node.func.attr
    return name if name in ASKED else ""


def _open_get_or_404(actor: Any, model: Any, key: str, permission: Any, *options: Any, lock: bool = False) -> Any:
    from portal.core.db import db
    from portal.core.errors import NotSeen

    column = getattr(model, GUARDED[model].key)
    found = db.session.scalars(sa.select(model).where(column == key).options(*options)).one_or_none()
    if found is None:
        raise NotSeen
    return found


def _open_opened_or_404(actor: Any, model: Any, key: str, permission: Any, *options: Any) -> Any:
    found = _open_get_or_404(actor, model, key, permission, *options)
    return found, permissions_on(actor, found) | {permission}


OPEN = {
    "get_or_404": _open_get_or_404,
    "opened_or_404": _open_opened_or_404,
    "select_allowed": lambda actor, permission, model: sa.select(model),
    "allowed": lambda actor, permission, model: sa.true(),
}


class _Remove(ast.NodeTransformer):
    def __init__(self, calls: Collection[GateCall]) -> None:
        self.places = {(call.line, call.column, call.asks) for call in calls}

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        asks = _asks(node)
        if (node.lineno, node.col_offset, asks) in self.places:
            opened = ast.Name(id=f"_open_{asks}", ctx=ast.Load())
            node.func = ast.copy_location(opened, node.func)
        return node


def forget() -> None:
    """Questions that the house puts together once a process are put together anew."""
    for call in gate_calls():
        thing = vars(importlib.import_module(call.module)).get(call.function.rpartition(".")[2])
        getattr(thing, "cache_clear", lambda: None)()


@contextmanager
def without(*calls: GateCall) -> Iterator[None]:
    """The code inside runs as if these questions, all of one function, were never asked."""
    call = calls[0]
    module = importlib.import_module(call.module)
    tree = _Remove(calls).visit(ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8")))
    name = call.function.rpartition(".")[2]
    changed = compile(ast.fix_missing_locations(tree), str(module.__file__), "exec")
    setattr(module, f"_open_{call.asks}", OPEN[call.asks])
    kept = [(function, function.__code__) for function in _functions(module, name)]
    assert kept, f"{call}: no such function in the running module"
    forget()
    try:
        for function, code in kept:
            function.__code__ = _code_like(changed, code)
        yield
    finally:
        for function, code in kept:
            function.__code__ = code
        forget()
        delattr(module, f"_open_{call.asks}")


def _functions(module: ModuleType, name: str) -> list[FunctionType]:
    """The function of that name (without its stamps), or the methods of the class."""
    thing = vars(module).get(name)
    if isinstance(thing, type):
        return [value for value in vars(thing).values() if isinstance(value, FunctionType)]
    while hasattr(thing, "__wrapped__"):
        thing = thing.__wrapped__
    return [thing] if isinstance(thing, FunctionType) else []


def _code_like(compiled: CodeType, wanted: CodeType) -> CodeType:
    """The newly compiled code of the same function."""
    waiting = [compiled]
    while waiting:
        code = waiting.pop()
        if (code.co_qualname, code.co_firstlineno) == (wanted.co_qualname, wanted.co_firstlineno):
            return code
        waiting += [const for const in code.co_consts if isinstance(const, CodeType)]
    raise LookupError(wanted.co_qualname)
