"""What a stage promises to the trials on it."""

from datetime import timedelta

import sqlalchemy as sa

from portal.core import files
from portal.core.db import db
from portal.core.files import StoredFile
from tests.house.stage import Stage


def test_its_files_outlast_the_deeds_that_erase_them(stage: Stage) -> None:
    with stage.trial(), stage.app.app_context():
        kept = db.session.scalars(sa.select(StoredFile)).first()
        assert kept
        files.blobs().delete_unless_fresh(kept.sha256, timedelta(0))
        files.open_file(kept).close()


def test_its_files_lie_where_nobody_of_the_run_sweeps(stage: Stage) -> None:
    with stage.app.app_context():
        assert files.blobs().workshop != stage.app.extensions["settings"].files_folder
