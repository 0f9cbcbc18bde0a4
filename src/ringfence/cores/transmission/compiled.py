"""How the kernels are compiled: once, without the interpreter, without reference counting (they allocate nothing)."""

from __future__ import annotations

from numba import njit

# Without _nrt=False each function call would count references of all arrays of the world up and down; without
# forceinline it would copy their descriptions (2.8 KB): fifteen times slower together.
kernel = njit(cache=True, nogil=True, _nrt=False, forceinline=True)
entry = njit(cache=True, nogil=True, _nrt=False)
