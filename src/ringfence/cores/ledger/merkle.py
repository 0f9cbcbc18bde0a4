"""The tree over the leaves (RFC 6962, section 2.1): its root while it grows, and proofs about it.

A proof asks for roots of ranges of leaves. Whoever keeps them answers through `Subtree`; the aligned ones never change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from .hashing import EMPTY_ROOT, node_hash

Subtree = Callable[[int, int], bytes]  # (first, behind the last) -> root of these leaves


class Tree:
    """A tree that only grows; keeps the roots of its full subtrees (at most 64), not the leaves."""

    def __init__(self, peaks: Sequence[tuple[int, bytes]] = ()) -> None:
        self._peaks = list(peaks)  # (leaves below, root), largest first

    @property
    def size(self) -> int:
        return sum(leaves for leaves, _ in self._peaks)

    def grow(self, root: bytes, leaves: int = 1) -> None:
        """Append a leaf, or a full subtree of `leaves` (a power of two that divides the size)."""
        while self._peaks and self._peaks[-1][0] == leaves:
            root = node_hash(self._peaks.pop()[1], root)
            leaves *= 2
        self._peaks.append((leaves, root))

    def root(self) -> bytes:
        if not self._peaks:
            return EMPTY_ROOT
        root = self._peaks[-1][1]
        for _, left in reversed(self._peaks[:-1]):
            root = node_hash(left, root)
        return root


def root_of(leaves: Iterable[bytes]) -> bytes:
    """The root over these leaf hashes."""
    tree = Tree()
    for leaf in leaves:
        tree.grow(leaf)
    return tree.root()


def split(size: int) -> int:
    """Where a tree parts: the largest power of two below its size."""
    return 1 << ((size - 1).bit_length() - 1)


def inclusion_path(index: int, size: int, subtree: Subtree) -> list[bytes]:
    """The hashes that lead from leaf `index` (from 0) to the root of `size` leaves. Raises ValueError outside the tree."""
    if not 0 <= index < size:
        raise ValueError(f"leaf {index} is not in a tree of {size}")
    path, first, behind = [], 0, size
    while behind - first > 1:
        middle = first + split(behind - first)
        if index < middle:
            path.append(subtree(middle, behind))
            behind = middle
        else:
            path.append(subtree(first, middle))
            first = middle
    return path[::-1]


def includes(*, leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Does this path lead from the leaf to the root? (RFC 9162, section 2.1.3.2)"""
    if not 0 <= index < size:
        return False
    node, last, at = leaf, size - 1, index
    for step in path:
        if last == 0:
            return False
        if at & 1 or at == last:
            node = node_hash(step, node)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            node = node_hash(node, step)
        at, last = at >> 1, last >> 1
    return last == 0 and node == root


def consistency_path(old: int, new: int, subtree: Subtree) -> list[bytes]:
    """The hashes that show that the tree of `new` leaves begins with the tree of `old`. Raises ValueError if it cannot."""
    if not 0 < old <= new:
        raise ValueError(f"a tree of {new} cannot begin with one of {old}")
    path: list[bytes] = []
    first, behind, whole = 0, new, True  # `whole`: the old tree is exactly this subtree, whose root is known
    while behind - first != old - first:
        middle = first + split(behind - first)
        if old <= middle:
            path.append(subtree(middle, behind))
            behind = middle
        else:
            path.append(subtree(first, middle))
            first, whole = middle, False
    if not whole:
        path.append(subtree(first, behind))
    return path[::-1]


def consistent(*, old: int, old_root: bytes, new: int, new_root: bytes, path: Sequence[bytes]) -> bool:
    """Does the newer tree begin with the older one? (RFC 9162, section 2.1.4.2)"""
    if not 0 < old <= new:
        return False
    if old == new:
        return not path and old_root == new_root
    steps = list(path) if old & (old - 1) else [old_root, *path]
    if not steps:
        return False
    at, last = old - 1, new - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    seen_old = seen_new = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            seen_old, seen_new = node_hash(step, seen_old), node_hash(step, seen_new)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            seen_new = node_hash(seen_new, step)
        at, last = at >> 1, last >> 1
    return last == 0 and seen_old == old_root and seen_new == new_root
