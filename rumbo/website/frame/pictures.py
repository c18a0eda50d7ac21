"""The drawn pictures that pages ask for, kept in the process until something is published."""

from collections.abc import Iterable

from rumbo.website.frame.freshness import remembered
from rumbo.website.frame.models import Picture


def seeded_pictures() -> dict[str, Picture]:
    """The pictures that came with the content files, by their names there. One query, then none."""
    return remembered(
        "seeded-pictures",
        lambda: {picture.seed_name: picture for picture in Picture.objects.exclude(seed_name="")},
    )


def pictures_by_key(keys: Iterable[int | None]) -> dict[int, Picture]:
    """The pictures of these keys; a query only for those that no content file brought."""
    seeded = {picture.pk: picture for picture in seeded_pictures().values()}
    wanted = {key for key in keys if key is not None}
    missing = wanted - seeded.keys()
    return seeded | (Picture.objects.in_bulk(missing) if missing else {})
