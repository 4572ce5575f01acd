"""What the record says, in Indonesian, of acts taken back, tasks that change hands, remarks and tasks put aside."""

from collections.abc import Callable, Mapping
from typing import Any

Data = Mapping[str, Any]


def withdrawn(data: Data) -> str:
    text = f"Menarik kembali tindakan pada langkah {data['step']} putaran {data['round']}"
    if data["answer"]:
        text += f", jawaban “{data['answer']}”"
    if "next" in data:
        again = f"langkah {data['step']} dibuka lagi, putaran {data['next']['round']}"
        return f"{text}; langkah {data['undone']} ditutup, {again}"
    return f"{text}; tugasnya terbuka lagi"


HAND_TEXTS: dict[str, Callable[[Data], str]] = {
    "act.withdrawn": withdrawn,
}
