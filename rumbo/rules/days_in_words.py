"""A day as a sentence says it, in the two languages of the project."""

from datetime import date

MONTHS_EN = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
MONTHS_ES = (
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
)


def day_in_english(day: date) -> str:
    """As in 'September 1, 2026'."""
    return f"{MONTHS_EN[day.month - 1]} {day.day}, {day.year}"


def day_in_spanish(day: date) -> str:
    """As in '1 de septiembre de 2026'."""
    return f"{day.day} de {MONTHS_ES[day.month - 1]} de {day.year}"
