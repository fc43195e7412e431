"""The blueprint of the room, apart from the modules that add routes to it."""

from flask import Blueprint
from flask.blueprints import BlueprintSetupState
from werkzeug.routing import BaseConverter

from surveys.secrets import LETTERS

bp = Blueprint("surveys", __name__)


class PosterCode(BaseConverter):
    """The eight letters of a public link, typed in capitals or not; longer tokens are personal."""

    regex = f"[{LETTERS}{LETTERS.lower()}]{{8}}"
    weight = 50  # asked before the personal token

    def to_python(self, value: str) -> str:
        return value.upper()


@bp.record
def _learn_codes(state: BlueprintSetupState) -> None:
    state.app.url_map.converters["poster"] = PosterCode
