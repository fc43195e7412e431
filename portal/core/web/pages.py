"""One template, one view, two renderings: the whole page, or the block that htmx asked for."""

from typing import Any

from flask import current_app, redirect, render_template, request, url_for
from jinja2_fragments.flask import render_block
from werkzeug.urls import iri_to_uri
from werkzeug.wrappers import Response

MAIN = "content"
VIEW_COOKIE = "view"  # how a browser without a sign-in wants its pages to look


def is_fragment() -> bool:
    """Whether the browser wants a block of the page: htmx asks, and neither a boost nor the Back button."""
    headers = request.headers
    return (
        headers.get("HX-Request") == "true"
        and "HX-History-Restore-Request" not in headers
        and headers.get("HX-Request-Type") != "full"
        and headers.get("HX-Boosted") != "true"
    )


def page(template: str, fragment: str | None = None, status: int = 200, **context: Any) -> Response:
    """The page, or its block `fragment` for htmx. The block bears the id of the element that it fills."""
    if fragment and is_fragment():
        html = render_block(template, fragment, **context)
    else:
        html = render_template(template, **context)
    return whole_page(html, status)


def whole_page(html: str, status: int = 200) -> Response:
    """A page that is drawn already."""
    response = current_app.make_response((html, status))
    response.vary.add("HX-Request")
    return response


def see_other(url: str) -> Response:
    """After a successful POST: 303 for a browser, 204 with HX-Location for htmx, which would swallow a redirect."""
    if request.headers.get("HX-Request") == "true":
        return current_app.response_class(status=204, headers={"HX-Location": iri_to_uri(url)})
    return redirect(url, 303)


def safe_next(target: str | None, method: str = "GET") -> str:
    """Where to go after sign-in: a path of this site that takes `method`, whatever was asked for; else the desk.

    The path is rebuilt by the router, so a scheme, a host, a backslash or a control character cannot survive.
    """
    home = url_for("home.index")
    if not target or not target.startswith("/") or len(target) > 500:
        return home
    path, _, query = target.partition("?")
    if any(ord(char) < 33 or char in "\\#@" for char in target) or path.startswith("//"):
        return home
    try:
        endpoint, values = current_app.create_url_adapter(request).match(path, method=method)  # type: ignore[union-attr]
    except Exception:
        return home
    rebuilt = url_for(endpoint, **values)
    return f"{rebuilt}?{query}" if query else rebuilt
