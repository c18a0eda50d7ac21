"""How a form's fields are drawn on our pages."""

from django import template
from django.forms import BoundField, CheckboxInput
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def control(field: BoundField) -> SafeString:
    """The field's own input with our class, and without words that vanish while typing."""
    is_box = isinstance(field.field.widget, CheckboxInput)
    field.field.widget.attrs.pop("placeholder", None)
    name = "usa-checkbox__input" if is_box else "usa-input"
    if field.errors and not is_box:
        name += " usa-input--error"
    attrs: dict[str, str | bool] = {"class": name}
    if not is_box and field.form.non_field_errors():
        # Which field is wrong is not said, as after a wrong password: each points to the message.
        attrs["aria-invalid"] = "true"
        described = f"form-errors {field.aria_describedby or ''}"
        attrs["aria-describedby"] = described.strip()
    return field.as_widget(attrs=attrs)


@register.filter
def is_box(field: BoundField) -> bool:
    """Whether the field is a box to tick, whose label stands after it."""
    return isinstance(field.field.widget, CheckboxInput)
