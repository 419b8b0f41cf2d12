"""`zhengmai mcp`: the questions as tools of an assistant."""

from __future__ import annotations

from pathlib import Path

import click

from kg.commands.options import endpoint_option, open_endpoint, store_option, timeout_option


@click.command(short_help="供智能助手提问 the questions as tools of an assistant (MCP)")
@store_option
@endpoint_option
@timeout_option(30)
def mcp(store: Path, endpoint: str | None, timeout: int) -> None:
    """在标准输入输出上提供 MCP 服务，智能助手由此提问，答案带出处。

    Serve the Model Context Protocol on standard input and output: an assistant asks the same
    questions, with the same checks and limits, and gets answers with their sources.
    """
    from loaders.errors import ZhengmaiError

    try:
        from kg.assistant.tools import server
    except ImportError as error:
        raise ZhengmaiError(
            "没有装 MCP 的程序库，请运行 pip install 'zhengmai[mcp]'",
            "the MCP library is not installed: run pip install 'zhengmai[mcp]'",
        ) from error
    server(open_endpoint(store, endpoint, timeout), endpoint or store).run("stdio")
