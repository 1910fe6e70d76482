"""Whatever people delete or empty in a draft is reported; what they leave alone is not."""

from __future__ import annotations

import pytest

from draft_wounds import HARMLESS, WOUNDS, Wounds, faults


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("name", ["yonghe", "yonghe-145"])
def test_every_loss_is_reported_and_nothing_else(name: str, seed: int) -> None:
    wounds = Wounds(name, seed)
    for _ in range(14):
        getattr(wounds, wounds.random.choice(WOUNDS))()
        getattr(wounds, wounds.random.choice(HARMLESS))()
    assert len(wounds.reported) >= 5
    silent, noisy, report = faults(wounds)
    assert silent == []
    assert noisy == []
    assert report.failed
