"""For whoever watches the portal: `/healthz` says that the process lives, `/readyz` that it can work."""

import logging
from collections.abc import Callable

import sqlalchemy as sa
from flask import Blueprint, current_app, jsonify
from werkzeug.wrappers import Response

from portal.core import migrations
from portal.core.db import db

bp = Blueprint("health", __name__)
log = logging.getLogger(__name__)


@bp.get("/healthz")
def alive() -> Response:
    """The process answers."""
    return jsonify(status="ok")


@bp.get("/readyz")
def ready() -> Response:
    """Database, migrations and queue, each ok or not; 503 when one is not."""
    checks = {"database": _is_well(_ask_database), "migrations": _is_well(migrations.is_current),
              "queue": _is_well(_ask_queue)}  # fmt: skip
    is_ready = all(checks.values())
    body = {"status": "ok" if is_ready else "unavailable"}
    answer = jsonify(body | {name: "ok" if well else "unavailable" for name, well in checks.items()})
    answer.status_code = 200 if is_ready else 503
    return answer


for _view in (alive, ready):
    _view.permission = None  # type: ignore[attr-defined]  # open to everybody; the stamp of access stands a floor above


def _ask_database() -> bool:
    return db.session.scalar(sa.select(1)) == 1


def _ask_queue() -> bool:
    from portal.core.tasks import queue_of  # huey is the worker's, pages do without it

    return queue_of(current_app._get_current_object()).pending_count() >= 0  # type: ignore[attr-defined]


def _is_well(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except Exception:
        log.warning("readiness: %s failed", check.__name__, exc_info=True)
        db.session.rollback()
        return False
