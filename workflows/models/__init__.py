"""Running an SOP: the case, its step runs, the assignments of posts, and the papers they make.

Direction of imports inside: case ← run ← assignment ← output, pause, inspection, comment, snooze, saved,
summary, assessment.
"""

from workflows.models.assessment import (
    AssessedSop,
    Assessment,
    AssessmentKind,
    AssessmentStatus,
    AssessmentVerdict,
)
from workflows.models.assignment import Assignment, AssignmentStatus
from workflows.models.case import Case, CaseStatus, CaseSubject, ChosenPost, Tahap
from workflows.models.comment import MAX_COMMENT, Comment
from workflows.models.inspection import Inspection
from workflows.models.output import Output, OutputKind, RunPaper
from workflows.models.pause import Pause, PauseKind
from workflows.models.run import Cause, RunStatus, Signing, StepRun
from workflows.models.saved import MAX_SAVED, SavedSearch
from workflows.models.snooze import Snooze, awake
from workflows.models.summary import Summary

__all__ = [
    "MAX_COMMENT",
    "MAX_SAVED",
    "AssessedSop",
    "Assessment",
    "AssessmentKind",
    "AssessmentStatus",
    "AssessmentVerdict",
    "Assignment",
    "AssignmentStatus",
    "Case",
    "CaseStatus",
    "CaseSubject",
    "Cause",
    "ChosenPost",
    "Comment",
    "Inspection",
    "Output",
    "OutputKind",
    "Pause",
    "PauseKind",
    "RunPaper",
    "RunStatus",
    "SavedSearch",
    "Signing",
    "Snooze",
    "StepRun",
    "Summary",
    "Tahap",
    "awake",
]
