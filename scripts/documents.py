"""Documents that are written from the code. `make fix` renews them; a test refuses stale ones.

Each function here returns the text of one document in Markdown; `DOCUMENTS` says where it belongs.
"""

import argparse
import os
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
MADE = "<!-- Written from the code by `make fix`; do not edit by hand. -->\n\n"


def states() -> str:
    """Every life cycle: a diagram, and who acts next in each state."""
    parts = ["# States\n", "Who acts next in each state, and which states may follow.\n"]
    for room, module in _state_modules():
        for name, transitions in _tables(module, "TRANSITIONS").items():
            owners = _tables(module, "OWNERS")[name.replace("TRANSITIONS", "OWNERS")]
            parts.append(
                _state_section(room, name, (module.__doc__ or "").splitlines()[0], transitions, owners)
            )
    return MADE + "\n".join(parts)


def commands() -> str:
    """Every command of `ringfence` with what it takes."""
    from ringfence.faces.jobs.command_line import command_files, command_parser

    parts = ["# Commands\n", "Every command takes `--json` and then prints one JSON document.\n"]
    for file in command_files():
        parser = command_parser(file)
        parts.append(f"## ringfence {file.name}\n\n{(parser.description or '').strip()}\n")
        rows = [_argument(action) for action in parser._actions if action.dest not in ("help", "json")]
        parts += ["| Argument | Means |\n|---|---|", *rows, ""] if rows else []
        for deed, part in _deeds(parser).items():
            rows = [_argument(action) for action in part._actions if action.dest not in ("help", "json")]
            parts += [f"### ringfence {file.name} {deed}\n\n{(part.description or '').capitalize()}.\n"]
            parts += ["| Argument | Means |\n|---|---|", *rows, ""] if rows else []
    return MADE + "\n".join(parts)


def permissions() -> str:
    """Which role may do what, and what every address asks for."""
    from ringfence.ground.access import ROLES, Permission

    head = "| Permission | " + " | ".join(ROLES) + " |\n|---|" + "---|" * len(ROLES)
    rows = [
        f"| {one.value} | "
        + " | ".join("x" if one in role.permissions else "" for role in ROLES.values())
        + " |"
        for one in Permission
    ]
    roles = [f"- **{role.code}** ({role.name_zh}): {role.description}" for role in ROLES.values()]
    addresses = [f"| `{address}` | {needed} |" for address, needed in sorted(_addresses())]
    return MADE + "\n".join([
        "# Roles, permissions and addresses\n", *roles, "", head, *rows, "",
        "## What every address asks for\n", "| Address | Needs |\n|---|---|", *addresses, "",
    ])  # fmt: skip


def parameters() -> str:
    """Every parameter of every rule set with its source and mark."""
    from ringfence.ground.rulesets.page import page

    return MADE + page()


def line_list_columns() -> str:
    """Every column that an import knows."""
    from ringfence.cores.linelist.page import page

    return MADE + page()


def interface() -> str:
    """Every operation of the interface for programs."""
    from ringfence.faces.api.reference import page

    return MADE + page()


def limits() -> str:
    """How long one-time codes live and how often they may be tried."""
    from ringfence.registry.citizens.limits import page

    return MADE + page()


DOCUMENTS: dict[str, Callable[[], str]] = {
    "docs/reference/states.md": states,
    "docs/reference/commands.md": commands,
    "docs/reference/permissions.md": permissions,
    "docs/reference/parameters.md": parameters,
    "docs/reference/line-list-columns.md": line_list_columns,
    "docs/reference/api.md": interface,
    "docs/reference/limits.md": limits,
}


def _deeds(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """The commands of a command."""
    parts = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    return dict(parts[0].choices) if parts else {}


def _argument(action: argparse.Action) -> str:
    name = ", ".join(action.option_strings) or (action.dest if action.required else f"[{action.dest}]")
    choices = f" ({', '.join(map(str, action.choices))})" if action.choices else ""
    return f"| `{name}` | {action.help or ''}{choices} |"


def _state_modules() -> list[tuple[str, ModuleType]]:
    package = ROOT / "src" / "ringfence"
    files = sorted(package.glob("*/*/states.py"))
    names = [".".join(file.relative_to(ROOT / "src").with_suffix("").parts) for file in files]
    return [(file.parent.name, import_module(name)) for file, name in zip(files, names, strict=True)]


def _tables(module: ModuleType, ending: str) -> dict[str, Any]:
    return {name: value for name, value in vars(module).items() if name.endswith(ending)}


def _state_section(
    room: str, name: str, title: str, transitions: dict[str, frozenset[str]], owners: dict[str, str]
) -> str:
    part = name.removesuffix("TRANSITIONS").strip("_").lower()
    lines = [f"## {room}{' ' + part if part else ''}\n", f"{title}\n", "```mermaid", "stateDiagram-v2"]
    for state, following in transitions.items():
        lines += [f"    {state} --> {one}" for one in sorted(following)] or [f"    {state} --> [*]"]
    lines += ["```\n", "| State | Acts next |", "|---|---|"]
    lines += [f"| {state} | {owners[state]} |" for state in transitions]
    return "\n".join(lines) + "\n"


def _addresses() -> list[tuple[str, str]]:
    from scripts.addresses import addresses

    return [(one.pattern, one.needed or "nothing: this is a fault") for one in addresses()]


def main() -> None:
    sys.path.insert(0, str(ROOT / "src"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ringfence.settings.test")
    import django

    django.setup()
    for place, text in DOCUMENTS.items():
        file = ROOT / place
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text(), encoding="utf-8")


if __name__ == "__main__":
    main()
