"""Headers of every answer: one CSP compared literally by a test, and what a shared school computer needs."""

from pathlib import Path
from typing import Any

from flask import Flask, request
from werkzeug.wrappers import Response
from whitenoise import WhiteNoise

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
)
ALWAYS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
}
SECONDS_OF_A_YEAR = 31_536_000
A_YEAR = f"max-age={SECONDS_OF_A_YEAR}; includeSubDomains"


def init_app(app: Flask, *, is_production: bool) -> None:
    """Put the headers on every answer of the application."""

    @app.after_request
    def harden(response: Response) -> Response:
        for name, value in ALWAYS.items():
            response.headers.setdefault(name, value)
        if is_production:
            response.headers.setdefault("Strict-Transport-Security", A_YEAR)
        if request.endpoint != "static":
            response.headers.setdefault("Cache-Control", "private, no-store")
            response.vary.update(["Cookie", "HX-Request"])
        return response


def serve_static(application: Any, folder: Path) -> Any:
    """Static files before the application: compressed where setup made it so, kept by browsers for a year.

    Addresses carry a hash of the content, so a changed file has another address.
    """
    return WhiteNoise(
        application,
        root=str(folder),
        prefix="static/",
        max_age=SECONDS_OF_A_YEAR,
        allow_all_origins=False,
        immutable_file_test=lambda path, url: True,
        add_headers_function=_harden_file,
    )


def _harden_file(headers: Any, path: str, url: str) -> None:
    for name, value in ALWAYS.items():
        headers[name] = value
