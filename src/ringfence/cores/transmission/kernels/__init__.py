"""The compiled processes, one to a file. Their machine code is kept by the digest of the whole room.

Numba's own cache looks only at the file of the outermost function, so a change in a file it calls would go unnoticed;
a folder named by the digest of every source file makes that impossible.
"""
