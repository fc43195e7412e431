"""Pages of the registers."""

from flask import Blueprint

people = Blueprint("people", __name__, url_prefix="/people")
organizations = Blueprint("organizations", __name__, url_prefix="/organizations")
groups = Blueprint("groups", __name__, url_prefix="/groups")
bodies = Blueprint("bodies", __name__, url_prefix="/bodies")
