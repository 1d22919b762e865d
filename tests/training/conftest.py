from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def model_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("torch")
    from model_file import write_model

    path = tmp_path_factory.mktemp("teacher") / "model.bin"
    write_model(path)
    return path
