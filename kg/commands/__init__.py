"""The command line: one module a command. A command imports heavy libraries only when it runs."""

from __future__ import annotations

import os
from typing import Any

import click

from kg.commands.add import add
from kg.commands.build import build
from kg.commands.explain import explain
from kg.commands.export import export
from kg.commands.inspect import inspect
from kg.commands.mcp import mcp
from kg.commands.publish import publish
from kg.commands.query import query
from kg.commands.review import review
from kg.commands.search import search
from kg.commands.serve import serve
from kg.commands.sparql import sparql
from kg.commands.table import table
from kg.commands.validate import validate
from kg.commands.view import view
from loaders.errors import ZhengmaiError, system_error


class _OneLineErrors(click.Group):
    """Says what went wrong in one line, in Chinese and English, and exits with 1; with 2
    where the command line itself is wrong, with 130 where it was interrupted.
    """

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except ZhengmaiError as error:
            _fail(ctx, error.zh, error.en)
        except BrokenPipeError:
            raise  # click ends quietly where the reader of a pipe has gone
        except OSError as error:
            told = system_error(error)
            _fail(ctx, told.zh, told.en)
        except click.UsageError as error:
            how = f"{(error.ctx or ctx).command_path} --help"
            _fail(ctx, f"命令写得不对，看 {how}", f"{error.format_message()}; see {how}", code=2)
        except (KeyboardInterrupt, click.Abort):
            _fail(ctx, "已中断，没有做完的不留下", "interrupted: nothing half done stays", code=130)
        except (click.ClickException, click.exceptions.Exit):
            raise
        except Exception as error:
            if os.environ.get("ZHENGMAI_DEBUG"):
                raise
            what = f"{type(error).__name__}: {error}"
            _fail(
                ctx,
                f"程序出错：{what}；设 ZHENGMAI_DEBUG=1 再运行可看详情",
                "internal error; run again with ZHENGMAI_DEBUG=1 to see where",
            )


def _fail(ctx: click.Context, zh: str, en: str, code: int = 1) -> None:
    click.echo(f"错误：{' '.join(zh.split())}（{' '.join(en.split())}）", err=True)
    ctx.exit(code)


@click.group(cls=_OneLineErrors, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="zhengmai", message="zhengmai %(version)s")
def main() -> None:
    """政脉：把公文读成政策脉络图。Reads official documents into a graph of policy lineage."""


for _command in (
    add,
    build,
    inspect,
    query,
    search,
    sparql,
    explain,
    review,
    view,
    export,
    table,
    serve,
    mcp,
    publish,
    validate,
):
    main.add_command(_command)
