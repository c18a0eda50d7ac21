"""The marks that say what stands behind a sentence which no citation shows."""

from django.utils.translation import gettext_lazy as _

EVIDENCE_MARKS = [
    ("unverified", _("unverified")),
    ("derived", _("derived")),
    ("commonly said", _("commonly said")),
    ("state choice", _("a State's choice")),
    ("our advice", _("our advice")),
]
