"""The installation that the benchmark measures: the shipped context, a person in practice, a session of three candidates."""

from __future__ import annotations

import gzip
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sandbox.accounts.models import Role, User
from sandbox.accounts.services import create_user
from sandbox.cli._bench.browser import BrokenPage, Browser, form_with
from sandbox.cli._bench.family import cpu_s_of, family_of
from sandbox.cli._installation import opened
from sandbox.cli._scenarios import SCENARIOS, context_folders, subject_folders
from sandbox.config import Config
from sandbox.kernel import clock
from sandbox.kernel.db import db
from sandbox.kernel.diffing import diff_rows
from sandbox.kernel.media import MediaStore
from sandbox.shop.shops.models import Shop
from sandbox.shop.shops.services import copy_shop, delete_shop
from sandbox.training.authoring.checking import check_loaded
from sandbox.training.contexts.services import load_context
from sandbox.training.evidence.queries import evaluate_all
from sandbox.training.exams.copies import make_baseline, make_copy
from sandbox.training.exams.services import Candidate, create_session, start_session
from sandbox.training.journal.playing import play_run
from sandbox.training.journal.queries import all_of, last_seq
from sandbox.training.practice.services import start_run
from sandbox.training.replay.services import rebuild
from sandbox.training.subjects.format import Subject
from sandbox.training.subjects.loader import SUBJECT_FILE, load_subject
from sandbox.training.subjects.queries import exam_subjects, get_subject, list_subjects

PASSWORD = "banc-de-mesure"


@dataclass(frozen=True, slots=True)
class Stage:
    """What was prepared, and how long loading and copying took, in seconds."""

    shop_key: str
    session_id: int
    codes: list[str]
    loading_s: float
    three_copies_s: float
    session_s: float
    checking_s: float
    looking_ms: float
    rebuilding_s: float
    comparing_ms: float


def prepare(instance: Path) -> Stage:
    """Load the first shipped context and open a practice run and a session on its first subject."""
    config = Config(instance=instance)
    with opened(config):
        start = time.perf_counter()
        pack = load_context(folder=context_folders()[0], media=MediaStore(config.media_root))
        db.session.commit()
        loading = time.perf_counter() - start
        copies = _copy_three(pack.reference_shop_id)
        subject = get_subject(exam_subjects(list_subjects())[0].slug)
        alone = create_user(login="seul", name="Camille Seule", role=Role.CANDIDATE, password=PASSWORD)
        erin = create_user(login="examinatrice", name="Erin Mesure", role=Role.EXAMINER, password=PASSWORD)
        run = start_run(user=alone, subject=subject)
        key = run.seat.shop.key
        start = time.perf_counter()
        people = [Candidate(last_name=name) for name in ("Un", "Deux", "Trois")]
        session = create_session(subject=subject, candidates=people, examiner=erin)
        db.session.commit()
        spent = time.perf_counter() - start
        start_session(session=session, author=erin.name)
        db.session.commit()
        session_id, codes = session.id, [seat.join_code for seat in session.seats]
        checking = _check_longest()
        looking = _look_at_all(subject)
        rebuilding, comparing = _rebuild_and_compare(erin)
        return Stage(key, session_id, codes, loading, copies, spent, checking, looking, rebuilding, comparing)


def _check_longest() -> float:
    """Seconds that checking the longest shipped subject takes, its golden runs replayed: the middle of three."""
    folder = max(subject_folders(), key=lambda one: len((one / SUBJECT_FILE).read_text("utf-8").splitlines()))
    spent = []
    for _ in range(3):
        start = time.perf_counter()
        faults = check_loaded(load_subject(folder, SCENARIOS / "grids"), with_runs=True)
        spent.append(time.perf_counter() - start)
        assert not [fault for fault in faults if fault.code in ("I043", "E043")]
    db.session.rollback()
    return sorted(spent)[1]


def _look_at_all(subject: Subject) -> float:
    """Milliseconds of processor that all the evidence of one candidate takes, who did the good run: the middle of fifteen."""
    drawn = subject.drawn(0)
    good = drawn.trial("bon")
    assert good is not None
    assert good.recording is not None
    baseline = make_baseline(drawn, clock.today())
    shop = make_copy(baseline)
    play_run(shop=shop, text=drawn.files[good.recording])
    db.session.commit()
    places, spent = (shop.id, baseline.id), []
    for _ in range(16):
        db.session.expunge_all()
        start = time.process_time()
        found = evaluate_all(drawn, *places, all_of(places[0]))
        spent.append(time.process_time() - start)
        assert not found.errors
    delete_shop(shop_id=places[0])
    db.session.commit()
    return sorted(spent[1:])[7] * 1000


def _rebuild_and_compare(examiner: User) -> tuple[float, float]:
    """Seconds to rebuild a shop at the end of a whole run, milliseconds to compare it with its start; the middle of five each."""
    subject = get_subject(exam_subjects(list_subjects())[0].slug)
    session = create_session(subject=subject, candidates=[Candidate(last_name="Rejeu")], examiner=examiner)
    seat, good = session.seats[0], subject.trial("bon")
    assert good is not None
    assert good.recording is not None
    play_run(shop=seat.shop, text=subject.files[good.recording], seat=seat)
    db.session.commit()
    rebuilt, compared = [], []
    for _ in range(5):
        start = time.perf_counter()
        rebuild(seat=seat, seq=last_seq(seat.shop_id))
        db.session.commit()
        rebuilt.append(time.perf_counter() - start)
        start = time.perf_counter()
        assert diff_rows(db.session(), session.baseline_shop_id, seat.shop_id)
        compared.append(time.perf_counter() - start)
    db.session.rollback()
    return sorted(rebuilt)[2], sorted(compared)[2] * 1000


def _copy_three(reference_id: int) -> float:
    """Seconds that three copies of the reference take, committed; they are taken away again."""
    reference = db.session.get_one(Shop, reference_id)
    start = time.perf_counter()
    made = [copy_shop(source=reference) for _ in range(3)]
    db.session.commit()
    spent = time.perf_counter() - start
    for shop in made:
        delete_shop(shop_id=shop.id)
    db.session.commit()
    return spent


@dataclass(slots=True)
class Server:
    """A server in its own process."""

    port: int
    process: subprocess.Popen[bytes]

    def memory_mb(self) -> float | None:
        """Memory of all its processes, what they share counted once, where the system tells it (Linux)."""
        told = [Path(f"/proc/{pid}/smaps_rollup") for pid in family_of(self.process.pid)]
        found = [re.search(r"^Pss:\s+(\d+)", one.read_text(), re.MULTILINE) for one in told if one.exists()]
        return sum(int(one[1]) for one in found if one) / 1024 if any(found) else None

    def cpu_s(self) -> float:
        """Processor time spent so far, where the system tells it (Linux); 0 elsewhere."""
        return cpu_s_of(self.process.pid)


@contextmanager
def running(arguments: list[str], instance: Path | None = None) -> Iterator[tuple[Server, float]]:
    """Start `python ARGUMENTS` (`{port}` stands for a free port); gives the server and the seconds to its first page."""
    port = _free_port()
    command = [sys.executable, *(argument.format(port=port) for argument in arguments)]
    # What a second start finds: modules compiled by an earlier one.
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment = {**kept, **({"E5_INSTANCE": str(instance), "E5_DATABASE_URL": ""} if instance else {})}
    start = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(port, process)
        yield Server(port, process), time.perf_counter() - start
    finally:
        process.terminate()
        process.wait(10)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(2000):
        if process.poll() is not None:
            raise BrokenPage(f"le serveur s’est arrêté (code {process.returncode})")
        browser = Browser(port)
        try:
            if browser.get("/").status == 200:
                return
        except OSError:
            time.sleep(0.01)
        finally:
            browser.close()
    raise BrokenPage("le serveur ne répond pas")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def signed_in(port: int, login: str) -> Browser:
    """A browser signed in with an account of the stage."""
    browser = Browser(port)
    action, values = form_with(browser.get("/connexion").text, "password")
    typed = {"login": login, "password": PASSWORD}
    browser.post(action or "/connexion", [(name, typed.get(name, value)) for name, value in values])
    return browser


def seated(port: int, code: str) -> Browser:
    """A browser at a seat of the session."""
    browser = Browser(port)
    action, values = form_with(browser.get("/epreuve/rejoindre").text, "code")
    browser.post(action or "/epreuve/rejoindre", [(name, code if name == "code" else value) for name, value in values])
    return browser


def weight_kb(browser: Browser, path: str) -> float:
    """Kilobytes of a page with its style sheets and scripts, each compressed as a server on the Internet would."""
    page = browser.get(path)
    total = len(gzip.compress(page.body))
    files = set(re.findall(r'(?:href|src)="([^"]+\.(?:css|js)[^"]*)"', page.text))
    seen: set[str] = set()
    while files:
        address = files.pop().replace("&amp;", "&")
        if address in seen:
            continue
        seen.add(address)
        got = browser.follow(address)
        total += len(gzip.compress(got.body))
        folder = address.split("?")[0].rsplit("/", 1)[0]
        files |= {f"{folder}/{name}" for name in re.findall(r'from\s*"\./([^"]+)"', got.text)}
    return total / 1024
