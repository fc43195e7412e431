"""A LimeSurvey questionnaire becomes ours: groups are parts, questions items, relevance conditions."""

import re
from pathlib import Path

from portal.core.i18n import _
from surveys.definitions import ItemDefinition, QuestionnaireDefinition
from surveys.exchange.instruments.codes import Codes, fit_code
from surveys.exchange.instruments.lss_conditions import Named
from surveys.exchange.instruments.lss_items import LssItems, Question
from surveys.exchange.instruments.lss_tables import Line, Tables, read_tables
from surveys.exchange.instruments.markup import plain_words
from surveys.exchange.instruments.remarks import Remarks
from surveys.exchange.instruments.understood import Understood, judged, titled

_RUSSIAN = re.compile(r"ru\b", re.IGNORECASE)


def read_lss(path: Path, file_name: str) -> Understood:
    """Read the structure. Raises Refusal where the file is something else, or hostile."""
    return _Survey(read_tables(path)).read(file_name)


class _Survey:
    """One questionnaire while it is read."""

    def __init__(self, tables: Tables) -> None:
        self.tables, self.remarks = tables, Remarks()
        self.base = next((line["language"] for line in tables.of("surveys")), "")
        spoken = tables.languages or [self.base]
        self.language = next((each for each in spoken if _RUSSIAN.match(each)), self.base or spoken[0])
        left = [each for each in spoken if each and each != self.language]
        if left:
            reason = _(
                "взят один язык (%(taken)s), другие не переносятся: %(left)s", taken=self.language, left=", ".join(left)
            )
            self.remarks.note("languages", 0, "language", reason)
        self.codes = Codes(self.remarks)

    def read(self, file_name: str) -> Understood:
        questions = self._questions()
        names: dict[str, Named] = {}
        ids = {each.line["qid"]: each.title for each in questions}
        items, places = list[ItemDefinition](), dict[str, tuple[str, int]]()
        maker = LssItems(self.remarks, self.codes, names, ids)
        groups = self._groups()
        for group in groups:
            mine = [each for each in questions if each.line["gid"] == group["gid"]]
            made = [item for each in mine for item in maker.items(each)]
            places |= {item.code: ("questions", each.line.number) for each in mine for item in made
                       if item.code == self.codes.by_name.get(each.title)}  # fmt: skip
            items += [*self._heading(group, maker, len(groups)), *made]
        said = next(self.tables.in_language("surveys_languagesettings", self.language, "surveyls_survey_id"), None)
        title = plain_words(said["surveyls_title"]) if said else ""
        about = plain_words(said["surveyls_welcometext"] or said["surveyls_description"]) if said else ""
        thanks = plain_words(said["surveyls_endtext"]) if said else ""
        is_anonymous = next((line["anonymized"] == "Y" for line in self.tables.of("surveys")), False)
        draft = QuestionnaireDefinition(
            code=fit_code(file_name.rpartition(".")[0] or file_name), title=title, intro=about, thanks=thanks,
            anonymous=is_anonymous, items=tuple(items),
        )  # fmt: skip
        return judged(titled(draft, file_name), self.remarks, places, "questions", "title")

    def _heading(self, group: Line, maker: LssItems, groups: int) -> list[ItemDefinition]:
        """The group as a part; the only one of a questionnaire needs no heading unless it has words or a condition."""
        name, about = self._group_words(group)
        condition = maker.condition(group, group["grelevance"], "grelevance")
        if groups == 1 and condition is None and not about:
            return []
        code = self.codes.give(f"G{group['gid']}", "groups", group.number, "gid")
        return [ItemDefinition(code, "section", name or _("Часть %(n)s", n=group.number), about, show_if=condition)]

    def _groups(self) -> list[Line]:
        found = list(self.tables.in_language("groups", self.language, "gid"))
        return sorted(found, key=lambda line: _place(line["group_order"]))

    def _group_words(self, group: Line) -> tuple[str, str]:
        said = self._worded("group_l10ns", "gid", group["gid"]) or group
        return plain_words(said["group_name"]), plain_words(said["description"])

    def _questions(self) -> list[Question]:
        attributes: dict[str, dict[str, str]] = {}
        for line in self.tables.of("question_attributes"):
            if line["language"] in ("", self.language):
                attributes.setdefault(line["qid"], {})[line["attribute"]] = line["value"]
        parts: dict[str, list[Line]] = {}
        for line in self.tables.in_language("subquestions", self.language, "qid"):
            parts.setdefault(line["parent_qid"], []).append(line)
        answers: dict[str, list[tuple[Line, str]]] = {}
        for line in self._answers():
            label = (self._worded("answer_l10ns", "aid", line["aid"]) if line["aid"] else None) or line
            answers.setdefault(line["qid"], []).append((line, plain_words(label["answer"])))
        found = []
        for line in self.tables.in_language("questions", self.language, "qid"):
            if line["parent_qid"] not in ("", "0"):
                continue
            words = self._worded("question_l10ns", "qid", line["qid"]) or line
            rows = sorted(parts.get(line["qid"], []), key=lambda each: _place(each["question_order"]))
            options = sorted(answers.get(line["qid"], []), key=lambda pair: _place(pair[0]["sortorder"]))
            found.append(Question(
                line=line, text=plain_words(words["question"]), hint=plain_words(words["help"]),
                rows=[(each, plain_words((self._worded("question_l10ns", "qid", each["qid"]) or each)["question"]))
                      for each in rows],
                options=options, attributes=attributes.get(line["qid"], {}),
            ))  # fmt: skip
        return sorted(found, key=lambda each: _place(each.line["question_order"]))

    def _answers(self) -> list[Line]:
        """Answers once each: old versions repeat them for every language."""
        found: dict[tuple[str, str, str], Line] = {}
        for line in self.tables.of("answers"):
            key = (line["qid"], line["code"], line["scale_id"])
            if key not in found or line["language"] == self.language:
                found[key] = line
        return list(found.values())

    def _worded(self, table: str, key: str, value: str) -> Line | None:
        lines = [line for line in self.tables.of(table) if line[key] == value]
        mine = [line for line in lines if line["language"] == self.language]
        return next(iter([*mine, *lines]), None)


def _place(text: str) -> int:
    return int(text) if text.lstrip("-").isdecimal() else 0
