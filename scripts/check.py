"""What `make check`, `make test` and `make fix` do, one named step after another.

check.py                 everything that CI asks for; every step runs, the faults are listed at the end
check.py --only tests    one step (with -k WORDS: those tests that match)
check.py --fix           format, repair what can be repaired, renew the generated documents
check.py --baseline      renew the tables of tests/baselines from what the product answers now
"""

import argparse
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from scripts import assets  # noqa: E402

PYTHON = sys.executable
NODE_STEPS = ("web types", "web tests")
BROWSER = ("chromium", "fonts-noto-cjk")
JAVA = ("openjdk-17-jre-headless", "openjdk-21-jre-headless")  # Debian 12 has the first, Debian 13 the second

STEPS: dict[str, list[str]] = {
    "format": [PYTHON, "-m", "ruff", "format", "--check", "--quiet", "."],
    "lint": [PYTHON, "-m", "ruff", "check", "."],
    "imports": [PYTHON, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
    "types": [PYTHON, "-m", "mypy", "src/ringfence", "scripts", "build_hook.py"],
    "migrations": [PYTHON, "-W", "ignore", "-m", "django", "makemigrations", "--check", "--dry-run"],
    "audit": [PYTHON, "-m", "scripts.audit"],
    "web types": [*assets.npm(), "run", "--silent", "check"],
    "web tests": [*assets.npm(), "run", "--silent", "test"],
    "tests": [PYTHON, "-m", "pytest", "-n", str(min(4, os.cpu_count() or 1)), "--dist", "loadgroup"],
}
SLOW = {"slow": [PYTHON, "-m", "pytest", "-m", "slow"]}
BASELINES = {"baselines": [PYTHON, "-m", "pytest", "tests/baselines"]}
REPAIRS: dict[str, list[str]] = {
    "lint": [PYTHON, "-m", "ruff", "check", "--fix", "--quiet", "."],
    "format": [PYTHON, "-m", "ruff", "format", "--quiet", "."],
    "documents": [PYTHON, "-m", "scripts.documents"],
}


def main() -> int:
    parser = argparse.ArgumentParser(description="Check Ringfence.")
    parser.add_argument("--only", choices=[*STEPS, *SLOW], help="one step")
    parser.add_argument("-k", default="", help="tests whose names match")
    parser.add_argument("--fix", action="store_true", help="repair instead of checking")
    parser.add_argument("--baseline", action="store_true", help="renew tests/baselines")
    options = parser.parse_args()
    if options.fix:
        return run_all(REPAIRS)
    if options.baseline:
        os.environ["RINGFENCE_BASELINES"] = "renew"
        return run_all(BASELINES)
    chosen = {options.only: (STEPS | SLOW)[options.only]} if options.only else dict(STEPS)
    if "tests" in chosen or "slow" in chosen:
        add_java()
    if "tests" in chosen:
        add_browser()
        chosen["tests"] = [*chosen["tests"], *(["-k", options.k] if options.k else [])]
    return run_all({name: command for name, command in chosen.items() if applies(name)})


def run_all(steps: dict[str, list[str]]) -> int:
    """Run every step even after a fault; 0 when all went well."""
    faults = []
    for name, command in steps.items():
        print(f"--- {name}", flush=True)
        began = time.monotonic()
        web = name in NODE_STEPS
        done = subprocess.run(command, cwd=ROOT / "web" if web else ROOT, env=environment(), check=False)
        print(
            f"--- {name}: {'ok' if done.returncode == 0 else 'FAULT'}, {time.monotonic() - began:.0f} s",
            flush=True,
        )
        faults += [name] if done.returncode else []
    print(f"\nFaults in: {', '.join(faults)}." if faults else "\nEverything is well.", flush=True)
    return 1 if faults else 0


def applies(name: str) -> bool:
    """Steps of the browser side need its sources."""
    return name not in NODE_STEPS or (ROOT / "web" / "package.json").is_file()


def environment() -> dict[str, str]:
    """The sources first, and the settings of the tests."""
    return assets.environment() | {
        "PYTHONPATH": str(ROOT / "src"),
        "DJANGO_SETTINGS_MODULE": "ringfence.settings.test",
    }


def add_browser() -> None:
    """Tests in a browser need Debian's Chromium; without root they say themselves that they are skipped."""
    if shutil.which("chromium") or os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    print("Installing Debian's chromium for the browser tests ...", flush=True)
    apt_get("update")
    apt_get("install", "--no-install-recommends", *BROWSER)


def add_java() -> None:
    """Tests of Spark need a Java; without root they say themselves that they are skipped."""
    if (
        shutil.which("java")
        or os.environ.get("JAVA_HOME")
        or os.geteuid() != 0
        or not shutil.which("apt-get")
    ):
        return
    print("Installing Debian's Java for the tests of Spark ...", flush=True)
    apt_get("update")
    for package in JAVA:
        if apt_get("install", "--no-install-recommends", package):
            return


def apt_get(*what: str) -> bool:
    """Whether Debian's packages could be fetched; nobody is asked anything."""
    command = ["apt-get", "-q", "-y", "-o", "DPkg::Lock::Timeout=120", *what]
    unasked = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.run(command, check=False, env=unasked, stdout=subprocess.DEVNULL).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
