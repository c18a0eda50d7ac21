"""The one table of public figures: each row one published number, or the sign printed for it."""

from django.db import models
from django.db.models import Q


class Figure(models.Model):
    """One number as one source published it.

    Two sources may publish the same number for the same year and State: both rows are kept.
    """

    year = models.CharField(
        max_length=9, help_text="Program year 2016-17, calendar year 2016 or fiscal year FY2018."
    )
    state = models.CharField(max_length=2, help_text="Code of a State, or US for the nation.")
    measure = models.CharField(max_length=60, help_text="A key of definitions.MEASURES.")
    subgroup = models.CharField(max_length=60, help_text="A key of definitions.SUBGROUPS.")
    value = models.DecimalField(
        max_digits=14,
        decimal_places=3,
        null=True,
        blank=True,
        help_text="Empty where the source prints a sign and no number.",
    )
    unit = models.CharField(max_length=40, help_text="A key of definitions.UNITS.")
    published_symbol = models.CharField(
        max_length=16, blank=True, help_text="The sign that the source prints for a missing number."
    )
    source_url = models.URLField(max_length=500)
    note = models.CharField(max_length=500, blank=True)
    retrieved_on = models.DateField(
        null=True, blank=True, help_text="The day on which the source was read; often not recorded."
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("year", "state", "measure", "subgroup", "source_url"),
                name="figure_is_published_once_per_source",
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False) | ~Q(published_symbol=""),
                name="figure_without_value_has_symbol",
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=True) | Q(value__gte=0),
                name="figure_is_never_negative",
            ),
        )
        indexes = (models.Index(fields=("state", "measure"), name="figure_by_state_and_measure"),)

    def __str__(self) -> str:
        shown = self.published_symbol if self.value is None else f"{self.value.normalize():f}"
        return f"{self.year} {self.state} {self.measure} ({self.subgroup}): {shown}"
