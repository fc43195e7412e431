"""Every module with tables, imported for its effect: migrations and checks need the whole metadata."""

import surveys.models  # noqa: F401
