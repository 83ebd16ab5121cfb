"""The command: decides the order of a run, and how its time is shared out."""

from __future__ import annotations

import hashlib
import json
import shutil
import time
from collections.abc import Callable, Container
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import click
import torch

from quotes.errors import QuotesError
from quotes.network.windows import Pieces
from quotes.parse.folder import EMBEDDED
from training.joint import (
    calibrate,
    check,
    checkpoint,
    corpora,
    examples,
    export,
    held_back,
    mentions,
    model,
    recipe,
    scores,
)
from training.joint.train import Machine, Trainer


@dataclass(frozen=True)
class _Order:
    """What was asked for."""

    shared: Path
    out: Path
    minutes: float
    seed: int
    recipe: recipe.Recipe
    everything: bool
    calibration: Path | None
    start: Path | None

    @property
    def work(self) -> Path:
        """Beside the model folder: it ships as it is."""
        return self.out.with_name(self.out.name + ".run")

    @property
    def key(self) -> str:
        """Of all that decides what a step does."""
        found = hashlib.sha256(json.dumps([asdict(self.recipe), self.seed,
                                           self.everything]).encode())
        if self.start is not None:
            found.update((self.start / "network.safetensors").read_bytes())
        for name in (corpora.NEWS, corpora.NEWS_NAMES, corpora.TREEBANK, corpora.TREEBANK_NAMES,
                     mentions.TEXTS, mentions.MENTIONS):
            found.update(hashlib.sha256((self.shared / name).read_bytes()).digest())
        return found.hexdigest()


@click.command()
@click.option("--shared", required=True, type=click.Path(exists=True, file_okay=False,
                                                         path_type=Path),
              help="The folder with the corpora and their scorer.")
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path),
              help="The model folder to write; OUT.run beside it holds the run's own files.")
@click.option("--minutes", default=140.0, show_default=True, type=click.FloatRange(min=0.0),
              help="Time for everything: data, training, export, scores.")
@click.option("--seed", default=1, show_default=True, type=int)
@click.option("--recipe", "settings", default=recipe.DEFAULT, show_default="recipe.toml",
              type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help="Another file of settings.")
@click.option("--all", "everything", is_flag=True,
              help="Train on the held-back tenth too: attribution has no score then, and the "
                   "calibration is that of --calibration.")
@click.option("--calibration", type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help="With --all: calibration.json of a run of the same recipe without it.")
@click.option("--start", type=click.Path(exists=True, file_okay=False, path_type=Path),
              help="Go on from the network of this model folder, which is the teacher too.")
def main(shared: Path, out: Path, minutes: float, seed: int, settings: Path,
         everything: bool, calibration: Path | None, start: Path | None) -> None:
    """Train the embedded network, and go on from the last checkpoint of the same run.

    \b
    Example:
      python -m training.joint --shared ../shared --out build/en --minutes 140
    """
    if everything != (calibration is not None):
        raise click.UsageError("--all and --calibration go together: articles that a network has "
                               "learned from can't say how sure it may be of others")
    try:
        order = _Order(shared, out, minutes, seed, recipe.load(settings), everything, calibration,
                       start)
        wants = {bool(order.recipe.teacher.share), bool(order.recipe.rounding.batches)}
        if wants != {start is not None}:
            raise click.UsageError("--start and a recipe with a teacher and rounding go together")
        if start is not None and _architecture(start) != "joint-1":
            raise click.UsageError(f"{start}: not a network in full precision, which --start takes")
        _run(order)
    except QuotesError as error:
        raise click.ClickException(str(error)) from error


def _architecture(folder: Path) -> object:
    return json.loads((folder / "network.json").read_text("utf-8")).get("architecture")


def _run(order: _Order) -> None:
    started = time.monotonic()
    log = _log(order.work / "log.txt", started)
    machine = Machine.here()
    log(f"{order.recipe.name}, seed {order.seed}, {machine.kind}")
    state = checkpoint.saved(order.work / "checkpoint.pt", order.key)
    trainer = _trainer(order, machine, log)
    spent = time.monotonic() - started
    trainer.seconds = max(1.0, 60 * (order.minutes - order.recipe.run.reserve_minutes) - spent)
    if state is not None:
        trainer.restore(state)
        log(f"on from step {trainer.step}, {trainer.elapsed / 60:.1f} min")
    path = order.work / "checkpoint.pt"
    trainer.run(log, lambda now: checkpoint.save(path, now | {"key": order.key}))
    _finish(order, trainer, log)
    log(f"written to {order.out}")


def _log(path: Path, started: float) -> Callable[[str], None]:
    """A line on the terminal and in the run's log, with the minutes since the start."""
    path.parent.mkdir(parents=True, exist_ok=True)

    def log(line: str) -> None:
        line = f"{(time.monotonic() - started) / 60:6.1f}  {line}"
        print(line, flush=True)
        with path.open("a", encoding="utf-8") as file:
            file.write(line + "\n")

    return log


def _config(settings: recipe.Recipe) -> dict[str, Any]:
    """Sizes and label lists: those of the embedded model, whose kind the program can run."""
    config: dict[str, Any] = json.loads((EMBEDDED / "network.json").read_text("utf-8"))
    return config | {"leaning": {"O": settings.leaning.outside},
                     "architecture": "joint-2" if settings.rounding.batches else "joint-1"}


def _trainer(order: _Order, machine: Machine, log: Callable[[str], None]) -> Trainer:
    config = _config(order.recipe)
    left_out: Container[str] = () if order.everything else held_back.held_back()
    documents = corpora.news(order.shared, order.out.parent / "cache", config["labels"], left_out,
                             log)
    documents += corpora.treebank(order.shared, config["labels"])
    pieces = Pieces(EMBEDDED / "vocab.txt", config["pieces"]["unk"], config["max_pieces_per_word"])
    given = examples.examples(documents, pieces, config, order.recipe.steps.rooms)
    log(f"{len(documents)} documents, {len(given)} windows, "
        f"{sum(len(example.window.words) for example in given)} words")
    torch.manual_seed(order.seed)
    learner = model.Joint(config, order.recipe.dropout)
    if order.start is None:
        model.start_from(learner, model.pretrained(order.recipe.encoder))
        return Trainer(learner, given, order.recipe, order.seed, 1.0, machine)
    teacher = check.of_folder(order.start)
    learner.load_state_dict(teacher.state_dict())
    trainer = Trainer(learner, given, order.recipe, order.seed, 1.0, machine, teacher)
    for name, error in trainer.round_off().items():
        log(f"rounded: {name} {error:.5f}")
    return trainer


def _finish(order: _Order, trainer: Trainer, log: Callable[[str], None]) -> None:
    """The model folder: weights, then a card to read them with, then what they score."""
    export.write(order.out, EMBEDDED, _config(order.recipe), trainer.weights())
    training = {"seed": order.seed, "held back": not order.everything, "steps": trainer.step,
                "of steps": len(trainer.plan), "minutes of steps": round(trainer.elapsed / 60, 1),
                "machine": trainer.machine.kind, "torch": torch.__version__,
                "recipe": asdict(order.recipe)}
    export.write_card(order.out, order.recipe.name, training, {})
    check.write(order.out)
    if order.calibration is not None:
        shutil.copyfile(order.calibration, order.out / calibrate.FILE)
    else:
        calibrate.write(order.shared / corpora.NEWS, order.out, held_back.held_back())
    export.write_card(order.out, order.recipe.name, training, {})
    unseen = None if order.everything else held_back.held_back()
    found = scores.of_folder(order.shared, order.out, unseen, order.work / "scores")
    log(json.dumps(found))
    export.write_card(order.out, order.recipe.name, training, found)


if __name__ == "__main__":
    main()
