"""Questionnaires and their results across the border of the portal: files that come in, files that go out."""
