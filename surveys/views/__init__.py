"""Pages of questionnaires: the respondent's in `fill`, the staff's beside it; one blueprint for both."""

from surveys.views import (  # noqa: F401 — add their routes to the blueprint
    answer_files,
    drawing,
    fill,
    library,
    results,
    settings,
    trust,
    vault,
    waves,
    withdrawal,
)
from surveys.views.blueprint import bp

__all__ = ["bp"]
