"""By commands only: package, copy, erasure, the copy brought back, and nobody who was erased comes back with it."""

import json
import os
import zipfile
from pathlib import Path

import pytest
import sqlalchemy as sa

from portal.cli import main
from portal.cli.console import opened
from portal.core import audit_tail
from portal.core.db import db
from portal.core.schedule import seal_audit
from portal.people.models import Person
from tests.conftest import postgres_server
from tests.privacy import canaries
from tests.privacy.test_everywhere import settle_everywhere
from tests.world import build_world

MARK = "канарейкаальфа"


@pytest.fixture
def home(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A portal of commands with a database of its own, on whichever database the run is for."""
    url = f"sqlite:///{tmp_path}/portal.db"
    if request.config.getoption("--db") == "postgres":
        server = postgres_server()
        url = server.create(f"data_{tmp_path.name[-18:]}")
        monkeypatch.setenv("PATH", f"{server._binaries}:{os.environ['PATH']}")
    for name, value in {
        "PORTAL_VAR_DIR": str(tmp_path), "PORTAL_DATABASE_URL": url, "PORTAL_FILES_URL": f"file:{tmp_path}/files",
        "PORTAL_QUEUE_URL": f"sqlite:{tmp_path}/queue.db", "PORTAL_DEMO": "1", "PORTAL_ENV": "development",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    return tmp_path


def settled() -> str:
    """A person with a mark in every text of every table; the public id."""
    with opened():
        person, lacking = settle_everywhere(build_world())
        assert lacking == []
        key = person.public_id
        db.session.commit()
        seal_audit()
    return key


def words_left(key: str) -> str:
    with opened():
        person = db.session.scalars(sa.select(Person).where(Person.public_id == key)).one()
        assert person.erased_on is not None
        return canaries.words_in_tables().casefold()


@pytest.mark.slow
def test_who_was_erased_does_not_come_back_with_a_copy(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init"]) == 0
    key = settled()
    copies = home.parent / f"{home.name}-copies"
    copy, package = copies / "portal.tar", copies / "data.zip"
    assert main(["backup", str(copy)]) == 0
    assert main(["personal-data", "export", key, "--file", str(package)]) == 0
    data = json.loads(zipfile.ZipFile(package).read("data.json"))
    assert data["person"] == key
    assert MARK in json.dumps(data, ensure_ascii=False).casefold()
    assert main(["personal-data", "erase", "nobody"]) == 1
    canaries.age_files(home / "files")
    assert main(["personal-data", "erase", key, "--with-papers"]) == 0
    assert "Акт №" in capsys.readouterr().out
    assert MARK not in words_left(key)
    assert canaries.found_on_disk(home, "КанарейкаАльфа") == []
    assert main(["personal-data", "erase", key]) == 1

    with opened():
        seal_audit()
    assert main(["restore", str(copy)]) == 1
    assert main(["restore", str(copy), "--replace"]) == 0
    said = capsys.readouterr().out
    assert "Стирания из журнала: 1, копия вернула и стёрто снова: 1" in said
    assert MARK not in words_left(key)
    assert canaries.found_on_disk(home, "КанарейкаАльфа") == []
    with opened():
        assert audit_tail.tail_problem() == "", "a copy that was brought back is no attack"
