"""All checks, by one command that installs what they need: `python3 tests/run.py [--fast] [PYTEST ARGUMENTS]`.

Makes `.venv` and installs the locked packages into it, installs Chromium and redis-server with the system's
package manager where they are missing, and runs formatter, linter, type checker and tests.

`--fast` leaves out the tests that are marked as slow: all that use a browser, which `tests/conftest.py` finds by
their fixtures, and those that install packages or start many programs. It is for the desk: without it, every
test is run. Other arguments are passed on to pytest, and then only pytest is run.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).parent.parent
ENVIRONMENT = ROOT / ".venv"
LOCK = ROOT / "requirements-dev.lock"

# What the tests start, by the names that systems give it, and each package manager's name for it.
PROGRAMS = [
    # Debian's package of Chromium without windows; where there is none, Chromium itself does (`tests/browser.py`).
    (("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"), "chromium"),
    (("redis-server",), "redis"),
    (("postgres",), "postgresql"),
    (("java",), "java"),
    (("openssl",), "openssl"),
]
PACKAGE_MANAGERS = {
    "apt-get": (
        ["apt-get", "install", "-y", "--no-install-recommends"],
        {
            "redis": "redis-server",
            "chromium": "chromium-headless-shell",
            "java": "default-jre-headless",
        },
    ),
    "dnf": (
        ["dnf", "install", "-y"],
        {"postgresql": "postgresql-server", "java": "java-latest-openjdk-headless"},
    ),
    "apk": (["apk", "add"], {"java": "openjdk17-jre-headless"}),
    "brew": (["brew", "install"], {"java": "openjdk"}),
}


def run(*command: str | Path) -> None:
    """Run a command from the project's root; end with its status if it fails."""
    print("$", *command, flush=True)
    status = subprocess.run(command, cwd=ROOT, check=False).returncode
    if status:
        sys.exit(status)


def is_there(name: str) -> bool:
    """Tell whether a program is installed: Debian has PostgreSQL's in a folder for each version."""
    return shutil.which(name) is not None or any(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))


def install_programs() -> None:
    """Install what is missing of the programs that the tests start."""
    missing = [package for names, package in PROGRAMS if not any(map(is_there, names))]
    if not missing:
        return
    manager = next(filter(shutil.which, PACKAGE_MANAGERS), None)
    if manager is None:
        sys.exit(f"The tests need {', '.join(missing)}: install them, and run this again.")
    install, names = PACKAGE_MANAGERS[manager]
    # Homebrew refuses to run as root; the others have to.
    root = [] if manager == "brew" or os.geteuid() == 0 else ["sudo"]
    if manager == "apt-get":
        run(*root, "apt-get", "update", "-qq")
    run(*root, *install, *(names.get(package, package) for package in missing))


def install_packages() -> Path:
    """Install the locked Python packages into `.venv`; give its interpreter."""
    if not (ENVIRONMENT / "bin").exists():
        venv.create(ENVIRONMENT, with_pip=True)
    python = ENVIRONMENT / "bin" / "python"
    run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", LOCK)
    return python


def main() -> None:
    """Install, check, test."""
    install_programs()
    python = install_packages()
    arguments = sys.argv[1:]
    fast = "--fast" in arguments
    if fast:
        arguments.remove("--fast")
    chosen = ["-m", "not slow"] if fast else []
    if arguments:
        run(python, "-m", "pytest", *chosen, *arguments)
        return
    run(python, "-m", "ruff", "format", "--check", ".")
    run(python, "-m", "ruff", "check", ".")
    run(python, "-m", "mypy")
    # Files side by side, each in one process, for its tests share what they have started; in conftest's order. One
    # more than there are processors: a browser test waits for half of its time.
    spread = [f"--numprocesses={(os.cpu_count() or 1) + 1}", "--dist=loadfile", "--no-loadscope-reorder"]
    run(python, "-m", "pytest", *spread, *chosen)


if __name__ == "__main__":
    main()
