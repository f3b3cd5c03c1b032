"""The ledger of the Korea map reads at each date as a historian has approved it."""

import json

import pytest

from tests.argument_maps.verdicts.korea_ledger import APPROVED, MOMENTS, describe_korea_ledger


@pytest.mark.parametrize("moment", MOMENTS)
def test_the_ledger_of_the_korea_map_reads_as_it_was_approved(moment):
    assert describe_korea_ledger(moment) == json.loads(APPROVED.read_text(encoding="utf-8"))[moment]
