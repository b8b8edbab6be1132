"""What is wrong with the writing of a YAML file, in a teacher's words: the line to mend, and what to write there.

The parser tells where it could go no further, which is often well below the fault: a quote left open, a text that is not
indented. The lines around are read again here, for the faults that people make.
"""

from __future__ import annotations

import re

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.tokens import ScalarToken

ODD_SPACES = "\u00a0\u202f\u2007\u2009\u200b\u3000\ufeff"
"""Spaces that Word and telephones put for plain ones, and that YAML takes for letters."""
_ODD_INDENT = re.compile(rf"^[ \t]*[{ODD_SPACES}]")
_PAIR = re.compile(r"^(?P<indent>\s*)(?P<dash>(?:- +)*)(?P<key>[\w-]+) *:(?P<space> +|$)(?P<value>.*)$")
_TIGHT_KEY = re.compile(r"^\s*(?:- +)?(?P<key>[a-zA-Z_]\w*):(?P<value>[^\s:/].*)$")
_TIGHT_DASH = re.compile(r"^\s*-(?P<key>[a-z_]\w*):(?:\s|$)")
_CURLY = re.compile(r"^[“”„‘‚]")
_COMMENT = re.compile(r"\s+#.*$")
_HASH = re.compile(r"\s(#(?! |$)[^\s,\]}]*)")
_FAR = 12
"""How many lines above the end of the reading a cause is looked for."""
_SHOWN = 60

_REASONS = (
    ("'\\t'", "tabulation interdite : mettez deux espaces à la place"),
    ("a tab", "tabulation interdite : mettez deux espaces à la place"),
    ("mapping values", "deux-points en trop ou guillemets manquants"),
    ("could not find expected ':'", "il manque un deux-points après une clé"),
    ("unexpected end of stream", "guillemet non refermé"),
    ("unexpected document separator", "guillemet non refermé avant « --- »"),
    ("unknown escape", "barre oblique inverse mal placée : employez des guillemets simples"),
    ("escape sequence", "barre oblique inverse mal placée : employez des guillemets simples"),
    ("cannot start any token", "ce caractère ne peut pas commencer une valeur : mettez-la entre guillemets"),
    ("',' or ']'", "il manque une virgule ou un crochet fermant « ] »"),
    ("',' or '}'", "il manque une virgule ou une accolade fermante « } »"),
    ("sequence entries are not allowed", "tiret mal placé : mettez-le à la ligne, ou le texte entre guillemets"),
    ("chomping or indentation", "texte en trop après « | » ou « > » : allez à la ligne, ou mettez toute la valeur entre guillemets"),
    ("block end", "décalage (retrait) incorrect, ou guillemet en trop ou manquant, ici ou juste avant"),
    ("indent", "décalage (retrait) incorrect"),
    ("document start", "texte après la fin du document, ou retrait incorrect"),
    ("single document", "deux documents séparés par « --- » : gardez-en un"),
    ("node content", "il manque une valeur"),
    ("expected a comment or a line break", "texte en trop après « | » ou « > » : allez à la ligne, ou mettez toute la valeur entre guillemets"),
    ("undefined tag", "étiquette « ! » refusée : mettez la valeur entre guillemets"),
    ("quoted scalar", "guillemet non refermé"),
)  # fmt: skip
_CLOSERS = (("[", "]", "le crochet"), ("{", "}", "l’accolade"))


def told(text: str, error: MarkedYAMLError) -> tuple[int, str]:
    """The line to mend (from 1) and what to say of it."""
    mark = error.problem_mark or error.context_mark
    if mark is None:
        return 1, "Fichier illisible : ponctuation inattendue."
    lines = text.split("\n")
    words = f"{error.problem or ''} / {error.context or ''}"
    found = _diagnosed(text, lines, mark.line, mark.column, words, error)
    if found is not None:
        return found[0] + 1, f"Fichier illisible : {found[1]}"
    reason = next((said for part, said in _REASONS if part in words), "ponctuation inattendue")
    line, column = mark.line, mark.column
    if reason == "guillemet non refermé" and error.context_mark:
        line, column = error.context_mark.line, error.context_mark.column
    return line + 1, f"Fichier illisible, colonne {column + 1} : {reason}."


def _diagnosed(
    text: str, lines: list[str], at: int, column: int, words: str, error: MarkedYAMLError
) -> tuple[int, str] | None:
    """The line (from 0) and the words of a fault that people make; None for any other."""
    here = lines[at] if at < len(lines) else ""
    if "tab" in words or "'\\t'" in words:
        return None
    if (
        odd := next((n for n in range(at, -1, -1) if n < len(lines) and _ODD_INDENT.match(lines[n])), None)
    ) is not None:
        return odd, "cette ligne commence par des espaces insécables. Effacez-les et tapez des espaces ordinaires."
    if "could not find expected ':'" in words and error.context_mark is not None:
        return _no_colon(lines, error.context_mark.line)
    if (brackets := _brackets(lines, at, words, error)) is not None:
        return brackets
    if (opened := _open_quote(text, at)) is not None:
        return _never_closed(lines, opened)
    if "unexpected end of stream" in words and error.context_mark is not None:
        return _never_closed(lines, error.context_mark.line)
    for n in (at, at - 1):
        if 0 <= n < len(lines) and (match := _TIGHT_DASH.match(lines[n])):
            return n, f"il manque une espace après le tiret : écrivez « - {match['key']}: »."
    if "cannot start any token" in words and (match := _PAIR.match(here)) and match["value"]:
        value = _COMMENT.sub("", match["value"])
        if column == match.start("value"):
            return (
                at,
                f"un texte ne commence pas par « {here[column]} » sans guillemets : « {match['key']}: {_quoted(value)} ».",
            )
    if "mapping values" in words:
        return _colon_in_value(lines, at, column)
    if "block end" in words:
        return _quote_inside(here, at, column) or _shifted(lines, at, column)
    return None


def _no_colon(lines: list[str], at: int) -> tuple[int, str]:
    """A line without « clé : valeur » where one is wanted: a text that is not indented, or a key stuck to its value."""
    here = lines[at] if at < len(lines) else ""
    if match := _TIGHT_KEY.match(here):
        return (
            at,
            f"il manque une espace après « {match['key']}: » : écrivez « {match['key']}: {_cut(match['value'])} ».",
        )
    above = at - 1
    while above > 0 and not lines[above].strip():
        above -= 1
    indent = len(lines[above]) - len(lines[above].lstrip())
    is_block = bool(re.search(r":\s*[|>][-+]?\s*$", _COMMENT.sub("", lines[above]))) if above >= 0 else False
    wanted = indent + 2 if is_block else indent
    return at, (
        f"{_shown(here)} n’est pas une clé. Si c’est la suite du texte au-dessus, décalez la ligne ({wanted} espaces) ; "
        "si c’est une clé, il manque son deux-points."
    )


def _brackets(lines: list[str], at: int, words: str, error: MarkedYAMLError) -> tuple[int, str] | None:
    """A list or a group between brackets that has no end: swallowed by a « # », or forgotten."""
    if ("',' or" in words or "node content" in words) and (hashed := _hash_inside(lines, at)) is not None:
        return hashed
    for sign, closing, name in _CLOSERS:
        if f"',' or '{closing}'" in words:
            return _open_bracket(lines, at, error, sign, closing, name)
    return None


def _hash_inside(lines: list[str], at: int) -> tuple[int, str] | None:
    """A « # » inside brackets, which makes a comment of all that follows, their end included."""
    for n in range(min(at, len(lines) - 1), max(at - _FAR, -1), -1):
        match = _HASH.search(lines[n])
        if match is None or lines[n][: match.start()].count('"') % 2:
            continue
        before = "".join([*lines[max(n - _FAR, 0) : n], lines[n][: match.start()]])
        if sum(map(before.count, "[{")) > sum(map(before.count, "]}")):
            hashed = match[1]
            return n, (
                f"« {_cut(hashed)} » commence par « # », qui fait un commentaire de toute la suite : écrivez « {_quoted(hashed)} »."
            )
    return None


def _open_bracket(
    lines: list[str], at: int, error: MarkedYAMLError, sign: str, closing: str, name: str
) -> tuple[int, str] | None:
    """A bracket that nothing closes: told where it opens, when the reader noticed lines below."""
    opened = error.context_mark
    if opened is None or opened.line == at:
        return None
    return opened.line, (
        f"{name} « {sign} » ouvert{'e' if sign == '{' else ''} à cette ligne n’est pas refermé{'e' if sign == '{' else ''} : "
        f"il manque « {closing} », ou une virgule avant la ligne {at + 1}."
    )


def _open_quote(text: str, at: int) -> int | None:
    """The line (from 0) of a quoted text that runs over several lines and ends where the reader stopped: it was left open."""
    last: ScalarToken | None = None
    try:
        for token in YAML(typ="safe", pure=True).scan(text):
            if token.start_mark.line > at:
                break
            if isinstance(token, ScalarToken) and token.style in ('"', "'"):
                last = token
    except (YAMLError, ValueError, IndexError, AttributeError):
        pass
    if last is None or last.start_mark.line == last.end_mark.line or last.end_mark.line != at:
        return None
    return int(last.start_mark.line)


def _never_closed(lines: list[str], at: int) -> tuple[int, str]:
    line = lines[at] if at < len(lines) else ""
    return at, f"le guillemet ouvert à cette ligne n’est pas refermé : ajoutez-le à la fin de {_shown(line)}."


def _colon_in_value(lines: list[str], at: int, column: int) -> tuple[int, str] | None:
    """« titre: Promotion : un bon », or a key that stands too far to the right."""
    here = lines[at] if at < len(lines) else ""
    match = _PAIR.match(here)
    if match is None:
        return None
    value = _COMMENT.sub("", match["value"])
    if column > match.start("value") and value:
        if _CURLY.match(value):
            return (
                at,
                f"ces guillemets “ ” ne comptent pas : tapez des guillemets droits, « {match['key']}: {_quoted(value)} ».",
            )
        return at, (
            f"ce texte contient un deux-points suivi d’une espace, il lui faut des guillemets : « {match['key']}: {_quoted(value)} »."
        )
    return (
        at,
        f"« {match['key']} » est trop à droite : alignez cette ligne sur celle du dessus, ou refermez ce qui est ouvert au-dessus.",
    )


def _quote_inside(here: str, at: int, column: int) -> tuple[int, str] | None:
    """A quote or an apostrophe in the middle of a text that the same sign opened."""
    match = _PAIR.match(here)
    if match is None or not match["value"] or column <= match.start("value"):
        return None
    value = _COMMENT.sub("", match["value"])
    if value.startswith("'"):
        inner = value[1:-1] if value.endswith("'") and len(value) > 1 else value[1:]
        return (
            at,
            f"l’apostrophe referme le texte : entourez-le de guillemets doubles, « {match['key']}: {_quoted(inner)} ».",
        )
    if value.startswith('"'):
        return at, (
            'un guillemet, au milieu, referme le texte : à l’intérieur, écrivez « et » à la place de ", '
            "ou retirez ce qui suit le dernier guillemet."
        )
    return None


def _shifted(lines: list[str], at: int, column: int) -> tuple[int, str] | None:
    """A line whose indent fits none of those above."""
    above = [
        _indent(line) for line in lines[max(0, at - 60) : at] if line.strip() and not line.lstrip().startswith("#")
    ]
    here = lines[at] if at < len(lines) else ""
    if not above or here[:column].strip(" "):
        return None
    nearest = min({*above, *(indent + 2 for indent in above)}, key=lambda indent: (abs(indent - column), -indent))
    if column in above:
        before = next((line for line in reversed(lines[:at]) if _indent(line) == column and line.strip()), "")
        is_half = before.lstrip().startswith("- ") and not here.lstrip().startswith("-")
        return (
            (at, "il manque un tiret « - » devant cette ligne, ou il y en a un de trop au-dessus.") if is_half else None
        )
    return at, f"cette ligne commence par {_spaces(column)}, les lignes du dessus par {_spaces(nearest)} : alignez-les."


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _spaces(count: int) -> str:
    return f"{count} espace{'s' if count > 1 else ''}"


def _quoted(value: str) -> str:
    plain = value.strip().strip('“”„‘‚"').replace('"', "”").replace("\\", "/")
    return f'"{_cut(plain)}"'


def _shown(line: str) -> str:
    return f"« {_cut(line.strip())} »"


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
