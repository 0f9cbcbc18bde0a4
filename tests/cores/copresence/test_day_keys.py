"""A key a day: copies of a destroyed day cannot be read by anybody, and everything else stays as it was."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ringfence.cores.copresence import (
    backup,
    check,
    check_copy,
    compact,
    forget_before,
    forget_day,
    restore,
    seal,
)
from ringfence.cores.copresence.reach import SamePlace
from ringfence.cores.copresence.search import match
from ringfence.cores.copresence.stays import make_stays
from ringfence.cores.copresence.store import (
    MovementStore,
    add_batch,
    create_store,
    forget_batch,
    key_folder,
    read_archive,
    sealing,
)
from ringfence.cores.copresence.store.manifest import read_manifest, write_manifest
from ringfence.cores.copresence.weights import Weights
from ringfence.kernel import Refused

from .test_store import batch_of, kept_in, rows_of
from .worlds import CHEN, DAY, LI, XINXIANG, case_of, seats_and_venues, store_with

TOGETHER = make_stays([(who, 0, DAY + day, 0, 600, 1, 0) for who in (CHEN, LI) for day in range(3)])
SEAL = """
import sys
from pathlib import Path
from ringfence.cores.copresence import seal
seal(Path(sys.argv[1]))
"""


def three_days(tmp_path: Path) -> MovementStore:
    return store_with(
        tmp_path / "store", TOGETHER, seats_and_venues(random.Random(5), 1), late=0.3, rng=random.Random(3)
    )


def seconds_together(store: MovementStore) -> list[int]:
    found = match(
        [case_of()], rule=SamePlace(), snapshot=store.snapshot(), least_seconds=1, weights=Weights()
    )
    return [int(one) for one in found["seconds"]]


def in_the_clear(folder: Path) -> None:
    """Make the store one from before there were keys: archives and hot orders in the clear, in one folder, format 1."""
    for view in MovementStore(folder).snapshot().days.values():
        for archive, one in zip(view.archives, view.segments, strict=True):
            archive.plain_into(archive.path.parent).rename(archive.path.parent / "stays.parquet")
            if one.base:
                for file in archive.hot.iterdir():
                    file.rename(archive.path.parent / file.name)
            archive.path.unlink()
    shutil.rmtree(folder / "hot")
    shutil.rmtree(key_folder(folder))
    told = json.loads((folder / "manifest.json").read_text()) | {"format": 1}
    told.pop("gone")
    for segments in told["days"].values():
        for one in segments:
            one.pop("key")
    (folder / "manifest.json").write_text(json.dumps(told))


def test_what_lies_in_a_backup_is_sealed_and_its_key_is_for_the_owner_only(tmp_path: Path) -> None:
    store = three_days(tmp_path)
    files = [file for file in (store.folder / "days").rglob("*") if file.is_file()]
    assert {file.name for file in files} == {"stays.sealed"}
    assert not any(b"PAR1" in file.read_bytes() for file in files)
    keys = list(key_folder(store.folder).glob("*.key"))
    assert len(keys) == 3 and all(file.stat().st_mode & 0o777 == 0o600 for file in keys)
    secrets = [file.read_text().strip() for file in keys]
    everything = b"".join(file.read_bytes() for file in store.folder.rglob("*") if file.is_file())
    assert not any(one.encode() in everything or bytes.fromhex(one) in everything for one in secrets)


def test_destroying_a_day_destroys_its_key_and_no_copy_of_it_opens_again(tmp_path: Path) -> None:
    store = three_days(tmp_path)
    shutil.copytree(store.folder, tmp_path / "usb" / "store", ignore=shutil.ignore_patterns("hot"))
    backup(store.folder, to=tmp_path / "monday.tar")
    assert check_copy(store.folder, copy=tmp_path / "monday.tar").is_whole  # as long as nothing is destroyed
    assert forget_before(store.folder, day=DAY + 2) == [DAY, DAY + 1]
    checked = check(store.folder)
    assert checked.is_whole and [one.day for one in checked.gone] == [DAY, DAY + 1]
    assert len(list(key_folder(store.folder).glob("*.key"))) == 1
    for copy in (tmp_path / "usb" / "store", tmp_path / "monday.tar"):
        told = check_copy(store.folder, copy=copy)
        assert [bool(one.fault) for one in told.days] == [True, True, False]
        assert "destroyed or lost" in told.days[0].fault
    back = MovementStore(tmp_path / "usb" / "store")
    with pytest.raises(Refused, match="destroyed or lost"):
        back.snapshot()


def test_a_restored_backup_of_a_deleted_day_cannot_be_read_and_the_other_days_can(tmp_path: Path) -> None:
    store = three_days(tmp_path)
    backup(store.folder, to=tmp_path / "monday.tar")
    forget_before(store.folder, day=DAY + 1)
    keys = backup(store.folder, to=tmp_path / "tuesday.tar")  # the file of keys is written over
    there = tmp_path / "elsewhere" / "store"
    assert restore(there, backup=tmp_path / "monday.tar", keys=keys) == [DAY]
    with pytest.raises(Refused, match="2022-01-09"):
        MovementStore(there).snapshot()
    assert forget_before(there, day=DAY + 1) == [DAY]  # needs no key
    assert (
        seconds_together(MovementStore(there)) == [1200] == seconds_together(store)
    )  # hot orders are made again
    with pytest.raises(Refused, match="already"):
        restore(there, backup=tmp_path / "monday.tar", keys=keys)


def test_neither_hot_orders_nor_keys_are_in_a_backup(tmp_path: Path) -> None:
    import tarfile

    store = three_days(tmp_path)
    backup(store.folder, to=tmp_path / "b.tar")
    with tarfile.open(tmp_path / "b.tar") as tar:
        names = tar.getnames()
    assert not [name for name in names if "hot" in name or name.endswith((".u64", ".off", ".key"))]
    assert (tmp_path / "b.tar").stat().st_mode & 0o77 == 0
    assert (
        (store.folder / "hot" / "CACHEDIR.TAG")
        .read_text()
        .startswith("Signature: 8a477f597d28d172789f06886806bc55")
    )
    restore(tmp_path / "again", backup=tmp_path / "b.tar", keys=None)
    with pytest.raises(Refused, match="is not in"):
        MovementStore(tmp_path / "again").snapshot()
    (tmp_path / "no.tar").write_bytes(b"nothing")
    with pytest.raises(Refused, match="no backup of a movement store"):
        restore(tmp_path / "third", backup=tmp_path / "no.tar", keys=None)


def test_a_lost_key_is_one_clear_sentence_and_the_day_can_be_given_up(tmp_path: Path) -> None:
    store = three_days(tmp_path)
    (lost,) = key_folder(store.folder).glob("2022-01-10-*.key")
    kept = lost.read_text()
    shutil.rmtree(store.folder / "hot")  # as on another machine: what is in the clear is not in the way
    lost.unlink()
    with pytest.raises(
        Refused, match=r"key .* of 2022-01-10 is not in .*ringfence movement forget --day 2022-01-10"
    ):
        MovementStore(store.folder).snapshot()
    with pytest.raises(Refused, match="is not in"):
        add_batch(store.folder, batch="more", stays=make_stays([(5, 0, DAY + 1, 0, 1, 0, 0)]))
    assert [bool(one.fault) for one in check(store.folder).days] == [False, True, False]
    lost.write_text(kept)
    with pytest.raises(Refused, match="Others may read"):
        lost.chmod(0o644)
        MovementStore(store.folder).snapshot()
    lost.chmod(0o600)
    assert seconds_together(MovementStore(store.folder)) == [1800]
    shutil.rmtree(store.folder / "hot")
    lost.write_text("00" * 32)
    with pytest.raises(Refused, match="damaged"):
        MovementStore(store.folder).snapshot()
    assert forget_day(store.folder, day=DAY + 1) and not forget_day(store.folder, day=DAY + 1)
    assert seconds_together(MovementStore(store.folder)) == [1200] and check(store.folder).is_whole


def test_an_archive_that_was_changed_cut_or_exchanged_does_not_open(tmp_path: Path) -> None:
    store = three_days(tmp_path)
    one, other = (view.archives[0] for view in list(store.snapshot().days.values())[:2])
    whole = one.path.read_bytes()
    for wrong in (
        whole[:-1],
        whole[:30],
        whole[:60] + bytes([whole[60] ^ 1]) + whole[61:],
        other.path.read_bytes(),
        b"",
    ):
        one.path.write_bytes(wrong)
        with pytest.raises(Refused, match="was changed or was sealed with another key"):
            read_archive(one)
    assert not check(store.folder).is_whole
    one.path.write_bytes(whole)
    assert check(store.folder).is_whole


def test_pieces_of_a_long_archive_can_neither_be_exchanged_nor_left_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import io

    from ringfence.cores.copresence.store import sealed

    monkeypatch.setattr(sealed, "PIECE_BYTES", 64)
    plain, file = os.urandom(64 * 5), tmp_path / "long"
    sealed.seal_file(io.BytesIO(plain), file, secret=b"k" * 32, name="n")
    got = io.BytesIO()
    sealed.open_file(file, got, secret=b"k" * 32, name="n")
    assert got.getvalue() == plain
    whole = file.read_bytes()
    head, pieces = whole[:22], [whole[22 + 80 * nth : 22 + 80 * (nth + 1)] for nth in range(5)]
    for wrong in ([*pieces[1:]], pieces[:-1], [pieces[1], pieces[0], *pieces[2:]], [*pieces, pieces[-1]]):
        file.write_bytes(head + b"".join(wrong))
        with pytest.raises(sealed.NotGenuine):
            sealed.open_file(file, io.BytesIO(), secret=b"k" * 32, name="n")
    with pytest.raises(sealed.NotGenuine):
        sealed.open_file(file, io.BytesIO(), secret=b"k" * 32, name="another segment")


def test_a_deletion_that_is_cut_short_is_finished_by_the_next_writer(tmp_path: Path) -> None:
    store = three_days(tmp_path)
    manifest = read_manifest(store.folder)
    kept = {day: parts for day, parts in manifest.days.items() if day > DAY}
    write_manifest(store.folder, manifest.without(kept))  # killed right here
    checked = check(store.folder)
    assert not checked.is_whole and checked.gone[0].key_left and checked.gone[0].files_left
    add_batch(store.folder, batch="next", stays=make_stays([(5, 0, DAY + 1, 0, 1, 0, 0)]))
    assert check(store.folder).is_whole


def test_a_day_of_which_nothing_is_left_loses_its_key_and_a_new_record_makes_another(tmp_path: Path) -> None:
    create_store(tmp_path / "s", persons=50, grid=XINXIANG)
    add_batch(tmp_path / "s", batch="one", stays=make_stays([(1, 0, DAY, 0, 1, 0, 0)]))
    (first,) = key_folder(tmp_path / "s").glob("*.key")
    assert forget_batch(tmp_path / "s", batch="one") == (1, 0)
    assert not first.exists() and check(tmp_path / "s").is_whole
    add_batch(tmp_path / "s", batch="two", stays=make_stays([(1, 0, DAY, 0, 1, 0, 0)]))
    (second,) = key_folder(tmp_path / "s").glob("*.key")
    assert second.name != first.name and check(tmp_path / "s").is_whole
    assert kept_in(tmp_path / "s").rows == 1


def test_hot_orders_that_are_missing_are_made_again_and_wrong_ones_are_found(tmp_path: Path) -> None:
    store = three_days(tmp_path)
    before = rows_of(kept_in(store.folder))
    shutil.rmtree(store.folder / "hot")
    assert rows_of(kept_in(store.folder)) == before and seconds_together(MovementStore(store.folder)) == [
        1800
    ]
    words = min((store.folder / "hot").glob("*/place.u64"))
    words.write_bytes(bytes([words.read_bytes()[0] ^ 2]) + words.read_bytes()[1:])
    assert any("hot orders" in one.fault for one in check(store.folder).days)


def test_a_store_from_before_the_keys_is_read_and_sealed_without_a_changed_answer(tmp_path: Path) -> None:
    store = three_days(tmp_path)
    in_the_clear(store.folder)
    assert seconds_together(MovementStore(store.folder)) == [1800]
    with pytest.raises(Refused, match="movement seal"):
        backup(store.folder, to=tmp_path / "b.tar")
    add_batch(
        store.folder, batch="later", stays=make_stays([(7, 0, DAY, 700, 760, 1, 0)])
    )  # new ones are sealed at once
    before = rows_of(kept_in(store.folder))
    opened = MovementStore(store.folder)
    opened.snapshot()
    assert seal(store.folder) == [DAY, DAY + 1, DAY + 2] and seal(store.folder) == []
    assert rows_of(kept_in(store.folder)) == before
    assert seconds_together(opened) == [1800] and check(store.folder).is_whole
    assert {f.name for f in (store.folder / "days").rglob("*") if f.is_file()} == {"stays.sealed"}
    assert forget_batch(store.folder, batch="later")[0] == 1  # batches keep their segments
    compact(store.folder)
    assert seconds_together(opened) == [1800]


def test_kill_9_while_sealing_loses_nothing(tmp_path: Path) -> None:
    folder, rng = tmp_path / "store", random.Random(4)
    create_store(folder, persons=50, grid=XINXIANG)
    for number in range(12):
        add_batch(folder, batch=f"batch {number}", stays=batch_of(number))
        if number == 5:
            compact(folder)
    in_the_clear(folder)
    expected, kills = rows_of(kept_in(folder)), 0
    while any(sealing.unsealed(parts) for parts in read_manifest(folder).days.values()):
        sealer = subprocess.Popen([sys.executable, "-c", SEAL, str(folder)],
                                  env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)})  # fmt: skip
        if kills < 4:
            while sealer.poll() is None and not list((folder / "days").glob("*/stays.sealed")) and kills == 0:
                time.sleep(0.002)
            time.sleep(rng.random() * 0.02 if kills == 0 else 0.4 + rng.random() * 0.3)
            sealer.send_signal(signal.SIGKILL)
            kills += 1
        sealer.wait()
        assert rows_of(kept_in(folder)) == expected
    assert kills and check(folder).is_whole and rows_of(kept_in(folder)) == expected


def test_keys_may_lie_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RINGFENCE_MOVEMENT_KEYS", str(tmp_path / "other-disk"))
    store = three_days(tmp_path)
    assert len(list((tmp_path / "other-disk" / "store").glob("*.key"))) == 3
    assert not list(tmp_path.glob(".*.keys")) and check(store.folder).is_whole
