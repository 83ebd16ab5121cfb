"""Two networks of one start as one: the mean of their weights, as a model folder.

    python -m training.joint.average FIRST SECOND --shared ../shared --out build/mean --name NAME

Networks that go on from the same weights lie near enough to each other for the mean of the two to
be a network, and mostly one that errs less than either (Wortsman et al., *Model soups*, ICML
2022). The head of names is the second's: it alone may have learned from other labels.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import click
import torch
from torch import Tensor

from quotes.errors import QuotesError, UsageError
from training.joint import calibrate, check, corpora, export, held_back, scores
from training.joint.model import Joint
from training.joint.rounding import after_gelu_zero
from training.joint.stored import stored

_OF_THE_SECOND = "ner."
_STEPS = (".step", ".zero")


def averaged(first: Joint, second: Joint) -> Joint:
    """The first, with the mean of both in it; steps by their geometric mean."""
    one, two = first.state_dict(), second.state_dict()
    found: dict[str, Tensor] = {
        name: two[name] if name.startswith(_OF_THE_SECOND) else (one[name] + two[name]) / 2
        for name in one if not name.endswith(_STEPS)}
    first.load_state_dict(found, strict=False)
    others = second.grids()
    for name, (grid, _) in first.grids().items():
        step = others[name][0].step
        if grid.step is None or step is None:
            raise UsageError("both networks are to compute in whole numbers (rounded.toml)")
        grid.step = (grid.step * step).sqrt()
        if grid.after_gelu:
            grid.zero = torch.tensor(float(after_gelu_zero(grid.step)))
    return first


@click.command()
@click.argument("first", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("second", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--shared", required=True, type=click.Path(exists=True, file_okay=False,
                                                         path_type=Path),
              help="The folder with the corpora and their scorer.")
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path),
              help="The model folder to write.")
@click.option("--name", required=True, help="What the card calls the network.")
def main(first: Path, second: Path, shared: Path, out: Path, name: str) -> None:
    """Write the mean of the networks of two model folders, calibrated and scored like either."""
    try:
        model = averaged(check.of_folder(first), check.of_folder(second))
        config = json.loads((first / "network.json").read_text("utf-8"))
        export.write(out, first, config, stored(model))
        training = {"mean of": [_card(folder) for folder in (first, second)]}
        shutil.copyfile(first / calibrate.FILE, out / calibrate.FILE)
        export.write_card(out, name, training, {})
        check.write(out)
        calibrate.write(shared / corpora.NEWS, out, held_back.held_back())
        export.write_card(out, name, training, {})
        found = scores.of_folder(shared, out, held_back.held_back(),
                                 out.with_name(out.name + ".scores"))
        click.echo(json.dumps(found))
        export.write_card(out, name, training, found)
    except QuotesError as error:
        raise click.ClickException(str(error)) from error


def _card(folder: Path) -> dict[str, Any]:
    """What the card of a folder says of its network."""
    card = json.loads((folder / "card.json").read_text("utf-8"))
    return {"name": card["name"], "training": card["training"],
            "sha256": card["sha256"]["network.safetensors"]}


if __name__ == "__main__":
    main()
