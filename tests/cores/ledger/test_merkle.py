"""The tree is the one of RFC 6962: its published roots, and every proof of every small tree."""

from __future__ import annotations

from hashlib import sha256

import pytest

from ringfence.cores.ledger.hashing import EMPTY_ROOT, leaf_hash, node_hash
from ringfence.cores.ledger.merkle import (
    Tree,
    consistency_path,
    consistent,
    includes,
    inclusion_path,
    root_of,
)

# the eight leaves and the roots over the first n of them, from the test data of the certificate-transparency project
LEAVES = [bytes.fromhex(text) for text in (
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
)]  # fmt: skip
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
MOST = 40
HASHES = [leaf_hash(str(number).encode()) for number in range(MOST)]


def subtree(first: int, behind: int) -> bytes:
    return root_of(HASHES[first:behind])


def by_the_book(leaves: list[bytes]) -> bytes:
    """The definition of RFC 6962, word by word."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    middle = 1
    while middle * 2 < len(leaves):
        middle *= 2
    return node_hash(by_the_book(leaves[:middle]), by_the_book(leaves[middle:]))


@pytest.mark.parametrize("size", range(1, 9))
def test_the_published_roots_come_out(size: int) -> None:
    assert root_of(leaf_hash(leaf) for leaf in LEAVES[:size]).hex() == ROOTS[size - 1]


def test_an_empty_tree_has_the_root_of_nothing() -> None:
    assert root_of([]) == EMPTY_ROOT == sha256(b"").digest()


@pytest.mark.parametrize("size", range(MOST + 1))
def test_a_growing_tree_has_the_root_of_the_definition(size: int) -> None:
    assert root_of(HASHES[:size]) == by_the_book(HASHES[:size])


def test_a_tree_may_grow_by_full_subtrees() -> None:
    tree = Tree()
    tree.grow(subtree(0, 8), 8)
    tree.grow(subtree(8, 16), 8)
    for leaf in HASHES[16:21]:
        tree.grow(leaf)
    assert (tree.size, tree.root()) == (21, subtree(0, 21))


@pytest.mark.parametrize("size", range(1, MOST + 1))
def test_every_leaf_is_shown_to_be_included_and_no_other_leaf_is(size: int) -> None:
    root = subtree(0, size)
    for index in range(size):
        path = inclusion_path(index, size, subtree)
        told = {"index": index, "size": size, "path": path, "root": root}
        assert includes(leaf=HASHES[index], **told)
        assert not includes(leaf=leaf_hash(b"another"), **told)
        assert not includes(leaf=HASHES[index], **told | {"path": [*path, root]})
        assert size == 1 or not includes(leaf=HASHES[index], **told | {"path": path[:-1]})
        assert size == 1 or not includes(leaf=HASHES[index], **told | {"index": (index + 1) % size})


@pytest.mark.parametrize("new", range(1, MOST + 1))
def test_every_earlier_tree_is_shown_to_be_the_beginning_and_no_other_is(new: int) -> None:
    new_root = subtree(0, new)
    for old in range(1, new + 1):
        path = consistency_path(old, new, subtree)
        told = {"old": old, "new": new, "new_root": new_root, "path": path}
        assert consistent(old_root=subtree(0, old), **told)
        other = root_of([*HASHES[: old - 1], leaf_hash(b"another")])
        assert not consistent(old_root=other, **told)
        assert not consistent(old_root=subtree(0, old), **told | {"path": [*path, new_root]})


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 0)])
def test_there_is_no_path_to_a_leaf_outside_the_tree(index: int, size: int) -> None:
    with pytest.raises(ValueError, match="is not in a tree"):
        inclusion_path(index, size, subtree)
    assert not includes(leaf=HASHES[0], index=index, size=size, path=[], root=HASHES[0])


@pytest.mark.parametrize(("old", "new"), [(0, 3), (4, 3)])
def test_a_tree_does_not_begin_with_a_longer_one(old: int, new: int) -> None:
    with pytest.raises(ValueError, match="cannot begin"):
        consistency_path(old, new, subtree)
    assert not consistent(old=old, old_root=HASHES[0], new=new, new_root=HASHES[0], path=[])
