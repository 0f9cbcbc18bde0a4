"""`ringfence <command> ...`: finds the commands by themselves, reads the arguments, answers with an exit code.

A command is a module `commands/<name>.py` (a dash in the command is an underscore in the file). Its first
docstring line is its help. It has `add_arguments(parser)` and `run(options) -> int | None`; `--json` is
given to every command. A module that says `NEEDS_DJANGO = False` runs without Django; one that says `AS_OWNER = True`
runs as the database's owner, past the policies of the rows (docs/decisions/0033).
"""

import argparse
import ast
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType

from ringfence.kernel import Expected

from .embedded_postgres import PostgresDidNotStart, PostgresMissing
from .printing import CannotRun, Printer

COMMANDS = Path(__file__).parent / "commands"


@dataclass(frozen=True)
class CommandFile:
    """What can be known of a command without loading it."""

    name: str
    module: str
    help: str
    needs_django: bool
    as_owner: bool = False

    def load(self) -> ModuleType:
        """The command's module, with Django ready if it needs it."""
        if self.needs_django:
            import django

            settings = "ringfence.settings.owner" if self.as_owner else "ringfence.settings.base"
            os.environ.setdefault("DJANGO_SETTINGS_MODULE", settings)
            django.setup()
        return import_module(self.module)


def command_files() -> list[CommandFile]:
    """Every command, by name."""
    return [_described(file) for file in sorted(COMMANDS.glob("[a-z]*.py"))]


def run_command(arguments: Sequence[str]) -> int:
    """Run one command; 0 is success, 1 an expected refusal with its sentence, 2 wrong arguments."""
    files = {file.name: file for file in command_files()}
    if not arguments or arguments[0] not in files:
        _overview(list(files.values())).parse_args(arguments or ["--help"])
        return 2
    chosen = files[arguments[0]]
    return _guarded(chosen.load(), command_parser(chosen).parse_args(arguments[1:]))


def command_parser(file: CommandFile) -> argparse.ArgumentParser:
    """What a command takes."""
    command = file.load()
    parser = argparse.ArgumentParser(
        prog=f"ringfence {file.name}",
        description=command.__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document instead of sentences")
    command.add_arguments(parser)
    parser.set_defaults(command=file.name)
    return parser


def _guarded(command: ModuleType, options: argparse.Namespace) -> int:
    say = Printer(as_json=options.json)
    try:
        return int(command.run(options) or 0)
    except (Expected, PostgresMissing, PostgresDidNotStart, CannotRun) as refusal:
        say.refusal(str(refusal))
        return 1
    except PermissionError as refusal:
        say.refusal(_whose(refusal))
        return 1
    except Exception as fault:
        sentence = _of_the_database(fault)
        if sentence is None:
            raise
        say.refusal(sentence)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # the reader of our output (`| head`) has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _whose(refusal: PermissionError) -> str:
    if refusal.filename is None:
        return str(refusal)
    return (
        f"{refusal.filename} may not be opened by this account. Use the account that started Ringfence first, "
        "or set RINGFENCE_HOME to a folder of your own."
    )


def _of_the_database(fault: Exception) -> str | None:
    """A refusal of the database itself in words; None for anything else."""
    from psycopg.errors import InsufficientPrivilege

    from ringfence.ground.acting.postgresql.fitness import UnfitRole

    if isinstance(fault, UnfitRole):
        return str(fault)
    if isinstance(fault.__cause__ or fault, InsufficientPrivilege):
        return f"The database does not let this be done: {str(fault).strip()}. Only its owner may (RINGFENCE_OWNER_URL)."
    return None


def _overview(files: list[CommandFile]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="ringfence", description="Outbreak response for a city.")
    commands = parser.add_subparsers(title="commands", metavar="<command>", required=True)
    for file in files:
        commands.add_parser(file.name, help=file.help, add_help=False)
    return parser


def _described(file: Path) -> CommandFile:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    said = {
        line.targets[0].id: line.value.value
        for line in tree.body
        if isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Name) and isinstance(line.value, ast.Constant)
    }  # fmt: skip
    return CommandFile(
        name=file.stem.replace("_", "-"),
        module=f"{__package__}.commands.{file.stem}",
        help=(ast.get_docstring(tree) or "").split("\n", 1)[0],
        needs_django=said.get("NEEDS_DJANGO") is not False,
        as_owner=said.get("AS_OWNER") is True,
    )
