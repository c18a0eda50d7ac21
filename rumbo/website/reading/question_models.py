"""The rows of the question bank: questions, and the misunderstandings that wrong answers show."""

import json
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.snippets.models import register_snippet

from rumbo.terms.citations import UnreadableCitation, parse_citation
from rumbo.website.reading.evidence import EVIDENCE_MARKS
from rumbo.website.reading.questions import (
    KINDS,
    LEVELS,
    PART_KEYS,
    USES,
    Part,
    faults_of,
    read_part,
)

_KIND_WORDS = {
    "single": _("one right answer"),
    "multiple": _("several right answers"),
    "order": _("put in order"),
    "match": _("match"),
    "case": _("a case with dates"),
}
_USE_WORDS = {"assessment": _("assessment"), "practice": _("practice")}


def _why() -> blocks.TextBlock:
    return blocks.TextBlock(
        label=_("why"), help_text=_("Citations such as [[34 CFR 200.81(g)]] become links.")
    )


def _error() -> blocks.CharBlock:
    return blocks.CharBlock(
        label=_("misunderstanding"),
        required=False,
        max_length=80,
        help_text=_("Of a wrong answer: the slug of the misunderstanding that it shows."),
    )


class OptionBlock(blocks.StructBlock):
    """An option to choose."""

    text = blocks.TextBlock(label=_("words"))
    right = blocks.BooleanBlock(label=_("belongs to the key"), required=False)
    why = _why()
    error = _error()
    value = blocks.CharBlock(
        label=_("value"),
        required=False,
        max_length=40,
        help_text=_("Of a case: the day (2026-04-11), number or word that it stands for."),
    )


class StepBlock(blocks.StructBlock):
    """A step to put in order."""

    text = blocks.TextBlock(label=_("words"))
    why = _why()


class PairBlock(blocks.StructBlock):
    """Two things that belong together."""

    left = blocks.TextBlock(label=_("left"))
    right = blocks.TextBlock(label=_("right"))
    why = _why()


class ExtraBlock(blocks.StructBlock):
    """Words that fit nothing."""

    text = blocks.TextBlock(label=_("words"))
    why = _why()
    error = _error()


@register_snippet
class Misunderstanding(models.Model):
    """A real error that wrong answers of a deck show, named once in it."""

    slug = models.SlugField(_("slug"), max_length=80)
    words = models.CharField(_("what is misunderstood"), max_length=300)
    deck_path = models.CharField(_("deck"), max_length=200)

    panels = [FieldPanel("slug"), FieldPanel("words"), FieldPanel("deck_path")]

    class Meta:
        ordering = ("deck_path", "slug")
        constraints = [
            models.UniqueConstraint(fields=["deck_path", "slug"], name="one_misunderstanding")
        ]
        verbose_name = _("misunderstanding")
        verbose_name_plural = _("misunderstandings")

    def __str__(self) -> str:
        return self.slug


@register_snippet
class Question(models.Model):
    """A question of the bank. Its slug is permanent: answers on readers' devices are kept by it."""

    slug = models.SlugField(_("slug"), unique=True, max_length=80)
    deck_path = models.CharField(_("deck"), max_length=200)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    kind = models.CharField(_("kind"), max_length=8, choices=[(k, _KIND_WORDS[k]) for k in KINDS])
    use = models.CharField(_("use"), max_length=10, choices=[(u, _USE_WORDS[u]) for u in USES])
    level = models.PositiveSmallIntegerField(_("level"), choices=[(n, str(n)) for n in LEVELS])
    rules = models.JSONField(_("paragraphs of the law"), default=list, blank=True)
    mark = models.CharField(_("evidence mark"), max_length=20, blank=True, choices=EVIDENCE_MARKS)
    mark_why = models.CharField(_("why it carries its mark"), max_length=400, blank=True)
    read_path = models.CharField(_("article to read"), max_length=200)
    ask = models.TextField(_("question"))
    parts = StreamField(
        [
            ("option", OptionBlock(label=_("option"))),
            ("step", StepBlock(label=_("step"))),
            ("pair", PairBlock(label=_("pair"))),
            ("extra", ExtraBlock(label=_("words that fit nothing"))),
        ],
        default=list,
        verbose_name=_("answers"),
    )
    compute = models.JSONField(_("what the key is worked out from"), default=dict, blank=True)

    panels = [
        MultiFieldPanel(
            [
                FieldPanel("slug"),
                FieldPanel("deck_path"),
                FieldPanel("order"),
                FieldPanel("kind"),
                FieldPanel("use"),
                FieldPanel("level"),
            ],
            heading=_("Place in the bank"),
        ),
        FieldPanel("ask"),
        FieldPanel("parts"),
        FieldPanel("compute"),
        MultiFieldPanel(
            [
                FieldPanel("rules"),
                FieldPanel("mark"),
                FieldPanel("mark_why"),
                FieldPanel("read_path"),
            ],
            heading=_("What it rests on"),
        ),
    ]

    class Meta:
        ordering = ("deck_path", "order", "slug")
        verbose_name = _("question")
        verbose_name_plural = _("questions")

    def __str__(self) -> str:
        return f"{self.slug}: {self.ask[:60]}"

    @property
    def plain_parts(self) -> list[dict[str, Any]]:
        """The answers as plain values: `{"kind": "option", "text": ..., "right": True, ...}`."""
        return [
            {"kind": child.block_type}
            | {
                key: child.value[key]
                for key in PART_KEYS[child.block_type]
                if child.value.get(key) not in (None, "", False)
            }
            for child in self.parts
        ]

    @plain_parts.setter
    def plain_parts(self, parts: list[dict[str, Any]]) -> None:
        self.parts = json.dumps(
            [
                {"type": part["kind"], "value": {k: v for k, v in part.items() if k != "kind"}}
                for part in parts
            ]
        )

    @property
    def answers(self) -> tuple[Part, ...]:
        """The answers in the order of the file; `shuffled` gives the order that readers see."""
        return tuple(read_part(child.block_type, child.value) for child in self.parts)

    def clean(self) -> None:
        """Refuse a question whose key is wrong, whose answers lack a reason, or that rests on nothing."""
        super().clean()
        faults: dict[str, list[str]] = {}
        said = list(faults_of(self.kind, self.answers, self.compute or {}))
        if said:
            faults["parts"] = said
        if not self.rules and not self.mark:
            faults["rules"] = [str(_("Name a paragraph of the law, or choose a mark."))]
        for key in self.rules:
            try:
                parse_citation(str(key))
            except UnreadableCitation:
                words = _("“%(key)s” is not a citation like 34 CFR 200.81(g).") % {"key": key}
                faults.setdefault("rules", []).append(str(words))
        if faults:
            raise ValidationError(faults)
