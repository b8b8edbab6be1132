"""The course of the rehearsal: who is there, at which pace, and the steps in their order, each a promise or several."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sandbox.cli._bench.browser import BrokenPage, Browser
from sandbox.cli._bench.watching import Watch
from sandbox.cli._rehearsal.browsing import Gone, Person
from sandbox.cli._rehearsal.checks import Check, kept
from sandbox.cli._rehearsal.kept import Kept, look
from sandbox.cli._rehearsal.people import Candidate, Examiner
from sandbox.cli._rehearsal.room import Room
from sandbox.cli._rehearsal.server import Server
from sandbox.cli._rehearsal.timing import Time
from sandbox.kernel.errors import RuleBroken


@dataclass(frozen=True, slots=True)
class Pace:
    """How much of it: actions whose way to the console is timed, seconds between two actions of one candidate, how late the
    third one is, lengths of the cuts, stops of the server and writes of each candidate before one, the evacuation's length.
    """

    is_real: bool
    timed_acts: int
    act_every_s: float
    late_s: int
    cuts_s: tuple[int, ...]
    kills: int
    writes_before_kill: int
    evacuation_s: int

    @property
    def words(self) -> str:
        """As the report tells it."""
        return "en temps réel" if self.is_real else "au rythme accéléré, l’horloge du serveur d’essai étant avancée"


SHORT = Pace(
    is_real=False, timed_acts=12, act_every_s=60, late_s=420, cuts_s=(5, 100, 600), kills=1, writes_before_kill=15,
    evacuation_s=240,
)  # fmt: skip
FULL = Pace(
    is_real=True, timed_acts=40, act_every_s=15, late_s=420, cuts_s=(5, 100, 600), kills=3, writes_before_kill=67,
    evacuation_s=120,
)  # fmt: skip

Step = Callable[["Rehearsal"], Iterator[Check]]


@dataclass
class Rehearsal:
    """A rehearsal under way. `tell` shows people where it stands."""

    room: Room
    server: Server
    pace: Pace
    tell: Callable[[str], None]
    folder: Path
    checks: list[Check] = field(default_factory=list)
    seen_s: list[float] = field(default_factory=list)
    """From the answer to a candidate to the console that shows the action."""

    def __post_init__(self) -> None:
        room, port = self.room, self.server.port
        self.time = Time(room.instance, is_real=self.pace.is_real)
        self.candidates = [Candidate(rank, room.shop_keys[rank - 1], room.texts, Person(port)) for rank in (1, 2, 3)]
        self.examiner = Examiner(Person(port), room.session_id, room.seat_ids)
        self.here: list[Candidate] = []
        """Those who sit at a workstation that answers."""
        self._acted_at: dict[int, float] = {}
        self._noted_at = self.time.now()

    def play(self, steps: Sequence[tuple[str, Step]]) -> list[Check]:
        """All of it, in order; a step that breaks is a promise that was not kept, and the next ones are tried."""
        for title, step in steps:
            self.tell(title)
            try:
                self.server.ensure()
                self.checks.extend(step(self))
            except (BrokenPage, Gone, RuleBroken, OSError, ValueError, KeyError, IndexError, TypeError) as broken:
                self.checks.append(kept(title, False, "va jusqu’au bout", f"interrompu : {broken}"))
        for person in (*(one.person for one in self.candidates), self.examiner.person):
            person.hang_up()
        return self.checks

    # means -------------------------------------------------------------------------------------------------------------

    def let_pass(self, seconds: float, here: Sequence[Candidate] | None = None) -> None:
        """Let time pass while those who are there work and the examiner notes."""
        people = self.here if here is None else here

        def breathe() -> None:
            now = self.time.now()
            for one in people:
                one.pulse()
                if now - self._acted_at.get(one.rank, 0) >= self.pace.act_every_s:
                    self._acted_at[one.rank] = now
                    one.save()
            if now - self._noted_at >= self.pace.act_every_s / 2:
                self._noted_at = now
                self.examiner.columns()
                self.examiner.note()

        self.time.let_pass(seconds, breathe)

    def settle(self) -> None:
        """Whole signs of life of everybody, before something is measured to the second."""
        self.time.let_pass(3, self.breathe)
        self.breathe()

    def breathe(self) -> None:
        """A sign of life of everybody who is there."""
        for one in self.here:
            one.pulse()

    def look(self, *, group: str = "") -> Kept:
        """What the database holds now."""
        return look(self.room, group=group)

    def saved(self) -> list[list[str]]:
        """The saves that each candidate was told are kept, by rank."""
        return [list(one.saved) for one in self.candidates]

    def watch(self) -> Watch:
        """The examiner's open console, on the stream."""
        return Watch(Browser(self.server.port, self.examiner.person.browser.cookies), self.room.session_id)
