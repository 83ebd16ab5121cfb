"""Products in whole numbers: the same in int8, in fp32, and as they are trained."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
import torch.nn.functional as F  # noqa: N812 (everybody's name for it)
from safetensors.torch import load_file
from torch import Tensor

from quotes.errors import ModelError, UsageError
from quotes.network import Network, products
from quotes.network.joint import batch
from quotes.network.products import Exact, Grid, Plain, Whole, able, paired
from tests.toy_training import EMBEDDED, story, toy
from training.joint import check, examples, export, recipe
from training.joint.average import averaged
from training.joint.model import Joint
from training.joint.rounding import Grid as Learned
from training.joint.rounding import for_products, in_rows
from training.joint.stored import load, stored
from training.joint.teacher import divergences
from training.joint.train import Machine, Trainer

ROUNDED = recipe.load(recipe.DEFAULT.with_name("rounded.toml"))
in_int8 = pytest.mark.skipif(not able(torch.zeros(2, 2, dtype=torch.int8)),
                             reason="the processor has no instructions for int8")


def numbers(*shape: int, seed: int) -> Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


def made(kind: Any, channels: int, outputs: int, step: Tensor, zero: int, seed: int) -> Any:
    whole, row = for_products(numbers(outputs, channels, seed=seed))
    return kind(Grid(step, zero), whole.to(torch.int8), row, numbers(outputs, seed=seed + 1))


@in_int8
@pytest.mark.parametrize("shape", [(1, 48), (7, 48), (2, 33, 48)])
def test_int8_computes_what_fp32_does(shape: tuple[int, ...]) -> None:
    x = 3 * numbers(*shape, seed=1)
    step = 0.02 + numbers(48, seed=2).abs() / 50  # some of what enters is beyond its steps
    fast, slow = (made(kind, 48, 40, step, 128, 3) for kind in (Whole, Exact))
    assert torch.allclose(fast(x), slow(x), atol=1e-5)
    after = [made(kind, 40, 24, torch.tensor(0.03), 6, 5) for kind in (Whole, Exact)]
    assert torch.allclose(after[0].after_gelu(fast, x), after[1].after_gelu(slow, x), atol=1e-4)


@in_int8
def test_a_row_does_not_depend_on_the_rows_beside_it() -> None:
    x = numbers(300, 48, seed=1)
    product = made(Whole, 48, 1000, torch.full((48,), 0.02), 128, 3)
    alone = torch.cat([product(row[None]) for row in x])
    assert torch.equal(product(x), alone)


def _line(weight: list[list[int]]) -> dict[str, Tensor]:
    """A line's tensors as a file has them."""
    whole = torch.tensor(weight, dtype=torch.int8)
    return {"line.weight": whole, "line.row": torch.ones(len(whole)),
            "line.bias": torch.zeros(len(whole)), "line.input.zero": torch.tensor(128),
            "line.input.step": torch.ones(whole.shape[1])}


@pytest.mark.parametrize(("capabilities", "weight", "agreed", "kind"), [
    ({"avx512_vnni": True, "avx2": True}, [[127, 127]], True, Whole),
    ({"avx_vnni": True, "avx2": True}, [[127, 127]], True, Whole),
    ({"avx512_vnni": True, "avx2": True}, [[1, 1]], False, Exact),  # it computes something else
    ({"avx2": True}, [[127, 1]], True, Whole),
    ({"avx2": True}, [[127, 2]], True, Exact),  # would overflow
    ({"avx2": True}, [[127, 1]], False, Exact),
    ({}, [[1, 1]], True, Exact),
])
def test_what_computes_a_product(monkeypatch: pytest.MonkeyPatch, capabilities: dict[str, bool],
                                 weight: list[list[int]], agreed: bool, kind: type) -> None:
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: capabilities)
    monkeypatch.setattr(products, "_agreed", lambda largest: agreed)
    monkeypatch.setattr(products, "Whole", lambda *parts: object.__new__(Whole))
    assert type(products.product(_line(weight), ["line"], "line.input", exact=False)) is kind
    assert type(products.product(_line(weight), ["line"], "line.input", exact=True)) is Exact


def test_an_older_torch_says_nothing_of_the_processor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(torch.cpu, "get_capabilities")
    assert not products.has("avx2", "avx512_vnni")


def test_operators_that_are_not_there_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*parts: object) -> None:
        raise AttributeError("no such operator")

    monkeypatch.setattr(products, "Whole", missing)
    assert not products._agreed.__wrapped__(64)


@in_int8
def test_the_largest_sums_are_right() -> None:
    heavy = torch.tensor([[127, 1, -127, -1], [64, 64, -64, -64], [-128, 0, 0, 127]]).repeat(1, 12)
    x = torch.where(heavy[:, None] > 0, 1000.0, -1000.0).repeat(1, 5, 1).view(15, -1)
    kinds = [kind(Grid(torch.ones(48), 128), heavy.to(torch.int8), torch.ones(3), torch.zeros(3))
             for kind in (Whole, Exact)]
    assert torch.equal(kinds[0](x), kinds[1](x))


def test_two_weights_that_overflow_together_are_seen() -> None:
    fits = torch.tensor([[127, 1, -64, -64], [127, -127, 0, -128]], dtype=torch.int8)
    assert paired(fits)
    assert not paired(torch.tensor([[127, 2]], dtype=torch.int8))
    assert not paired(torch.tensor([[0, 0, -120, -9]], dtype=torch.int8))
    assert not paired(torch.ones(1, 3, dtype=torch.int8))


@pytest.mark.parametrize("seed", range(20))
def test_trained_weights_overflow_nothing_and_lose_little(seed: int) -> None:
    weight = numbers(300, 64, seed=seed)
    whole, row = for_products(weight)
    assert int(whole.abs().max()) <= 127
    assert paired(whole.to(torch.int8))
    assert (whole * row[:, None] - weight).abs().max() <= row.max() / 2 + 1e-6
    again, same = for_products(whole * row[:, None])
    assert torch.equal(again, whole)
    assert torch.allclose(same, row, rtol=1e-5)
    assert bool((in_rows(weight)[1] <= row).all())


def test_what_enters_is_rounded_and_kept_within_its_steps() -> None:
    grid = Grid(torch.tensor([0.5, 1.0]), 128)
    assert grid.steps(torch.tensor([[0.2, 0.6], [-100.0, 900.0]])).tolist() == [
        [128.0, 129.0], [0.0, 255.0]]


def test_a_product_that_was_not_rounded_is_a_plain_one() -> None:
    x, weight, bias = numbers(5, 8, seed=1), numbers(6, 8, seed=2), numbers(6, seed=3)
    plain = Plain(weight, bias)
    assert torch.equal(plain(x), F.linear(x, weight, bias))
    other = Plain(numbers(4, 6, seed=4), numbers(4, seed=5))
    assert torch.equal(other.after_gelu(plain, x), other(F.gelu(plain(x))))


@pytest.mark.parametrize("after_gelu", [False, True])
def test_chosen_steps_keep_a_product_near(after_gelu: bool) -> None:
    seen = numbers(500, 32, seed=1) * torch.logspace(-1, 1, 32)  # channels of other widths
    if after_gelu:
        seen = F.gelu(seen)
    weight = numbers(20, 32, seed=2)
    grid = Learned(after_gelu)
    error = grid.choose(seen, weight)
    assert error < (0.005 if after_gelu else 0.001)
    near = F.linear(grid(seen), grid.weight(weight))
    exact = seen @ weight.T
    assert float((near - exact).square().mean() / exact.square().mean()) == pytest.approx(
        error, rel=1e-3)


def test_the_gradient_passes_where_a_number_is_within_its_steps() -> None:
    grid = Learned()
    grid.step, grid.zero = torch.tensor([0.5, 0.5]), torch.tensor(128)
    x = torch.tensor([[1.2, 1000.0]], requires_grad=True)
    weight = torch.tensor([[2.0, 3.0]], requires_grad=True)
    out = F.linear(grid(x), grid.weight(weight))
    of_x, of_weight = torch.autograd.grad(out, (x, weight))
    assert of_x[0].tolist() == pytest.approx([2.0, 0.0], rel=0.01)
    assert of_weight[0].tolist() == pytest.approx([1.0, 63.5])


# ---------------------------------------------------------------- the network

def taught(tmp_path: Path) -> tuple[Trainer, list[examples.Example], dict[str, Any], Joint]:
    """A run that goes on from a network of the toy corpus."""
    given, first, config = toy(tmp_path / "base")
    torch.manual_seed(5)
    teacher = Joint(config, first.dropout)
    learner = Joint(config, first.dropout)
    learner.load_state_dict(teacher.state_dict())
    made = replace(ROUNDED, steps=replace(first.steps, epochs=6),
                   rates=replace(first.rates, encoder=3e-3, heads=3e-3), run=first.run,
                   rounding=replace(ROUNDED.rounding, batches=3))
    run = Trainer(learner, given, made, seed=3, seconds=1e9,
                  machine=Machine(torch.device("cpu"), half=False), teacher=teacher)
    return run, given, config, teacher


def test_every_product_is_rounded_and_learns_on(tmp_path: Path) -> None:
    run, given, _, teacher = taught(tmp_path)
    errors = run.round_off()
    lines = [line for _, lines in run.model.grids().values() for line in lines]
    weights = {name.removesuffix(".weight") for name, tensor in run.model.named_parameters()
               if name.endswith(".weight") and tensor.dim() == 2}
    assert sorted(lines) == sorted(weights - {"case"} - {
        f"enc.embeddings.{kind}_embeddings" for kind in ("word", "position", "token_type")})
    assert max(errors.values()) < 0.02
    with torch.inference_mode():
        before = divergences(teacher, run.model, examples.together(given),
                             run.model(examples.together(given).batch))
    assert all(float(loss) < 0.01 for loss in before.values())
    run.run(lambda line: None, lambda state: None)
    for name in ("tag", "arcs", "upos"):
        row = [found[name] for found in run.history]
        assert sum(row[-3:]) < sum(row[:3]), name


def test_inference_computes_what_was_trained_with_rounding(tmp_path: Path) -> None:
    run, given, config, _ = taught(tmp_path)
    run.round_off()
    run.run(lambda line: None, lambda state: None, most_steps=9)
    folder = tmp_path / "en"
    export.write(folder, tmp_path / "base", config | {"architecture": "joint-2"}, run.weights())
    stored = load_file(folder / "network.safetensors")
    assert stored["enc.encoder.layer.0.output.dense.weight"].dtype == torch.int8
    shown = [example.window for example in given]
    module = check.of_folder(folder)
    assert module.rounded
    networks = [Network(folder, exact=exact) for exact in (True, False)]
    for network in networks:
        check.agreed(network, module, shown)
    with torch.no_grad():
        module.get_parameter("tag.bias").add_(0.5)
    with pytest.raises(ModelError, match="tag"):
        check.agreed(networks[0], module, shown)
    readings = [network.read([story().words]) for network in networks]
    assert readings[0] == readings[1]


def test_weights_come_back_as_they_were_stored(tmp_path: Path) -> None:
    run, _, config, _ = taught(tmp_path)
    run.round_off()
    folder = tmp_path / "en"
    export.write(folder, tmp_path / "base", config, run.weights())
    again = stored(check.of_folder(folder))
    assert again.keys() == run.weights().keys()
    for name, tensor in run.weights().items():
        assert torch.allclose(again[name].float(), tensor.float(), rtol=1e-5), name


def test_a_run_with_rounding_goes_on_as_if_it_had_not_stopped(tmp_path: Path) -> None:
    whole = taught(tmp_path / "a")[0]
    whole.round_off()
    whole.run(lambda line: None, lambda state: None, most_steps=6)
    first = taught(tmp_path / "b")[0]
    first.round_off()
    first.run(lambda line: None, lambda state: None, most_steps=3)
    state = first.state()
    second = taught(tmp_path / "c")[0]
    second.round_off()
    second.restore(state)
    second.run(lambda line: None, lambda state: None, most_steps=3)
    for name, tensor in second.weights().items():
        assert torch.equal(tensor, whole.weights()[name]), name


def test_a_teacher_has_nothing_to_say_to_its_double(tmp_path: Path) -> None:
    _, given, _, teacher = taught(tmp_path)
    teacher.eval()
    together = examples.together(given)
    with torch.inference_mode():
        found = divergences(teacher, teacher, together, teacher(together.batch))
    assert found.keys() == {"upos", "xpos", "ner", "tag", "arcs", "point", "source", "deprel"}
    assert all(abs(float(loss)) < 1e-5 for loss in found.values())


def test_a_network_of_the_older_kind_is_read(tmp_path: Path) -> None:
    given, first, config = toy(tmp_path)
    model = Joint(config, first.dropout)
    export.write(tmp_path / "en", tmp_path, config | {"architecture": "joint-1"}, stored(model))
    shown = [example.window for example in given]
    check.agreed(Network(tmp_path / "en"), check.of_folder(tmp_path / "en"), shown)


def test_a_device_that_is_not_here_is_told_of() -> None:
    with pytest.raises(ModelError, match="no device 'nowhere'"):
        Network(EMBEDDED, device="nowhere")


@pytest.mark.skipif(not torch.cuda.is_available(), reason="there is no accelerator")
def test_an_accelerator_reads_the_same(tmp_path: Path) -> None:
    words = story().words
    here, there = (Network(EMBEDDED, device=device).read([words])[0] for device in ("cpu", "cuda"))
    assert here.heads == there.heads
    assert here.upos == there.upos
    assert [p.cue for p in here.proposals] == [p.cue for p in there.proposals]
    scores = [Network(EMBEDDED, device=device).scores(batch(Network(EMBEDDED).windows(words))).tag
              for device in ("cpu", "cuda")]
    assert torch.allclose(scores[0], scores[1].cpu(), atol=0.5)


def test_the_mean_of_two_networks_lies_between_them(tmp_path: Path) -> None:
    run, given, config, _ = taught(tmp_path)
    run.round_off()
    first, second = Joint(config, run.recipe.dropout), Joint(config, run.recipe.dropout)
    load(first, stored(run.model))
    run.run(lambda line: None, lambda state: None, most_steps=6)
    load(second, stored(run.model))
    one, two = (model.get_parameter("tag.bias")[1].item() for model in (first, second))
    names = second.get_parameter("ner.weight").clone()
    mean = averaged(first, second)
    assert float(mean.get_parameter("tag.bias")[1]) == pytest.approx((one + two) / 2)
    assert torch.equal(mean.get_parameter("ner.weight"), names)
    for grid, _ in mean.grids().values():
        assert grid.step is not None
        assert grid.zero is not None
    again = Joint(config, run.recipe.dropout)
    load(again, stored(mean))
    some = examples.together(given[:2]).batch
    assert torch.isfinite(again.eval()(some).tag).all()


def test_there_is_no_mean_of_networks_in_full_precision(tmp_path: Path) -> None:
    _, _, config, teacher = taught(tmp_path)
    with pytest.raises(UsageError, match="whole numbers"):
        averaged(Joint(config, ROUNDED.dropout), teacher)
