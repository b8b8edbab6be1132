"""Writing the hash of a context into a subject's text, everything else left as it stands."""

from __future__ import annotations

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, ScalarNode

from sandbox.kernel.errors import RuleBroken


def lock_text(text: str, digest: str) -> str:
    """The text of a subject with `contexte.empreinte` set to a context's hash; raises RuleBroken when there is no place for it."""
    context = _context_of(text)
    if context is None:
        raise RuleBroken("La clé « contexte » manque ou n’est pas lisible : vérifiez d’abord le sujet.", field="text")
    for key, value in context.value:
        if key.value == "empreinte" and isinstance(value, ScalarNode):
            start, end = value.start_mark.index, value.end_mark.index
            return f"{text[:start]}{digest}{text[end:].lstrip(' ') if not value.value else text[end:]}"
    last_key, last = context.value[-1]
    at = last.end_mark.index
    if context.flow_style:
        return f"{text[:at]}, empreinte: {digest}{text[at:]}"
    return f"{text[:at]}\n{' ' * last_key.start_mark.column}empreinte: {digest}{text[at:]}"


def _context_of(text: str) -> MappingNode | None:
    try:
        root = YAML(typ="rt", pure=True).compose(text)
    except (YAMLError, ValueError):
        return None
    for key, value in root.value if isinstance(root, MappingNode) else ():
        if key.value == "contexte" and isinstance(value, MappingNode) and value.value:
            return value
    return None
