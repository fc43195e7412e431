"""`kill -9` of the web server under thirty writers: what was acknowledged is there, once (reliability R1, R3).

Twenty kills by default; PORTAL_SOAK=1 makes a thousand.
"""

import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.faults.filing import Filed, build, contradictions, inside, stored_answers, submitted
from tests.serving import ROOT
from tests.surveying import mark_of

KILLS = 1_000 if os.environ.get("PORTAL_SOAK") == "1" else 20
EACH = 25 * KILLS  # invitations for each of the thirty: more than they can use
pytestmark = [pytest.mark.slow, pytest.mark.timeout(30 * KILLS + 300)]


@pytest.fixture
def filed(tmp_path: Path, request: pytest.FixtureRequest) -> Filed:
    if request.config.getoption("--db") != "sqlite":
        pytest.fail("this test kills the server of the embedded database")
    return build(tmp_path, EACH)


def kill_and_restart(filed: Filed, folder: Path) -> list[dict[str, Any]]:
    """Thirty writers at work while the server dies again and again; returns their journal."""
    tokens, journal, stop = folder / "tokens", folder / "journal", folder / "stop"
    tokens.write_text("\n".join(filed.tokens))
    with filed.serve() as server:
        command = [sys.executable, "-m", "tests.faults.writers", str(server.port), tokens, journal, stop]
        writers = subprocess.Popen([str(part) for part in command], cwd=ROOT)
        try:
            for _kill in range(KILLS):
                time.sleep(random.uniform(0.4, 1.6))
                server.kill()
                server.start()
            time.sleep(1.0)
        finally:
            stop.touch()
            writers.wait(60)
    return [json.loads(line) for line in journal.read_text().splitlines()]


def test_what_was_acknowledged_survives_and_stands_once(filed: Filed, tmp_path: Path) -> None:
    entries = kill_and_restart(filed, tmp_path)
    saves = [entry for entry in entries if entry["kind"] == "save"]
    receipts = {entry["token"]: entry["receipt"] for entry in entries if entry["kind"] == "submit"}
    assert [entry for entry in entries if entry["kind"] == "odd"] == []
    assert len(saves) + len(receipts) > 20 * KILLS, "too few acknowledgements to say anything"
    changed = [e for e in entries if e["kind"] == "again" and e["receipt"] != receipts[e["token"]]]
    assert changed == [], "a repetition got another receipt"
    with inside(filed):
        answers, responses = stored_answers(), submitted()
        lost = [
            (entry["token"], code)
            for entry in saves
            for code in entry["codes"]
            if answers.get(public_id(entry["token"]), {}).get(code) != mark_of(entry["token"], code)
        ]
        lost += [(token, "receipt") for token in receipts if public_id(token) not in responses]
        assert lost == [], f"{len(lost)} lost of {len(saves) + len(receipts)}"
        assert contradictions() == []


def public_id(token: str) -> str:
    return token.partition(".")[0]
