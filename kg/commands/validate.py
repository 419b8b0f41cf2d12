"""`zhengmai validate`: does the graph keep to its shapes, is the ontology free of contradiction?"""

from __future__ import annotations

from pathlib import Path

import click

from kg.commands.options import store_option


@click.command(short_help="校验图和本体 check the graph and the ontology")
@store_option
@click.pass_context
def validate(ctx: click.Context, store: Path) -> None:
    """用 SHACL 校验图，用推理机检查本体有无矛盾。

    Check the graph by SHACL and the ontology by a reasoner; exit code 1 where something is wrong.
    """
    from kg.prove import check_consistency
    from kg.store import open_store
    from kg.validate import validate as report_on

    opened = open_store(store)
    report = report_on(opened)
    for one in report.violations:
        place = ":".join(str(part) for part in (one.file or one.node, one.line) if part)
        click.echo(f"{place}: {one.zh}（{one.en}）")
    broken = sum(one.severity == "violation" for one in report.violations)
    click.echo(
        f"SHACL: {report.graphs} 个图 graphs, {broken} 处违反 violations, "
        f"{len(report.violations) - broken} 处提醒 warnings"
    )
    proof = check_consistency(opened)
    click.echo(f"OWL: {proof.zh}（{proof.en}）")
    if broken or proof.consistent is False:
        ctx.exit(1)
