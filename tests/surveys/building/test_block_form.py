"""Blocks as they are typed, and what is worth a thought before publishing."""

from dataclasses import replace

from surveys.building.block_form import mixed_blocks, read_blocks, scored_of
from surveys.building.remarks import find_remarks
from surveys.mapping import from_mapping


def sent(definition, **changes):
    """The form of the blocks as it stands, with some fields typed anew (None: not ticked)."""
    fields = {f"label-{block.code}": block.label for block in definition.blocks}
    for each in scored_of(definition):
        fields[f"block-{each.code}"] = each.block
        if each.reverse:
            fields[f"reverse-{each.code}"] = "1"
    fields.update({name.replace("__", "-"): value for name, value in changes.items()})
    return {name: value for name, value in fields.items() if value is not None}


def test_saving_blocks_that_nobody_touched_changes_nothing(every_type, questionnaires):
    for definition in (every_type, *questionnaires.values()):
        read = read_blocks(definition, sent(definition))
        assert not read.errors
        assert [(each.code, each.block, each.reverse) for each in scored_of(read.definition)] == [
            (each.code, each.block, each.reverse) for each in scored_of(definition)
        ], definition.code
        assert read.definition == definition, definition.code


def test_a_row_of_a_table_is_a_member_of_its_own(every_type):
    read = read_blocks(every_type, sent(every_type, block__ROW1="mood", reverse__ROW2=None))
    rows = read.definition.by_code["TABLE"].rows
    assert [(row.block, row.polarity) for row in rows] == [("mood", None), ("", None)]


def test_an_emptied_name_takes_the_block_away_and_leaves_its_questions(every_type):
    read = read_blocks(every_type, sent(every_type, label__mood=""))
    assert read.definition.blocks == ()
    assert read.definition.by_code["TEN"].block == ""
    assert len(read.definition.items) == len(every_type.items)


def test_two_blocks_of_one_name_are_refused(every_type):
    read = read_blocks(every_type, sent(every_type, new_block="НАСТРОЕНИЕ"))
    assert read.errors == {"new_block": "Два блока названы одинаково"}


def test_an_unknown_block_and_a_strange_number_do_no_harm(every_type):
    read = read_blocks(every_type, sent(every_type, block__TEN="x", least__mood="²"))
    assert read.definition.by_code["TEN"].block == ""
    assert "least-mood" in read.errors


def test_different_scales_in_one_block_are_named(every_type):
    assert mixed_blocks(every_type) == []
    mixed = read_blocks(every_type, sent(every_type, block__FIVE="mood")).definition
    assert [block.code for block in mixed_blocks(mixed)] == ["mood"]


def test_remarks_advise_and_forbid_nothing(every_type):
    said = " ".join(remark.text for remark in find_remarks(replace(every_type, anonymous=True)))
    assert "не больше 15" in said
    assert "сколько минут" in said
    assert "Нет вступления" in said
    assert "Файл выдаёт автора" in said
    lonely = from_mapping({"code": "x", "title": "x", "items": [{"code": "S", "type": "section", "text": "Пусто"}]})
    assert [remark.code for remark in find_remarks(lonely) if remark.code] == ["S"]
