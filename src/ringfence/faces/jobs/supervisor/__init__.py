"""Everything that runs when Ringfence is up: database, web server and worker, under one eye."""

from .children import Child
from .running import AlreadyRunning, Running, hold_lock, read_running
from .watch import Supervisor

__all__ = ["AlreadyRunning", "Child", "Running", "Supervisor", "hold_lock", "read_running"]
