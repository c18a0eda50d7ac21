"""Dated decisions about the figures, read from the file beside this module."""

from dataclasses import dataclass
from datetime import date
from importlib.resources import files

import yaml


@dataclass(frozen=True, slots=True)
class YearParameter:
    """A program year that we chose or that a source gives, with its reason.

    Attributes:
        value: the program year, for example "2016-17".
        decided_on: the day on which the decision was written down.
        source: the address of what the decision rests on.
        reason_en, reason_es: why, as whole sentences.
    """

    value: str
    decided_on: date
    source: str
    reason_en: str
    reason_es: str


def read_parameters() -> dict[str, YearParameter]:
    """All parameters of the file, by name."""
    text = (files(__package__) / "parameters.yaml").read_text(encoding="utf-8")
    return {name: YearParameter(**fields) for name, fields in yaml.safe_load(text).items()}


PARAMETERS = read_parameters()
LEAD_PROGRAM_YEAR = PARAMETERS["lead_program_year"].value
SOURCE_CHANGE_YEAR = PARAMETERS["source_change_year"].value
