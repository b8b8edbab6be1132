#!/usr/bin/env python3
"""One command to start: install what is missing, then run the demonstration, the tests or a command of the product.

    python3 run.py demo [--live] [--port N] [--no-browser]
    python3 run.py test [pytest's arguments]
    python3 run.py e5 COMMAND ...
    python3 run.py bundle

Standard library only, the same on Linux, macOS and Windows (`py run.py ...`). What it installs stays in `.venv`, from the
locks of `requirements/`, each file checked by its SHA-256; nothing is asked of the network once the lock is installed.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "e5-installed.json"
WHEELHOUSE = ROOT / "wheelhouse"
LOCKS = ROOT / "requirements"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

OLDEST = (3, 11)
# What each set also brings: installing the tests' set makes the demonstration's ready.
BRINGS = {"base": ("base",), "postgres": ("base", "postgres"), "dev": ("base", "postgres", "dev")}
NEEDED_MB = {"base": 300, "postgres": 320, "dev": 700}

NO_NETWORK = re.compile(
    "NewConnectionError|NameResolutionError|Temporary failure in name|dns error|error sending request|ConnectTimeout|"
    "Failed to fetch|Network is unreachable|ProxyError|Could not find a version|no matching distribution|"
    "No solution found|ConnectionResetError|tcp connect error|operation timed out",
    re.IGNORECASE,
)
NO_DISK = re.compile(r"No space left on device|os error 28|Errno 28|os error 112|not enough space", re.IGNORECASE)


class Stop(Exception):
    """What prevents the start, told in French with what to do."""


def say(text: str = "") -> None:
    """One line for the person who started the command."""
    print(text, flush=True)


# Installing -----------------------------------------------------------------------------------------------------------


def digest(path: Path) -> str:
    """The SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def wanted_sums(name: str) -> dict[str, str]:
    """The sums that the stamp must hold for a set to be ready: those of its locks and of the project's metadata."""
    sums = {lock: digest(LOCKS / (lock + ".txt")) for lock in BRINGS[name]}
    sums["project"] = digest(ROOT / "pyproject.toml")
    sums["place"] = str(ROOT)
    return sums


def read_stamp() -> dict[str, str]:
    """What was installed, as written by the last installation that succeeded."""
    try:
        found = json.loads(STAMP.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def ready(name: str) -> bool:
    """Whether a set is installed as its lock says."""
    stamp = read_stamp()
    return PYTHON.exists() and all(
        stamp.get(key) == stamp_sum for key, stamp_sum in wanted_sums(name).items() if key in (name, "project", "place")
    )


def prepare(name: str) -> None:
    """Make `.venv` and install a set, unless that is done already."""
    if ready(name):
        return
    started = time.monotonic()
    check_disk(NEEDED_MB[name])
    say(
        "Première utilisation : installation dans le dossier .venv"
        if not PYTHON.exists()
        else "Mise à jour de l’installation"
    )
    make_venv()
    install(name)
    install_project()
    write_stamp(name)
    say(f"  Installation terminée en {time.monotonic() - started:.0f} s. Les prochains démarrages seront immédiats.\n")


def check_disk(needed: int) -> None:
    """Stop when the disk has less room than an installation takes (megabytes)."""
    free = shutil.disk_usage(ROOT).free // 1_000_000
    if free < needed:
        raise Stop(
            f"Il reste {free} Mo sur le disque de ce dossier, l’installation en demande {needed}.\n"
            "Libérez de la place, puis relancez la même commande."
        )


def uv() -> str | None:
    """The path of uv, the fast installer, when this machine has it."""
    return shutil.which("uv")


def make_venv() -> None:
    """An environment of its own for this Python; an old or broken one is replaced."""
    if PYTHON.exists() and subprocess.run([str(PYTHON), "-c", ""], capture_output=True, check=False).returncode == 0:
        return
    say("  1/3 Environnement Python")
    if VENV.exists():
        shutil.rmtree(VENV)
    fast = uv()
    command = (
        [fast, "venv", "--quiet", "--python", sys.executable, str(VENV)]
        if fast
        else [sys.executable, "-m", "venv", str(VENV)]
    )
    code, output = run_quietly(command)
    if code == 0:
        return
    shutil.rmtree(VENV, ignore_errors=True)
    if "ensurepip" in output:
        version = f"{sys.version_info[0]}.{sys.version_info[1]}"
        raise Stop(
            "Ce Python n’a pas de quoi créer un environnement.\n"
            f"Sous Debian ou Ubuntu : sudo apt-get install python{version}-venv, puis relancez la même commande."
        )
    raise explain(output, "L’environnement Python n’a pas pu être créé.")


def install(name: str) -> None:
    """Install a lock: from the wheelhouse when there is one, else from the package registry."""
    lock = LOCKS / (name + ".txt")
    total = len(re.findall(r"(?m)^[a-z0-9].*==", lock.read_text("utf-8")))
    say(f"  2/3 Bibliothèques ({total} paquets, chacun vérifié par sa somme SHA-256)")
    if WHEELHOUSE.is_dir():
        code, output = run_with_count(installer() + offline() + ["--require-hashes", "-r", str(lock)], total)
        if code == 0:
            return
        say("      Le dossier wheelhouse ne convient pas à ce Python ou à ce système : essai par le réseau.")
    code, output = run_with_count([*installer(), "--require-hashes", "-r", str(lock)], total)
    if code != 0:
        raise explain(output, "Les bibliothèques n’ont pas pu être installées.")


def install_project() -> None:
    """Register the project itself, which gives the command `e5`; built in place, without the network."""
    say("  3/3 Application")
    command = [*installer(), "--no-deps", "--no-build-isolation", "-e", str(ROOT)]
    code, output = run_quietly(command + (offline() if WHEELHOUSE.is_dir() else []))
    if code != 0:
        raise explain(output, "L’application n’a pas pu être enregistrée.")
    # Compiled once and for all: an account that may not write here would compile everything at each start.
    run_quietly([str(PYTHON), "-m", "compileall", "-q", str(ROOT / "sandbox")])


def installer() -> list[str]:
    """The command that installs into `.venv`, up to its options."""
    fast = uv()
    if fast:
        return [fast, "pip", "install", "--python", str(PYTHON), "--compile-bytecode"]
    return [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]


def offline() -> list[str]:
    """The installer's options to look nowhere but in the wheelhouse."""
    return ["--no-index", "--find-links", str(WHEELHOUSE)]


def write_stamp(name: str) -> None:
    """Remember what is installed, so that the next start has nothing to do."""
    STAMP.write_text(json.dumps({**read_stamp(), **wanted_sums(name)}, indent=1), "utf-8")


def run_quietly(command: list[str]) -> tuple[int, str]:
    """Run a command; returns its code and all it said."""
    done = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", check=False, cwd=ROOT
    )
    return done.returncode, done.stdout


def run_with_count(command: list[str], total: int) -> tuple[int, str]:
    """The same, showing how many packages pip has looked at; uv is done before a person could read."""
    said: list[str] = []
    seen = 0
    shows = sys.stdout.isatty()
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", cwd=ROOT
    ) as process:
        for line in process.stdout or ():
            said.append(line)
            if line.startswith("Collecting "):
                seen += 1
                if shows:
                    print(f"\r      {seen}/{total} {line.split()[1].split('==')[0]:<40}", end="", flush=True)
            elif line.startswith("Installing collected") and shows:
                print(f"\r      {'copie des fichiers…':<60}", end="", flush=True)
    if shows and seen:
        print("\r" + " " * 70 + "\r", end="")
    return process.returncode, "".join(said)


def explain(output: str, otherwise: str) -> Stop:
    """What an installer's failure means for the person in front of it."""
    if NO_DISK.search(output):
        return Stop("Le disque est plein. Libérez de la place, puis relancez la même commande.")
    if NO_NETWORK.search(output):
        return Stop(
            "Le dépôt des bibliothèques Python ne répond pas. Vérifiez l’accès à Internet ou le proxy de l’établissement.\n"
            "Sans Internet : sur un poste connecté du même système, lancez « python3 run.py bundle », puis copiez le\n"
            "dossier « wheelhouse » à côté de run.py et relancez la même commande."
        )
    tail = "\n".join("    " + line for line in output.strip().splitlines()[-12:])
    return Stop(f"{otherwise} Derniers messages de l’installateur :\n{tail}")


# Commands -------------------------------------------------------------------------------------------------------------


def environment() -> dict[str, str]:
    """The environment of what is started: UTF-8 everywhere, Windows included."""
    return {**os.environ, "PYTHONUTF8": "1"}


def become(command: list[str]) -> int:
    """Continue as another command; on Windows, wait for it (its exec would leave the terminal at once)."""
    if os.name == "nt":
        return subprocess.call(command, env=environment(), cwd=ROOT)
    os.chdir(ROOT)
    os.execve(command[0], command, environment())
    return 0


def demo(arguments: list[str]) -> int:
    """Start the demonstration."""
    prepare(product_set())
    return become([str(PYTHON), "-m", "sandbox.cli", "demo", *arguments])


def e5(arguments: list[str]) -> int:
    """Pass a command to the product."""
    prepare(product_set())
    return become([str(PYTHON), "-m", "sandbox.cli", *arguments])


def product_set() -> str:
    """The libraries the product needs here: with PostgreSQL's when the database is one."""
    return "postgres" if os.environ.get("E5_DATABASE_URL", "").startswith("postgresql") else "base"


def test(arguments: list[str]) -> int:
    """All the tests, those of the browser last; with arguments, what pytest makes of them."""
    prepare("dev")
    ensure_browser()
    pytest = [str(PYTHON), "-m", "pytest"]
    if arguments:
        return become([*pytest, *arguments])
    # The slowest are named each time, so that slowness is seen while it is small.
    workers = ["-n", str(min(os.cpu_count() or 2, 4)), "-q", "--durations=25"]
    say("Tests sans navigateur")
    code = subprocess.call([*pytest, "tests", "--ignore=tests/e2e", *workers], env=environment(), cwd=ROOT)
    say("\nTests dans un navigateur")
    # Each worker has its own installation, server and browser; a file’s journeys stay together on one, the longest files first.
    by_file = ["--dist", "loadfile", "--no-loadscope-reorder"]
    browser_code = subprocess.call([*pytest, "tests/e2e", *by_file, *workers], env=environment(), cwd=ROOT)
    if code or browser_code:
        say("\nDes tests ont échoué : voir les lignes FAILED et ERROR plus haut.")
    return code or browser_code


def ensure_browser() -> None:
    """Find a browser for the tests; on Debian install the system's Chromium when this account may.

    Where nobody looks on (CI), its version without a window is installed beside the browser that is there: each
    person of a journey costs it an eighth of the processor's time.
    """
    sys.path.insert(0, str(ROOT))
    from tests.support.find_browser import SHELL, find_browser

    is_light = os.environ.get("E5_BROWSER") or os.environ.get("CI") != "true" or shutil.which(SHELL)
    if find_browser() and is_light:
        return
    apt = shutil.which("apt-get")
    if apt and hasattr(os, "geteuid") and os.geteuid() == 0:
        say("Installation de Chromium par apt-get, pour les tests dans un navigateur…")
        # Liberation stands in for Arial and the like: without any font a headless browser measures nothing.
        install = [apt, "install", "-y", "-qq", "--no-install-recommends", "fonts-liberation"]
        settings = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in ([apt, "update", "-qq"], [*install, SHELL], [*install, "chromium"]):
            subprocess.run(command, env=settings, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL, check=False)
            if command[1] == "install" and find_browser():
                return
    if find_browser():
        return
    advice = "sudo apt-get install chromium" if apt else "installez Google Chrome, Microsoft Edge ou Chromium"
    say(f"Aucun navigateur trouvé pour les tests : {advice} (ou donnez son chemin dans E5_BROWSER).")


def bundle(_arguments: list[str]) -> int:
    """Fill `wheelhouse` with what an installation needs on machines like this one, without Internet."""
    prepare("postgres")
    check_disk(200)
    say("Préparation du dossier wheelhouse")
    if subprocess.run([str(PYTHON), "-m", "pip", "--version"], capture_output=True, check=False).returncode != 0:
        run_quietly([str(PYTHON), "-m", "ensurepip", "--upgrade"])
    lock = str(LOCKS / "postgres.txt")
    options = ["--require-hashes", "--only-binary", ":all:", "--disable-pip-version-check", "--no-input"]
    WHEELHOUSE.mkdir(exist_ok=True)
    code, output = run_with_count(
        [str(PYTHON), "-m", "pip", "download", *options, "-d", str(WHEELHOUSE), "-r", lock], 0
    )
    if code != 0:
        raise explain(output, "Les bibliothèques n’ont pas pu être rassemblées.")
    files = list(WHEELHOUSE.iterdir())
    size = sum(file.stat().st_size for file in files) / 1_000_000
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    say(f"  {len(files)} fichiers, {size:.0f} Mo, pour {sys.platform} et Python {version}.")
    say("  Copiez le dossier du projet avec « wheelhouse » sur chaque poste : run.py s’en servira sans Internet.")
    return 0


COMMANDS = {"demo": demo, "test": test, "e5": e5, "bundle": bundle}

USAGE = """Bac à sable E5 : que voulez-vous lancer ?

  python3 run.py demo      installe, charge l’entreprise fictive et ouvre l’application sur ce poste
                           (--live : avec une session en cours ; --port N ; --no-browser)
  python3 run.py test      passe tous les tests, ceux du navigateur compris
  python3 run.py e5 …      les autres commandes : e5 --help les présente
  python3 run.py bundle    prépare une installation sans Internet

Sous Windows, écrivez « py » à la place de « python3 »."""


def main(arguments: list[str]) -> int:
    """Run a command; every foreseeable obstacle is told in French."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    if sys.version_info < OLDEST:
        found = ".".join(str(part) for part in sys.version_info[:3])
        say(f"Python {OLDEST[0]}.{OLDEST[1]} ou plus récent est nécessaire ; celui-ci est le {found}.")
        say("Installez une version récente de Python, puis relancez la même commande avec elle.")
        return 2
    if not arguments or arguments[0] in ("-h", "--help") or arguments[0] not in COMMANDS:
        say(USAGE)
        return 0 if arguments and arguments[0] in ("-h", "--help") else 2
    try:
        return COMMANDS[arguments[0]](arguments[1:])
    except Stop as reason:
        say(f"\n{reason}")
    except OSError as error:
        say("\nLe disque est plein." if error.errno == 28 else f"\nUn fichier n’a pas pu être lu ou écrit : {error}")
    except KeyboardInterrupt:
        say("\nArrêt demandé.")
        return 130
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
