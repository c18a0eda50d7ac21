"""The stored form of what can be searched: one row for each section of a text."""

from django.db import models


class SearchSection(models.Model):
    """One section of a text, made ready to be searched.

    Only `texts.store_texts` writes these rows. A row is used while its digest is that of the text as
    it is now, so a row that is missing or old costs time and never a wrong answer.
    """

    key = models.CharField(max_length=140)
    number = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64)
    language = models.CharField(max_length=5)
    anchor = models.CharField(max_length=255, blank=True)
    heading = models.TextField(blank=True)
    runs = models.TextField()
    title_line = models.TextField(blank=True)
    heading_line = models.TextField(blank=True)
    words_line = models.TextField(blank=True)

    class Meta:
        app_label = "reading"
        ordering = ("key", "number")
        constraints = [
            models.UniqueConstraint(fields=("key", "number"), name="one_row_a_searched_section")
        ]

    def __str__(self) -> str:
        return f"{self.key}#{self.anchor}"
