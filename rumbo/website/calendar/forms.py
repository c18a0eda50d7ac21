"""The editors' form of an event: what only shows when event and connection are seen together."""

from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm


class EventPageForm(WagtailAdminPageForm):
    """Checks connection details beside the times of their event."""

    def is_valid(self) -> bool:
        """Whether everything can be saved; puts each fault of the connection at its field."""
        is_valid: bool = super().is_valid()
        if self.errors or "connections" not in self.formsets:
            return is_valid
        for form in self.formsets["connections"].forms:
            is_valid = self._check(form) and is_valid
        return is_valid

    def _check(self, form: Any) -> bool:
        if not hasattr(form, "cleaned_data") or form.cleaned_data.get("DELETE"):
            return True
        if not form.has_changed() and form.instance.pk is None:
            return True
        faults = form.instance.faults(self.instance.times)
        for field, sentence in faults:
            if field not in form.errors:
                form.add_error(field, sentence)
        return not faults
