import pytest

from rumbo.places.actions import StateProgramFileFault, load_state_programs
from rumbo.places.models import StateProgram
from rumbo.places.tests.builders import REAL_FILE, a_file, a_row
from rumbo.terms.actors import OPERATOR, VISITOR, ActorRefused
from rumbo.terms.tables import LoadCounts

pytestmark = pytest.mark.django_db


def held():
    return list(StateProgram.objects.values_list("state", "agency", "phone", "position"))


def test_the_real_file_is_loaded_whole_and_a_second_load_changes_nothing():
    first = load_state_programs(REAL_FILE, actor=OPERATOR)
    second = load_state_programs(REAL_FILE, actor=OPERATOR)

    assert first.added == StateProgram.objects.count() >= 52
    assert second == LoadCounts(added=0, changed=0, unchanged=first.added, removed=0)


def test_a_load_adds_changes_and_removes_until_the_table_equals_the_file(tmp_path):
    load_state_programs(
        a_file(tmp_path, a_row(), a_row(state="TX"), a_row(state="FL")), actor=OPERATOR
    )

    counts = load_state_programs(
        a_file(tmp_path, a_row(), a_row(state="TX", phone="555-0101"), a_row(state="WA")),
        actor=OPERATOR,
    )

    assert counts == LoadCounts(added=1, changed=1, unchanged=1, removed=1)
    assert set(StateProgram.objects.values_list("state", "phone")) == {
        ("CA", "555-0100"),
        ("TX", "555-0101"),
        ("WA", "555-0100"),
    }


def test_the_column_of_confirmations_may_be_missing(tmp_path):
    path = a_file(tmp_path, a_row())
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text(
        "\n".join(line.removesuffix(",confirmed_on").removesuffix(",") for line in lines) + "\n",
        encoding="utf-8",
    )

    load_state_programs(path, actor=OPERATOR)

    assert StateProgram.objects.get().confirmed_on is None


def test_unknown_years_and_unsaid_programs_are_kept_as_unknown(tmp_path):
    load_state_programs(
        a_file(tmp_path, a_row(has_program="", has_program_year="unknown")), actor=OPERATOR
    )

    program = StateProgram.objects.get()
    assert program.has_program is None
    assert program.has_program_year == ""


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("state", "XX", "not_a_state"),
        ("state", "US", "not_a_state"),
        ("agency", "", "empty"),
        ("agency", "x" * 201, "too_long"),
        ("page_url", "example.org", "not_an_address"),
        ("email", "office at example", "not_an_email"),
        ("has_program", "maybe", "not_one_of"),
        ("has_program_year", "last year", "not_a_year"),
        ("source_url", "", "empty"),
        ("page_year", "20l7", "not_a_year"),
        ("confirmed_on", "2026-13-01", "not_a_date"),
    ],
)
def test_a_bad_row_is_named_by_line_column_and_value_and_nothing_is_loaded(
    tmp_path, column, value, reason
):
    load_state_programs(a_file(tmp_path, a_row()), actor=OPERATOR)
    before = held()
    last_row = a_row(**({"state": "WA"} | {column: value}))

    with pytest.raises(StateProgramFileFault) as caught:
        load_state_programs(a_file(tmp_path, a_row(state="TX"), last_row), actor=OPERATOR)

    fault = caught.value
    assert (fault.line, fault.column, fault.value, fault.reason) == (3, column, value, reason)
    assert held() == before


def test_a_row_that_stands_twice_is_a_fault(tmp_path):
    with pytest.raises(StateProgramFileFault, match="line 3: the row"):
        load_state_programs(a_file(tmp_path, a_row(), a_row(phone="")), actor=OPERATOR)


class Killed(BaseException):
    """Stands for a process that ends in the middle."""


def test_a_load_that_is_killed_before_its_last_step_leaves_the_table_as_it_was(
    tmp_path, monkeypatch
):
    load_state_programs(a_file(tmp_path, a_row(), a_row(state="FL")), actor=OPERATOR)
    before = held()

    def end_here(*args, **kwargs):
        raise Killed

    monkeypatch.setattr(StateProgram.objects, "bulk_create", end_here)
    with pytest.raises(Killed):
        load_state_programs(a_file(tmp_path, a_row(phone=""), a_row(state="TX")), actor=OPERATOR)

    assert held() == before


@pytest.mark.parametrize("actor", [None, VISITOR])
def test_nobody_and_a_visitor_may_not_load(tmp_path, actor):
    with pytest.raises(ActorRefused):
        load_state_programs(a_file(tmp_path, a_row()), actor=actor)

    assert not StateProgram.objects.exists()
