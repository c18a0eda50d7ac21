"""Sourced routes to the program in each State."""

from django.db import models


class StateProgram(models.Model):
    """One row of what a source says about the program in a State, with a way to reach it.

    A State may have several rows: its office, a regional office, an older source. The one that
    stands first in the file is the State's main row.
    """

    state = models.CharField(max_length=2, help_text="Code of a State.")
    position = models.PositiveSmallIntegerField(
        help_text="Order among the State's rows; 0 is its main row."
    )
    agency = models.CharField(max_length=200)
    program_name = models.CharField(max_length=200, blank=True)
    page_url = models.URLField(max_length=500, blank=True)
    phone = models.CharField(max_length=100, blank=True)
    email = models.EmailField(blank=True)
    has_program = models.BooleanField(
        null=True, blank=True, help_text="Empty where the source does not say."
    )
    has_program_year = models.CharField(
        max_length=9, blank=True, help_text="The year of that statement; empty where not known."
    )
    source_url = models.URLField(max_length=500)
    page_year = models.CharField(
        max_length=9, blank=True, help_text="The year of the source; empty where not known."
    )
    note = models.CharField(max_length=500, blank=True)
    note_es = models.CharField(max_length=500, blank=True, help_text="The note in Spanish.")
    confirmed_on = models.DateField(
        null=True, blank=True, help_text="The day on which the State's office confirmed the row."
    )

    class Meta:
        ordering = ("state", "position")
        constraints = (
            models.UniqueConstraint(
                fields=("state", "agency", "program_name", "source_url"),
                name="state_program_is_listed_once_per_source",
            ),
        )

    def __str__(self) -> str:
        return f"{self.state}: {self.program_name or self.agency}"
