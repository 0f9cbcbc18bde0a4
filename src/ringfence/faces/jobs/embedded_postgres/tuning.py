"""Server settings that fit the machine. The defaults of PostgreSQL are meant for the smallest one.

Sources: the PostgreSQL manual, chapters 19.4 and 19.7: at most a quarter of the memory for shared buffers (an eighth here: the
machine is shared with the application), half
of it expected in the system's cache; pages on solid-state disks cost about the same in any order.
"""

import os

LARGEST_SHARED_BUFFERS_MB = 2048


def fitted_settings() -> dict[str, str]:
    """Settings for `open_server` on this machine."""
    memory_mb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 1_000_000
    return {
        "shared_buffers": f"{max(128, min(memory_mb // 8, LARGEST_SHARED_BUFFERS_MB))}MB",
        "effective_cache_size": f"{max(256, memory_mb // 2)}MB",
        "maintenance_work_mem": f"{max(64, min(memory_mb // 32, 512))}MB",
        "work_mem": "16MB",
        "max_wal_size": "2GB",
        "random_page_cost": "1.1",
        "jit": "off",  # compiling costs more than it saves on lists of one page
        "timezone": "UTC",
        "log_timezone": "UTC",
    }
