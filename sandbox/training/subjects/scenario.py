"""The mappings of `subject.yaml`, format e5-scenario/1, with the French keys trainers write."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator

from sandbox.kernel.yaml_nodes import Path
from sandbox.training.subjects.fields import (
    Duration,
    Field,
    Identifier,
    LineId,
    LineIds,
    Strict,
    Text,
    Texts,
    VariableName,
    YesNo,
    parse_list,
)

FORMAT = "e5-scenario/1"
EXAM_DURATION_S = 2400
MOST = 10_000
"""No subject counts further."""
FILE_FORMATS = ("csv", "xlsx", "ods", "pdf", "png", "jpg", "odt", "docx", "txt")
"""What a candidate may hand in as a file, by the ending of its name."""

Values = dict[str, Any]
Expected = dict[str, Any]


class ContextRef(Strict):
    """Which context, `id@version`, and the hash of its files (`auto` until published)."""

    ref: Text
    digest: str = Field("auto", alias="empreinte")

    @property
    def slug(self) -> str:
        """The context's id."""
        return self.ref.partition("@")[0]

    @property
    def version(self) -> str:
        """The context's version."""
        return self.ref.partition("@")[2]


class GridRef(Strict):
    """Which grid, `id@session`."""

    ref: Text

    @property
    def slug(self) -> str:
        """The grid's id."""
        return self.ref.partition("@")[0]

    @property
    def session(self) -> str:
        """The grid's session."""
        return self.ref.partition("@")[2]


class Persona(Strict):
    """Somebody of the story."""

    name: Text = Field(alias="nom")
    role: str = Field("", alias="fonction")
    channel: str = Field("", alias="canal")


class Attachment(Strict):
    """An annex: Markdown (`.md`) or a table (`.csv`), visible from a moment of the test on."""

    id: Identifier
    file: Text = Field(alias="fichier")
    title: Text = Field(alias="titre")
    visible_from: Duration = Field(0, alias="visible_des")
    tasks: Texts = Field(default_factory=list, alias="taches")


class Injection(Strict):
    """A change of the starting shop."""

    id: Identifier
    op: Literal["creer", "modifier", "supprimer", "generer"]
    entity: str | None = Field(None, alias="entite")
    target: str | None = Field(None, alias="cible")
    key: Identifier | None = Field(None, alias="cle")
    action: str | None = None
    values: Values = Field(default_factory=dict, alias="valeurs")


class Descriptors(Strict):
    """What each level means for one line."""

    TI: Text
    I: Text  # noqa: E741 - the official name of the level
    S: Text
    TS: Text

    def items(self) -> list[tuple[str, str]]:
        """Level and meaning, from the lowest."""
        return [("TI", self.TI), ("I", self.I), ("S", self.S), ("TS", self.TS)]


class Line(Strict):
    """A line of the grid for this subject. `short` is its label on the console."""

    id: LineId
    criterion: Text = Field(alias="critere")
    skill: Text = Field(alias="competence")
    short: str = Field("", alias="court")
    is_human: YesNo = Field(False, alias="humain")
    descriptors: Descriptors | None = Field(None, alias="descripteurs")

    @property
    def label(self) -> str:
        """Its label on the console."""
        return self.short or self.skill


class Deliverable(Strict):
    """A file or a note to hand in."""

    id: Identifier
    kind: Literal["texte", "fichier"] = Field(alias="type")
    title: str = Field("", alias="titre")
    formats: Annotated[
        list[Literal["csv", "xlsx", "ods", "pdf", "png", "jpg", "odt", "docx", "txt"]], BeforeValidator(parse_list)
    ] = Field(default_factory=list)
    words_max: int | None = Field(None, alias="mots_max", ge=1, le=MOST)
    words_min: int | None = Field(None, alias="mots_min", ge=1, le=MOST)


class Hint(Strict):
    """A hint, proposed in practice only, after some time."""

    after: Duration = Field(alias="apres")
    text: Text = Field(alias="texte")


class Task(Strict):
    """A question of the subject."""

    id: Identifier
    title: str = Field("", alias="titre")
    instruction: Text = Field(alias="consigne")
    advised: Duration = Field(0, alias="duree_conseillee")
    lines: list[Line] = Field(default_factory=list, alias="lignes")
    deliverables: list[Deliverable] = Field(default_factory=list, alias="livrables")
    hints: list[Hint] = Field(default_factory=list, alias="indices")


class Trigger(Strict):
    """When an event happens: exactly one of a, apres, si, manuel."""

    at: Duration | None = Field(None, alias="a")
    after: str | None = Field(None, alias="apres")
    when: Any | None = Field(None, alias="si")
    manual: YesNo = Field(False, alias="manuel")
    unless: str | None = Field(None, alias="si_non")
    delay: Duration = Field(0, alias="delai")
    expires: Duration | None = Field(None, alias="expire")
    is_scaled: YesNo = Field(True, alias="echelle")


class Effect(Strict):
    """What an event does."""

    op: Literal["creer", "modifier", "supprimer", "message"]
    entity: str | None = Field(None, alias="entite")
    target: str | None = Field(None, alias="cible")
    key: Identifier | None = Field(None, alias="cle")
    action: str | None = None
    persona: str | None = Field(None, alias="acteur")
    values: Values = Field(default_factory=dict, alias="valeurs")


class Event(Strict):
    """Something that happens in the shop during the test."""

    id: Identifier
    title: Text = Field(alias="titre")
    trigger: Trigger = Field(alias="declencheur")
    effects: list[Effect] = Field(alias="effets", min_length=1)


ProofKind = Literal["etat", "existe", "absent", "intact", "action", "texte", "comportement", "livrable", "manuelle"]


class Route(Strict):
    """One way to a proof: what to look at and what is expected there. A proof may list others under `ou_bien`."""

    kind: ProofKind = Field(alias="type")
    target: str | None = Field(None, alias="cible")
    entity: str | None = Field(None, alias="entite")
    expected: Expected = Field(default_factory=dict, alias="attend")
    where: Values = Field(default_factory=dict, alias="parmi_ceux")
    everywhere: YesNo = Field(False, alias="partout")
    count: int | None = Field(None, alias="nombre", ge=1, le=MOST)
    except_for: Texts = Field(default_factory=list, alias="sauf")
    fields: Texts = Field(default_factory=list, alias="champs")
    action: str | None = None
    before: str | None = Field(None, alias="avant")
    after: str | None = Field(None, alias="apres")
    field: str | None = Field(None, alias="champ")
    sources: Texts = Field(default_factory=list)
    scene: (
        Literal[
            "panier", "recherche", "visite", "livraison", "menu", "accueil", "site_page", "site_menu", "site_bloc", "site_recherche",
        ] | None
    ) = None  # fmt: skip
    given: Values = Field(default_factory=dict, alias="avec")
    deliverable: str | None = Field(None, alias="livrable")


class Proof(Route):
    """A finding of the machine about lines of the grid; never a level, never a mark."""

    id: Identifier
    lines: LineIds = Field(alias="lignes")
    label: Text = Field(alias="libelle")
    partial_from: int | None = Field(None, alias="partiel_si", ge=1, le=MOST)
    is_guard: YesNo = Field(False, alias="garde")
    within: Duration | None = Field(None, alias="delai_max")
    routes: list[Route] = Field(default_factory=list, alias="ou_bien")

    def ways(self, rank: int) -> Iterator[tuple[Path, Route]]:
        """Each way to reach it, its own first, and where that is written in a subject whose proof it is at `rank` (from 0)."""
        yield ("preuves", rank), self
        for n, route in enumerate(self.routes):
            yield ("preuves", rank, "ou_bien", n), route


class Moment(Strict):
    """When to put an oral question: after an action, or at a time of the test."""

    after: str | None = Field(None, alias="apres")
    at: Duration | None = Field(None, alias="a")


class Question(Strict):
    """An oral question of the examiner, with what a good answer says."""

    id: Identifier
    lines: LineIds = Field(alias="lignes")
    when: Moment | None = Field(None, alias="quand")
    text: Text = Field(alias="texte")
    expected: Texts = Field(default_factory=list, alias="attendus")
    follow_ups: Texts = Field(default_factory=list, alias="relances")


class Trial(Strict):
    """A golden run: `actions: []` for the empty one, or a recorded file."""

    id: Identifier
    actions: list[Any] | None = None
    recording: str | None = Field(None, alias="enregistrement")
    expected: dict[str, str] = Field(default_factory=dict, alias="attend")

    @property
    def is_empty(self) -> bool:
        """Whether its candidate does nothing."""
        return not self.recording


class Scenario(Strict):
    """The whole file."""

    format: Text
    id: Identifier
    version: Text
    title: Text = Field(alias="titre")
    letter: str = Field("", alias="lettre")
    status: Literal["brouillon", "relu", "publie"] = Field(alias="statut")
    uses: Annotated[list[Literal["entrainement", "examen"]], BeforeValidator(parse_list)] = Field(
        alias="usages", min_length=1
    )
    authors: Texts = Field(default_factory=list, alias="auteurs")
    context: ContextRef = Field(alias="contexte")
    grid: GridRef = Field(alias="grille")
    duration: Duration = Field(EXAM_DURATION_S, alias="duree")
    preparation: Duration = 0
    support: Literal["boutique", "site"] = "boutique"
    mode: Literal["fidele", "anime", "etendu"] = "fidele"
    aids: Texts = Field(default_factory=list, alias="aides")
    personas: dict[Identifier, Persona] = Field(default_factory=dict, alias="acteurs")
    variables: dict[VariableName, Texts] = Field(default_factory=dict)
    instruction: Text = Field(alias="consigne")
    attachments: list[Attachment] = Field(default_factory=list, alias="pieces_jointes")
    injections: list[Injection] = Field(default_factory=list)
    tasks: list[Task] = Field(alias="taches", min_length=1)
    events: list[Event] = Field(default_factory=list, alias="evenements")
    proofs: list[Proof] = Field(default_factory=list, alias="preuves")
    questions: list[Question] = Field(default_factory=list)
    answers: dict[str, Text] = Field(default_factory=dict, alias="corrige")
    trials: list[Trial] = Field(default_factory=list, alias="essais_temoins")

    @property
    def heading(self) -> str:
        """« Sujet C – Noël à la brûlerie »."""
        return f"Sujet {self.letter} – {self.title}" if self.letter else self.title
