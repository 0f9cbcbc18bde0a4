"""Server settings that fit the machine. The defaults of PostgreSQL are meant for the smallest one.

Sources: the PostgreSQL manual, chapters 19.4, 19.7 and 19.10: at most a quarter of the memory for shared buffers
(an eighth here: the application lives on the same machine), half of it expected in the system's cache;
pages on solid-state disks cost about the same in any order.
"""

import os
from pathlib import Path

LARGEST_SHARED_BUFFERS_MB = 1024
CONTAINER_LIMIT = Path("/sys/fs/cgroup/memory.max")


def fitted_settings() -> dict[str, str]:
    """Settings for `open_server` on this machine."""
    memory_mb = usable_memory_mb()
    return {
        "shared_buffers": f"{max(128, min(memory_mb // 8, LARGEST_SHARED_BUFFERS_MB))}MB",
        "effective_cache_size": f"{max(256, memory_mb // 2)}MB",
        "maintenance_work_mem": f"{max(64, min(memory_mb // 32, 512))}MB",
        "work_mem": "16MB",
        "max_wal_size": "2GB",
        "random_page_cost": "1.1",
        "autovacuum_naptime": "15s",  # what an import has just filled is soon planned for by its true size
        "jit": "off",  # compiling costs more than it saves on lists of one page
        "max_parallel_workers_per_gather": "0",  # starting a helper takes 10 ms and a core that another reader needs
        "timezone": "UTC",
        "log_timezone": "UTC",
    }


def usable_memory_mb() -> int:
    """The machine's memory, or what its container may use of it."""
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    try:
        allowed = int(CONTAINER_LIMIT.read_text())
    except (OSError, ValueError):  # no container, or one without a limit ("max")
        allowed = machine
    return min(machine, allowed) // 1_000_000
