"""The States that can run a Migrant Education Program, with their names in two languages."""

from dataclasses import dataclass
from typing import Literal

type StateKind = Literal["state", "federal district", "commonwealth", "nation"]


@dataclass(frozen=True, slots=True)
class State:
    """One State as the program means it: 50 States, the District of Columbia, Puerto Rico.

    Attributes:
        code: two capital letters, as the postal service writes them.
        name_en: the English name.
        name_es: the Spanish name as bilingual school offices in the United States write it.
        kind: what the place is in law; "nation" only for the whole country.
    """

    code: str
    name_en: str
    name_es: str
    kind: StateKind = "state"

    def name(self, language: str) -> str:
        """The name in `language`: Spanish for "es" and its variants, English for all else."""
        return self.name_es if language.split("-")[0] == "es" else self.name_en


class UnknownState(LookupError):
    """No State has this code.

    Attributes:
        state_code: the code as it was given.
    """

    code = "unknown_state"

    def __init__(self, state_code: str) -> None:
        super().__init__(f"no State has the code {state_code!r}")
        self.state_code = state_code


NATION = State("US", "United States", "Estados Unidos", "nation")
"""The whole country. Figures have a national row; it is not one of ALL_STATES."""

ALL_STATES: tuple[State, ...] = (
    State("AL", "Alabama", "Alabama"),
    State("AK", "Alaska", "Alaska"),
    State("AZ", "Arizona", "Arizona"),
    State("AR", "Arkansas", "Arkansas"),
    State("CA", "California", "California"),
    State("CO", "Colorado", "Colorado"),
    State("CT", "Connecticut", "Connecticut"),
    State("DE", "Delaware", "Delaware"),
    State("DC", "District of Columbia", "Distrito de Columbia", "federal district"),
    State("FL", "Florida", "Florida"),
    State("GA", "Georgia", "Georgia"),
    State("HI", "Hawaii", "Hawái"),
    State("ID", "Idaho", "Idaho"),
    State("IL", "Illinois", "Illinois"),
    State("IN", "Indiana", "Indiana"),
    State("IA", "Iowa", "Iowa"),
    State("KS", "Kansas", "Kansas"),
    State("KY", "Kentucky", "Kentucky"),
    State("LA", "Louisiana", "Luisiana"),
    State("ME", "Maine", "Maine"),
    State("MD", "Maryland", "Maryland"),
    State("MA", "Massachusetts", "Massachusetts"),
    State("MI", "Michigan", "Míchigan"),
    State("MN", "Minnesota", "Minnesota"),
    State("MS", "Mississippi", "Misisipi"),
    State("MO", "Missouri", "Misuri"),
    State("MT", "Montana", "Montana"),
    State("NE", "Nebraska", "Nebraska"),
    State("NV", "Nevada", "Nevada"),
    State("NH", "New Hampshire", "Nuevo Hampshire"),
    State("NJ", "New Jersey", "Nueva Jersey"),
    State("NM", "New Mexico", "Nuevo México"),
    State("NY", "New York", "Nueva York"),
    State("NC", "North Carolina", "Carolina del Norte"),
    State("ND", "North Dakota", "Dakota del Norte"),
    State("OH", "Ohio", "Ohio"),
    State("OK", "Oklahoma", "Oklahoma"),
    State("OR", "Oregon", "Oregón"),
    State("PA", "Pennsylvania", "Pensilvania"),
    State("PR", "Puerto Rico", "Puerto Rico", "commonwealth"),
    State("RI", "Rhode Island", "Rhode Island"),
    State("SC", "South Carolina", "Carolina del Sur"),
    State("SD", "South Dakota", "Dakota del Sur"),
    State("TN", "Tennessee", "Tennessee"),
    State("TX", "Texas", "Texas"),
    State("UT", "Utah", "Utah"),
    State("VT", "Vermont", "Vermont"),
    State("VA", "Virginia", "Virginia"),
    State("WA", "Washington", "Washington"),
    State("WV", "West Virginia", "Virginia Occidental"),
    State("WI", "Wisconsin", "Wisconsin"),
    State("WY", "Wyoming", "Wyoming"),
)

_BY_CODE = {state.code: state for state in ALL_STATES}


def get_state(code: str) -> State:
    """The State with this code; capital or small letters.

    Raises:
        UnknownState: no State has it. "US" is the nation and no State: see `get_state_or_nation`.
    """
    state = find_state(code)
    if state is None:
        raise UnknownState(code)
    return state


def find_state(code: str) -> State | None:
    """The State with this code, or None; capital or small letters."""
    return _BY_CODE.get(code.upper())


def get_state_or_nation(code: str) -> State:
    """The State with this code, or the nation for "US".

    Raises:
        UnknownState: the code is neither.
    """
    return NATION if code.upper() == NATION.code else get_state(code)
