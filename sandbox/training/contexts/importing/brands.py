"""The brands of context.yaml: found by key or name, and added to its section when a file names another one."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field

from sandbox.kernel.text import fold, slugify

_SECTION = re.compile(r"^marques:[^\r\n]*(\r?\n|$)", re.MULTILINE)
_ITEM = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\r?\n)*([ ]*)- ")
_LONGEST = 64


@dataclass(slots=True)
class BrandBook:
    """The brands by folded key and name. `text` is context.yaml as it is; nothing of it but the section changes."""

    text: str
    keys: dict[str, str]
    _made: dict[str, tuple[str, str, int]] = field(default_factory=dict)

    def key_of(self, name: str, line: int) -> tuple[str, bool]:
        """The key of a brand, and whether it was made for this line."""
        name = " ".join(name.split())[:_LONGEST]
        folded = fold(name)
        if folded in self.keys:
            return self.keys[folded], False
        if folded in self._made:
            return self._made[folded][0], False
        stem = slugify(name)[:50].strip("-") or "marque"
        taken = {*self.keys.values(), *(made[0] for made in self._made.values())}
        key = next(key for n in range(1, len(taken) + 2) if (key := stem if n == 1 else f"{stem}-{n}") not in taken)
        self._made[folded] = (key, name, line)
        return key, True

    def written(self) -> dict[str, tuple[str, int]]:
        """context.yaml with the brands that were made at the head of its section, when there are any."""
        if not self._made:
            return {}
        newline = "\r\n" if "\r\n" in self.text else "\n"
        head = _SECTION.search(self.text)
        item = _ITEM.match(self.text, head.end()) if head else None
        indent = item.group(1) if item else "  "
        lines = [
            f"{indent}- {{cle: {key}, nom: {json.dumps(name, ensure_ascii=False)}, actif: oui}}{newline}"
            for key, name, _line in self._made.values()
        ]
        if head is None:
            begin = f"{self.text.rstrip()}{newline}{newline}marques:{newline}"
            return {"context.yaml": (begin + "".join(lines), 0)}
        before, after = self.text[: head.start()], self.text[head.end() :]
        line = head.group(0) if item else f"marques:{newline}"
        return {"context.yaml": (f"{before}{line}{''.join(lines)}{after}", 0)}
