"""The words of the library: kinds of materials, stages of the target model, what a material is found by."""

from enum import IntEnum, StrEnum

from portal.access.roles import Role


class MaterialKind(StrEnum):
    """What a material is; an act has a source, a number and a day."""

    ACT = "act"
    MEMO = "memo"
    SCENARIO = "scenario"
    WORKBOOK = "workbook"
    SLIDES = "slides"
    OTHER = "other"


class Stage(IntEnum):
    """The seven stages of the target model (распоряжение Минпросвещения № Р-145, 25.12.2019)."""

    PREPARATION = 1
    MENTEES = 2
    MENTORS = 3
    TRAINING = 4
    PAIRS = 5
    WORK = 6
    ENDING = 7


class Facet(StrEnum):
    """What a material is sorted under, several values each; the name is that of the field in the address."""

    FORMAT = "format"
    STAGE = "stage"
    ROLE = "role"


AUDIENCE = (Role.MENTOR, Role.MENTEE, Role.PARENT, Role.CURATOR, Role.PSYCHOLOGIST, Role.PARTNER_CURATOR)
