"""Every room has the doors that apply, and every door looks as the house wants it."""

import ast
import configparser
from importlib import import_module

import pytest
from django.apps import apps
from django.db.models import ForeignKey, ManyToManyField, OneToOneField

from .house import PACKAGE, ROOT, door, functions, height, name_of, offered, rooms

ROOMS = [pytest.param(room, id=f"{room.parent.name}.{room.name}") for room in rooms()]
LONGEST_README = 20
# seed_ lays data before there is anybody; tell_ and post are part of somebody's deed; next_ only draws a number;
# choose_ is what readers set for themselves
PARTS_OF_A_DEED = ("seed_", "tell_", "post", "next_", "choose_")
ACTIONS = [
    pytest.param(file, node, id=f"{name_of(file).removeprefix('src/ringfence/')}:{node.name}")
    for room in rooms()
    for file, node in offered(room, "actions")
]
# the moments of a story are its transactions; the other functions of a story only read or arrange
STORIES = [
    pytest.param(file, node, id=f"{file.stem}:{node.name}")
    for file in sorted((PACKAGE / "response").glob("[a-z]*.py"))
    for node in functions(file)
    if any(ast.unparse(decorator) == "transaction.atomic" for decorator in node.decorator_list)
]


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_says_in_twenty_lines_what_it_owns(room):
    readme = room / "README.md"
    assert readme.is_file(), f"{name_of(room)} has no README.md"
    assert len(readme.read_text(encoding="utf-8").splitlines()) <= LONGEST_README


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_with_tables_has_its_doors(room):
    if not door(room, "models"):
        return
    assert (room / "apps.py").is_file()
    assert list((room / "migrations").glob("0001_*.py")), f"{name_of(room)} has no first migration"
    assert door(room, "actions") or door(room, "queries")


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_with_a_life_cycle_has_a_table_of_states(room):
    """Every state of the table's enum is in the transitions and has an owner, and no other."""
    if not door(room, "models"):
        return
    cycles = [model for model in room_models(room) if hasattr(model, "State")]
    if not cycles:
        return
    states = import_module(f"ringfence.{room.parent.name}.{room.name}.states")
    known = [set(value) for name, value in vars(states).items() if name.endswith("TRANSITIONS")]
    owned = [set(value) for name, value in vars(states).items() if name.endswith("OWNERS")]
    for model in cycles:
        assert set(model.State.values) in known, f"{model.__name__}.State is not a table in states.py"
        assert set(model.State.values) in owned, f"a state of {model.__name__} has no owner"


@pytest.mark.parametrize("room", ROOMS)
def test_a_state_is_followed_only_by_states_of_its_own_table(room):
    for file in door(room, "states"):
        states = import_module(".".join(file.relative_to(PACKAGE.parent).with_suffix("").parts))
        for name, table in vars(states).items():
            if name.endswith("TRANSITIONS"):
                assert {following for after in table.values() for following in after} <= set(table)


@pytest.mark.parametrize(("file", "action"), ACTIONS + STORIES)
def test_a_deed_says_who_and_when(file, action):
    """Keyword-only, with `by` and `now`."""
    names = [argument.arg for argument in action.args.kwonlyargs]
    assert not action.args.args, f"{action.name} takes positional arguments"
    assert not action.args.posonlyargs
    if not action.name.startswith(PARTS_OF_A_DEED):
        assert "now" in names, f"{action.name} does not take `now`"
        assert any(name == "by" or name.endswith("_by") for name in names), (
            f"{action.name} does not take `by`"
        )


@pytest.mark.parametrize("room", ROOMS)
def test_the_tables_of_a_room_are_protected(room):
    """`.importlinter` has one contract a room that lets only the room itself touch its tables."""
    if not door(room, "models"):
        return
    contracts = configparser.ConfigParser()
    contracts.read(ROOT / ".importlinter", encoding="utf-8")
    name = f"ringfence.{room.parent.name}.{room.name}"
    protected = {
        section.get("protected_modules", "").strip(): section.get("allowed_importers", "").strip()
        for section in contracts.values()
        if section.get("type") == "protected"
    }
    assert protected.get(f"{name}.models") == name


def own_relations():
    for model in apps.get_models():
        if model.__module__.startswith("ringfence."):
            for field in model._meta.get_fields():
                if isinstance(field, ForeignKey | OneToOneField | ManyToManyField) and not field.auto_created:
                    yield pytest.param(model, field, id=f"{model._meta.label}.{field.name}")


@pytest.mark.parametrize(("model", "field"), own_relations())
def test_a_foreign_key_points_down_or_stays_in_its_room(model, field):
    goal = field.related_model
    if not goal.__module__.startswith("ringfence."):
        return
    here, there = model.__module__.split("."), goal.__module__.split(".")
    if here[1:3] != there[1:3]:
        assert height(there[1]) <= height(here[1]), (
            f"{model._meta.label}.{field.name} points up to {goal._meta.label}"
        )
        if here[1] == there[1]:
            assert there[2] in rooms_below(here[1], here[2])


def rooms_below(floor, room):
    """The rooms of the same floor that `.importlinter` puts below this one."""
    contracts = configparser.ConfigParser()
    contracts.read(ROOT / ".importlinter", encoding="utf-8")
    layers = [
        {name.strip().strip("()") for name in line.split("|")}
        for line in contracts[f"importlinter:contract:{floor}"]["layers"].strip().splitlines()
    ]
    own = next(index for index, names in enumerate(layers) if room in names)
    return set().union(*layers[own + 1 :]) if layers[own + 1 :] else set()


def room_models(room):
    return [
        model
        for model in apps.get_models()
        if model.__module__.startswith(f"ringfence.{room.parent.name}.{room.name}.")
    ]
