"""What several commands take: a store or an endpoint, `-p name=value`, an output file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from kg.endpoints.endpoint import Endpoint

DEFAULT_STORE = Path("store")
DEFAULT_TIMEOUT = 60

store_option = click.option(
    "--store",
    type=click.Path(path_type=Path),
    default=DEFAULT_STORE,
    show_default=True,
    envvar="ZHENGMAI_STORE",
    show_envvar=True,
    help="图库目录 folder of the store",
)
endpoint_option = click.option(
    "--endpoint",
    metavar="URL",
    envvar="ZHENGMAI_ENDPOINT",
    show_envvar=True,
    help="改问远程 SPARQL 端点 ask a remote SPARQL endpoint instead of the store",
)


def timeout_option(default: int) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The option `--timeout SECONDS`."""
    return click.option(
        "--timeout",
        metavar="SECONDS",
        type=click.IntRange(1, 86_400),
        default=default,
        show_default=True,
        help="每条查询的时限（秒） time limit of each query",
    )


def output_option(
    required: bool, folders: bool = False
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The option `-o FILE`; a folder may be named where `folders` are written too."""
    return click.option(
        "-o",
        "--output",
        type=click.Path(dir_okay=folders, path_type=Path),
        required=required,
        help="写入的文件 file to write",
    )


def _pairs(_ctx: click.Context, _param: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    pairs = [pair.partition("=") for pair in given]
    for name, sign, _ in pairs:
        if not sign:
            raise click.BadParameter(f"“{name}”应写成 名=值 ({name}: write it as name=value)")
    values = {name.strip(): value for name, _, value in pairs}
    if len(values) < len(pairs):
        raise click.BadParameter("同一个参数只能给一次 (give each parameter once)")
    return values


values_option = click.option(
    "-p",
    "--parameter",
    "values",
    metavar="NAME=VALUE",
    multiple=True,
    callback=_pairs,
    help="参数，可多次 a parameter, may be repeated",
)


def open_endpoint(store: Path, url: str | None, timeout: int = DEFAULT_TIMEOUT) -> Endpoint:
    """The remote endpoint where an address is given, else the store; each query may take so long.

    Queries on the store run in a process that is ended when time is up.
    """
    if url:
        from kg.endpoints.remote import RemoteEndpoint

        return RemoteEndpoint(url, timeout)
    from kg.endpoints.bounded import BoundedEndpoint

    return BoundedEndpoint(store, timeout)
