"""What a signing step signs: the papers on the desk of its case, and the name that each bears once it is signed."""

import re

from documents.models import Naskah
from documents.naskah.matching import meant
from organizations.models import Office
from sops.document import Step, paper_key
from workflows.models import Output, StepRun

DRAFT_WORDS = ("konsep", "draf", "draft", "rancangan")
DRAFT = re.compile(rf"^(?:{'|'.join(DRAFT_WORDS)})\s+(?=\S)", re.IGNORECASE)


def sources_of(run: StepRun, step: Step) -> list[Output]:
    """The outputs that are signed: by the name of the paper, else what the step needs; notes are none."""
    key = paper_key(step.paper)
    found = Output.objects.newest().filter(case=run.case_id, key=key).order_by("id")
    chosen = found.select_related(
        "file", "naskah__number", "naskah__created_by", "signed", "assignment", "run"
    )
    return [output for output in chosen if output.file_id or output.naskah_id or output.signed_id]


def issued_title(step: Step, office: Office, naskah: Naskah) -> str:
    """The name of the step's output where that means the paper, else the draft's own."""
    table = office.naskah.get("jenis", {})
    named = [found for found in meant(table, step.output) if found.kind == naskah.kind]
    return step.output if any(not found.is_draft for found in named) else naskah.title


def upload_title(step: Step, source: Output) -> str:
    """What an uploaded draft is called once it is signed: the step's output, and no draft."""
    name = DRAFT.sub("", step.output or source.name)
    return name[:1].upper() + name[1:]
