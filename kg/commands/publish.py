"""`zhengmai publish`: the graph of the store into a SPARQL server."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.commands.options import store_option, timeout_option

if TYPE_CHECKING:
    from kg.endpoints.destinations import WriteProtocol
    from kg.endpoints.publish import Plan


@click.command(short_help="把图装进 SPARQL 服务器 load the graph into a SPARQL server")
@click.argument("url", envvar="ZHENGMAI_ENDPOINT")
@click.option(
    "--protocol",
    type=click.Choice(["gsp", "update", "auto"]),
    default="auto",
    show_default=True,
    help="图库协议、更新语句或自动 Graph Store Protocol, SPARQL Update, or what the server speaks",
)
@click.option(
    "--write-to",
    metavar="URL",
    help="写入的地址，认不出时才要给 address that writes, where it is not found by itself",
)
@click.option("--dry-run", is_flag=True, help="只说要做什么 only say what would be done")
@store_option
@timeout_option(300)
def publish(
    url: str,
    protocol: WriteProtocol,
    write_to: str | None,
    dry_run: bool,
    store: Path,
    timeout: int,
) -> None:
    """把图库的各个命名图装进 URL 的 SPARQL 服务器；URL 是它的查询地址。

    Load the named graphs of the store into the SPARQL server whose query address is URL. Graphs
    that stand there unchanged are left; those of ours that the store has no more are removed.
    Run it again after a failure: it goes on where it was.

    例 example: zhengmai publish http://localhost:7878/query
    """
    from kg.endpoints.http import Http
    from kg.endpoints.publish import default_graph_is_union, make_plan
    from kg.endpoints.remote import RemoteEndpoint
    from kg.store import open_store

    graphs = open_store(store)
    endpoint = RemoteEndpoint(url, timeout)
    plan = make_plan(graphs, endpoint)
    _say(plan)
    if dry_run:
        return
    from rich.console import Console
    from rich.progress import Progress

    from kg.endpoints import publish as publishing

    on = Console(stderr=True)
    with Progress(console=on, transient=True, disable=not on.is_terminal) as progress:
        task = progress.add_task("", total=sum(graph.triples for graph in plan.load))

        def step(graph: str, triples: int) -> None:
            progress.update(task, description=graph.rpartition("/")[2], advance=triples)

        publishing.publish(graphs, plan, Http(url, timeout), protocol, write_to, step)
    click.echo(f"已装入 loaded: {endpoint.url}")
    if not default_graph_is_union(endpoint):
        click.echo(
            "提醒：这个服务器的默认图不含命名图，现成的查询会落空；看 docs/other-endpoints.md "
            "(its default graph leaves the named graphs out: canned questions find nothing there)",
            err=True,
        )


def _say(plan: Plan) -> None:
    for graph in plan.keep:
        click.echo(f"已有 there    {graph.iri}  {graph.triples:,}")
    for graph in plan.load:
        click.echo(f"装入 load     {graph.iri}  {graph.triples:,}")
    for iri in plan.remove:
        click.echo(f"移除 remove   {iri}")
