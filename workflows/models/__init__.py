"""Running an SOP: the case, its step runs, the assignments of posts, and the papers they make.

Direction of imports inside: case ← run ← assignment ← output, pause, inspection.
"""

from workflows.models.assignment import Assignment, AssignmentStatus
from workflows.models.case import Case, CaseStatus, CaseSubject, ChosenPost, Tahap
from workflows.models.inspection import Inspection
from workflows.models.output import Output, OutputKind, RunPaper
from workflows.models.pause import Pause, PauseKind
from workflows.models.run import Cause, RunStatus, Signing, StepRun

__all__ = [
    "Assignment",
    "AssignmentStatus",
    "Case",
    "CaseStatus",
    "CaseSubject",
    "Cause",
    "ChosenPost",
    "Inspection",
    "Output",
    "OutputKind",
    "Pause",
    "PauseKind",
    "RunPaper",
    "RunStatus",
    "Signing",
    "StepRun",
    "Tahap",
]
