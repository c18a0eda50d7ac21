"""What can be wrong with the figures, as errors with their facts."""

from rumbo.terms.tables import TableFault


class FigureFileFault(TableFault):
    """A file of figures has a fault; see `TableFault` for its facts. Nothing was loaded."""

    code = "figure_file_fault"


class NoSuchYear(LookupError):
    """We hold no figures of the asked kind for this year.

    Attributes:
        year: as it was asked.
    """

    code = "no_such_year"

    def __init__(self, year: str) -> None:
        super().__init__(f"no such figures are held for {year!r}")
        self.year = year
