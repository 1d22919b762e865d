"""Run the notebooks and keep their outputs in them: `python notebooks/run.py`. Run it when what they show has changed."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
from nbclient import NotebookClient

HERE = Path(__file__).parent
SECONDS = 300


def execute(path: Path, folder: Path) -> nbformat.NotebookNode:
    """A notebook with the outputs of a run in `folder`, without the times that nbclient notes.

    Raises:
        CellExecutionError: a cell fails; the message has its traceback.
    """
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(notebook, timeout=SECONDS, kernel_name="python3", record_timing=False, coalesce_streams=True)
    client.resources = {"metadata": {"path": str(folder)}}
    client.execute()
    return notebook


def main() -> None:
    """Run all, or those named on the command line, beside a copy of the sample articles."""
    for path in [Path(name) for name in sys.argv[1:]] or sorted(HERE.glob("*.ipynb")):
        with TemporaryDirectory() as folder:
            shutil.copytree(HERE / "articles", Path(folder) / "articles")
            nbformat.write(execute(path, Path(folder)), path)
        print(path)


if __name__ == "__main__":
    main()
