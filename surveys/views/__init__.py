"""Pages of questionnaires: the respondent's in `fill`, the staff's beside it; one blueprint for both."""

import surveys.building.views  # noqa: F401 — adds the routes of the builder
from surveys.exchange.answers import views as files  # noqa: F401 — adds its routes to the blueprint
from surveys.exchange.instruments import views as instruments  # noqa: F401 — the same
from surveys.views import (  # noqa: F401 — add their routes to the blueprint
    answer_files,
    blanks,
    clarifications,
    classroom,
    comparison,
    drawing,
    external,
    fill,
    library,
    paper,
    public_link,
    results,
    settings,
    texts,
    trust,
    vault,
    wall,
    wave,
    waves,
    withdrawal,
)
from surveys.views.blueprint import bp

__all__ = ["bp"]
