from decimal import Decimal

import pytest

from rumbo.figures.actions import export_figures, load_figures
from rumbo.figures.faults import FigureFileFault
from rumbo.figures.models import Figure
from rumbo.figures.tests.builders import REAL_FILE, a_file, a_row
from rumbo.terms.actors import OPERATOR, VISITOR, ActorRefused
from rumbo.terms.tables import LoadCounts

pytestmark = pytest.mark.django_db


def held():
    return sorted(
        Figure.objects.values_list("year", "state", "value", "published_symbol", "retrieved_on")
    )


def test_the_real_file_is_loaded_whole_and_a_second_load_changes_nothing():
    first = load_figures(REAL_FILE, actor=OPERATOR)
    second = load_figures(REAL_FILE, actor=OPERATOR)

    assert first == LoadCounts(added=1756, changed=0, unchanged=0, removed=0)
    assert second == LoadCounts(added=0, changed=0, unchanged=1756, removed=0)


def test_what_is_exported_is_the_file_that_was_loaded(tmp_path):
    load_figures(REAL_FILE, actor=OPERATOR)

    written = export_figures(tmp_path / "out.csv", actor=OPERATOR)

    assert written == 1756
    assert (tmp_path / "out.csv").read_bytes() == REAL_FILE.read_bytes()


def test_a_load_adds_changes_and_removes_until_the_table_equals_the_file(tmp_path):
    load_figures(a_file(tmp_path, a_row(), a_row(state="CA"), a_row(state="TX")), actor=OPERATOR)

    counts = load_figures(
        a_file(tmp_path, a_row(), a_row(state="CA", value="5"), a_row(state="WA")), actor=OPERATOR
    )

    assert counts == LoadCounts(added=1, changed=1, unchanged=1, removed=1)
    assert {(figure.state, figure.value) for figure in Figure.objects.all()} == {
        ("US", Decimal(700)),
        ("CA", Decimal(5)),
        ("WA", Decimal(700)),
    }


def test_a_missing_number_is_kept_as_the_sign_that_was_published(tmp_path):
    load_figures(a_file(tmp_path, a_row(value="", published_symbol="n<")), actor=OPERATOR)

    figure = Figure.objects.get()
    assert figure.value is None
    assert figure.published_symbol == "n<"


def test_an_unrecorded_day_of_reading_stays_empty(tmp_path):
    load_figures(a_file(tmp_path, a_row(retrieved_on="")), actor=OPERATOR)

    assert Figure.objects.get().retrieved_on is None


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("year", "2016-18", "not_a_year"),
        ("state", "XX", "not_a_state"),
        ("state", "", "not_a_state"),
        ("measure", "served", "not_one_of"),
        ("subgroup", "everyone", "not_one_of"),
        ("unit", "kids", "not_one_of"),
        ("value", "223,763", "not_a_number"),
        ("value", "-1", "not_a_number"),
        ("value", "0.0001", "too_long"),
        ("value", "9" * 12, "too_long"),
        ("value", "", "value_without_reason"),
        ("published_symbol", "?", "not_one_of"),
        ("source_url", "", "empty"),
        ("source_url", "javascript:alert(1)", "not_an_address"),
        ("note", "x" * 501, "too_long"),
        ("retrieved_on", "31/02/2016", "not_a_date"),
    ],
)
def test_a_bad_row_is_named_by_line_column_and_value_and_nothing_is_loaded(
    tmp_path, column, value, reason
):
    load_figures(a_file(tmp_path, a_row(state="CA")), actor=OPERATOR)
    before = held()
    last_row = a_row(**({"state": "WA"} | {column: value}))
    bad = a_file(tmp_path, a_row(), a_row(state="TX"), last_row)

    with pytest.raises(FigureFileFault) as caught:
        load_figures(bad, actor=OPERATOR)

    fault = caught.value
    assert (fault.line, fault.column, fault.value, fault.reason) == (4, column, value, reason)
    assert held() == before


def test_a_row_that_stands_twice_is_a_fault(tmp_path):
    with pytest.raises(FigureFileFault, match="line 3: the row"):
        load_figures(a_file(tmp_path, a_row(), a_row(value="5")), actor=OPERATOR)


@pytest.mark.parametrize(
    "content", [b"", b"\x89PNG\r\n\x1a\n\x00", b"not,a,table\n1,2,3\n", b"\xff\xfe", b"\n\n\n"]
)
def test_a_file_that_is_no_table_of_figures_is_refused(tmp_path, content):
    path = tmp_path / "figures.csv"
    path.write_bytes(content)

    with pytest.raises(FigureFileFault):
        load_figures(path, actor=OPERATOR)

    assert not Figure.objects.exists()


def test_a_file_with_only_a_first_line_does_not_empty_the_table(tmp_path):
    load_figures(a_file(tmp_path, a_row()), actor=OPERATOR)

    with pytest.raises(FigureFileFault, match="holds no row"):
        load_figures(a_file(tmp_path), actor=OPERATOR)

    assert Figure.objects.count() == 1


class Killed(BaseException):
    """Stands for a process that ends in the middle."""


def test_a_load_that_is_killed_before_its_last_step_leaves_the_table_as_it_was(
    tmp_path, monkeypatch
):
    load_figures(a_file(tmp_path, a_row(), a_row(state="CA")), actor=OPERATOR)
    before = held()

    def end_here(*args, **kwargs):
        raise Killed

    monkeypatch.setattr(Figure.objects, "bulk_create", end_here)
    with pytest.raises(Killed):
        load_figures(a_file(tmp_path, a_row(value="1"), a_row(state="TX")), actor=OPERATOR)

    assert held() == before


def test_an_export_that_cannot_be_finished_leaves_the_old_file(tmp_path, monkeypatch):
    load_figures(a_file(tmp_path, a_row()), actor=OPERATOR)
    old = tmp_path / "out.csv"
    old.write_text("as it was", encoding="utf-8")

    def disk_is_full(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("rumbo.figures.actions.os.fsync", disk_is_full)
    with pytest.raises(OSError, match="No space left"):
        export_figures(old, actor=OPERATOR)

    assert old.read_text(encoding="utf-8") == "as it was"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["figures.csv", "out.csv"]


@pytest.mark.parametrize("actor", [None, VISITOR])
def test_nobody_and_a_visitor_may_neither_load_nor_export(tmp_path, actor):
    with pytest.raises(ActorRefused):
        load_figures(a_file(tmp_path, a_row()), actor=actor)
    with pytest.raises(ActorRefused):
        export_figures(tmp_path / "out.csv", actor=actor)

    assert not Figure.objects.exists()
    assert not (tmp_path / "out.csv").exists()
