from datetime import date

import pytest

from rumbo.terms.years import is_year_name, read_program_year


def test_a_program_year_runs_from_september_to_august():
    year = read_program_year("2016-17")

    assert (year.starts_on, year.ends_on) == (date(2016, 9, 1), date(2017, 8, 31))


def test_a_program_year_over_a_century_may_be_written_in_full():
    assert read_program_year("1999-2000").ends_on == date(2000, 8, 31)


@pytest.mark.parametrize("name", ["2016-17", "1999-2000", "1999-00", "2016", "FY2018"])
def test_the_names_of_years_that_sources_use_are_read(name):
    assert is_year_name(name)


@pytest.mark.parametrize("name", ["", "2016-18", "2016-16", "16-17", "FY18", "2016/17", "٢٠١٦"])
def test_other_words_are_no_year(name):
    assert not is_year_name(name)
