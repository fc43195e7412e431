"""Pages of questionnaires: the respondent's in `fill`, the staff's beside it; one blueprint for both."""

from surveys.views.blueprint import bp

from surveys.views import fill, library, results, waves  # noqa: F401, I001 — add their routes to the blueprint

__all__ = ["bp"]
