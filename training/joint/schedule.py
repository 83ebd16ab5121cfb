"""How fast to learn: decides the rate at a moment of the run, and when the run is over.

Both the steps and the clock say how much of the run is done, and the larger counts: on a
fast machine the rate falls with the steps, on a slow one with the time, and on either it is
at its end when the run stops.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Schedule:
    """A run of `steps`, or of `seconds` where those are over earlier."""

    steps: int
    seconds: float
    warm_up: float

    def done(self, step: int, elapsed: float) -> float:
        """The share of the run that is done after `step` steps, 1 or more when it is over."""
        return max(step / self.steps, elapsed / self.seconds)

    def rate(self, step: int, elapsed: float) -> float:
        """What to multiply the full rate with, in the step that comes after `step` steps.

        >>> schedule = Schedule(steps=100, seconds=1000.0, warm_up=0.1)
        >>> [round(schedule.rate(step, 0.0), 2) for step in (0, 9, 54, 99)]
        [0.1, 1.0, 0.51, 0.01]
        >>> round(schedule.rate(10, 550.0), 2)
        0.5
        """
        rising = self.done(step + 1, elapsed) / self.warm_up if self.warm_up else 1.0
        left = 1.0 - self.done(step, elapsed)
        return max(0.0, min(rising, left / (1.0 - self.warm_up)))
