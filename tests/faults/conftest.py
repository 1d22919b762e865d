"""The scripts of `make soak` and `make fuzz` stand in bench/; the tests run a short sample of them."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench"))
