"""Writing YAML that reads like the paper and comes back the same, byte for byte. No Django.

Scalars stay plain wherever YAML lets them (`no` and `010` too: the reader takes every scalar as text).
"""

from collections.abc import Mapping, Sequence
from io import StringIO
from typing import Any

import yaml


class Flow(dict[str, Any]):
    """A mapping to be written on one line: {nama: …, jabatan: [ … ]}."""


class FlowList(list[Any]):
    """A list to be written on one line: [a, b]."""


def without_empty(kind: type[dict[str, Any]], **pairs: Any) -> dict[str, Any]:
    """A mapping of those pairs that say something."""
    return kind({key: value for key, value in pairs.items() if value not in ("", [], {}, None)})


def in_order(pairs: dict[str, Any]) -> dict[str, Any]:
    """Keys in one order, whatever the database made of theirs (jsonb keeps none)."""
    return {
        key: in_order(value) if isinstance(value, dict) else value for key, value in sorted(pairs.items())
    }


def flowing(settings: dict[str, Any]) -> dict[str, Any]:
    """Settings, one a line; what they hold, on that line."""
    kinds: dict[type, Any] = {dict: Flow, list: FlowList}
    return {key: kinds.get(type(value), lambda same: same)(value) for key, value in settings.items()}


class Writer(yaml.emitter.Emitter, yaml.serializer.Serializer, yaml.resolver.BaseResolver):
    """An emitter that resolves nothing, so that no text is quoted for looking like a number or a date."""

    def __init__(self, stream: StringIO) -> None:
        yaml.emitter.Emitter.__init__(self, stream, indent=2, width=150, allow_unicode=True)
        yaml.serializer.Serializer.__init__(self)
        yaml.resolver.BaseResolver.__init__(self)

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Indent the items of a list under their key, as people do."""
        super().increase_indent(flow, False)


def node_of(value: Any, *, flow: bool = False) -> yaml.Node:
    """The YAML node of a tree of mappings, lists and texts."""
    if isinstance(value, Mapping):
        inner = flow or isinstance(value, Flow)
        pairs = [(node_of(str(key)), node_of(item, flow=inner)) for key, item in value.items()]
        return yaml.MappingNode("tag:yaml.org,2002:map", pairs, flow_style=inner)
    if isinstance(value, Sequence) and not isinstance(value, str):
        inner = flow or isinstance(value, FlowList)
        items = [node_of(item, flow=inner) for item in value]
        return yaml.SequenceNode("tag:yaml.org,2002:seq", items, flow_style=inner)
    return yaml.ScalarNode("tag:yaml.org,2002:str", str(value), style='"' if value == "" else None)


def write_yaml(tree: Mapping[str, Any]) -> str:
    """The text of a file."""
    stream = StringIO()
    writer = Writer(stream)
    writer.open()
    writer.serialize(node_of(tree))
    writer.close()
    return stream.getvalue()
