"""How the kernels are compiled: once, without the interpreter, without reference counting (they allocate nothing)."""

from __future__ import annotations

from numba import njit

# Without _nrt=False every function call would count references of all arrays of the world up and down: ten times slower.
kernel = njit(cache=True, nogil=True, _nrt=False)
