"""Reading in a process of its own, with a ceiling on memory, processor and time: no file can harm the portal.

`python -m surveys.exchange.instruments.child PATH NAME` writes what was understood, or the refusal, as JSON.
"""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.restraint import restrain, spoken_by
from surveys.exchange.instruments.remarks import Remark
from surveys.exchange.instruments.understood import Understood
from surveys.mapping import from_mapping, to_mapping

MEMORY, SECONDS = 600 * 2**20, 30
ENDINGS = ("xlsx", "yaml", "yml", "lss")


def read_apart(path: Path, name: str) -> Understood:
    """What the file `name`, lying at `path`, says; `name` chooses the reader. Raises Refusal at a bad file."""
    ending = name.rpartition(".")[2].lower()
    if ending in ("xls", "xlsm", "xlsb", "ods"):
        raise Refusal(_("Сохраните форму в формате XLSX («Файл» → «Сохранить как») и загрузите её."))
    if ending not in ENDINGS:
        raise Refusal(_("Подойдёт XLSForm (.xlsx), LimeSurvey (.lss) или YAML портала (.yaml)."))
    said = spoken_by("surveys.exchange.instruments.child", str(path), name, seconds=SECONDS)
    if said is None:
        raise Refusal(_("Файл слишком тяжёлый или повреждён. Пересохраните его и повторите."))
    if "refused" in said:
        raise Refusal(said["refused"])
    return understood_from(said)


def as_data(found: Understood) -> dict[str, Any]:
    """Plain lists and texts; `understood_from` gives the same back."""
    return {
        "is_whole": found.definition is not None,
        "draft": to_mapping(found.draft) if found.draft else None,
        "remarks": [asdict(each) for each in found.remarks],
    }


def understood_from(said: dict[str, Any]) -> Understood:
    """What `as_data` wrote."""
    draft = _draft_of(said["draft"])
    return Understood(
        definition=draft if said["is_whole"] else None, draft=draft,
        remarks=tuple(Remark(**each) for each in said["remarks"]),
    )  # fmt: skip


def _draft_of(written: dict[str, Any] | None) -> Any:
    try:
        return from_mapping(written) if written else None
    except ValueError:  # a draft with refusals may lack what a questionnaire must have
        return None


def _read(path: Path, name: str) -> Understood:
    from surveys.exchange.instruments.lss import read_lss
    from surveys.exchange.instruments.own_yaml import read_yaml
    from surveys.exchange.instruments.xlsform import read_xlsform

    ending = name.rpartition(".")[2].lower()
    readers = {"xlsx": read_xlsform, "lss": read_lss}
    return readers.get(ending, read_yaml)(path, name)


def said_of(path: Path, name: str) -> dict[str, Any]:
    """What the file says, or {"refused": why}; nothing that a file holds raises anything."""
    try:
        return as_data(_read(path, name))
    except Refusal as refusal:
        return {"refused": refusal.message}
    except MemoryError:
        return {"refused": _("Файл слишком большой. Разделите его на части.")}
    except Exception:  # a damaged file may break its parser in any way; to the person it is one thing
        return {"refused": _("Файл повреждён или устроен необычно. Пересохраните его и повторите.")}


def main(path: str, name: str) -> None:
    """Be the child."""
    restrain(memory=MEMORY, seconds=SECONDS)
    said = json.dumps(said_of(Path(path), name), ensure_ascii=False)
    sys.stdout.buffer.write(said.encode("utf-8", errors="replace"))


if __name__ == "__main__":
    main(*sys.argv[1:3])
