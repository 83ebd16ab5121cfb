"""How fast the program is, and how much memory it takes: measurements, not tests.

`make benchmark` runs `python -m benchmarks.speed`; RESULTS.md holds what was measured.
"""
