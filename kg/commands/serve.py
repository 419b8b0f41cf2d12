"""`zhengmai serve`: the web application, with the SPARQL endpoint, on an address."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.commands.options import endpoint_option, store_option, timeout_option
from kg.server.limits import Limits

if TYPE_CHECKING:
    from kg.server.writing import Writing

_MEGABYTE = 1_000_000
_USUAL = Limits()
_CONNECTIONS = 500  # at once, beyond which the answer is 503
_QUIET_END = 5  # seconds that running answers have when the server is told to end


@click.command(short_help="网页与 SPARQL 端点 the web server and SPARQL endpoint")
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="监听地址 address to listen on"
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="端口，0 为任选 port, 0 for any",
)
@store_option
@endpoint_option
@click.option(
    "--corpus",
    type=click.Path(path_type=Path, file_okay=False),
    help="打开核对和添加，写入这个语料目录；不给则只供查阅 "
    "open reviewing and adding, written into this corpus; without it pages are for reading",
)
@click.option(
    "--writable-at",
    metavar="NAME",
    multiple=True,
    help="别的机器用这个主机名或地址访问时也可写，可重复；默认只有本机可写 "
    "others who come by this host name or address may write too; by default this machine only",
)
@timeout_option(int(_USUAL.seconds))
@click.option(
    "--queries",
    type=click.IntRange(min=1),
    default=_USUAL.queries,
    show_default=True,
    help="同时运行的查询 queries at the same time",
)
@click.option(
    "--client-queries",
    type=click.IntRange(min=1),
    default=_USUAL.client_queries,
    show_default=True,
    help="其中一个客户端的 of them one client's",
)
@click.option(
    "--client-rate",
    type=click.IntRange(min=1),
    default=_USUAL.client_rate,
    show_default=True,
    help="一个客户端每分钟的查询 queries a minute of one client",
)
@click.option(
    "--max-result",
    type=click.IntRange(min=1),
    default=_USUAL.result_bytes // _MEGABYTE,
    show_default=True,
    help="结果上限，MB largest result in MB",
)
@click.option(
    "--max-memory",
    type=click.IntRange(min=128),
    default=_USUAL.memory_bytes // _MEGABYTE,
    show_default=True,
    help="一条查询的内存上限，MB memory of one query in MB",
)
@click.option(
    "--behind-proxy",
    is_flag=True,
    help="前有反向代理：客户端地址取自 X-Forwarded-For "
    "a reverse proxy is in front: clients are told apart by X-Forwarded-For",
)
def serve(
    host: str,
    port: int,
    store: Path,
    endpoint: str | None,
    corpus: Path | None,
    writable_at: tuple[str, ...],
    timeout: float,
    queries: int,
    client_queries: int,
    client_rate: int,
    max_result: int,
    max_memory: int,
    behind_proxy: bool,
) -> None:
    """在本机开网页服务，/sparql 是 SPARQL 1.1 端点；图库重建后自动换新，不中断。

    Serve the graph on an address: SPARQL 1.1 at /sparql, data under their IRIs, questions at
    /api/queries. A new build is taken up while the server runs.
    """
    import uvicorn

    from kg.server.app import create_app
    from kg.server.log import start_log

    writing = _writing(corpus, writable_at)
    limits = Limits(
        seconds=timeout,
        queries=queries,
        client_queries=client_queries,
        client_rate=client_rate,
        result_bytes=max_result * _MEGABYTE,
        memory_bytes=max_memory * _MEGABYTE,
    )
    app = create_app(store, endpoint, limits, writing)
    start_log()
    with _listening(host, port) as listener:
        config = uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=behind_proxy,
            limit_concurrency=_CONNECTIONS,
            timeout_graceful_shutdown=_QUIET_END,
        )
        where = listener.getsockname()
        name = f"[{where[0]}]" if ":" in where[0] else where[0]
        address = f"http://{name}:{where[1]}"
        click.echo(f"网页 pages: {address}/  SPARQL: {address}/sparql")
        click.echo("按 Ctrl+C 停止 press Ctrl+C to stop")
        uvicorn.Server(config).run(sockets=[listener])


def _writing(corpus: Path | None, names: tuple[str, ...]) -> Writing | None:
    """Who may write where; an error where that cannot be."""
    from kg.server.writing import Writing
    from loaders.errors import ZhengmaiError

    if corpus is None:
        if names:
            raise click.UsageError(
                "--writable-at 要与 --corpus 同用 (--writable-at goes with --corpus)"
            )
        return None
    if not corpus.is_dir():
        raise ZhengmaiError(f"没有 {corpus} 这个目录", f"there is no folder {corpus}")
    return Writing(corpus.resolve(), frozenset(name.lower().strip("[]") for name in names))


def _listening(host: str, port: int) -> socket.socket:
    """A socket bound to the address; an error that says what is wrong with it."""
    from loaders.errors import ZhengmaiError

    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except OSError as error:
        raise ZhengmaiError(f"没有 {host} 这个地址", f"there is no address {host}") from error
    listener = socket.socket(family, kind, protocol)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(address)
        listener.listen(1024)
    except OSError as error:
        listener.close()
        raise ZhengmaiError(
            f"{host}:{port} 用不了（{error.strerror}），请用 --port 换一个端口，0 为任选",
            f"{host}:{port} cannot be used ({error.strerror}): choose another --port, 0 for any",
        ) from error
    return listener
