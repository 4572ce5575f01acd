"""The written SOP as rows: SOP, its revisions, their columns and steps, who holds the columns, and the bound book."""

from sops.models.book import Book, BookPart, BookStatus
from sops.models.column_post import ColumnPost
from sops.models.remark_answer import RemarkAnswer
from sops.models.revision import Decision, Pelaksana, Revision, RevisionStatus, Step, StepPelaksana
from sops.models.sop import Sop

__all__ = [
    "Book",
    "BookPart",
    "BookStatus",
    "ColumnPost",
    "Decision",
    "Pelaksana",
    "RemarkAnswer",
    "Revision",
    "RevisionStatus",
    "Sop",
    "Step",
    "StepPelaksana",
]
