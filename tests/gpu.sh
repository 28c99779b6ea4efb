#!/usr/bin/env bash
# Check on a CUDA machine, within eight minutes, what is only believed without one:
#
#     tests/gpu.sh                    # uses python3, or the Python that $PYTHON names
#     tests/gpu.sh --device cpu       # what of it a processor can do, to try the script itself
#
# It needs torch with CUDA, NumPy, pydantic, platformdirs and Pillow, and no window. Without a GPU it
# says so and does nothing. Exit status: 0 if all bounds are met or there is no GPU, 1 otherwise.
# Where $OUT names a folder, the table is also written there (gpu.md, gpu.jsonl).
set -euo pipefail
cd "$(dirname "$0")/.."
python=${PYTHON:-python3}

missing=$("$python" - <<'END'
from importlib.util import find_spec
needed = {"torch": "torch", "numpy": "numpy", "pydantic": "pydantic",
          "platformdirs": "platformdirs", "PIL": "pillow"}
print(*(package for module, package in needed.items() if find_spec(module) is None))
END
)
if [[ -n $missing ]]; then
    echo "Packages are missing: $python -m pip install $missing" >&2
    exit 1
fi

if [[ "$*" != *"--device cpu"* ]]; then
    if ! "$python" -c "import sys, torch; sys.exit(not torch.cuda.is_available())" 2>/dev/null; then
        echo "Skipped: PyTorch finds no CUDA GPU on this machine, so nothing was checked."
        exit 0
    fi
fi

exec timeout 480 "$python" -m tests.benchmarks.gpu "$@"
