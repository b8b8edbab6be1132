"""A page as a browser without script holds it: its forms with what is in their fields, and the faults said at them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape

_VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
_RAW = {"script", "style"}
_TICKED = {"checkbox", "radio"}
_PRESSED = {"submit", "button", "image", "reset", "file"}
_TAG = re.compile(
    r"""<!--.*?-->|<!(?!--)[^>]*>|<(?P<end>/?)(?P<name>[a-zA-Z][^\s/>]*)(?P<rest>(?:[^>"']|"[^"]*"|'[^']*')*)>""",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"""([^\s=/>"']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?""")
_BLOCKS = {"p", "li", "td", "th", "div", "h1", "h2", "h3", "button", "a", "option", "label", "span", "dt", "dd"}


@dataclass
class _Node:
    tag: str
    attributes: dict[str, str]
    text: str = ""


@dataclass
class Form:
    """A form: where it goes, and the values it would send, in order."""

    action: str
    fields: dict[str, list[str]] = field(default_factory=dict)

    def filled(self, **changes: object) -> dict[str, object]:
        """What is sent once these fields were changed; None leaves a field out (a box that was cleared)."""
        sent: dict[str, object] = {
            name: values for name, values in self.fields.items() if name not in ("", "csrf_token")
        }
        sent.update(changes)
        return {name: value for name, value in sent.items() if value is not None}


class Page:
    """What is on a page. Fields outside their <form> are found by their `form` attribute.

    It reads HTML as our templates write it, closed quotes and all: Python's own reader, which takes anything, took a sixth of
    the time of the tests of the back office.
    """

    def __init__(self, html: str) -> None:
        self.forms: dict[str, Form] = {}
        self.texts: dict[str, str] = {}
        self.text = ""
        self._open: list[_Node] = []
        self._form: str | None = None
        self._select: tuple[str, str] | None = None
        self._first: str | None = None
        self._chosen = False
        self._area: tuple[str, str] | None = None
        self._template = 0
        self._read(html)

    def form(self, part: str) -> Form:
        """The form of that id, or the first whose address ends with (or else contains) these words."""
        if part in self.forms:
            return self.forms[part]
        ending = [form for form in self.forms.values() if form.action.endswith(part)]
        return (ending or [form for form in self.forms.values() if part in form.action])[0]

    def error(self, name: str) -> str:
        """The fault said at a field, empty when there is none."""
        return " ".join(self.texts.get(f"{name}-err", "").split())

    def says(self, words: str) -> bool:
        """Whether these words are on the page, whatever its spaces."""
        return " ".join(words.split()) in " ".join(self.text.split())

    def _read(self, html: str) -> None:
        at = 0
        while (found := _TAG.search(html, at)) is not None:
            if found.start() > at:
                self._text(unescape(html[at : found.start()]))
            at = found.end()
            name = (found["name"] or "").lower()
            if found["end"]:
                self._end(name)
            elif name:
                self._start(name, found["rest"])
            if name in _RAW and not found["end"]:
                at = html.index(f"</{name}", at)
        if html[at:]:
            self._text(unescape(html[at:]))

    def _start(self, tag: str, rest: str) -> None:
        attributes = {
            name.lower(): unescape(double or single or bare) for name, double, single, bare in _ATTRIBUTE.findall(rest)
        }
        self._open_element(tag, attributes)
        if rest.endswith("/") and tag not in _VOID:
            self._end(tag)

    def _open_element(self, tag: str, attributes: dict[str, str]) -> None:
        self._template += tag == "template"
        if self._template:
            return
        if tag not in _VOID:
            self._open.append(_Node(tag, attributes))
        if tag in _BLOCKS:
            self.text += " "
        if tag == "form":
            self._form = attributes.get("id") or f"#{len(self.forms)}"
            self.forms.setdefault(self._form, Form("")).action = attributes.get("action", "")
        elif tag == "input" and self._sends(attributes):
            self._add(attributes, attributes.get("value", "on" if attributes.get("type") in _TICKED else ""))
        elif tag == "select":
            self._select, self._first, self._chosen = (self._owner(attributes), attributes.get("name", "")), None, False
        elif tag == "option" and self._select is not None:
            self._option(attributes)
        elif tag == "textarea":
            self._area = (self._owner(attributes), attributes.get("name", ""))
            self._put(*self._area, "")

    def _end(self, tag: str) -> None:
        if self._template:
            self._template -= tag == "template"
            return
        if tag == "select" and self._select is not None:
            if not self._chosen and self._first is not None:
                self._put(*self._select, self._first)
            self._select = None
        elif tag == "textarea":
            self._area = None
        elif tag == "form":
            self._form = None
        while self._open:
            node = self._open.pop()
            if "id" in node.attributes:
                self.texts[node.attributes["id"]] = node.text
            if self._open:
                self._open[-1].text += node.text
            if node.tag == tag:
                break

    def _text(self, data: str) -> None:
        if self._template:
            return
        if self._area is not None:
            values = self.forms[self._area[0]].fields[self._area[1]]
            values[-1] += data if values[-1] else data.removeprefix("\r").removeprefix("\n")
        self.text += data
        if self._open:
            self._open[-1].text += data

    def _sends(self, attributes: dict[str, str]) -> bool:
        kind = attributes.get("type", "text")
        return (
            kind not in _PRESSED and (kind not in _TICKED or "checked" in attributes) and "disabled" not in attributes
        )

    def _option(self, attributes: dict[str, str]) -> None:
        assert self._select is not None
        value = attributes.get("value", "")
        self._first = value if self._first is None else self._first
        if "selected" in attributes:
            self._chosen = True
            self._put(*self._select, value)

    def _add(self, attributes: dict[str, str], value: str) -> None:
        self._put(self._owner(attributes), attributes.get("name", ""), value)

    def _owner(self, attributes: dict[str, str]) -> str:
        return attributes.get("form") or self._form or ""

    def _put(self, owner: str, name: str, value: str) -> None:
        self.forms.setdefault(owner, Form("")).fields.setdefault(name, []).append(value)
