"""Anchoring: now and then the heads of all streams are written down together, with one digest to print elsewhere."""

from datetime import datetime

from django.db import transaction

from activity.chain import digest_of
from activity.models import Anchor, Stream


@transaction.atomic
def anchor_streams(at: datetime) -> Anchor | None:
    """Write down the heads that moved since the last anchor; None where nothing moved."""
    last: dict[str, list[object]] = {}
    for heads in Anchor.objects.order_by("id").values_list("heads", flat=True).iterator():
        last.update(heads)
    heads = {
        key: [count, head]
        for key, count, head in Stream.objects.filter(count__gt=0)
        .order_by("key")
        .values_list("key", "count", "head")
        if last.get(key) != [count, head]
    }
    if not heads:
        return None
    previous = Anchor.objects.order_by("-id").values_list("digest", flat=True).first() or ""
    digest = digest_of(previous, heads)
    return Anchor.objects.create(at=at, heads=heads, digest=digest)
