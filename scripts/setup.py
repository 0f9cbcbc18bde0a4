"""Make everything ready to run, from nothing but Python: environment, packages, translations, browser files.

    python3 scripts/setup.py            what `ringfence up` needs
    python3 scripts/setup.py --dev      and what `make check` needs

Each step leaves a stamp of what it was made from, so that a second run takes a moment.
"""

import argparse
import contextlib
import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMPS = VENV / "ringfence-stamps.json"
OLDEST_PYTHON = (3, 11)


class CannotSetUp(RuntimeError):
    """What is missing and what to do about it."""


def main() -> int:
    parser = argparse.ArgumentParser(description="Make Ringfence ready to run.")
    parser.add_argument("--dev", action="store_true", help="also what the checks and tests need")
    options = parser.parse_args()
    try:
        with one_at_a_time():
            set_up(dev=options.dev)
    except CannotSetUp as reason:
        print(reason, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped. The next start goes on from here.", file=sys.stderr)
        return 130
    return 0


def set_up(*, dev: bool) -> None:
    """Every step, in order; a step whose inputs are unchanged is passed over in silence."""
    if sys.version_info < OLDEST_PYTHON:
        raise CannotSetUp(
            f"Ringfence needs Python 3.11 or newer; this is {sys.version.split()[0]} at {sys.executable}."
        )
    make_environment()
    locks = ["requirements.lock", *(["requirements-dev.lock", "requirements-spark.lock"] if dev else [])]
    for lock in locks:
        step(f"Packages of {lock}", made_from=files_hash([ROOT / lock]), do=partial(install, lock))
    project = [ROOT / "pyproject.toml", ROOT / "build_hook.py", ROOT / "requirements.in"]
    step("Ringfence itself", made_from=f"{ROOT} {files_hash(project)}", do=install_project)
    from_parts = files_hash(ROOT.glob("src/ringfence/locale/*/parts/*.po"))
    step("Translations", made_from=from_parts, do=partial(run_in_venv, "translations", "compile_all"))
    from_sources = files_hash(asset_inputs())
    step(
        "Browser files",
        made_from=from_sources,
        do=partial(run_in_venv, "assets", "build"),
        made=built_assets(),
    )


def make_environment() -> None:
    """The virtual environment; made anew when the Python it was made with is gone or another version."""
    if PYTHON.exists() and read_stamps().get("Python") == python_version():
        return
    say = announce("Python environment")
    shutil.rmtree(VENV, ignore_errors=True)
    if subprocess.run([sys.executable, "-m", "venv", VENV], capture_output=True, check=False).returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        add_venv_package()
        run([sys.executable, "-m", "venv", str(VENV)], "The virtual environment could not be made.")
    write_stamp("Python", python_version())
    say()


def python_version() -> str:
    """The version of the environment's own Python; empty when it does not start."""
    try:
        asked = [str(PYTHON), "-c", "import sys; print(sys.version)"]
        return str(subprocess.run(asked, capture_output=True, text=True, check=True).stdout)
    except (OSError, subprocess.CalledProcessError):
        return ""


def add_venv_package() -> None:
    """Debian keeps `venv` in a package of its own."""
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise CannotSetUp(
            "Python's module `venv` is missing. On Debian install it once with:\n"
            f"  sudo apt-get install {package}\nand start again."
        )
    apt = ["apt-get", "-q", "-y", "-o", "DPkg::Lock::Timeout=120"]
    subprocess.run([*apt, "update"], capture_output=True, check=False)
    names = "python3-venv" if Path(sys.executable).name == "python3" else package
    run([*apt, "install", "--no-install-recommends", names, package], f"`apt-get install {package}` failed.")


def install(lock: str) -> None:
    """Exactly the locked files, each checked against its hash."""
    pip("--require-hashes", "-r", str(ROOT / lock))


def install_project() -> None:
    """The project in place: editing a file needs no new set-up."""
    pip("--no-deps", "--no-build-isolation", "--editable", str(ROOT))


def pip(*arguments: str) -> None:
    command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    run([*command, *arguments], "The packages could not be installed. Is the network there?")


def run_in_venv(module: str, verb: str) -> None:
    """A step that needs installed packages."""
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from pathlib import Path; "
    code += f"from scripts import {module}; {module}.{verb}(Path({str(ROOT)!r}))"
    run([str(PYTHON), "-c", code], f"The step `{module}.{verb}` failed.")


def run(command: list[str], fault: str) -> None:
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive", "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=environment,
        text=True,
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    if done.returncode:
        raise CannotSetUp(f"{fault}\n{done.stdout.strip()[-4000:]}")


def step(name: str, *, made_from: str, do: Callable[[], None], made: bool = True) -> None:
    """Do it unless it was done from the same inputs and its outcome is still there."""
    if made and read_stamps().get(name) == made_from:
        return
    say = announce(name)
    do()
    write_stamp(name, made_from)
    say()


def announce(name: str) -> Callable[[], None]:
    """Print the step; the returned call prints how long it took."""
    print(f"Setting up: {name} ...", flush=True)
    began = time.monotonic()
    return lambda: print(f"Setting up: {name} ... {time.monotonic() - began:.0f} s", flush=True)


def asset_inputs() -> list[Path]:
    sys.path.insert(0, str(ROOT))
    from scripts import assets

    return assets.inputs(ROOT)


def built_assets() -> bool:
    """Whether the built files are there, or there is nothing to build them from."""
    manifest = ROOT / "src" / "ringfence" / "faces" / "web" / "static" / "built" / "manifest.json"
    return manifest.is_file() or not (ROOT / "web" / "package.json").is_file()


def files_hash(files: Iterable[Path]) -> str:
    """A hash of the names and contents of files."""
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(f"{file.relative_to(ROOT)}\0".encode() + file.read_bytes() + b"\0")
    return digest.hexdigest()


def read_stamps() -> dict[str, str]:
    try:
        return dict(json.loads(STAMPS.read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError):
        return {}


def write_stamp(name: str, made_from: str) -> None:
    STAMPS.write_text(json.dumps(read_stamps() | {name: made_from}, indent=2), encoding="utf-8")


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Two commands that start together must not build into the same folders."""
    with (ROOT / "pyproject.toml").open("rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    sys.exit(main())
