"""The WSGI entry: `granian --interface wsgi wsgi:app`. Production does not start on an unsafe database."""

from portal.admin.checks import refuse_unsafe
from portal.app import create_app

app = create_app()
refuse_unsafe(app)
