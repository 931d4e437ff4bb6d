import pytest
import torch


@pytest.fixture(autouse=True, scope="session")
def one_thread() -> None:
    # Small matrices on a busy machine: threads would mostly wait for one another.
    torch.set_num_threads(1)
