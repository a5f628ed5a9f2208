"""Redis in more than one process: a master and its replica, watched by a Sentinel or as a cluster."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from pathlib import Path
from typing import Any, Protocol

from redis.asyncio import Redis

from tests.cache.conftest import RedisServer
from tests.support.server import free_port
from tests.support.waiting import until

SLOTS = 16_384
BUS_OFFSET = 10_000
"""A cluster's nodes also listen on this much above their port."""


class Topology(Protocol):
    """A pair of servers under one address, the first host in which is not there."""

    url: str
    master: RedisServer

    async def settle(self) -> None:
        """Return once the servers know each other."""

    async def promote(self) -> None:
        """Called after the master's death: return once its replica may take over."""


class WatchedPair:
    """A master and a replica under one Sentinel, which fails over by itself."""

    def __init__(self, ends: ExitStack, folder: Path) -> None:
        self.master = _server(ends, folder)
        self.replica = _server(ends, folder, "--replicaof", "127.0.0.1", str(self.master.port))
        self._sentinel = _Sentinel(folder, self.master.port)
        ends.callback(self._sentinel.stop)
        self.url = f"redis+sentinel://127.0.0.1:{free_port()},127.0.0.1:{self._sentinel.port}/main/0"

    async def settle(self) -> None:
        async def is_known() -> bool:
            async with Redis(port=self._sentinel.port) as client:
                return int((await client.sentinel_master("main"))["num-slaves"]) == 1

        await until(is_known)

    async def promote(self) -> None:
        """Nothing to do."""


class _Sentinel(RedisServer):
    def __init__(self, folder: Path, master_port: int) -> None:
        self._config = folder / "sentinel.conf"
        self._config.write_text(
            f"sentinel monitor main 127.0.0.1 {master_port} 1\n"
            "sentinel down-after-milliseconds main 500\n"
            "sentinel failover-timeout main 3000\n"
        )
        super().__init__(folder)

    def arguments(self) -> list[str]:
        return [str(self._config), "--sentinel", "--port", str(self.port)]


class Cluster:
    """A cluster of one master, which has all slots, and its replica."""

    def __init__(self, ends: ExitStack, folder: Path) -> None:
        self.master, self.replica = (self._node(ends, folder / str(number)) for number in range(2))
        self.url = f"redis+cluster://127.0.0.1:{free_port()},127.0.0.1:{self.master.port},127.0.0.1:{self.replica.port}"

    @staticmethod
    def _node(ends: ExitStack, folder: Path) -> RedisServer:
        folder.mkdir()
        port = free_port()
        while port + BUS_OFFSET > 65_535:
            port = free_port()
        return _server(ends, folder, "--cluster-enabled", "yes", "--cluster-node-timeout", "500", port=port)

    async def settle(self) -> None:
        master, replica = self.master.port, self.replica.port
        own_name = await _ask(master, "CLUSTER", "MYID")
        await _ask(master, "CLUSTER", "ADDSLOTS", *range(SLOTS))
        await _ask(replica, "CLUSTER", "MEET", "127.0.0.1", master)

        async def is_met() -> bool:
            return own_name in await _ask(replica, "CLUSTER", "NODES")

        async def is_whole() -> bool:
            async with Redis(port=replica) as client:
                is_copied = (await client.info("replication")).get("master_link_status") == "up"
            states = [await _ask(port, "CLUSTER", "INFO") for port in (master, replica)]
            return is_copied and all(b"cluster_state:ok" in state for state in states)

        await until(is_met)
        await _ask(replica, "CLUSTER", "REPLICATE", own_name)
        await until(is_whole)

    async def promote(self) -> None:
        """One master alone has no majority that would vote: the replica is told to take over."""
        await _ask(self.replica.port, "CLUSTER", "FAILOVER", "TAKEOVER")


@asynccontextmanager
async def running_topology(kind: type[WatchedPair] | type[Cluster], folder: Path) -> AsyncIterator[Topology]:
    """Start it; ends all its servers after the block."""
    with ExitStack() as ends:
        made = await asyncio.to_thread(kind, ends, folder)
        await made.settle()
        yield made


def _server(ends: ExitStack, folder: Path, *options: str, port: int | None = None) -> RedisServer:
    server = RedisServer(folder, *options, port=port)
    ends.callback(server.stop)
    return server


async def _ask(port: int, *command: Any) -> Any:
    async with Redis(port=port) as client:
        return await client.execute_command(*command)
