"""Copies on PostgreSQL: dump and manifest show one snapshot, and the dump comes back whole."""

import os
from pathlib import Path

import pytest

from portal.cli import main
from tests.conftest import postgres_server


@pytest.fixture
def home(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    if request.config.getoption("--db") != "postgres":
        pytest.skip("the run on PostgreSQL does this")
    server = postgres_server()
    for name, value in {
        "PORTAL_VAR_DIR": str(tmp_path), "PORTAL_DATABASE_URL": server.create(f"copy_{tmp_path.name[-20:]}"),
        "PORTAL_FILES_URL": f"file:{tmp_path}/files", "PORTAL_QUEUE_URL": f"sqlite:{tmp_path}/queue.db",
        "PORTAL_DEMO": "0", "PATH": f"{server._binaries}:{os.environ['PATH']}",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    return tmp_path


def test_a_copy_comes_back_whole(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init"]) == 0
    assert main(["create-admin", "boss@school.example"]) == 0
    copy = home / "portal.tar"
    assert main(["backup", str(copy)]) == 0
    assert main(["create-admin", "second@school.example"]) == 0
    assert main(["restore", str(copy)]) == 1
    assert main(["restore", str(copy), "--replace"]) == 0
    assert main(["create-admin", "boss@school.example"]) == 1
    assert main(["create-admin", "second@school.example"]) == 0
    assert main(["check"]) in (0, 1)
    assert "Миграции: в порядке" in capsys.readouterr().out


def test_without_the_client_of_postgresql_the_reason_is_said(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    main(["init"])
    monkeypatch.setenv("PATH", "")
    assert main(["backup", str(home / "portal.tar")]) == 1
    assert "pg_dump" in capsys.readouterr().err
