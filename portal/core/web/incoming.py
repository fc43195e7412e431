"""Requests as the portal takes them: forms without the one character that PostgreSQL cannot store."""

from typing import IO, Any

from htmx_flask.requests import HtmxAwareRequest
from werkzeug.formparser import FormDataParser

NUL = "\x00"
IN_ITS_PLACE = "\x01"  # `clean_text` drops it as well, and a key with it is as wrong as one with NUL


class _Parser(FormDataParser):
    """Puts another control character for NUL in names and values of text fields; files stay as they are."""

    def parse(
        self, stream: IO[bytes], mimetype: str, content_length: int | None, options: dict[str, str] | None = None
    ) -> tuple[IO[bytes], Any, Any]:
        rest, fields, files = super().parse(stream, mimetype, content_length, options)
        pairs = list(fields.items(multi=True))
        if any(NUL in said for pair in pairs for said in pair):
            fields = type(fields)(
                [(name.replace(NUL, IN_ITS_PLACE), value.replace(NUL, IN_ITS_PLACE)) for name, value in pairs]
            )
        return rest, fields, files


class Request(HtmxAwareRequest):  # type: ignore[misc]
    """A form brings no NUL; one in an address is refused before anything reads it."""

    form_data_parser_class = _Parser
