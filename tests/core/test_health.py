"""What whoever watches the portal asks for."""

from typing import Any

import pytest

from portal.core import migrations


def test_the_portal_lives_and_is_ready(client: Any) -> None:
    assert client.get("/healthz").get_json() == {"status": "ok"}
    ready = client.get("/readyz")
    assert ready.status_code == 200
    assert ready.get_json() == {"status": "ok", "database": "ok", "migrations": "ok", "queue": "ok"}
    assert client.post("/healthz").status_code in (400, 405)


def test_a_database_behind_the_code_is_not_ready(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrations, "is_current", lambda: False)
    ready = client.get("/readyz")
    assert ready.status_code == 503
    assert ready.get_json()["migrations"] == "unavailable"


def test_a_queue_that_is_away_is_not_ready(client: Any, app: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from portal.core.tasks import Queue

    def fail(self: Queue) -> int:
        raise ConnectionError

    monkeypatch.setattr(Queue, "pending_count", fail)
    assert client.get("/readyz").get_json()["queue"] == "unavailable"
