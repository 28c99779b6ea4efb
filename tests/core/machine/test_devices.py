import os
from types import SimpleNamespace

import pytest
import torch

from core.config.choices import DeviceKind
from core.errors import DeviceError
from core.machine import processor
from core.machine.devices import options, reason_against_16_bits, resolve
from core.machine.processor import automatic_threads, cores


class TestDevices:
    def test_every_kind_is_listed_once_in_the_order_of_choice(self):
        assert [option.kind for option in options()] == list(DeviceKind)

    def test_the_processor_is_always_there_and_has_a_name(self):
        automatic, processor, *_ = options()
        assert automatic.reason is processor.reason is None
        assert automatic.name
        assert processor.name
        assert resolve(DeviceKind.CPU) == torch.device("cpu")

    @pytest.mark.parametrize("kind", DeviceKind)
    def test_what_is_listed_as_usable_can_be_computed_on_and_the_rest_is_refused_with_the_reason(
        self, kind
    ):
        option = next(option for option in options() if option.kind is kind)
        if option.reason is None:
            device = resolve(kind)
            assert torch.ones(2, device=device).sum().item() == 2
            assert kind in ("auto", device.type)
        else:
            with pytest.raises(DeviceError) as error:
                resolve(kind)
            assert error.value.message == option.reason
            assert str(error.value).endswith("choose cpu or auto.")

    @pytest.mark.skipif(torch.cuda.is_available(), reason="needs a machine without CUDA")
    def test_without_a_gpu_automatic_is_the_processor(self):
        assert resolve(DeviceKind.AUTO) == torch.device("cpu")
        with pytest.raises(DeviceError, match="CUDA"):
            resolve(DeviceKind.CUDA)

    @pytest.mark.parametrize(
        ("built", "reason"), [(True, "finds no CUDA GPU"), (False, "build of PyTorch has no CUDA")]
    )
    def test_the_reason_tells_a_missing_gpu_from_a_build_without_cuda(
        self, monkeypatch, built, reason
    ):
        monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
        monkeypatch.setattr(torch.backends.cuda, "is_built", lambda: built)
        with pytest.raises(DeviceError, match=reason):
            resolve(DeviceKind.CUDA)

    def test_with_a_cuda_gpu_automatic_takes_it_and_says_its_name(self, monkeypatch):
        monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
        monkeypatch.setattr(torch.cuda, "get_device_name", lambda: "Some GPU")
        monkeypatch.setattr(torch.cuda, "is_bf16_supported", lambda including_emulation: True)
        assert resolve(DeviceKind.AUTO).type == resolve(DeviceKind.CUDA).type == "cuda"
        named = {option.kind: (option.name, option.reason) for option in options()}
        assert named["auto"] == named["cuda"] == ("Some GPU", None)

    def test_an_apple_gpu_is_taken_only_when_asked_for(self, monkeypatch):
        monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
        monkeypatch.setattr(torch.backends.mps, "is_available", lambda: True)
        assert resolve(DeviceKind.AUTO).type == "cpu"
        assert resolve(DeviceKind.MPS).type == "mps"


class TestThreads:
    @pytest.mark.parametrize(
        ("available", "runs", "expected"),
        [(8, 1, 8), (8, 2, 4), (8, 3, 2), (2, 2, 1), (2, 5, 1), (1, 1, 1)],
    )
    def test_runs_side_by_side_share_the_cores(self, monkeypatch, available, runs, expected):
        monkeypatch.setattr(
            os, "sched_getaffinity", lambda _process: set(range(available)), raising=False
        )
        assert automatic_threads(runs) == expected

    def test_one_run_takes_them_all(self):
        assert automatic_threads() == cores() >= 1

    @pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="needs Linux")
    def test_only_cores_that_the_process_may_use_count(self):
        allowed = os.sched_getaffinity(0)
        assert cores() == len(allowed)
        os.sched_setaffinity(0, {min(allowed)})
        try:
            assert cores() == automatic_threads() == 1
        finally:
            os.sched_setaffinity(0, allowed)

    @pytest.mark.parametrize(("count", "expected"), [(6, 6), (None, 1)])
    def test_where_that_cannot_be_asked_all_cores_count(self, monkeypatch, count, expected):
        monkeypatch.delattr(os, "sched_getaffinity", raising=False)
        monkeypatch.setattr(os, "cpu_count", lambda: count)
        assert cores() == expected


class TestBfloat16:
    """Offered only where there are instructions for it."""

    @pytest.fixture(autouse=True)
    def without_cuda(self, monkeypatch):
        monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
        monkeypatch.setattr(torch.backends.mkldnn, "is_available", lambda: True)

    @pytest.fixture
    def processor_with(self, monkeypatch):
        def give(**capabilities):
            known = {"architecture": "some", "num_sockets": 1, **capabilities}
            monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: known, raising=False)

        return give

    @pytest.mark.parametrize("name", ["avx512_bf16", "amx_bf16", "bf16", "sve_bf16"])
    def test_a_processor_with_the_instructions(self, processor_with, name):
        processor_with(**{name: True, "avx2": True})
        assert reason_against_16_bits(DeviceKind.CPU) is None
        assert reason_against_16_bits(DeviceKind.AUTO) is None

    def test_a_processor_that_names_them_without_having_them(self, processor_with):
        processor_with(avx512_f=True, avx512_bf16=False, amx_bf16=False)
        reason = reason_against_16_bits(DeviceKind.AUTO)
        assert reason == reason_against_16_bits(DeviceKind.CPU)
        assert "This processor has no instructions for bfloat16" in str(reason)

    def test_a_build_of_pytorch_that_does_not_use_them(self, processor_with, monkeypatch):
        processor_with(bf16=True)  # Apple's from the M2 on
        monkeypatch.setattr(torch.backends.mkldnn, "is_available", lambda: False)
        assert reason_against_16_bits(DeviceKind.CPU) is not None

    @pytest.mark.parametrize(
        ("line", "has_them"),
        [
            ("flags\t\t: fpu avx512f avx512_bf16 avx512vbmi", True),
            ("flags\t\t: fpu avx512f avx512vbmi", False),
            ("Features\t: fp asimd svebf16", True),
            ("Features\t: fp asimd", False),
        ],
    )
    def test_an_older_pytorch_leaves_the_question_to_linux(self, monkeypatch, line, has_them):
        monkeypatch.delattr(torch.cpu, "get_capabilities", raising=False)
        monkeypatch.setattr(
            processor, "Path", lambda _: SimpleNamespace(read_text=lambda **_: text)
        )
        text = f"processor\t: 0\nmodel name\t: some\n{line}\n\nprocessor\t: 1\n{line}\n"
        processor._cpu_info.cache_clear()
        try:
            assert (reason_against_16_bits(DeviceKind.CPU) is None) == has_them
        finally:
            processor._cpu_info.cache_clear()

    @pytest.mark.parametrize("has_them", [True, False])
    def test_a_gpu_decides_for_automatic(self, processor_with, monkeypatch, has_them):
        processor_with(avx512_bf16=not has_them)
        monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
        monkeypatch.setattr(torch.cuda, "get_device_name", lambda: "Some GPU")
        monkeypatch.setattr(torch.cuda, "is_bf16_supported", lambda including_emulation: has_them)
        assert (reason_against_16_bits(DeviceKind.CUDA) is None) == has_them
        assert (reason_against_16_bits(DeviceKind.AUTO) is None) == has_them
        assert (reason_against_16_bits(DeviceKind.CPU) is None) != has_them
        assert reason_against_16_bits(DeviceKind.MPS) is None
