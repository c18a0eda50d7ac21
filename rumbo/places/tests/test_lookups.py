import pytest

from rumbo.places.actions import load_state_programs
from rumbo.places.lookups import state_office, state_offices
from rumbo.places.tests.builders import REAL_FILE, a_file, a_row
from rumbo.terms.actors import OPERATOR
from rumbo.terms.states import UnknownState

pytestmark = pytest.mark.django_db


def load(folder, *rows):
    load_state_programs(a_file(folder, *rows), actor=OPERATOR)


def test_all_52_are_listed_with_one_query_however_many_rows_there_are(
    django_assert_num_queries,
):
    load_state_programs(REAL_FILE, actor=OPERATOR)

    with django_assert_num_queries(1):
        offices = state_offices()

    assert len(offices) == 52
    assert all(office.main is not None for office in offices)


def test_states_without_a_program_say_so_with_the_year():
    load_state_programs(REAL_FILE, actor=OPERATOR)

    without = {
        office.state.code: office.has_program_year
        for office in state_offices()
        if office.is_without_program
    }

    assert without == dict.fromkeys(["CT", "DC", "PR", "RI", "WV", "WY"], "2021-22")


def test_offices_stand_in_the_order_of_the_names_in_the_readers_language():
    english = [office.state.code for office in state_offices("en")]
    spanish = [office.state.code for office in state_offices("es")]

    assert english[:3] == ["AL", "AK", "AZ"]
    assert spanish.index("NC") + 1 == spanish.index("SC")
    assert spanish[spanish.index("MD") : spanish.index("MN")] == ["MD", "MA", "MI"]


def test_the_first_row_of_a_state_is_its_office_and_the_others_are_further_rows(tmp_path):
    load(
        tmp_path,
        a_row(program_name="State office"),
        a_row(program_name="North", has_program=""),
        a_row(program_name="Archive", has_program="no", has_program_year="2010"),
    )

    office = state_office("ca")

    assert office.main.program_name == "State office"
    assert [row.program_name for row in office.further] == ["North", "Archive"]
    assert office.has_program is True


def test_an_office_counts_as_confirmed_only_with_the_day_of_its_confirmation(tmp_path):
    load(tmp_path, a_row(), a_row(state="TX", confirmed_on="2026-11-20"))

    assert not state_office("CA").is_confirmed
    assert state_office("TX").is_confirmed


def test_a_state_of_which_nothing_is_known_is_not_said_to_have_no_program(tmp_path):
    load(tmp_path, a_row(state="TX"))

    office = state_office("CA")

    assert office.main is None
    assert office.has_program is None
    assert not office.is_without_program


def test_a_row_without_page_phone_and_email_has_no_route(tmp_path):
    load(tmp_path, a_row(page_url="", phone="", email=""))

    assert not state_office("CA").main.has_route


def test_an_unknown_state_is_an_error():
    with pytest.raises(UnknownState):
        state_office("XX")


def test_several_numbers_in_one_field_can_each_be_dialled(tmp_path):
    load(tmp_path, a_row(phone="404-555-0100 ext. 15; toll-free in Georgia 800-555-0199"))

    phones = state_office("CA").main.phones

    assert [(phone.number, phone.dialled, phone.words) for phone in phones] == [
        ("404-555-0100 ext. 15", "+1-404-555-0100;ext=15", ""),
        ("800-555-0199", "+1-800-555-0199", "toll-free in Georgia"),
    ]


def test_every_number_and_every_remark_of_the_real_file_is_there_in_both_languages():
    load_state_programs(REAL_FILE, actor=OPERATOR)

    for office in state_offices():
        for row in (office.main, *office.further):
            said = [part for phone in row.phones for part in (phone.words, phone.number) if part]
            assert " ".join(said) == row.phone.replace(";", "")
            assert bool(row.note) == bool(row.note_es)
