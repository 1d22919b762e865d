"""The bar on standard error that says how far a run over articles is."""

from __future__ import annotations

from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from kg.cli import show


class Counter:
    """How many articles of about how many, how many of them failed, how fast, since when and for how long still."""

    def __init__(self, stage: str, expected: int | None = None) -> None:
        self.bar = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[failed]}"),
            TextColumn("{task.fields[rate]}"),
            TimeElapsedColumn(),
            TextColumn("left"),
            TimeRemainingColumn(compact=True),
            console=show.err,
            transient=True,
        )
        self._task = self.bar.add_task(stage, total=expected, failed="0 failed", rate="")

    def show(self, done: int, failed: int = 0, *, stage: str | None = None, expected: int | None = None) -> None:
        """Say how far it is; `expected` is an estimate, which gives way to what has come."""
        speed = self.bar.tasks[0].speed  # of late: opening the knowledge base is no reading
        self.bar.update(
            self._task,
            completed=done,
            description=stage,
            total=None if expected is None else max(expected, done),
            failed=f"{failed:,} failed",
            rate=f"{speed:,.0f} articles/s" if speed else "",
        )
