import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from scipy import special
from torch.nn import functional

from core.insight.cost import cost_steps, least_cost_after_softmax
from core.insight.cost_calls import cost_calls
from core.number_text import cost_text

LOGITS = np.array([2.0, -1.0, 0.5, 3.0])
few_logits = st.lists(st.floats(-500, 500), min_size=2, max_size=12).map(np.array)


class TestSteps:
    @given(few_logits, st.floats(0.1, 10))
    def test_they_are_those_of_scipy(self, logits, temperature):
        steps = cost_steps(logits, temperature)
        assert steps.probabilities == pytest.approx(special.softmax(logits / temperature))
        assert steps.costs == pytest.approx(
            -special.log_softmax(logits / temperature), rel=1e-9, abs=1e-9
        )

    @given(few_logits)
    def test_no_number_is_infinite_and_the_probabilities_sum_to_one(self, logits):
        steps = cost_steps(logits * 1000)
        assert np.isfinite(steps.costs).all()
        assert steps.exponentials.max() == 1
        assert steps.probabilities.sum() == pytest.approx(1)

    def test_the_cost_is_pytorchs(self):
        for right in range(len(LOGITS)):
            expected = functional.cross_entropy(torch.from_numpy(LOGITS), torch.tensor(right))
            assert cost_steps(LOGITS).costs[right] == pytest.approx(expected.item())

    def test_temperature_makes_probabilities_more_alike_or_less(self):
        cold, usual, hot = (cost_steps(LOGITS, t).probabilities for t in (0.2, 1.0, 5.0))
        assert cold.max() > usual.max() > hot.max()
        assert cold.argmax() == usual.argmax() == hot.argmax() == 3


def test_the_least_cost_after_a_second_softmax_is_pytorchs():
    sure = torch.full((1, 10), -1e6)
    sure[0, 4] = 1e6
    expected = functional.cross_entropy(sure.softmax(1), torch.tensor([4])).item()
    assert least_cost_after_softmax(10) == pytest.approx(expected)
    assert expected == pytest.approx(1.46, abs=0.002)


class TestCalls:
    def test_each_line_of_code_gives_its_result(self):
        """The code is executed as a learner would type it."""
        names = {
            "torch": torch,
            "one_hot": lambda right, classes: functional.one_hot(torch.tensor([right]), classes),
            "loss": torch.nn.CrossEntropyLoss(),
            "z": torch.from_numpy(LOGITS).unsqueeze(0),
        }
        calls = cost_calls(LOGITS, 2)
        assert [call.is_error for call in calls] == [False, False, True, False]
        for call in calls:
            if call.is_error:
                with pytest.raises(RuntimeError) as refused:
                    eval(call.code, names)
                assert call.result == f"RuntimeError: {str(refused.value).splitlines()[0]}"
            else:
                assert call.result == cost_text(eval(call.code, names).item())

    def test_one_hot_costs_the_same_and_a_second_softmax_more(self):
        plain, one_hot, _, twice = cost_calls(LOGITS, 3)
        assert plain.result == one_hot.result == cost_text(cost_steps(LOGITS).costs[3])
        assert float(twice.result) > float(plain.result)

    def test_a_tiny_cost_is_that_of_the_table(self):
        logits = np.array([0.0, 12.3055, -1.0])  # 32 bits round the sum of its exponentials
        table = cost_text(float(cost_steps(logits).costs[1]))
        assert table.endswith("e-06")
        assert [call.result for call in cost_calls(logits, 1)[:2]] == [table, table]
