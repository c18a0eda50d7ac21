"""Addresses below a page that are not pages: a work's glossary, a deck's trainer's view, a handout."""

from typing import Any, ClassVar

from django.http import HttpRequest
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from rumbo.website.frame.page_base import FramePage


class SubAddressPage(FramePage):
    """A page that answers further addresses one level below its own.

    `sub_addresses` gives the template of each; `get_sub_view` gives its view.
    """

    sub_addresses: ClassVar[dict[str, str]] = {}

    class Meta:
        abstract = True

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """This page for its own further addresses, else what any page does."""
        if self.live and len(path_components) == 1 and path_components[0] in self.sub_addresses:
            return RouteResult(self, kwargs={"sub_address": path_components[0]})
        return super().route(request, path_components)

    def get_template(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        """The template of the address asked for."""
        sub_address = kwargs.pop("sub_address", "")
        if sub_address:
            return self.sub_addresses[sub_address]
        return str(super().get_template(request, *args, **kwargs))

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The context of the address asked for, with its described view as `view`."""
        sub_address = kwargs.pop("sub_address", "")
        if not sub_address:
            return super().get_context(request, *args, **kwargs)
        context: dict[str, Any] = Page.get_context(self, request, *args, **kwargs)
        context["view"] = self.get_sub_view(request, sub_address)
        return context

    def get_sub_view(self, request: HttpRequest, sub_address: str) -> object:
        """The described view of a further address."""
        raise NotImplementedError
