"""An alias of a module means the same to every thread, also when the first of them begin at once."""

import ast
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from portal.consents.models import Consent
from portal.core.db import shared_alias

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def restless() -> Iterator[None]:
    """Threads take turns as often as they can."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


def test_threads_that_begin_at_once_ask_the_same(restless: None) -> None:
    for _round in range(40):
        alias = shared_alias(Consent)
        asked = _at_once(alias, threads=8)
        assert len(set(asked)) == 1, sorted(set(asked))


def _at_once(alias: type[Consent], threads: int) -> list[str]:
    barrier, said = threading.Barrier(threads), [""] * threads

    def ask(place: int) -> None:
        barrier.wait()
        try:
            said[place] = str(
                sa.select(alias.id).where(alias.purpose == "x", alias.is_accepted, alias.withdrawn_on > 1)
            )
        except sa.exc.SAWarning as warning:
            said[place] = str(warning)

    working = [threading.Thread(target=ask, args=(place,)) for place in range(threads)]
    for thread in working:
        thread.start()
    for thread in working:
        thread.join()
    return said


def test_no_module_makes_a_bare_alias_for_all_threads() -> None:
    bare = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for folder in ("portal", "surveys")
        for path in sorted((ROOT / folder).rglob("*.py"))
        for statement in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(statement, ast.Assign | ast.AnnAssign)
        for node in ast.walk(statement)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "aliased"
    ]
    assert not bare, "use shared_alias of portal.core.db"
