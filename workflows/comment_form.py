"""The form by which one says something about a case."""

from collections.abc import Iterable, Mapping, Sequence

from django import forms

from organizations.capacity import Capacity
from organizations.models import Post
from workflows.hands_access import may_comment
from workflows.models import MAX_COMMENT, Case
from workflows.presenting.seats import Visit


class CommentForm(forms.Form):
    """A remark, and the posts that are to hear of it."""

    text = forms.CharField(
        label="Komentar",
        max_length=MAX_COMMENT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Komentar tidak dapat diubah atau dihapus; tambahkan yang baru bila perlu dibetulkan.",
    )
    mentions = forms.TypedMultipleChoiceField(
        label="Beri tahu jabatan",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Pejabatnya mendapat pemberitahuan, juga lewat surel.",
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
    case: Case, mine: Iterable[Capacity], visits: Sequence[Visit], head: Post | None = None
) -> CommentForm | None:
    """The form that a page offers; None where the reader only reads. No query: the post counts as one that sees the
    case where it has a task of it, or belongs to its office or to the government itself; the action asks exactly."""
    posts = posts_to_mention(visits, head)
    near = {post.pk for post in posts}
    for by in mine:
        here = by.post and (by.post.pk in near or by.post.office_id in (case.office_id, None))
        if may_comment(by, case, {by.post.pk} if here and by.post else ()):
            return CommentForm(posts)
    return None
