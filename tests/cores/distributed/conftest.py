"""One Spark cluster for all tests of this folder, with one session."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ringfence.cores.distributed import connected, missing
from tests.spark_cluster import cluster


@pytest.fixture(scope="session")
def spark_master(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a standalone master with two workers, and an open session with it."""
    lacking = missing()
    if lacking:
        pytest.skip(
            f"Spark needs {lacking}, which is not here: requirements-spark.lock, apt-get install openjdk-17-jre-headless"
        )
    with cluster(tmp_path_factory.mktemp("spark")) as master, connected(master=master) as session:
        assert session.sparkContext.master == master
        yield master
