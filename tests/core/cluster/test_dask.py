"""Comparisons trained by worker processes of this machine, over TLS."""

import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import threading
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

pytest.importorskip("distributed")
pytest.importorskip("cryptography")

import psutil

from core.cluster import keys
from core.cluster.dask_engine import dask_engine
from core.errors import ClusterError
from core.run.record import RunState
from core.storage.records import open_run, read_record
from core.storage.weight_files import read_checkpoint
from tests.core.cli.test_main import SMALL

ROOT = Path(__file__).parents[3]
PRESETS, EPOCHS = ("sigmoid", "relu-dropout"), 3
COMPARE = ("compare", "--presets", *PRESETS, "--json")
WAIT_S = 90  # for processes of a busy machine

pytestmark = pytest.mark.timeout(300)


def inkling(*arguments, **options):
    """Start a command as a process of its own."""
    command = [sys.executable, "main.py", *map(str, arguments)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen(command, cwd=ROOT, encoding="utf-8", **pipes, **options)


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.fixture
def cluster(tmp_path):
    """The path of a new cluster file."""
    path = tmp_path / "cluster.json"
    keys.create(path, f"127.0.0.1:{free_port()}")
    return path


@contextmanager
def workers(cluster, count):
    """Worker processes, and the process that has started them."""
    process = inkling("workers", "--join", cluster, "--count", count)
    own = psutil.Process(process.pid)
    children = []
    try:
        yield own
        children = own.children()
    finally:
        process.terminate()
        process.communicate(timeout=WAIT_S)
        _gone, alive = psutil.wait_procs(children, timeout=WAIT_S)
        assert not alive, "workers have outlived the process that started them"


def compare(cluster, runs, act=None, epochs=EPOCHS, seeds=2):
    """Train a comparison; `act` is called at the first epoch. Returns status, lines and errors."""
    more = () if cluster is None else ("--cluster", cluster)
    process = inkling(
        *COMPARE, *SMALL, "--epochs", epochs, "--seeds", seeds, "--runs-dir", runs, *more
    )
    errors = []
    reading = threading.Thread(target=lambda: errors.extend(process.stderr))
    reading.start()
    lines = []
    for text in process.stdout:
        lines.append(json.loads(text))
        if act is not None and lines[-1]["event"] == "epoch_completed":
            act(process)
            act = None
    status = process.wait(WAIT_S)
    reading.join()
    process.stdout.close()
    process.stderr.close()
    return status, lines, "".join(errors)


def states(runs):
    """Each run's final checkpoint and weights as bytes, by preset and seed."""
    found = {}
    for folder in runs.iterdir():
        run = open_run(folder)
        config = run.config
        checkpoint = read_checkpoint(folder / "checkpoint.safetensors", config.model)
        arrays = [checkpoint.weights, checkpoint.optimizer, checkpoint.generators, run.weights]
        found[config.preset, config.seed] = (
            checkpoint.epoch,
            [{name: array.tobytes() for name, array in part.items()} for part in arrays],
        )
    return found


def verdict_of(lines):
    return next(line for line in lines if line["event"] == "verdict")


@pytest.fixture(scope="module")
def local(tmp_path_factory):
    """The comparison trained without a cluster: its runs and its verdict."""
    runs = tmp_path_factory.mktemp("local")
    status, lines, errors = compare(None, runs)
    assert status == 0, errors
    return states(runs), verdict_of(lines)


def test_the_runs_and_the_verdict_are_the_very_ones_of_the_local_comparison(
    cluster, tmp_path, local
):
    with workers(cluster, 2):
        status, lines, errors = compare(cluster, tmp_path / "runs")
    assert status == 0, errors
    assert len(local[0]) == 4
    assert states(tmp_path / "runs") == local[0]
    assert verdict_of(lines) == local[1]


def test_so_they_are_if_a_worker_is_killed_half_way(cluster, tmp_path, local):
    def kill_one(_process):
        # not Python's own helper, which looks after what processes share
        own = [child for child in process.children() if "spawn_main" in str(child.cmdline())]
        victims.append(own[0])
        victims[0].send_signal(signal.SIGKILL)

    victims = []
    with workers(cluster, 2) as process:
        status, lines, errors = compare(cluster, tmp_path / "runs", kill_one)
    assert status == 0, errors
    assert victims
    assert "is gone" in errors
    assert states(tmp_path / "runs") == local[0]
    assert verdict_of(lines) == local[1]


@pytest.mark.skipif(not hasattr(signal, "SIGINT") or os.name == "nt", reason="Ctrl+C of POSIX")
def test_ctrl_c_ends_it_and_keeps_what_is_done(cluster, tmp_path):
    with workers(cluster, 1):
        status, lines, errors = compare(
            cluster, tmp_path, lambda process: process.send_signal(signal.SIGINT), epochs=5000
        )
    assert status == 130, errors
    done = {line["run"]: line["epochs"] for line in lines if line["event"] == "run_ended"}
    kept = {run: read_record(tmp_path / run) for run in done if (tmp_path / run).exists()}
    assert any(record.epochs_done for record in kept.values())
    for run, record in kept.items():
        assert (record.state, record.epochs_done) == (RunState.STOPPED, done[run])
    assert not any(line["event"] == "verdict" for line in lines)


class TestRefused:
    @pytest.fixture
    def listening(self, cluster):
        """A command that waits for workers at the address of the cluster file."""
        process = inkling(*COMPARE, *SMALL, "--cluster", cluster, "--runs-dir", cluster.parent)
        own = keys.read(cluster)
        for line in process.stderr:
            if "waiting for workers" in line:
                break
        connected = None
        while connected is None and process.poll() is None:
            with suppress(ConnectionRefusedError):
                connected = socket.create_connection((own.host, own.port), timeout=WAIT_S)
        connected.close()
        yield process
        process.terminate()
        process.communicate(timeout=WAIT_S)

    def test_a_worker_with_other_keys_of_the_same_address(self, cluster, listening, tmp_path):
        strange = tmp_path / "strange.json"
        keys.create(strange, keys.read(cluster).address)
        process = inkling("workers", "--join", strange)
        _, errors = process.communicate(timeout=WAIT_S)
        assert process.returncode == 1
        assert "has other keys than this cluster file" in errors
        assert listening.poll() is None

    @pytest.mark.parametrize("has_certificate", [False, True])
    def test_whoever_does_not_prove_to_have_the_file(
        self, cluster, listening, tmp_path, has_certificate
    ):
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        if has_certificate:
            strange = keys.create(tmp_path / "strange.json")
            pem = tmp_path / "strange.pem"
            pem.write_text(strange.certificate + strange.key)
            context.load_cert_chain(pem)
        own = keys.read(cluster)
        with socket.create_connection((own.host, own.port), timeout=WAIT_S) as plain:
            answer = b""
            # the server's verdict on the certificate comes with the first answer
            with suppress(ssl.SSLError, ConnectionError), context.wrap_socket(plain) as secret:
                answer = secret.recv(1000)
            assert answer == b""  # a member of the cluster is greeted

    def test_it_listens_at_the_address_of_the_file_and_nowhere_else(self, cluster, listening):
        assert addresses(listening.pid) == {("127.0.0.1", keys.read(cluster).port)}


def addresses(pid):
    """Where a process listens."""
    connections = psutil.Process(pid).net_connections("inet")
    return {tuple(c.laddr) for c in connections if c.status == psutil.CONN_LISTEN}


def test_workers_listen_on_loopback_only(cluster, tmp_path):
    def look(_process):
        listening.update(host for host, _ in addresses(process.pid))

    listening = set()
    with workers(cluster, 1) as process:
        status, _, errors = compare(cluster, tmp_path / "runs", look, seeds=1)
        assert status == 0, errors
        assert listening == {"127.0.0.1"}


def test_where_no_worker_comes_it_ends_in_words_and_listens_no_more(cluster):
    own = keys.read(cluster)
    with (
        pytest.raises(ClusterError, match=r"No worker has come to 127\.0\.0\.1"),
        dask_engine(own, lambda text: None, 0.1),
    ):
        pytest.fail("there is an engine without workers")
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((own.host, own.port), timeout=WAIT_S)


def test_an_address_in_use_is_named(cluster):
    own = keys.read(cluster)
    with socket.socket() as other:
        other.bind((own.host, own.port))
        other.listen()
        status, lines, errors = compare(cluster, cluster.parent)
    assert (status, lines) == (1, [])
    assert f"{own.address} cannot be listened on: Address already in use." in errors
