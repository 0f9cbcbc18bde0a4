# mypy: allow-untyped-defs, allow-untyped-calls, allow-untyped-decorators, allow-incomplete-defs
"""Asking for memory before it is needed.

In a large epidemic the tables of residents and events do not fit into the fast caches. What the next event will read is known
while the present one is worked on; asked for then, it is there in time. It changes no result.
"""

from __future__ import annotations

from llvmlite import ir
from numba.core import cgutils, types
from numba.extending import intrinsic

from ..compiled import kernel

READ, KEEP, DATA = 0, 3, 1  # what the processor is told: to be read, of use again, not code


@kernel
def ask_for(array, index):
    """Have the processor bring this item of a one-dimensional array, or the first line of this row, into its cache."""
    _prefetch(array, index)  # type: ignore[call-arg]  # the compiler gives the context


@intrinsic
def _prefetch(typing_context, array, index):
    def generate(context, builder, signature, values):
        pointer = _address(context, builder, signature, values)
        number, byte = ir.IntType(32), ir.IntType(8)
        shape = ir.FunctionType(ir.VoidType(), [byte.as_pointer(), number, number, number])
        prefetch = cgutils.get_or_insert_function(builder.module, shape, "llvm.prefetch.p0")
        told = [number(hint) for hint in (READ, KEEP, DATA)]
        builder.call(prefetch, [builder.bitcast(pointer, byte.as_pointer()), *told])
        return context.get_dummy_value()

    return types.void(array, types.intp), generate


def _address(context, builder, signature, values):
    kind = signature.args[0]
    array = context.make_array(kind)(context, builder, values[0])
    indices = [values[1], *[context.get_constant(types.intp, 0)] * (kind.ndim - 1)]
    return cgutils.get_item_pointer(context, builder, kind, array, indices, wraparound=False)
