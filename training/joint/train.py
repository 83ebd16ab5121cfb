"""The loop: decides how a step is made, what is logged, and that a run can go on where it was."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor, nn

from training.joint import examples
from training.joint.examples import Example, Given
from training.joint.losses import losses, total
from training.joint.model import Joint
from training.joint.own_labels import OwnLabels
from training.joint.recipe import Rates, Recipe
from training.joint.schedule import Schedule
from training.joint.stored import stored
from training.joint.teacher import divergences

Log = Callable[[str], None]


@dataclass
class Machine:
    """Where the model learns."""

    device: torch.device
    half: bool  # products in bf16

    @classmethod
    def here(cls) -> Machine:
        """An accelerator if there is one; bf16 where the processor computes with it."""
        if torch.cuda.is_available():
            return cls(torch.device("cuda"), torch.cuda.is_bf16_supported())
        able = torch.cpu.get_capabilities()
        return cls(torch.device("cpu"), bool(able.get("avx512_bf16") or able.get("amx_bf16")))

    @property
    def slow_half_attention(self) -> bool:
        """Without AMX, torch's attention takes twice as long backward in bf16 as in fp32."""
        return self.device.type == "cpu" and not torch.cpu.get_capabilities().get("amx_bf16")

    @property
    def kind(self) -> str:
        what = "bf16" if self.half else "fp32"
        if self.device.type == "cuda":
            return f"{torch.cuda.get_device_name()}, {what}"
        able = torch.cpu.get_capabilities()
        amx = " with AMX" if able.get("amx_bf16") else ""
        name = able.get("cpu_name", "CPU")
        return f"{name}{amx}, {torch.get_num_threads()} threads, {what}"


@dataclass
class Trainer:
    """A run over a fixed list of batches; `clock` gives seconds, and only differences count."""

    model: Joint
    given: Sequence[Example]
    recipe: Recipe
    seed: int
    seconds: float
    machine: Machine
    teacher: Joint | None = None  # needed where the recipe gives it a share
    clock: Callable[[], float] = time.monotonic
    step: int = 0
    elapsed: float = 0.0  # seconds of training so far, in all parts of the run
    history: list[dict[str, float]] = field(default_factory=list)  # losses of each step made here

    def __post_init__(self) -> None:
        self.model.to(self.machine.device)
        self.model.precise_attention = self.machine.slow_half_attention
        self.plan = examples.plan(self.given, self.recipe.steps, self.seed)
        self.optimizer = _optimizer(self.model, self.recipe.rates)
        if self.teacher is not None:
            self.teacher.to(self.machine.device).eval()
            self.teacher.precise_attention = self.machine.slow_half_attention
        tags = self.model.get_parameter("tag.bias").numel()
        self.own = OwnLabels(self.given, tags, self.recipe.own_labels.keep)
        torch.manual_seed(self.seed)

    @property
    def schedule(self) -> Schedule:
        return Schedule(len(self.plan), self.seconds, self.recipe.rates.warm_up)

    def run(self, log: Log, save: Callable[[dict[str, Any]], None],
            most_steps: int | None = None) -> None:
        """Train to the end of the steps or of the time, or for `most_steps` at most.

        `save` gets the state every few minutes; `restore` takes it.
        """
        started = self.clock() - self.elapsed
        kept = told = self.elapsed
        words = 0
        self.model.train()
        while self.schedule.done(self.step, self.elapsed) < 1.0 and most_steps != 0:
            words += self._step()
            self.elapsed = self.clock() - started
            most_steps = None if most_steps is None else most_steps - 1
            if self.step % self.recipe.run.log_steps == 0:
                log(self._line(words / max(self.elapsed - told, 1e-9)))
                told, words = self.elapsed, 0
            if self.elapsed - kept > 60 * self.recipe.run.checkpoint_minutes:
                save(self.state())
                kept = self.elapsed
        save(self.state())

    def _step(self) -> int:
        """One batch; the number of its words."""
        some = [self.given[i] for i in self.plan[self.step]]
        given = examples.on(self.machine.device, examples.together(some))
        rate = self.schedule.rate(self.step, self.elapsed)
        for group in self.optimizer.param_groups:
            group["lr"] = rate * group["full"]
        found = self._losses(given, self.own.rows(some))
        self.optimizer.zero_grad()
        total(found, self.recipe.losses).backward()  # type: ignore[no-untyped-call]
        # A gradient that is no number ends the run here, with the last checkpoint intact.
        nn.utils.clip_grad_norm_(self.model.parameters(), self.recipe.rates.clip,
                                 error_if_nonfinite=True)
        self.optimizer.step()
        self.step += 1
        self.history.append({name: float(loss.detach()) for name, loss in found.items()})
        return int(given.batch.words.sum())

    def _losses(self, given: Given, rows: Tensor) -> dict[str, Tensor]:
        """Losses of a batch whose words are these `rows` of the model's own labels."""
        tags, own = given.targets["tag"], None
        adapts = (self.schedule.done(self.step, self.elapsed) > self.recipe.own_labels.after
                  and "tag" in given.labelled)
        with torch.autocast(self.machine.device.type, torch.bfloat16, enabled=self.machine.half):
            scores = self.model(given.batch)
            if adapts:
                own = self.own.targets(rows, tags.cpu()).to(self.machine.device)
                self.own.visit(rows, tags.cpu(), scores.tag.detach().cpu())
            found = losses(self.model, given, scores, own)
            if self.teacher is None:
                return found
            theirs = divergences(self.teacher, self.model, given, scores)
            shares = dict.fromkeys(theirs, self.recipe.teacher.share)
            shares["ner"] = self.recipe.teacher.names
            return {name: share * theirs[name] + (1 - share) * found.get(name, 0.0)
                    for name, share in shares.items()}

    def round_off(self) -> dict[str, float]:
        """Compute in whole numbers; the steps are chosen from the first batches of the run."""
        self.model.eval()
        return self.model.round_off(
            examples.on(self.machine.device, examples.together([self.given[i] for i in some])).batch
            for some in self.plan[:self.recipe.rounding.batches])

    def _line(self, speed: float) -> str:
        sums: dict[str, list[float]] = defaultdict(list)
        for found in self.history[-self.recipe.run.log_steps:]:
            for name, loss in found.items():
                sums[name].append(loss)
        means = " ".join(f"{name} {sum(row) / len(row):.3f}" for name, row in sorted(sums.items()))
        return (f"step {self.step}/{len(self.plan)} {self.elapsed / 60:.1f} min "
                f"rate {self.schedule.rate(self.step, self.elapsed):.3f} "
                f"{speed:.0f} words/s  {means}")

    def state(self) -> dict[str, Any]:
        return {"step": self.step, "elapsed": self.elapsed, "seconds": self.seconds,
                "model": self.model.state_dict(), "own labels": self.own.given,
                "optimizer": self.optimizer.state_dict(),
                "random": torch.get_rng_state(), "cuda": torch.cuda.get_rng_state_all()}

    def restore(self, state: dict[str, Any]) -> None:
        """Go on from a state. The time that was set for the run at its start stays."""
        self.step, self.elapsed = state["step"], state["elapsed"]
        self.seconds = state["seconds"]
        self.model.load_state_dict(state["model"])
        self.own.given = state["own labels"]
        self.optimizer.load_state_dict(state["optimizer"])
        torch.set_rng_state(state["random"])
        if state["cuda"]:
            torch.cuda.set_rng_state_all(state["cuda"])

    def weights(self) -> dict[str, Tensor]:
        """What to ship. The rate falls to nothing, so the last weights are an average already."""
        return stored(self.model)


def _optimizer(model: Joint, rates: Rates) -> torch.optim.Optimizer:
    """AdamW with groups by rate and by whether weights decay; `full` is a group's full rate."""
    groups: dict[tuple[float, float], list[nn.Parameter]] = defaultdict(list)
    for name, parameter in model.named_parameters():
        rate = rates.encoder if name.startswith("enc.") else rates.heads
        decay = rates.decay if parameter.dim() > 1 else 0.0
        groups[rate, decay].append(parameter)
    return torch.optim.AdamW(
        [{"params": own, "lr": rate, "full": rate, "weight_decay": decay}
         for (rate, decay), own in groups.items()],
        betas=(rates.beta_1, rates.beta_2), fused=True)
