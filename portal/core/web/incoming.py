"""Requests as the portal takes them: forms without a character that PostgreSQL cannot store."""

from typing import IO, Any

from htmx_flask.requests import HtmxAwareRequest
from werkzeug.formparser import FormDataParser

NUL = "\x00"


class _Parser(FormDataParser):
    """Drops NUL from names and values of text fields; files stay as they are."""

    def parse(
        self, stream: IO[bytes], mimetype: str, content_length: int | None, options: dict[str, str] | None = None
    ) -> tuple[IO[bytes], Any, Any]:
        rest, fields, files = super().parse(stream, mimetype, content_length, options)
        if any(NUL in said for pair in fields.items(multi=True) for said in pair):
            fields = type(fields)(
                [(name.replace(NUL, ""), value.replace(NUL, "")) for name, value in fields.items(multi=True)]
            )
        return rest, fields, files


class Request(HtmxAwareRequest):  # type: ignore[misc]
    """A NUL in a form is dropped, as `clean_text` does; one in an address is refused before anything reads it."""

    form_data_parser_class = _Parser
