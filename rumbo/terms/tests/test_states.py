import pytest

from rumbo.terms.states import (
    ALL_STATES,
    NATION,
    UnknownState,
    find_state,
    get_state,
    get_state_or_nation,
)


def test_there_are_fifty_states_one_federal_district_and_puerto_rico():
    kinds = [state.kind for state in ALL_STATES]

    assert len(ALL_STATES) == len({state.code for state in ALL_STATES}) == 52
    assert kinds.count("state") == 50
    assert get_state("DC").kind == "federal district"
    assert get_state("PR").kind == "commonwealth"


def test_states_stand_in_the_order_of_their_english_names():
    names = [state.name_en for state in ALL_STATES]

    assert names == sorted(names)


def test_a_state_is_found_by_its_code_in_capital_or_small_letters():
    assert get_state("nc").name_en == "North Carolina"
    assert get_state("NC").name("es") == "Carolina del Norte"
    assert get_state("NC").name("es-us") == "Carolina del Norte"


def test_the_nation_is_not_a_state():
    assert find_state("US") is None
    assert NATION not in ALL_STATES
    assert get_state_or_nation("US") is NATION


@pytest.mark.parametrize("code", ["", "XX", "California", "GU"])
def test_an_unknown_code_is_an_error_that_holds_the_code(code):
    with pytest.raises(UnknownState) as caught:
        get_state_or_nation(code)

    assert caught.value.state_code == code
