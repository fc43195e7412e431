"""Pages of the rights of the subject."""

from flask import Blueprint, current_app

from portal.access.web import current_actor

privacy = Blueprint("privacy", __name__, url_prefix="/privacy")
own_data = Blueprint("own_data", __name__, url_prefix="/account/data")


@privacy.context_processor
def tabs() -> dict[str, object]:
    """`may_open(endpoint)` for the tabs of the room: each reader sees only those that open."""

    def may_open(endpoint: str) -> bool:
        permission = getattr(current_app.view_functions[endpoint], "permission", None)
        return permission is not None and current_actor().has(permission)

    return {"may_open": may_open}
