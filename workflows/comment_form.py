"""The form by which one says something about a case."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from organizations.capacity import Capacity
from organizations.models import Post
from workflows.actions.comment import posts_that_see
from workflows.hands_access import may_comment
from workflows.models import MAX_COMMENT, Case
from workflows.presenting.seats import Visit


class CommentForm(forms.Form):
    """A remark, and the posts that are to hear of it."""

    text = forms.CharField(
        label=_("Komentar"),
        max_length=MAX_COMMENT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Komentar tidak dapat diubah atau dihapus; tambahkan yang baru bila perlu dibetulkan."),
    )
    mentions = forms.TypedMultipleChoiceField(
        label=_("Beri tahu jabatan"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Pejabatnya mendapat pemberitahuan, juga lewat surel."),
    )

    def __init__(self, posts: Sequence[Post], data: Mapping[str, object] | None = None) -> None:
        super().__init__(data, prefix="comment")
        self.fields["mentions"].choices = [  # type: ignore[attr-defined]
            (post.pk, post.title) for post in posts
        ]


def posts_to_mention(visits: Sequence[Visit], head: Post | None) -> list[Post]:
    """The posts that a page offers: those of the case so far, and the head of its office. No query."""
    found = {row.post_id: row.post for visit in visits for row in visit.rows}
    if head:
        found[head.pk] = head
    return sorted(found.values(), key=lambda post: post.pk)


def form_for(
    case: Case, mine: Sequence[Capacity], visits: Sequence[Visit], at: datetime, head: Post | None = None
) -> CommentForm | None:
    """The form that a page offers; None where the reader only reads. No query for whoever has or had a task of the
    case, its head and its admins; for others it is asked as the action asks it."""
    if not case.is_open:
        return None
    posts = posts_to_mention(visits, head)
    near = {post.pk for post in posts}
    if not any(may_comment(by, case, near) for by in mine):
        seeing = {post.pk for post in posts_that_see(case, at)} if any(by.post for by in mine) else near
        if not any(may_comment(by, case, seeing) for by in mine):
            return None
    return CommentForm(posts)
