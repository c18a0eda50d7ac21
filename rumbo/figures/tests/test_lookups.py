from datetime import date
from decimal import Decimal

import pytest

from rumbo.figures.actions import load_figures
from rumbo.figures.definitions import DASHBOARD_URL
from rumbo.figures.faults import NoSuchYear
from rumbo.figures.lookups import impact_year, impact_years, services_of, state_figures
from rumbo.figures.parameters import LEAD_PROGRAM_YEAR
from rumbo.figures.tests.builders import REAL_FILE, a_file, a_row
from rumbo.terms.actors import OPERATOR
from rumbo.terms.states import UnknownState

pytestmark = pytest.mark.django_db


@pytest.fixture
def real_figures(db):
    load_figures(REAL_FILE, actor=OPERATOR)


def test_the_lead_year_has_223763_served_and_a_derived_number_of_eligible(real_figures):
    year = impact_year(LEAD_PROGRAM_YEAR)

    assert year.served == 223_763
    assert year.eligible == 316_394
    assert year.eligible_is_derived
    assert year.eligible_parts == (223_763, 92_631)
    assert year.served_per_100_eligible == Decimal("70.7")
    assert year.is_lead
    assert (year.program_year.starts_on, year.program_year.ends_on) == (
        date(2016, 9, 1),
        date(2017, 8, 31),
    )


def test_a_year_says_where_its_numbers_were_read_and_when(real_figures):
    year = impact_year("2016-17")

    assert year.source_url == DASHBOARD_URL
    assert year.source_title == "ED Data Express, Migrant Education Program dashboard"
    assert year.retrieved_on == date(2025, 3, 15)


def test_ten_program_years_come_in_order_with_one_query(real_figures, django_assert_num_queries):
    with django_assert_num_queries(1):
        years = impact_years()

    assert [year.name for year in years] == [f"20{n}-{n + 1}" for n in range(12, 22)]
    assert [year.name for year in years if year.is_lead] == ["2016-17"]


def test_the_change_of_source_is_marked_on_the_year_where_it_happened(real_figures):
    marked = [year.name for year in impact_years() if "source-changed-2021-22" in year.notes]

    assert marked == ["2021-22"]
    assert [year.name for year in impact_years() if year.is_after_source_change] == ["2021-22"]
    assert impact_year("2020-21").eligible_source == "FS121/DG634"
    assert impact_year("2021-22").eligible_source == "CSPR 1.7.1"


@pytest.mark.parametrize("year", ["2010-11", "2011-12", "2022-23", "1999-2000", "", "last year"])
def test_a_year_without_both_parts_is_an_error_and_not_an_empty_answer(real_figures, year):
    with pytest.raises(NoSuchYear) as caught:
        impact_year(year)

    assert caught.value.year == year


def test_a_year_with_only_one_part_is_left_out(tmp_path):
    load_figures(a_file(tmp_path, a_row()), actor=OPERATOR)

    assert impact_years() == ()


def test_a_day_of_reading_that_is_missing_for_one_part_is_not_recorded(tmp_path):
    load_figures(
        a_file(
            tmp_path,
            a_row(),
            a_row(measure="eligible_not_served_12_month", value="300", retrieved_on=""),
        ),
        actor=OPERATOR,
    )

    assert impact_year("2016-17").retrieved_on is None
    assert impact_year("2016-17").eligible == 1000


def test_services_name_the_kind_that_they_are_a_part_of(real_figures, django_assert_num_queries):
    with django_assert_num_queries(1):
        services = services_of("2021-22")

    assert [(service.service, service.served, service.part_of) for service in services] == [
        ("support services", 167_716, ""),
        ("counseling services", 57_167, "support services"),
        ("instructional services", 116_210, ""),
        ("reading instruction", 58_223, "instructional services"),
        ("mathematics instruction", 45_636, "instructional services"),
        ("high school credit accrual", 5_689, "instructional services"),
    ]


def test_services_of_another_year_are_an_error(real_figures):
    with pytest.raises(NoSuchYear):
        services_of("2016-17")


def test_the_figures_of_a_state_keep_the_signs_of_the_source(
    real_figures, django_assert_num_queries
):
    with django_assert_num_queries(1):
        figures = state_figures("nh")

    assert {figure.state.code for figure in figures} == {"NH"}
    assert all(figure.published_symbol for figure in figures if figure.value is None)
    assert any(figure.published_symbol == "n<" for figure in figures)
    assert all(figure.source_url for figure in figures)


def test_a_state_on_no_page_that_was_read_has_no_figures_and_no_zero(real_figures):
    assert state_figures("TX") == ()


def test_an_unknown_state_is_an_error(real_figures):
    with pytest.raises(UnknownState):
        state_figures("XX")
