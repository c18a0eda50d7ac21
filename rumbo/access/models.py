"""Tables of people's access: invitations, the action log, one-time passwords, the review step."""

from typing import Any, NoReturn

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask

from rumbo.access.faults import LogIsAppendOnly

ROLE_CHOICES = [
    ("member", _("Member: signs in and sees what is for members")),
    ("author", _("Author: writes and submits drafts")),
    ("editor", _("Editor: edits every page and approves the drafts of others")),
    ("publisher", _("Publisher: publishes, schedules, takes down, moves, invites")),
    ("administrator", _("Administrator: everything, with people and roles")),
]


class Invitation(models.Model):
    """One person asked to join, with the role they are to have.

    The token of the link is never stored: only its SHA-256, so that a copy of the database opens
    nothing.
    """

    email = models.EmailField(_("e-mail address"), max_length=150)
    name = models.CharField(_("name"), max_length=120, blank=True)
    role = models.CharField(_("role"), max_length=14, choices=ROLE_CHOICES)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("invited by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ("-created_at",)
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(withdrawn_at__isnull=True),
                name="accepted_or_withdrawn_not_both",
            )
        ]

    def __str__(self) -> str:
        return self.email


class LogLines(models.QuerySet["ActionLog"]):
    """Lines of the action log: they can be read and added, nothing else."""

    def update(self, **_values: Any) -> NoReturn:
        """Refused."""
        raise LogIsAppendOnly

    def delete(self) -> NoReturn:
        """Refused."""
        raise LogIsAppendOnly

    def bulk_update(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Refused."""
        raise LogIsAppendOnly


class ActionLog(models.Model):
    """Who did what to which thing, and when. Lines are only ever added.

    `who` is the key of a person, or 'operator', or 'visitor'. No network address, no e-mail
    address and no name is written here: a key leads to a person only while the person is kept.
    """

    who = models.CharField(max_length=40)
    verb = models.CharField(max_length=60)
    object_kind = models.CharField(max_length=60)
    object_key = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField(db_index=True)
    note = models.CharField(max_length=250, blank=True)

    objects = LogLines.as_manager()

    class Meta:
        verbose_name = _("line of the action log")
        verbose_name_plural = _("action log")
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.who} {self.verb} {self.object_kind}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add this line; refuse to write one that exists."""
        if not self._state.adding:
            raise LogIsAppendOnly
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Refused."""
        raise LogIsAppendOnly


class AccountState(models.Model):
    """What must happen before a person may go on: choosing a password of their own."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="account_state"
    )
    must_change_password = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.person_id}"


class ReviewByAnother(AbstractGroupApprovalTask):
    """A review that nobody can give to what they wrote themselves, unless they may publish anyway."""

    class Meta:
        verbose_name = _("review by another person")
        verbose_name_plural = _("reviews by another person")

    def get_actions(
        self, obj: models.Model, user: AbstractBaseUser | AnonymousUser
    ) -> list[tuple[str, Any, bool]]:
        """Wagtail's choices for this reviewer; approving is left out for who wrote it themselves."""
        actions = list(super().get_actions(obj, user))
        if self._may_publish(obj, user) or not self._is_by(obj, user):
            return actions
        return [action for action in actions if action[0] != "approve"]

    def on_action(
        self, task_state: Any, user: AbstractBaseUser, action_name: str, **kwargs: Any
    ) -> None:
        """Refuse an approval by who wrote the draft, also where the approval itself brought the words.

        Wagtail offers the choices before it saves what came with the approval, so they are looked at
        once more here, after it was saved. The refusal takes the saved words back with it.
        """
        if action_name == "approve":
            revision = task_state.revision
            obj = revision.content_object
            is_own = user.pk == revision.user_id or self._is_by(obj, user)
            if is_own and not self._may_publish(obj, user):
                raise PermissionDenied
        super().on_action(task_state, user, action_name, **kwargs)

    @staticmethod
    def _may_publish(obj: Any, user: AbstractBaseUser | AnonymousUser) -> bool:
        return bool(obj.permissions_for_user(user).can_publish())

    @staticmethod
    def _is_by(obj: Any, user: AbstractBaseUser | AnonymousUser) -> bool:
        """Whether this person submitted the draft or changed it last."""
        state, revision = obj.current_workflow_state, obj.latest_revision
        by = {state.requested_by_id if state else None, revision.user_id if revision else None}
        return user.pk in by

    @classmethod
    def get_description(cls) -> str:
        """What an administrator reads when choosing this kind of task."""
        return str(
            _("People of the chosen groups can approve it, but not what they wrote themselves")
        )
