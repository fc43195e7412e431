"""A questionnaire as data: what is asked, in which words, under which stable codes."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from surveys.strict import Bound

COMPARISONS = ("equals", "not_equals", "any_of", "at_least", "at_most", "answered")
GROUPS = ("all", "any")
# Whoever is asked for a number on a scale may say that there is nothing to say.
NA_BY_DEFAULT = frozenset({"scale10", "scale", "nps", "matrix"})


@dataclass(frozen=True)
class Problem:
    """What has to be put right before anybody is asked; `code` names the item, empty where none does."""

    code: str
    text: str

    def __str__(self) -> str:
        return f"{self.code}: {self.text}" if self.code else self.text


@dataclass(frozen=True)
class OptionDefinition:
    """One answer to choose; `other` opens a text field beside it, `show_if` offers it only after some answers."""

    value: str
    label: str
    other: bool = False
    show_if: "ConditionDefinition | None" = None


@dataclass(frozen=True)
class RowDefinition:
    """One line of a matrix: a question with its own code and the columns of its matrix."""

    code: str
    label: str
    block: str = ""
    polarity: int | None = None


@dataclass(frozen=True)
class BlockDefinition:
    """A part of the questionnaire that gets a score of its own.

    `least`: how many of its items must be answered for a score; without it, half of them.
    """

    code: str
    label: str
    least: int | None = None


@dataclass(frozen=True)
class LevelDefinition:
    """A named height of a scale: from `lowest` up to where the next level begins; `text` says what it means."""

    lowest: float
    label: str
    text: str = ""


@dataclass(frozen=True)
class ScoreDefinition:
    """A calculated scale: `kind` is `mean` or `sum` of the items, reverse ones turned round.

    `missing`: with `half` at least half of the items must be answered and a sum is the mean times their number,
    with `none` every item must be.
    """

    code: str
    label: str
    kind: str = "mean"
    missing: str = "half"
    items: tuple[str, ...] = ()
    levels: tuple[LevelDefinition, ...] = ()


@dataclass(frozen=True)
class ConditionDefinition:
    """Either one comparison with an earlier answer or a group of them joined by `all` or `any`."""

    operator: str
    code: str = ""
    values: tuple[str, ...] = ()
    parts: tuple["ConditionDefinition", ...] = ()

    def codes(self) -> Iterator[str]:
        """Codes of every answer the condition looks at."""
        if self.code:
            yield self.code
        for part in self.parts:
            yield from part.codes()


@dataclass(frozen=True)
class ItemDefinition:
    """A question, a section or a note. `message` is what an empty required field says."""

    code: str
    type: str
    text: str
    hint: str = ""
    message: str = ""
    required: bool = False
    na: bool | None = None
    measure: str = ""
    polarity: int | None = None
    match: str = ""
    block: str = ""
    swot: str = ""
    minimum: Bound = None
    maximum: Bound = None
    step: int | float | None = None
    min_label: str = ""
    max_label: str = ""
    max_choices: int | None = None
    long: bool = False
    select: str = ""
    shuffle: bool = False
    show_if: ConditionDefinition | None = None
    rows: tuple[RowDefinition, ...] = ()
    options: tuple[OptionDefinition, ...] = ()

    def __hash__(self) -> int:
        """Of what tells most of them apart: all that is said of a question takes too long."""
        return hash((self.code, self.type, self.text))

    @property
    def allows_na(self) -> bool:
        """Whether «Не могу ответить» is offered."""
        return self.type in NA_BY_DEFAULT if self.na is None else self.na

    @cached_property
    def filters_options(self) -> bool:
        """Whether what is offered depends on earlier answers."""
        return any(option.show_if is not None for option in self.options)

    @cached_property
    def labels(self) -> dict[str, str]:
        """Option value → its words."""
        return {option.value: option.label for option in self.options}

    @cached_property
    def row_items(self) -> dict[str, "ItemDefinition"]:
        """Rows of a matrix as questions of their own: row code → item with the columns as options."""
        return {row.code: self._row_item(row) for row in self.rows}

    def _row_item(self, row: RowDefinition) -> "ItemDefinition":
        return ItemDefinition(
            code=row.code,
            type=self.select or "single",
            text=row.label,
            required=self.required,
            na=self.allows_na,
            measure=self.measure,
            polarity=self.polarity if row.polarity is None else row.polarity,
            match=self.match,
            block=row.block or self.block,
            max_choices=self.max_choices,
            options=self.options,
        )

    @cached_property
    def other(self) -> OptionDefinition | None:
        """The option that opens a text field."""
        return next((option for option in self.options if option.other), None)


@dataclass(frozen=True)
class QuestionnaireDefinition:
    """A whole questionnaire; equal definitions are the same version.

    `status` is the code of the one question whose answer may be told beyond the readers in `visible_to`.
    """

    code: str
    title: str
    intro: str = ""
    thanks: str = ""
    purpose: str = ""
    audience: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    moment: str = ""
    minutes: int | None = None
    anonymous: bool = False
    repeatable: bool = False
    visible_to: tuple[str, ...] = ()
    status: str = ""
    pair_with: str = ""
    source: str = ""
    blocks: tuple[BlockDefinition, ...] = ()
    scores: tuple[ScoreDefinition, ...] = ()
    items: tuple[ItemDefinition, ...] = ()

    def __hash__(self) -> int:
        """Of what tells most of them apart: the whole of a long questionnaire takes too long."""
        return hash((self.code, self.title, len(self.items)))

    @cached_property
    def for_others(self) -> "QuestionnaireDefinition":
        """What is left for those who are not among the readers: where a status is named, nothing but that."""
        if not self.status:
            return self
        told = tuple(replace(item, show_if=None) for item in self.items if item.code == self.status)
        return replace(self, items=told, blocks=(), scores=())

    @cached_property
    def by_code(self) -> dict[str, ItemDefinition]:
        """Item by its code, rows of matrices among them."""
        rows = {code: row for item in self.items for code, row in item.row_items.items()}
        return rows | {item.code: item for item in self.items}
