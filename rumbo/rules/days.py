"""The day arithmetic of the program: which day counts, how long, and how old.

Every function takes and gives plain values. Where the law leaves the counting open, the docstring says
which way is taken and that a State may count otherwise.
"""

from datetime import date, timedelta

from rumbo.rules.program_year import months_before

WINDOW_MONTHS = 36
ONE_DAY = timedelta(days=1)
SATURDAY = 5


def arrival_date(child: date, worker: date) -> date:
    """The day on which child and worker were both there: the later of their moves.

    Args:
        child, worker: the day of each one's move.
    Source: the two dates of the Certificate of Eligibility; 20 USC 6399(3)(B) has 'with, or to join'.
    """
    return max(child, worker)


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the month's last day where that day does not exist.

    Source: our reading; the law says 'in the preceding 36 months' (20 USC 6399(3)).
    """
    return months_before(day, -months)


def is_in_window(move: date, on: date) -> bool:
    """Whether a move lies in the 36 months that end on a day.

    The first and the last day are counted in; a State may end the period one day earlier.
    Source: 20 USC 6399(2), (3), (4).
    """
    return months_before(on, WINDOW_MONTHS) <= move <= on


def working_day_after(day: date, days: int) -> date:
    """So many working days later, Monday to Friday, the day itself not counted, no holiday left out.

    34 CFR 200.85 does not define working days: a State's calendar of holidays comes on top.

    Raises:
        ValueError: `days` is negative.
    """
    if days < 0:
        raise ValueError(f"days: {days} is negative")
    found = day
    while days:
        found += ONE_DAY
        days -= found.weekday() < SATURDAY
    return found


def age_on(birth: date, day: date) -> int:
    """Whole years of age on a day.

    Raises:
        ValueError: the day lies before the birth.
    """
    if day < birth:
        raise ValueError(f"{day} lies before the birth on {birth}")
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))
