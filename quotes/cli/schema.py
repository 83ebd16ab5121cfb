"""`quotes schema`: the JSON Schema of a record."""

from __future__ import annotations

import click


@click.command(short_help="Print the JSON Schema of a record.")
def schema() -> None:
    """Print the JSON Schema of one line of output.

    \b
    Example:
      quotes schema > quote-record.schema.json
    """
    import orjson

    from quotes.records import schema as of_record

    click.echo(orjson.dumps(of_record(), option=orjson.OPT_INDENT_2))
