"""The written SOP as rows: SOP, its revisions, their columns and steps, who holds the columns, how a revision is
approved, and the bound book."""

from sops.models.approval import ApprovalSetting, ReviewVerdict, RevisionApproval, Submission
from sops.models.book import Book, BookPart, BookStatus
from sops.models.column_post import ColumnPost
from sops.models.reading import Reading
from sops.models.remark_answer import RemarkAnswer
from sops.models.revision import (
    LEVELS,
    ON_ITS_WAY,
    PREPARED,
    Decision,
    Pelaksana,
    Revision,
    RevisionStatus,
    Step,
    StepPelaksana,
)
from sops.models.sop import Sop

__all__ = [
    "LEVELS",
    "ON_ITS_WAY",
    "PREPARED",
    "ApprovalSetting",
    "Book",
    "BookPart",
    "BookStatus",
    "ColumnPost",
    "Decision",
    "Pelaksana",
    "Reading",
    "RemarkAnswer",
    "ReviewVerdict",
    "Revision",
    "RevisionApproval",
    "RevisionStatus",
    "Sop",
    "Step",
    "StepPelaksana",
    "Submission",
]
