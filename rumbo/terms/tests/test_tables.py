from datetime import date
from decimal import Decimal

import pytest

from rumbo.terms.tables import (
    FAULT_SENTENCES,
    LoadCounts,
    TableFault,
    compare_tables,
    read_table,
    write_table,
)


def read(text, *, optional=("note",)):
    content = text if isinstance(text, bytes) else text.encode()
    return read_table(
        content, source_name="rows.csv", required=["state", "value"], optional=optional
    )


def test_columns_may_stand_in_any_order_and_spaces_at_the_ends_go():
    rows = read("value, state\n".replace(" ", "") + " 12 ,CA\n")

    assert rows[0]["state"] == "CA"
    assert rows[0].number("value") == Decimal(12)


def test_a_byte_order_mark_is_no_part_of_the_first_name():
    assert read(b"\xef\xbb\xbfstate,value\nCA,1\n")[0]["state"] == "CA"


def test_a_row_over_two_lines_has_the_number_of_its_first_line():
    rows = read('state,value,note\nCA,1,"two\nlines"\nTX,2,\n')

    assert [row.line for row in rows] == [2, 4]


@pytest.mark.parametrize(
    ("text", "line", "value", "reason"),
    [
        (b"state,value\nCA,1\n\xff,2\n", 3, "", "not_utf8"),
        (b"\x89PNG\r\n\x1a\n", 1, "", "not_utf8"),
        ("state,value\n", 1, "", "no_rows"),
        ("", 1, "state", "column_missing"),
        ("state\nCA\n", 1, "value", "column_missing"),
        ("state,value,vlaue\nCA,1,1\n", 1, "vlaue", "column_unknown"),
        ("state,value,state\nCA,1,TX\n", 1, "state", "column_twice"),
        ("state,value\nCA,1\nTX,2,3\n", 3, "3", "wrong_width"),
        ('state,value\nCA,"1\n', 2, "", "not_csv"),
        ("state,value\nCA,1\x00\n", 2, "", "not_csv"),
    ],
)
def test_a_broken_file_is_named_by_line(text, line, value, reason):
    with pytest.raises(TableFault) as caught:
        read(text)

    fault = caught.value
    assert (fault.line, fault.value, fault.reason) == (line, value, reason)


def test_a_fault_says_file_line_column_and_the_persons_own_value_in_both_languages():
    row = read("state,value\nCA,31o\n")[0]

    with pytest.raises(TableFault) as caught:
        row.number("value")

    assert str(caught.value) == (
        'rows.csv, line 2, column value: "31o" is not a number of zero or more.'
    )
    assert caught.value.sentence("es") == (
        'rows.csv, línea 2, columna value: "31o" no es un número igual o mayor que cero.'
    )


@pytest.mark.parametrize("value", ["-1", "nan", "Infinity", "1,000", "1e", "†"])
def test_what_is_not_a_plain_number_is_a_fault(value):
    row = read(f'state,value\nCA,"{value}"\n')[0]

    with pytest.raises(TableFault):
        row.number("value")


def test_an_empty_field_is_no_zero_and_no_day():
    row = read("state,value\nCA,\n")[0]

    assert row.number("value") is None
    assert row.day("value") is None


def test_a_day_is_read_and_an_impossible_day_is_a_fault():
    good, bad = read("state,value\nCA,2025-03-15\nCA,2025-02-30\n")

    assert good.day("value") == date(2025, 3, 15)
    with pytest.raises(TableFault, match="2025-02-30"):
        bad.day("value")


@pytest.mark.parametrize("address", ["ed.gov", "javascript:alert(1)", "https://ed.gov/a b"])
def test_only_a_web_address_is_an_address(address):
    row = read(f"state,value\nCA,{address}\n")[0]

    with pytest.raises(TableFault, match="is not a web address"):
        row.address("value", longest=100)


def test_a_very_long_value_is_cut_in_the_sentence_but_kept_in_the_fault():
    row = read(f"state,value\nCA,{'x' * 5000}\n")[0]

    with pytest.raises(TableFault) as caught:
        row.text("value", longest=10)

    assert len(str(caught.value)) < 200
    assert caught.value.value == "x" * 5000


def test_every_fault_has_its_sentence_in_english_and_spanish():
    assert all(set(sentences) == {"en", "es"} for sentences in FAULT_SENTENCES.values())


def test_what_is_written_is_read_back():
    rows = [{"state": "CA", "value": "1", "note": 'says "†", twice\nover'}]

    text = write_table(["state", "value", "note"], rows)

    assert [dict(row.fields) for row in read(text)] == rows


def test_two_tables_are_compared_row_by_row():
    held = {"CA": {"value": 1}, "TX": {"value": 2}, "FL": {"value": 3}}
    wanted = {"CA": {"value": 1}, "TX": {"value": 5}, "WA": {"value": 4}}

    changes = compare_tables(held, wanted)

    assert (changes.added, changes.changed, changes.removed) == (("WA",), ("TX",), ("FL",))
    assert changes.counts == LoadCounts(added=1, changed=1, unchanged=1, removed=1)
