"""`quotes schema`: the JSON Schema of a record."""

from __future__ import annotations

import click


@click.command(short_help="Print the JSON Schema of a record.")
@click.option("--verified", is_flag=True,
              help="The schema of a record as verify writes it: with its `verification`.")
def schema(verified: bool) -> None:
    """Print the JSON Schema of one line of output.

    Records that extract, import and variants --records write have the same schema.

    \b
    Examples:
      quotes schema > quote-record.schema.json
      quotes schema --verified > verified-record.schema.json
    """
    import orjson

    from quotes.records import QuoteRecord, VerifiedRecord
    from quotes.records import schema as of_record

    found = of_record(VerifiedRecord if verified else QuoteRecord)
    click.echo(orjson.dumps(found, option=orjson.OPT_INDENT_2))
