"""The command line: exit statuses, refusals in one line, copies that come back whole (reliability R7)."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from portal.cli import main
from portal.core.sqlite import driver
from portal.settings import ROOT


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An environment in which commands work on a database of their own."""
    for name, value in {
        "PORTAL_VAR_DIR": str(tmp_path), "PORTAL_DATABASE_URL": f"sqlite:///{tmp_path}/portal.db",
        "PORTAL_FILES_URL": f"file:{tmp_path}/files", "PORTAL_QUEUE_URL": f"sqlite:{tmp_path}/queue.db",
        "PORTAL_DEMO": "0", "PORTAL_ENV": "development",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    return tmp_path


def lines(capsys: pytest.CaptureFixture[str]) -> tuple[str, str]:
    said = capsys.readouterr()
    return said.out, said.err


def test_wrong_usage_is_2_and_help_is_0(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["nonsense"]) == 2
    assert main([]) == 2
    assert main(["demo"]) == 2
    assert main(["--help"]) == 0
    assert "create-admin" in lines(capsys)[0]


def test_an_unsafe_setting_is_1_with_its_reason(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORTAL_TIME_ZONE", "Nowhere")
    assert main(["check"]) == 1
    assert "PORTAL_TIME_ZONE" in lines(capsys)[1]


def test_a_portal_begins_checks_and_gets_its_administrator(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 1
    assert "portal init" in lines(capsys)[1]
    assert main(["init"]) == 0
    assert "create-admin" in lines(capsys)[0]
    assert main(["check"]) == 0
    assert main(["create-admin", "not-an-address"]) == 1
    assert main(["create-admin", "boss@school.example", "--name", "Жданов Тимофей"]) == 0
    said = lines(capsys)[0]
    password = said.rsplit(": ", 1)[1].strip()
    assert len(password) > 20
    assert main(["create-admin", "boss@school.example"]) == 1
    assert main(["demo", "load"]) == 1
    assert "уже есть люди" in lines(capsys)[1]
    raw = driver().connect(str(home / "portal.db"))
    assert raw.execute("SELECT count(*) FROM questionnaire").fetchone()[0] > 10, "init brings the library along"
    raw.close()
    for command in (["reference", "sync"], ["search", "rebuild"], ["settings", "example"], ["access", "matrix"]):
        assert main(command) == 0, command


def test_an_edited_journal_is_found(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["init"])
    main(["create-admin", "boss@school.example"])
    from portal.cli.console import opened
    from portal.core import audit
    from portal.core.db import db

    with opened():
        audit.seal()
        db.session.commit()
    assert main(["check"]) == 0
    raw = driver().connect(str(home / "portal.db"))
    raw.execute("UPDATE audit_entry SET event = 'signed_out' WHERE event = 'role_granted'")
    raw.commit()
    raw.close()
    assert main(["check"]) == 1
    assert "журнала" in lines(capsys)[1]


def test_a_copy_brings_back_rows_and_files(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["init"])
    main(["create-admin", "boss@school.example"])
    kept = keep_file(b"%PDF-1.7 decree")
    copy = home / "copies" / "portal.tar"
    assert main(["backup", str(copy)]) == 0
    assert copy.stat().st_mode & 0o077 == 0, "a copy is for its owner only"
    assert main(["restore", str(copy)]) == 1
    assert "--replace" in lines(capsys)[1]
    main(["create-admin", "second@school.example"])
    (home / "files" / kept[:2] / kept).unlink()
    assert main(["restore", str(copy), "--replace"]) == 0
    assert (home / "files" / kept[:2] / kept).read_bytes() == b"%PDF-1.7 decree"
    assert main(["create-admin", "second@school.example"]) == 0, "the second one was not in the copy"
    assert main(["create-admin", "boss@school.example"]) == 1
    assert main(["check"]) == 0


def test_a_damaged_copy_is_refused_and_changes_nothing(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["init"])
    copy = home / "portal.tar"
    main(["backup", str(copy)])
    main(["create-admin", "boss@school.example"])
    whole = copy.read_bytes()
    place = whole.index(b"SQLite format 3") + 5_000
    for damaged in (whole[: len(whole) // 2], whole[:place] + b"damage" + whole[place + 6 :], b"not a tar"):
        copy.write_bytes(damaged)
        assert main(["restore", str(copy), "--replace"]) == 1
    assert main(["restore", str(home / "absent.tar")]) == 1
    assert main(["create-admin", "boss@school.example"]) == 1, "still there"
    assert "уже есть" in lines(capsys)[1]


def test_a_copy_under_writers_misses_nothing_acknowledged(home: Path) -> None:
    main(["init"])
    from portal.cli.console import opened
    from portal.core.backup import read_backup, write_backup
    from portal.core.submissions import claim

    acknowledged: list[int] = []
    is_over = threading.Event()

    def write(app: object) -> None:
        from portal.core.db import db

        while not is_over.is_set():
            with app.app_context():  # type: ignore[attr-defined]
                claim(f"key-{len(acknowledged)}", "test")
                db.session.commit()
                acknowledged.append(1)

    with opened() as app:
        writer = threading.Thread(target=write, args=(app,))
        writer.start()
        try:
            for number in range(5):
                before = len(acknowledged)
                made = write_backup(home / f"copy-{number}.tar")
                assert made.counts["submission_key"] >= before
                assert read_backup(home / f"copy-{number}.tar") == made
        finally:
            is_over.set()
            writer.join()
    assert len(acknowledged) > 5


def keep_file(content: bytes) -> str:
    """Keep a file in the portal of the environment; returns its hash."""
    import io

    from portal.cli.console import opened
    from portal.core import files
    from portal.core.db import db

    with opened():
        kept = files.store(io.BytesIO(content), "приказ.pdf", made_here=True)
        db.session.commit()
        return kept.sha256


@pytest.mark.slow
def test_run_starts_both_and_ends_both(home: Path) -> None:
    """Web and worker come up, a killed worker is replaced, SIGTERM leaves no process behind."""
    import json
    import signal
    import socket
    import time
    import urllib.request

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "portal", "run"], cwd=ROOT, env={**os.environ, "PORT": str(port)},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    assert process.stdout
    try:
        said = []
        for line in process.stdout:
            said.append(line)
            if "Ctrl-C" in line:
                break
        assert any(f"http://127.0.0.1:{port}" in line for line in said), said
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz") as answer:
            assert json.load(answer)["status"] == "ok"
        worker = next(pid for pid in family(process.pid) if "portal worker" in command_of(pid))
        os.kill(worker, signal.SIGKILL)
        deadline = time.monotonic() + 60
        while not any("portal worker" in command_of(pid) and pid != worker for pid in family(process.pid)):
            assert time.monotonic() < deadline
            time.sleep(0.1)
        children = family(process.pid)
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
        assert [pid for pid in children if Path(f"/proc/{pid}").exists()] == []
    finally:
        process.kill()
        process.stdout.close()
        process.wait()


@pytest.mark.slow
def test_a_killed_web_server_leaves_no_process_behind(home: Path) -> None:
    """Its workers would go on and keep the address: they are ended with the portal."""
    import signal
    import socket
    import time

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "portal", "run"], cwd=ROOT, env={**os.environ, "PORT": str(port)},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    assert process.stdout
    try:
        assert any("Ctrl-C" in line for line in process.stdout)
        children = family(process.pid)
        server = next(pid for pid in children if "granian" in command_of(pid))
        os.kill(server, signal.SIGKILL)
        assert process.wait(90) == 1
        deadline = time.monotonic() + 60
        while alive := [pid for pid in children if command_of(pid)]:  # a dead one has no command any more
            assert time.monotonic() < deadline, alive
            time.sleep(0.1)
    finally:
        process.kill()
        process.stdout.close()
        process.wait()


def family(pid: int) -> list[int]:
    """All descendants of the process."""
    listing = subprocess.run(["ps", "-e", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    parents = {int(line.split()[0]): int(line.split()[1]) for line in listing.splitlines()}
    found, fresh = [], [pid]
    while fresh:
        fresh = [child for child, parent in parents.items() if parent in fresh]
        found += fresh
    return found


def command_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8").replace("\x00", " ")
    except OSError:
        return ""
