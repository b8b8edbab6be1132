"""The small types of a subject's file: everything arrives as text, and says in French what it should have been."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from sandbox.kernel.text import slugify

IDENTIFIER = re.compile(r"^[a-z0-9][a-z0-9_-]{0,79}$")
LINE_ID = re.compile(r"^[A-Za-z][A-Za-z0-9_-]{0,19}$")
VARIABLE = re.compile(r"^[a-z][a-z0-9_]{0,39}$")
_DURATION = re.compile(r"^(\d{1,3})\s?min(?:\s?([0-5]\d)\s?s?)?$")
_SECONDS = re.compile(r"^(\d{1,4})\s?s$")
_SPOKEN = re.compile(
    r"^(?=\d)(?:(?P<hours>\d)\s?h(?:eures?)?\s?)?(?:(?P<minutes>\d{1,3})\s?(?:m|mn|min|mins|minutes?|')?\.?)?$",
    re.IGNORECASE,
)
_SEXAGESIMAL = re.compile(r"^(\d{1,3}):([0-5]\d)$")
_AMBIGUOUS = {"yes", "no", "on", "off", "y", "n"}


class Strict(BaseModel):
    """A mapping of the file: keys that are not known are faults."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True, frozen=True)


def _refuse(code: str, message: str) -> PydanticCustomError:
    return PydanticCustomError("e5", "{code}|{message}", {"code": code, "message": message})


def parse_duration(value: Any) -> int:
    """« 40min », « 12min30 » or « 90s » in seconds."""
    if isinstance(value, int):
        return value
    text = str(value).strip()
    if match := _DURATION.match(text):
        return int(match[1]) * 60 + int(match[2] or 0)
    if match := _SECONDS.match(text):
        return int(match[1])
    if match := _SEXAGESIMAL.match(text):
        misread = int(match[1]) * 60 + int(match[2])
        raise _refuse(
            "E006", f"« {text} » serait lu comme le nombre {misread}. Écrivez une durée comme 12min ou 12min30."
        )
    raise _refuse("E006", f"« {text} » n’est pas une durée. {_duration_meant(text)}")


def _duration_meant(text: str) -> str:
    """What to write for « 8 », « 8 minutes » or « 1h30 »."""
    match = _SPOKEN.match(text)
    if match is None:
        return "Écrivez une durée comme 12min ou 12min30."
    minutes = int(match["hours"] or 0) * 60 + int(match["minutes"] or 0)
    return f"Écrivez {minutes}min."


def parse_boolean(value: Any) -> bool:
    """« true », « false », « oui » or « non »; what YAML readers disagree about is refused."""
    if isinstance(value, bool):
        return value
    text = str(value).strip()
    if text.lower() in ("true", "oui"):
        return True
    if text.lower() in ("false", "non"):
        return False
    if text.lower() in _AMBIGUOUS:
        raise _refuse("E005", f"« {text} » serait lu comme vrai/faux. Écrivez oui ou non, ou mettez des guillemets.")
    raise _refuse("E015", f"Valeur « {text} » interdite : écrivez oui ou non.")


def parse_identifier(value: Any) -> str:
    """A name of the file: lower case, digits, hyphen, underscore."""
    text = str(value)
    if not IDENTIFIER.fullmatch(text):
        message = f"Identifiant « {text} » refusé : lettres minuscules sans accent, chiffres, tiret ou souligné."
        advice = slugify(text)[:80].strip("-") if re.search(r"\w", text) and isinstance(value, str) else ""
        raise _refuse("E010", f"{message} Écrivez par exemple « {advice} »." if advice else message)
    return text


def parse_line_id(value: Any) -> str:
    """The id of a grid line: a letter, then letters or digits."""
    text = str(value)
    if not LINE_ID.fullmatch(text):
        raise _refuse("E010", f"Identifiant de ligne « {text} » refusé : une lettre, puis lettres ou chiffres (L1).")
    return text


def parse_variable(value: Any) -> str:
    """The name of a variable, as it stands between braces in texts."""
    text = str(value)
    if not VARIABLE.fullmatch(text):
        raise _refuse(
            "E010", f"Nom de variable « {text} » refusé : lettres minuscules sans accent, chiffres, souligné."
        )
    return text


def parse_text(value: Any) -> str:
    """A text that says something."""
    text = "" if value is None else value
    if not isinstance(text, str):
        raise _refuse(
            "E015",
            "Un texte est attendu ici. S’il tient sur plusieurs lignes, ou s’il a des tirets, écrivez « | » après la clé.",
        )
    if not text.strip():
        raise _refuse("E004", "Ce texte est vide.")
    return text


def parse_list(value: Any) -> Any:
    """A list; a lone value stands for a list of one, nothing for an empty list."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


Duration = Annotated[
    int,
    BeforeValidator(parse_duration),
    WithJsonSchema({"type": "string", "pattern": r"^(\d{1,3}min([0-5]\d)?|\d{1,4}s)$"}),
]
YesNo = Annotated[
    bool, BeforeValidator(parse_boolean), WithJsonSchema({"enum": [True, False, "oui", "non", "true", "false"]})
]
Identifier = Annotated[
    str, BeforeValidator(parse_identifier), WithJsonSchema({"type": "string", "pattern": IDENTIFIER.pattern})
]
LineId = Annotated[str, BeforeValidator(parse_line_id), WithJsonSchema({"type": "string", "pattern": LINE_ID.pattern})]
VariableName = Annotated[
    str, BeforeValidator(parse_variable), WithJsonSchema({"type": "string", "pattern": VARIABLE.pattern})
]
Text = Annotated[str, BeforeValidator(parse_text), WithJsonSchema({"type": "string", "minLength": 1})]
Texts = Annotated[
    list[str],
    BeforeValidator(parse_list),
    WithJsonSchema({"anyOf": [{"type": "array", "items": {"type": "string"}}, {"type": "string"}]}),
]
LineIds = Annotated[
    list[LineId],
    BeforeValidator(parse_list),
    WithJsonSchema(
        {"anyOf": [{"type": "array", "items": {"type": "string", "pattern": LINE_ID.pattern}}, {"type": "string"}]}
    ),
]

__all__ = ["Duration", "Field", "Identifier", "LineId", "LineIds", "Strict", "Text", "Texts", "VariableName", "YesNo"]
