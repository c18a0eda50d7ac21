"""All that reads places; every answer is a frozen value that says where it comes from."""

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from rumbo.places.models import StateProgram
from rumbo.terms.states import ALL_STATES, State, get_state

_PHONE = re.compile(r"\d{3}-\d{3}-\d{4}(?: ext\. (?P<extension>\d+))?")


@dataclass(frozen=True, slots=True)
class Phone:
    """One telephone number.

    Attributes:
        number: as the source writes it: "785-542-4904 ext. 1502".
        dialled: what a telephone dials: "+1-785-542-4904;ext=1502" (RFC 3966); empty for a number
            that is not written like ours.
        words: what stands before it in our list, in English: "toll-free in Georgia"; may be empty.
    """

    number: str
    dialled: str
    words: str


@dataclass(frozen=True, slots=True)
class ProgramContact:
    """What one source says about the program in a State, and the ways to reach it there.

    Attributes:
        agency: the agency that answers for the program.
        program_name: the program's or office's own name; may be empty.
        page_url, phone, email: ways to reach it; empty where no source was found; `phone` may hold
            several numbers (see `phones`).
        has_program: True or False as the source says; None where it does not say.
        has_program_year: the year of that statement, "2021-22" or "2024"; empty where not known.
        source_url: where this was read.
        page_year: the year of that source; empty where not known.
        note, note_es: our remark in English and in Spanish; either may be empty.
        confirmed_on: the day on which the State's office confirmed it; None for not confirmed.
    """

    agency: str
    program_name: str
    page_url: str
    phone: str
    email: str
    has_program: bool | None
    has_program_year: str
    source_url: str
    page_year: str
    note: str
    note_es: str
    confirmed_on: date | None

    @property
    def is_confirmed(self) -> bool:
        """True when the State's office confirmed this row."""
        return self.confirmed_on is not None

    @property
    def has_route(self) -> bool:
        """True when there is a page, a phone or an e-mail to try."""
        return bool(self.page_url or self.phone or self.email)

    @property
    def phones(self) -> tuple[Phone, ...]:
        """Each number in `phone`, in its order."""
        found, start = [], 0
        for match in _PHONE.finditer(self.phone):
            extension = f";ext={match['extension']}" if match["extension"] else ""
            digits = match[0].partition(" ")[0]
            words = self.phone[start : match.start()].strip(" ;")
            found.append(Phone(match[0], f"+1-{digits}{extension}", words))
            start = match.end()
        if self.phone and not found:
            return (Phone(self.phone, "", ""),)
        return tuple(found)


@dataclass(frozen=True, slots=True)
class StateOffice:
    """A State with what we know about its program.

    Attributes:
        state: the State.
        main: the State's first row; None where we hold nothing about it.
        further: its other rows (regional offices, older sources), in the file's order.
    """

    state: State
    main: ProgramContact | None
    further: tuple[ProgramContact, ...]

    @property
    def name_language(self) -> str:
        """The language in which the State's agencies name themselves: 'es' in Puerto Rico."""
        return "es" if self.state.code == "PR" else "en"

    @property
    def is_confirmed(self) -> bool:
        """True when the State's office confirmed the main row."""
        return self.main is not None and self.main.is_confirmed

    @property
    def has_program(self) -> bool | None:
        """As the main row says; None where no source was found. See `has_program_year`."""
        return self.main.has_program if self.main else None

    @property
    def has_program_year(self) -> str:
        """The year for which `has_program` was said; empty where not known."""
        return self.main.has_program_year if self.main else ""

    @property
    def is_without_program(self) -> bool:
        """True when a source says that the State had no program, in `has_program_year`."""
        return self.has_program is False


def state_offices(language: str = "en") -> tuple[StateOffice, ...]:
    """Every State with what we know about its program, in the order of its name; one query.

    All 52 are there, also one of which we know nothing.

    Args:
        language: the order is that of the names in this language, accents left aside.
    """
    rows: dict[str, list[StateProgram]] = defaultdict(list)
    for program in StateProgram.objects.order_by("state", "position"):
        rows[program.state].append(program)
    in_order = sorted(ALL_STATES, key=lambda state: _without_accents(state.name(language)))
    return tuple(_office(state, rows.get(state.code, [])) for state in in_order)


def state_office(code: str) -> StateOffice:
    """One State with what we know about its program; one query.

    Raises:
        UnknownState: no State has this code.
    """
    state = get_state(code)
    rows = StateProgram.objects.filter(state=state.code).order_by("position")
    return _office(state, list(rows))


def _office(state: State, programs: list[StateProgram]) -> StateOffice:
    contacts = tuple(_contact(program) for program in programs)
    return StateOffice(state, contacts[0] if contacts else None, contacts[1:])


def _contact(program: StateProgram) -> ProgramContact:
    return ProgramContact(
        agency=program.agency,
        program_name=program.program_name,
        page_url=program.page_url,
        phone=program.phone,
        email=program.email,
        has_program=program.has_program,
        has_program_year=program.has_program_year,
        source_url=program.source_url,
        page_year=program.page_year,
        note=program.note,
        note_es=program.note_es,
        confirmed_on=program.confirmed_on,
    )


def _without_accents(name: str) -> str:
    decomposed = unicodedata.normalize("NFD", name)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
