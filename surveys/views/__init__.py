"""Pages of questionnaires: the respondent's in `fill`, the staff's beside it; one blueprint for both."""

from surveys.views import (  # noqa: F401 — add their routes to the blueprint
    blanks,
    clarifications,
    classroom,
    drawing,
    external,
    fill,
    library,
    paper,
    public_link,
    results,
    wall,
    wave,
    waves,
)
from surveys.views.blueprint import bp

__all__ = ["bp"]
