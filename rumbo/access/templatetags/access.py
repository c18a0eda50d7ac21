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
    name = "r-field__box" if is_box else "usa-input"
    return field.as_widget(attrs={"class": name})


@register.filter
def is_box(field: BoundField) -> bool:
    """Whether the field is a box to tick, whose label stands after it."""
    return isinstance(field.field.widget, CheckboxInput)
