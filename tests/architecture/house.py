"""The house as the tests see it: floors, rooms, files."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "ringfence"
FLOORS = (
    "kernel", "cores", "ground", "registry", "field", "supply", "tracing", "measures", "care", "command",
    "response", "faces",
)  # fmt: skip
SIDE_BY_SIDE = {"supply": "field"}  # floors of the same height


def height(floor: str) -> int:
    """How high a floor lies; two that stand side by side are equal."""
    return FLOORS.index(SIDE_BY_SIDE.get(floor, floor))


def rooms() -> list[Path]:
    """Every room with tables or doors, below the faces."""
    floors = [PACKAGE / floor for floor in FLOORS if floor not in ("kernel", "cores", "response", "faces")]
    folders = [folder for floor in floors if floor.is_dir() for folder in sorted(floor.iterdir())]
    return [folder for folder in folders if (folder / "__init__.py").is_file()]


def door(room: Path, name: str) -> list[Path]:
    """The files of one door: `actions.py`, or the files of the folder `actions/`."""
    one = room / f"{name}.py"
    return [one] if one.is_file() else sorted((room / name).glob("*.py"))


def offered(room: Path, name: str) -> Iterator[tuple[Path, ast.FunctionDef]]:
    """The functions that a door offers: those of the file, or those that the folder hands out."""
    handed_out = names_handed_out(room / name / "__init__.py")
    for file in door(room, name):
        for node in functions(file):
            if file.parent == room or node.name in handed_out:
                yield file, node


def names_handed_out(file: Path) -> set[str]:
    """What a package imports into itself."""
    if not file.is_file():
        return set()
    imports = [
        node for node in ast.parse(file.read_text(encoding="utf-8")).body if isinstance(node, ast.ImportFrom)
    ]
    return {alias.asname or alias.name for node in imports for alias in node.names}


def functions(file: Path) -> Iterator[ast.FunctionDef]:
    """The public functions at the top of a file."""
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield node


@cache
def tracked_files() -> tuple[Path, ...]:
    """Every file that is, or would be, in the repository."""
    asked = ["git", "-c", "safe.directory=*", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    said = subprocess.run(asked, cwd=ROOT, capture_output=True, check=True).stdout.decode()
    return tuple(ROOT / name for name in said.split("\0") if name and (ROOT / name).is_file())


def name_of(path: Path) -> str:
    """The path as it is spoken of."""
    return str(path.relative_to(ROOT))
