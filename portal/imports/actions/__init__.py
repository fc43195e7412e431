"""Changes of imports: upload, columns, preview, confirmation, undoing, forgetting."""

from portal.imports.actions.confirming import Loading, ask_for_loading, begin_loading, finish_loading, writable_rows
from portal.imports.actions.forgetting import blank_old, forget_row
from portal.imports.actions.undoing import begin_undoing, plan_undoing, undo_import
from portal.imports.actions.uploads import (
    answer_question,
    ask_for_preview,
    choose_columns,
    is_large,
    make_preview,
    put_aside,
    refuse_batch,
    resume,
    upload_table,
)

__all__ = [
    "Loading",
    "answer_question",
    "ask_for_loading",
    "ask_for_preview",
    "begin_loading",
    "begin_undoing",
    "blank_old",
    "choose_columns",
    "finish_loading",
    "forget_row",
    "is_large",
    "make_preview",
    "plan_undoing",
    "put_aside",
    "refuse_batch",
    "resume",
    "undo_import",
    "upload_table",
    "writable_rows",
]
