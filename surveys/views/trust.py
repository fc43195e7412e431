"""What a respondent is promised, with a preview of what the head of the organisation will see."""

from dataclasses import replace

from werkzeug.wrappers import Response

from portal.access.web import public
from portal.core.web.pages import page
from surveys.results.figures import Part, Results
from surveys.trust import claims, preview, who_sees
from surveys.views.blueprint import bp
from surveys.views.tokens import invited_by


@bp.get("/s/<token>/terms")
@public
def trust(token: str) -> Response:
    """Every promise in full, and the results page of invented answers."""
    invited = invited_by(token)
    shown = preview(invited)
    return page(
        "surveys/trust.html", token=token, invited=invited, sees=who_sees(invited), claims=claims(invited),
        closed=shown.closed, results=_without_links(shown.results),
    )  # fmt: skip


def _without_links(results: Results) -> Results:
    """Nothing to open behind invented figures."""
    parts = (
        Part(title=part.title, items=tuple(replace(each, texts=0) for each in part.items)) for part in results.parts
    )
    return replace(results, parts=tuple(parts))
