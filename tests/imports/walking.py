"""The way of a file through the pages, for tests: upload, columns, confirmation, undoing."""

import io
import re
from typing import Any

import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.core import jobs
from portal.core.db import db
from portal.imports.models import ImportBatch
from portal.people.models import Organization
from tests.conftest import csrf_of
from tests.importing import people_book


class Walk:
    """A browser with a file in its hands."""

    def __init__(self, browser: FlaskClient, kind: str = "people") -> None:
        self.browser, self.kind = browser, kind
        self.public_id = ""

    @property
    def batch(self) -> ImportBatch:
        db.session.expire_all()
        return db.session.scalars(sa.select(ImportBatch).where(ImportBatch.public_id == self.public_id)).one()

    @property
    def path(self) -> str:
        return f"/people/import/{self.public_id}"

    def upload(self, content: bytes, name: str = "люди.xlsx", organization: Organization | None = None) -> Any:
        form = self.browser.get(f"/people/import/new?kind={self.kind}").text
        said = re.search(r'name="submission_key"[^>]*value="([^"]+)"', form)
        assert said
        fields = {"kind": self.kind, "submission_key": said.group(1), "csrf_token": csrf_of(form),
                  "file": (io.BytesIO(content), name)}  # fmt: skip
        if organization:
            fields["organization"] = organization.public_id
        answer = self.browser.post("/people/import", data=fields, content_type="multipart/form-data")
        if answer.status_code == 303:
            self.public_id = answer.location.split("/")[3]
        return answer

    def match(self, *options: str, **columns: str) -> Any:
        """With the columns as they were recognised, and others where said: `column_3="email"`."""
        mapping = {f"column_{place}": key for key, place in self.batch.mapping.items()}
        return self.post("/columns", {**mapping, **columns, "options": list(options)})

    def confirm(self) -> Any:
        return self.post("/confirmation", {"submission_key": self.key("/confirmation")})

    def undo(self) -> Any:
        return self.post("/undo", {"submission_key": self.key("/undo")})

    def key(self, tail: str) -> str:
        said = re.search(r'name="submission_key" value="([^"]+)"', self.browser.get(self.path + tail).text)
        assert said
        return said.group(1)

    def post(self, tail: str, fields: dict[str, Any] | None = None) -> Any:
        token = csrf_of(self.browser.get("/help").text)
        return self.browser.post(self.path + tail, data={**(fields or {}), "csrf_token": token})


def load_people(browser: FlaskClient, rows: list[dict[str, Any]], *options: str) -> Walk:
    """Straight to the result."""
    walk = Walk(browser)
    assert walk.upload(people_book(rows)).status_code == 303
    assert walk.match(*options).status_code == 303
    assert walk.confirm().status_code == 303
    return walk


def work_off() -> None:
    """Be the worker until no job is due."""
    for _round in range(10):
        due = jobs.due_ids()
        if not due:
            return
        for job_id in due:
            jobs.run_job(job_id)
