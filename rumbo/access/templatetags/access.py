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
    return field.as_widget(attrs={"class": name})


@register.filter
def is_box(field: BoundField) -> bool:
    """Whether the field is a box to tick, whose label stands after it."""
    return isinstance(field.field.widget, CheckboxInput)
