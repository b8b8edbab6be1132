"""The XML of a file as elements that know their line. Nothing is fetched, nothing is expanded, everything is bounded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers import expat

from sandbox.kernel.errors import RuleBroken

MAX_BYTES = 20 * 1024 * 1024
MAX_ELEMENTS = 500_000
MAX_DEPTH = 40
_SPACES = (
    ("wp", re.compile(r"https?://wordpress\.org/export/1\.[0-2]/?")),
    ("excerpt", re.compile(r"https?://wordpress\.org/export/1\.[0-2]/excerpt/?")),
    ("content", re.compile(r"https?://purl\.org/rss/1\.0/modules/content/?")),
    ("dc", re.compile(r"https?://purl\.org/dc/elements/1\.1/?")),
)
"""The name spaces a file may declare under any prefix, with http or https, and what they are called here."""
_WORDS = {
    expat.errors.XML_ERROR_TAG_MISMATCH: "une balise est fermée par une autre",
    expat.errors.XML_ERROR_NO_ELEMENTS: "le fichier est vide",
    expat.errors.XML_ERROR_UNCLOSED_TOKEN: "le fichier est coupé au milieu d’une balise",
    expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION: "le fichier est coupé au milieu d’un texte",
    expat.errors.XML_ERROR_INVALID_TOKEN: "un signe n’est pas permis ici",
    expat.errors.XML_ERROR_UNDEFINED_ENTITY: "une entité n’est pas définie",
    expat.errors.XML_ERROR_DUPLICATE_ATTRIBUTE: "un attribut est écrit deux fois",
    expat.errors.XML_ERROR_UNBOUND_PREFIX: "un préfixe n’est pas déclaré en tête du fichier",
    expat.errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT: "il y a du texte après la fin",
    expat.errors.XML_ERROR_UNKNOWN_ENCODING: "l’encodage déclaré n’est pas connu",
}


@dataclass(slots=True)
class Element:
    """An element: `name` is `title`, `wp:post_id`, `content:encoded`…; `text` is what stands directly in it."""

    name: str
    line: int
    attributes: dict[str, str]
    text: str = ""
    children: list[Element] = field(default_factory=list)

    def all(self, name: str) -> Iterator[Element]:
        """The children of that name, in order."""
        return (child for child in self.children if child.name == name)

    def first(self, name: str) -> Element | None:
        """The first child of that name, None when there is none."""
        return next(self.all(name), None)

    def value(self, name: str) -> str:
        """The text of the first child of that name, stripped; empty when there is none."""
        found = self.first(name)
        return found.text.strip() if found is not None else ""


def refuse(line: int, words: str) -> NoReturn:
    """Refuse the file as a whole, for what stands at a line."""
    raise RuleBroken(f"Ligne {line} : {words}. Rien n’a été importé.", field="file")


def read_markup(content: bytes) -> Element:
    """The root element of a file. Raises RuleBroken (field `file`) with the line at fault."""
    if len(content) > MAX_BYTES:
        raise RuleBroken(f"Ce fichier dépasse {MAX_BYTES // 1024 // 1024} Mo.", field="file")
    builder = _Builder()
    try:
        builder.parser.Parse(content, True)
    except expat.ExpatError as error:
        words = _WORDS.get(expat.errors.messages.get(error.code, ""), "ce n’est pas du XML bien formé")
        refuse(error.lineno, words)
    except (LookupError, UnicodeError, ValueError):
        refuse(1, "l’encodage déclaré n’est pas connu")
    return builder.root.children[0]


class _Builder:
    """Makes elements of what the parser tells."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._declared
        self.root = Element("", 0, {})
        self._open = [self.root]
        self._texts: list[list[str]] = [[]]
        self._count = 0

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        line = self.parser.CurrentLineNumber
        if self._count > MAX_ELEMENTS or len(self._open) > MAX_DEPTH:
            refuse(line, "le fichier a plus de balises que tout site n’en demande")
        made = Element(_named(name), line, attributes)
        self._open[-1].children.append(made)
        self._open.append(made)
        self._texts.append([])

    def _end(self, _name: str) -> None:
        self._open.pop().text = "".join(self._texts.pop())

    def _text(self, text: str) -> None:
        self._texts[-1].append(text)

    def _declared(self, *_told: object) -> None:
        refuse(self.parser.CurrentLineNumber, "une déclaration DOCTYPE n’a pas sa place dans un export")


def _named(name: str) -> str:
    space, _, local = name.rpartition(" ")
    prefix = next((prefix for prefix, pattern in _SPACES if pattern.fullmatch(space)), "")
    if space and not prefix:
        return f"?:{local}"
    return f"{prefix}:{local}" if prefix else local
