"""Subtitles as WebVTT, the one form that browsers read: checked line by line, written from a text that says the same. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sandbox.kernel.errors import RuleBroken

MAX_LENGTH = 20_000
MAX_BYTES = 200_000
"""Of a file; what it says is then held to MAX_LENGTH characters."""
SUFFIX = ".vtt"
TYPE = "text/vtt; charset=utf-8"
A_CHARACTER_MS = 60
"""How long a character is read: some fifteen to seventeen a second, as the trade counts."""
LEAST_MS, MOST_MS = 1_200, 7_000
"""How long a subtitle stays when the film does not tell its own length."""
_TOLD = 4
"""How many faults one message tells."""
_TIME = r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
_SETTING = r"(?:vertical|line|position|size|align):[a-z0-9.,%-]+"
_TIMES = re.compile(rf"{_TIME}[ \t]+-->[ \t]+{_TIME}(?:[ \t]+{_SETTING})*")
_HEAD = re.compile(r"WEBVTT(?:[ \t].*)?")
_SHAPE = "00:01.000 --> 00:04.000"


@dataclass(frozen=True, slots=True)
class Cue:
    """A subtitle: from when to when, in milliseconds, and what it says, on lines."""

    begin_ms: int
    end_ms: int
    text: str


def check_subtitles(text: str, *, duration_ms: int = 0, field: str | None = None) -> str:
    """The text as it is kept: lines ended the same way, without the mark some editors begin with; empty for nothing.

    `duration_ms` is the film's length, 0 when nobody knows it. Raises RuleBroken, each fault with its line.
    """
    kept = "\n".join(line.rstrip() for line in text.removeprefix("\ufeff").splitlines()).strip("\n")
    if not kept.strip():
        return ""
    if len(kept) > MAX_LENGTH:
        raise RuleBroken(f"Les sous-titres dépassent {MAX_LENGTH} caractères.", field=field)
    faults = [*_faults(kept.split("\n"), duration_ms)]
    if faults:
        more = len(faults) - _TOLD
        said = [*faults[:_TOLD], *([f"Et {more} autre{'s' if more > 1 else ''} faute{'s' if more > 1 else ''}."] if more > 0 else [])]  # fmt: skip
        raise RuleBroken(" ".join(said), field=field)
    return f"{kept}\n"


def decoded(data: bytes, *, field: str | None = None) -> str:
    """The text of a file; raises RuleBroken for one that is too large, or that is not text in UTF-8."""
    if len(data) > MAX_BYTES:
        raise RuleBroken("Ce fichier de sous-titres est trop grand\u00a0: 200\u00a0Ko au plus.", field=field)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise RuleBroken(
            f"Ligne {line}\u00a0: ce fichier n’est pas un texte en UTF-8. Enregistrez-le dans cet encodage.",
            field=field,
        ) from error


def cues_of(text: str) -> list[Cue]:
    """The subtitles of a text that was checked."""
    return [_cue(lines) for _at, lines in _groups(text.split("\n")) if _is_cue(lines)]


def written(cues: list[Cue]) -> str:
    """The text of some subtitles; empty for none."""
    said = [f"{_clock(cue.begin_ms)} --> {_clock(cue.end_ms)}\n{cue.text}\n" for cue in cues]
    return "\n".join(["WEBVTT\n", *said]) if said else ""


def cues_from(transcript: str, *, duration_ms: int = 0) -> list[Cue]:
    """A subtitle for each line of a transcript, one after the other, each as long as it takes to read.

    They fill the film when its length is known: people then move them to where each is said.
    """
    lines = [line for raw in transcript.splitlines() if (line := " ".join(raw.split()))]
    shares = [min(MOST_MS, max(LEAST_MS, len(line) * A_CHARACTER_MS)) for line in lines]
    whole = duration_ms or sum(shares)
    edges = [whole * sum(shares[:rank]) // max(1, sum(shares)) for rank in range(len(shares) + 1)]
    return [
        Cue(begin, end, _escaped(line))
        for line, begin, end in zip(lines, edges[:-1], edges[1:], strict=True)
        if end > begin
    ]


def _escaped(line: str) -> str:
    return line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _clock(ms: int) -> str:
    hours, rest = divmod(ms, 3_600_000)
    minutes, rest = divmod(rest, 60_000)
    seconds, rest = divmod(rest, 1000)
    short = f"{minutes:02}:{seconds:02}.{rest:03}"
    return f"{hours:02}:{short}" if hours else short


def _groups(lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    """(number of the first line, lines) of what stands between empty lines, after the head."""
    held: list[str] = []
    for number, line in enumerate([*lines[1:], ""], 2):
        if line:
            held.append(line)
        elif held:
            yield number - len(held), held
            held = []


def _is_cue(lines: list[str]) -> bool:
    return any("-->" in line for line in lines[:2])


def _cue(lines: list[str]) -> Cue:
    at = 0 if "-->" in lines[0] else 1
    found = _TIMES.fullmatch(lines[at])
    if found is None:
        raise ValueError("a text that was not checked")
    begin, end = _moments(found)
    return Cue(begin, end, "\n".join(lines[at + 1 :]))


def _moments(found: re.Match[str]) -> tuple[int, int]:
    """The two moments of a line of times, in milliseconds."""
    parts = [int(part or 0) for part in found.groups()]
    hours, minutes, seconds, rest = (parts[at::4] for at in range(4))
    begin, end = (((hours[one] * 60 + minutes[one]) * 60 + seconds[one]) * 1000 + rest[one] for one in (0, 1))
    return begin, end


def _faults(lines: list[str], duration_ms: int) -> Iterator[str]:
    if not _HEAD.fullmatch(lines[0]):
        yield "Ligne 1\u00a0: la première ligne est «\u00a0WEBVTT\u00a0», seule."
        return
    if len(lines) > 1 and lines[1]:
        yield "Ligne 2\u00a0: laissez une ligne vide après «\u00a0WEBVTT\u00a0»."
        return
    last, count = 0, 0
    for at, group in _groups(lines):
        if group[0].partition(" ")[0] == "NOTE":
            continue
        if group[0] in ("STYLE", "REGION"):
            yield f"Ligne {at}\u00a0: les parties {group[0]} ne sont pas reprises ici. Retirez-la."
            continue
        count += 1
        wrong = _wrong(at, group, last, duration_ms)
        if wrong:
            yield wrong
        else:
            last = _cue(group).begin_ms
    if not count:
        yield "Ligne 1\u00a0: aucun sous-titre ne suit «\u00a0WEBVTT\u00a0»."


def _wrong(at: int, group: list[str], last: int, duration_ms: int) -> str:
    """What is wrong with a subtitle, or nothing; `last` is when the one before begins."""
    if not _is_cue(group):
        return f"Ligne {at}\u00a0: il manque les temps de ce sous-titre, comme «\u00a0{_SHAPE}\u00a0»."
    at, rest = (at, group[1:]) if "-->" in group[0] else (at + 1, group[2:])
    times = group[len(group) - len(rest) - 1]
    found = _TIMES.fullmatch(times)
    if found is None:
        comma = " Les millièmes suivent un point, pas une virgule." if re.search(r"\d,\d{3}", times) else ""
        return f"Ligne {at}\u00a0: ces temps ne se lisent pas, écrivez «\u00a0{_SHAPE}\u00a0».{comma}"
    begin, end = _moments(found)
    if end <= begin:
        return f"Ligne {at}\u00a0: la fin ({_clock(end)}) ne suit pas le début ({_clock(begin)})."
    if begin < last:
        return f"Ligne {at}\u00a0: ce sous-titre commence avant celui qui le précède ({_clock(last)})."
    if duration_ms and begin >= duration_ms:
        return f"Ligne {at}\u00a0: ce sous-titre commence après la fin de la vidéo ({_clock(duration_ms)})."
    if not rest:
        return f"Ligne {at}\u00a0: ce sous-titre ne dit rien. Écrivez son texte à la ligne suivante."
    again = next((rank for rank, line in enumerate(rest, 1) if "-->" in line), 0)
    return f"Ligne {at + again}\u00a0: laissez une ligne vide entre deux sous-titres." if again else ""
