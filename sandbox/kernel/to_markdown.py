"""Rich text of other programs as the Markdown that a context keeps: the tags a page accepts, without addresses."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from sandbox.kernel.text import clean_html

_SPECIAL = re.compile(r"([\\`*_\[\]<>&#|~])")
_LINE_HEAD = re.compile(r"^(\s*)([-+=]|\d+[.)])", re.MULTILINE)
_HEADINGS = {"h2": "## ", "h3": "### ", "h4": "#### "}
_MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*"}
_BLOCKS = {"p", "blockquote", "table", "thead", "tbody", "tr", "ul", "ol", "li", "hr", *_HEADINGS}


class _Writer(HTMLParser):
    """Writes blocks one after the other; a mark that would hold nothing, or spaces at its edge, is moved or left out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[str] = []
        self._words = ""
        self._prefix = ""
        self._lists: list[int] = []
        self._open: list[tuple[str, int]] = []
        self._is_item = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self._end_block()
        if tag in _HEADINGS:
            self._prefix = _HEADINGS[tag]
        elif tag in ("ul", "ol"):
            self._lists.append(0 if tag == "ol" else -1)
        elif tag == "li" and self._lists:
            self._prefix = self._bullet()
            self._is_item = True
        elif tag == "br":
            self._words += "\n"
        elif tag in _MARKS and not self._open:
            self._open.append((tag, len(self._words)))
        elif tag in ("td", "th"):
            self._words += " "

    def handle_endtag(self, tag: str) -> None:
        if self._open and self._open[-1][0] == tag:
            self._close_mark()
        if tag in ("ul", "ol") and self._lists:
            self._end_block()
            self._lists.pop()
        elif tag in _BLOCKS:
            self._end_block()

    def handle_data(self, data: str) -> None:
        self._words += _SPECIAL.sub(r"\\\1", re.sub(r"[ \t\r\n\f]+", " ", data))

    def close(self) -> None:
        super().close()
        self._end_block()

    def _bullet(self) -> str:
        if self._lists[-1] < 0:
            return "- "
        self._lists[-1] += 1
        return f"{self._lists[-1]}. "

    def _close_mark(self) -> None:
        tag, start = self._open.pop()
        inside = self._words[start:]
        words = inside.strip()
        # Markdown knows a mark by the letters beside it: one among punctuation would show its stars.
        if not words or "\n" in words or not (words[0].isalnum() and words[-1].isalnum()):
            return
        if start and self._words[start - 1].isalnum() and not inside.startswith(" "):
            return
        head = inside[: len(inside) - len(inside.lstrip())]
        tail = inside[len(inside.rstrip()) :]
        self._words = f"{self._words[:start]}{head}{_MARKS[tag]}{words}{_MARKS[tag]}{tail}"

    def _end_block(self) -> None:
        while self._open:
            self._close_mark()
        lines = [" ".join(line.split()) for line in self._words.split("\n")]
        lines = [_LINE_HEAD.sub(_plain_head, line) for line in lines if line]
        if lines:
            joined = " ".join(lines) if self._prefix else "  \n".join(lines)
            follows = self._is_item and bool(self.blocks) and _is_item(self.blocks[-1])
            if follows:
                self.blocks[-1] += f"\n{self._prefix}{joined}"
            else:
                self.blocks.append(f"{self._prefix}{joined}")
        self._words, self._prefix, self._is_item = "", "", False


def _is_item(block: str) -> bool:
    return bool(re.match(r"(- |\d+\. )", block))


def _plain_head(match: re.Match[str]) -> str:
    """A line that begins like a list, made plain words."""
    blank, head = match.groups()
    return f"{blank}{head[:-1]}\\{head[-1]}"


def to_markdown(markup: str) -> str:
    """The Markdown of an HTML text: paragraphs, bold, italics, lists, headings; its links keep their words only."""
    writer = _Writer()
    writer.feed(clean_html(markup))
    writer.close()
    return "\n\n".join(writer.blocks) + "\n" if writer.blocks else ""
