"""Headers of every answer: one CSP compared literally by a test, and what a shared school computer needs."""

from flask import Flask, request
from werkzeug.wrappers import Response

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
A_YEAR = "max-age=31536000; includeSubDomains"


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
