"""docs/record.md against the models that define the record."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from quotes import records

PAGE = (Path(__file__).resolve().parent.parent / "docs" / "record.md").read_text("utf-8")


@pytest.mark.parametrize("model", [records.QuoteRecord, records.Speaker, records.Cue,
                                   records.Source, records.Circumstances, records.Evidence,
                                   records.Context, records.Member])
def test_the_page_names_every_field(model: type[records.QuoteRecord]) -> None:
    missing = [name for name in model.model_fields if f"`{name}`" not in PAGE]
    assert not missing


@pytest.mark.parametrize("values", [records.QuoteType, records.Category, records.Kind,
                                    records.Resolution, records.Relation, records.Unattributed])
def test_the_page_names_every_value(values: object) -> None:
    missing = [value for value in get_args(values) if f"*{value}*" not in PAGE]
    assert not missing
