"""Every endpoint says who may come in, every permission is used, every model behind an address has scopes."""

import ast
import inspect
from pathlib import Path

import pytest
from flask import Flask

from portal.access.gate import GUARDED
from portal.access.permissions import Permission
from portal.access.policy import POLICY
from tests.house.asking import endpoints
from tests.house.gates import gate_calls

SOURCES = ("portal", "surveys")
# Addresses whose argument names no guarded row, and the reason.
UNGUARDED = {
    "accounts.end_session": "one's own sessions, found by the account in the action",
    "accounts.invitation": "the token is the secret itself",
    "accounts.accept_invitation": "the token is the secret itself",
    "sections.show": "the page that an organisation opened to everybody; an unopened one is not found",
    "honor_board.show": "the open board of an organisation: of each person only what a consent publishes today",
    "honor_board.printed": "the same for the wall",
    "honor_board.photo": "a picture of that board, found only while its consent stands",
    "feeds.show": "the secret of the address is the key; it opens no more than the own events of one person",
    "papers.show": "the address stands on the printed sheet; nobody whom it names is shown",
    "surveys.wall": "the code hangs on a wall and opens an empty questionnaire of nobody",
    "surveys.begin": "the same",
    "surveys.wall_qr": "the same",
}


@pytest.fixture
def sources(root: Path) -> list[Path]:
    return [path for folder in SOURCES for path in (root / folder).rglob("*.py")]


def test_every_endpoint_declares_a_permission(app: Flask) -> None:
    silent = [name for name, view in app.view_functions.items() if name != "static" and not hasattr(view, "permission")]
    assert silent == [], "say @requires or @public"


def test_every_permission_has_a_row_in_the_policy() -> None:
    assert set(POLICY) == set(Permission)


def test_every_permission_is_used(sources: list[Path]) -> None:
    said = {
        node.attr
        for path in sources
        if path.parent.name != "access" or path.name == "web.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in ("P", "Permission")
    }
    assert {permission.name for permission in Permission} - said == set()


def test_every_model_behind_the_gate_has_scopes(app: Flask) -> None:
    models = {call.model for call in gate_calls() if call.model}
    known = {model.__name__ for model in GUARDED}
    assert {name for name in models if name[0].isupper()} - known == set()


def test_every_address_with_an_id_goes_through_the_gate(app: Flask) -> None:
    guarded = {call.function for call in gate_calls()}
    loose = sorted(
        {
            endpoint.name
            for endpoint in endpoints(app)
            if endpoint.arguments and endpoint.name not in UNGUARDED
            for reached in [reached_functions(app, endpoint.name)]
            if not reached & guarded
        }
    )
    assert loose == []


def reached_functions(app: Flask, endpoint: str) -> set[str]:
    """Names of functions that the view calls, directly or through functions of its own module and room."""
    view = inspect.unwrap(app.view_functions[endpoint])
    room = view.__module__.rpartition(".")[0]
    seen, waiting = set(), [view]
    while waiting:
        function = waiting.pop()
        name = f"{function.__module__}.{function.__qualname__}"
        if name in seen:
            continue
        seen.add(name)
        space = function.__globals__
        for word in function.__code__.co_names:
            found = space.get(word)
            candidates = [found] if found is not None else []
            candidates += [vars(module).get(word) for module in space.values() if _is_module_of(module, room)]
            for each in candidates:
                plain = inspect.unwrap(each) if callable(each) else each
                if hasattr(plain, "__code__") and hasattr(plain, "__globals__"):
                    waiting.append(plain)
    return seen


def _is_module_of(thing: object, room: str) -> bool:
    return isinstance(thing, type(ast)) and thing.__name__.startswith(room)
