"""The notebooks run from top to bottom on the sample articles, and what is kept of their outputs is small and says nothing of a machine."""

from __future__ import annotations

import importlib.util
import re
import shutil
from pathlib import Path
from types import ModuleType

import nbformat
import pytest

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
PATHS = sorted(NOTEBOOKS.glob("*.ipynb"))


@pytest.fixture(scope="module")
def run() -> ModuleType:
    spec = importlib.util.spec_from_file_location("run_notebooks", NOTEBOOKS / "run.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def printed(notebook: nbformat.NotebookNode) -> str:
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    return "".join(output.get("text", "") for cell in cells for output in cell.outputs)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_notebook_runs(path: Path, run: ModuleType, tmp_path: Path) -> None:
    shutil.copytree(NOTEBOOKS / "articles", tmp_path / "articles")
    done = run.execute(path, tmp_path)
    assert len(printed(done)) > 500


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_what_is_kept_of_a_notebook_is_small_and_clean(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    text = printed(notebook)
    assert path.stat().st_size < 150_000 and max(map(len, text.splitlines())) < 300
    assert not re.search(r"/(tmp|home|root|work|Users)/|\\Users\\|Traceback|Warning", text)
    assert all(len(cell.outputs) <= 1 for cell in notebook.cells if cell.cell_type == "code")
    assert notebook.cells[0].cell_type == "markdown"
