"""Pages of questionnaires: the respondent's in `fill`, the staff's beside it; one blueprint for both."""

from flask import Blueprint

bp = Blueprint("surveys", __name__)

from surveys.views import library, results, waves  # noqa: E402, F401 — add their routes to the blueprint
