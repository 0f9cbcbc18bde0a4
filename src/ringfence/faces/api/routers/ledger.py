"""The ledger: its signed head, its check, short proofs for whoever does not believe us."""

from __future__ import annotations

from typing import Annotated, Any

from django.utils.translation import gettext
from ninja import Field, Path, Query, Schema

from ringfence.faces import sealing
from ringfence.ground import access
from ringfence.ground.access import Permission
from ringfence.ground.audit import ledger
from ringfence.ground.audit import queries as record
from ringfence.kernel import NotFound, reason

from ..inside import Call
from ..operations import INSIDE, Operations
from ..schema import Given, Instant

operations = Operations("ledger")
Hex32 = Field(pattern=r"^[0-9a-f]{64}$")


class Head(Schema):
    """What the ledger was at one instant, signed with Ed25519; docs/reference/ledger.md says over which bytes."""

    format: str = "ringfence-ledger-head"
    v: int = 1
    size: int = Field(ge=0)
    root: str = Hex32
    chain: str = Hex32
    at: str = Field(max_length=40, examples=["2022-01-09T04:00:00.000000Z"])
    public_key: str = Hex32
    signature: str = Field(pattern=r"^[0-9a-f]{128}$")


class KeptHead(Head, Given):
    """A head that was kept elsewhere, as it was given out."""


class LastTime(Schema):
    """When something was done with the ledger, by whom; `told` is what came of it."""

    at: Instant
    by_name: str
    told: dict[str, Any]


class Standing(Schema):
    """Where the ledger stands. `late`: an entry waits too long for its place."""

    head: Head | None
    waiting: int
    waiting_since: Instant | None
    late: bool
    last_check: LastTime | None
    last_left: LastTime | None


class Proof(Schema):
    """`path` leads from the leaf over `content` at place `seq` to the root of the head (RFC 9162, 2.1.3)."""

    entry_id: int
    seq: int
    content: dict[str, Any]
    leaf: str
    path: list[str]
    head: Head
    beside: dict[str, Any] | None = None  # what somebody typed, with its random bytes, while it is there


class Consistency(Schema):
    """`path` shows that the ledger of the head begins with that of `old_size` entries (RFC 9162, 2.1.4)."""

    old_size: int
    path: list[str]
    head: Head


class Fault(Schema):
    code: str
    sentence: str
    place: int | None
    entry_id: int | None


class Report(Schema):
    """What a check of the whole ledger found; at most the first hundred faults, all of them counted."""

    whole: bool
    size: int
    root: str
    kept_head: int | None
    words: int  # entries beside which somebody's words stand
    words_let_go: int  # entries whose words were let go with whom they were about
    counted: dict[str, int]
    faults: list[Fault]


class Kept(Given):
    """Heads that were kept elsewhere: against them the check shows what the database alone could hide."""

    heads: list[KeptHead] = Field(default_factory=list, max_length=50)


class Earlier(Schema):
    old_size: int = Field(ge=1, le=2**62)


@operations.read("/ledger", Standing, needs=Permission.AUDIT_READ)
def show(request: Call) -> object:
    """Where the ledger stands: newest head, what waits, last check, when a head last left the machine."""
    stands = ledger.standing()
    return {
        "head": stands.head and stands.head.as_json(), "waiting": stands.waiting,
        "waiting_since": stands.waiting_since, "late": stands.is_late(now=request.received_at),
        "last_check": sealing.last("ledger.verify"), "last_left": sealing.last("ledger.head"),
    }  # fmt: skip


@operations.write("/ledger/head", Head, needs=Permission.AUDIT_READ)
def take_head(request: Call) -> object:
    """Seal what waits and hand out the signed head; that it left the machine is on record. Keep it elsewhere."""
    return sealing.take_head(by=request.user, now=request.received_at, how="INTERFACE").as_json()


@operations.write("/ledger/check", Report, needs=Permission.AUDIT_READ)
def check(request: Call, kept: Kept) -> object:
    """Check the whole ledger now, against heads that were kept elsewhere if any are sent; the outcome is on record."""
    heads = [sealing.head_from(head.model_dump_json()) for head in kept.heads]
    sealing.seal(now=request.received_at)
    report = sealing.check(by=request.user, now=request.received_at, kept=heads)
    faults = [{"code": one.code, "sentence": gettext(sealing.FAULTS[one.code]), "place": one.seq, "entry_id": one.entry_id}
              for one in report.faults]  # fmt: skip
    return {"whole": report.is_whole, "size": report.size, "root": report.root.hex(), "kept_head": report.kept_head,
            "words": report.words, "words_let_go": report.let_go, "counted": dict(report.counted), "faults": faults}  # fmt: skip


@operations.read("/ledger/consistency", Consistency, needs=Permission.AUDIT_READ)
def consistency(request: Call, earlier: Query[Earlier]) -> object:
    """That the ledger of today begins with the one of an earlier size."""
    return ledger.consistency(old_size=earlier.old_size).as_json()


@operations.read(f"{INSIDE}/audit/{{entry_id}}/proof", Proof, needs=Permission.AUDIT_READ)
def prove(request: Call, entry_id: Annotated[int, Path(ge=1, le=2**62)]) -> object:
    """That one entry of the record stands in the ledger, unchanged."""
    if not access.may(request.user, Permission.AUDIT_READ, area_code=request.outbreak.area_id):
        raise NotFound(reason("There is no record that you may read here."))
    if record.entry(entry_id=entry_id).outbreak_id != request.outbreak.id:
        raise NotFound(reason("There is no such thing in this outbreak."))
    return ledger.prove(entry_id=entry_id).as_json()
