"""Comparisons trained by worker processes of this machine, over TLS."""

import json
import logging
import os
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from types import SimpleNamespace

import pytest

pytest.importorskip("distributed")
pytest.importorskip("cryptography")

import psutil

from core.cluster import dask_engine, keys
from core.cluster.admission import MAX_UNPROVED, silence_dask
from core.cluster.driver import train_on
from core.cluster.membership import Workers
from core.cluster.sent_examples import examples_of
from core.cluster.slices import Slice
from core.config.fields import with_values
from core.data.folders import changes_for
from core.errors import ClusterError
from core.run.control import Control
from core.run.events import EndReason
from core.run.record import RunState
from core.storage.records import open_run, read_record
from core.storage.weight_files import read_checkpoint
from core.temporary_folders import temporary_folder
from tests.core.cli.test_main import SMALL, status_of
from tests.core.data.test_folders import write_idx
from tests.core.running import final_weights, run_to_the_end, small

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


def new_cluster(folder):
    """The path of a new cluster file."""
    path = folder / "cluster.json"
    keys.create(path, f"127.0.0.1:{free_port()}")
    return path


@pytest.fixture
def cluster(tmp_path):
    return new_cluster(tmp_path)


@pytest.fixture(scope="module")
def staffed(tmp_path_factory):
    """A cluster file with two workers, and the process that has started them."""
    path = new_cluster(tmp_path_factory.mktemp("staffed"))
    with workers(path, 2) as process:
        yield path, process


def own_children(process):
    """The workers, without Python's own helper, which looks after what processes share."""
    return [child for child in process.children() if "spawn_main" in str(child.cmdline())]


def addresses(process):
    """Where a process listens."""
    connections = process.net_connections("inet")
    return {tuple(c.laddr) for c in connections if c.status == psutil.CONN_LISTEN}


@contextmanager
def workers(cluster, count, **options):
    """Worker processes, and the process that has started them."""
    process = inkling("workers", "--join", cluster, "--count", count, **options)
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


def state_of(folder):
    """A run's preset and seed; its final checkpoint and weights as bytes."""
    run = open_run(folder)
    checkpoint = read_checkpoint(folder / "checkpoint.safetensors", run.config.model)
    arrays = [checkpoint.weights, checkpoint.optimizer, checkpoint.generators, run.weights]
    parts = [{name: array.tobytes() for name, array in part.items()} for part in arrays]
    return (run.config.preset, run.config.seed), (checkpoint.epoch, parts)


def states(runs):
    """The state of each run, by preset and seed."""
    return dict(map(state_of, runs.iterdir()))


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
    staffed, tmp_path, local
):
    path, process = staffed

    def look(_command):
        for worker in own_children(process):
            hosts.append({host for host, _ in addresses(worker)})

    hosts = []
    status, lines, errors = compare(path, tmp_path / "runs", look)
    assert status == 0, errors
    assert len(local[0]) == 4
    assert states(tmp_path / "runs") == local[0]
    assert verdict_of(lines) == local[1]
    assert hosts == [{"127.0.0.1"}] * 2  # and so nobody else can connect to the workers


@pytest.mark.skipif(os.name == "nt", reason="Ctrl+C of POSIX")
def test_ctrl_c_ends_it_and_keeps_what_is_done(staffed, tmp_path):
    status, lines, errors = compare(
        staffed[0], tmp_path, lambda command: command.send_signal(signal.SIGINT), epochs=5000
    )
    assert status == 130, errors
    done = {line["run"]: line["epochs"] for line in lines if line["event"] == "run_ended"}
    kept = {run: read_record(tmp_path / run) for run in done if (tmp_path / run).exists()}
    assert any(record.epochs_done for record in kept.values())
    for run, record in kept.items():
        assert (record.state, record.epochs_done) == (RunState.STOPPED, done[run])
    assert not any(line["event"] == "verdict" for line in lines)


def test_a_driver_that_is_killed_goes_on_from_its_folders_and_its_workers_wait_for_another(
    staffed, tmp_path, local, capsys
):
    path, process = staffed
    before = {child.pid for child in own_children(process)}
    compare(path, tmp_path, lambda command: command.kill())
    begun = [folder.name for folder in tmp_path.iterdir() if (folder / "run.json").exists()]
    assert begun
    for run in begun:
        assert status_of("resume", run, "--runs-dir", tmp_path) == 0, capsys.readouterr().err
        key, state = state_of(tmp_path / run)
        assert state == local[0][key]
    assert {child.pid for child in own_children(process)} == before


def test_nothing_changes_if_all_workers_are_killed_half_way(staffed, tmp_path, local):
    path, process = staffed

    # all, since a worker may be one that has not come yet: nobody would miss it
    def kill_all(_command):
        victims.extend(own_children(process))
        for victim in victims:
            victim.kill()

    victims = []
    status, lines, errors = compare(path, tmp_path / "runs", kill_all)
    assert status == 0, errors
    assert len(victims) == 2
    assert "is gone" in errors, errors
    assert states(tmp_path / "runs") == local[0]
    assert verdict_of(lines) == local[1]


@pytest.fixture(scope="class")
def waiting(tmp_path_factory):
    """A cluster file, and a command that waits for workers at its address."""
    cluster = new_cluster(tmp_path_factory.mktemp("waiting"))
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
    yield cluster, process
    process.terminate()
    process.communicate(timeout=WAIT_S)


def greeting(own, pair):
    """What the driver of a cluster says to somebody with these keys, or with none."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    if pair is not None:
        with temporary_folder(Path(tempfile.gettempdir()), "pair-") as folder:
            pem = folder / "pair.pem"
            pem.write_text(pair.certificate + pair.key)
            context.load_cert_chain(pem)

    answer = b""
    plain = socket.create_connection((own.host, own.port), timeout=WAIT_S)
    # the server's verdict on the certificate comes with the first answer
    with (
        closing(plain),
        suppress(ssl.SSLError, ConnectionError),
        context.wrap_socket(plain) as secret,
    ):
        answer = secret.recv(1000)
    return answer


def greet_everybody(server):
    """Answer as a program does that knows no TLS."""
    with suppress(OSError):
        while True:
            other, _ = server.accept()
            with closing(other), suppress(OSError):
                other.sendall(b"hello\r\n")


def complaint_of_worker(cluster):
    """The second thing that a worker reports, which goes on waiting."""
    process = inkling("workers", "--join", cluster)
    try:
        waits, complaint = process.stderr.readline(), process.stderr.readline()
        assert "Waiting for work" in waits
        assert process.poll() is None
    finally:
        process.terminate()
        process.communicate(timeout=WAIT_S)
    return complaint


class TestRefused:
    def test_a_worker_with_other_keys_of_the_same_address(self, waiting, tmp_path):
        strange = tmp_path / "strange.json"
        keys.create(strange, keys.read(waiting[0]).address)
        assert "has other keys than this cluster file" in complaint_of_worker(strange)
        assert waiting[1].poll() is None

    def test_another_program_at_the_address_ends_no_worker(self, cluster):
        own = keys.read(cluster)
        with socket.create_server((own.host, own.port)) as server:
            answering = threading.Thread(target=greet_everybody, args=(server,), daemon=True)
            answering.start()
            assert f"Another program listens at {own.address}" in complaint_of_worker(cluster)

    @pytest.mark.skipif(os.name == "nt", reason="no descriptors are counted there")
    def test_connections_that_prove_nothing_take_no_place_of_others(self, waiting):
        own = keys.read(waiting[0])
        descriptors = psutil.Process(waiting[1].pid).num_fds
        before = descriptors()
        with ExitStack() as held:
            for _ in range(6 * MAX_UNPROVED):
                held.enter_context(socket.create_connection((own.host, own.port), WAIT_S))
            assert greeting(own, own) != b""
            assert descriptors() <= before + MAX_UNPROVED + 2
        assert waiting[1].poll() is None

    @pytest.mark.parametrize(
        ("proof", "is_greeted"), [(None, False), ("strange", False), ("own", True)]
    )
    def test_whoever_does_not_prove_to_have_the_file(self, waiting, tmp_path, proof, is_greeted):
        own = keys.read(waiting[0])
        pair = {"own": own, "strange": keys.create(tmp_path / "strange.json")}.get(proof)
        assert (greeting(own, pair) != b"") is is_greeted

    def test_it_listens_at_the_address_of_the_file_and_nowhere_else(self, waiting):
        listening_at = addresses(psutil.Process(waiting[1].pid))
        assert listening_at == {("127.0.0.1", keys.read(waiting[0]).port)}


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_a_worker_that_falls_silent_is_lost_once_and_its_epoch_goes_elsewhere(staffed, monkeypatch):
    path, process = staffed
    monkeypatch.setitem(dask_engine.CONFIG, "distributed.scheduler.worker-ttl", "1s")
    said = []
    members = Workers(lambda text: said.append(str(text)))
    config = small("logistic", {"epochs": 80, "threads": 1})  # several looks at who trains
    with dask_engine.dask_engine(keys.read(path), members, WAIT_S) as engine:
        while members.count() < 2:
            time.sleep(0.05)

        (victim,) = own_children(process)[:1]
        (port,) = {port for _, port in addresses(victim)}
        with ThreadPoolExecutor(2) as pool:
            runs = [
                pool.submit(list, train_on(engine, config, None, Control(name, 1)))
                for name in ("one", "two")
            ]
            while not any(
                status.address.endswith(f":{port}") and status.run for status in members.statuses()
            ):
                assert not all(run.done() for run in runs), "it was never seen to train"
                time.sleep(0.01)
            victim.suspend()
            silent_s = time.monotonic()
            try:
                while not any("is gone" in text for text in said):
                    assert time.monotonic() < silent_s + 30
                    time.sleep(0.05)
                ended = [run.result(WAIT_S) for run in runs]
            finally:
                victim.kill()  # it is replaced
    whole = final(run_to_the_end(config))
    assert whole[0] is EndReason.COMPLETED
    assert [final(events) for events in ended] == [whole, whole]
    assert sum("is gone" in text for text in said) == 1


def test_data_that_workers_lack_are_sent_with_the_first_epoch(tmp_path, monkeypatch):
    for home in ("mine", "theirs"):
        (tmp_path / home).mkdir()
    write_idx(tmp_path / "mine" / "numbers")
    home = "USERPROFILE" if os.name == "nt" else "HOME"
    monkeypatch.setenv(home, str(tmp_path / "mine"))
    base = small("logistic", {"threads": 1, "epochs": 4})
    config = with_values(base, changes_for(base, "~/numbers") | {"data.batch_size": 10})
    sent = []
    monkeypatch.setattr(
        dask_engine, "examples_of", lambda config: sent.append(config) or examples_of(config)
    )
    path, members = new_cluster(tmp_path), Workers(lambda text: None)
    elsewhere = {**os.environ, home: str(tmp_path / "theirs")}
    with (
        workers(path, 2, env=elsewhere),
        dask_engine.dask_engine(keys.read(path), members, WAIT_S) as engine,
    ):
        while members.count() < 2:
            time.sleep(0.05)
        with ThreadPoolExecutor(3) as pool:
            runs = [
                pool.submit(list, train_on(engine, config, None, Control(f"run-{number}", 1)))
                for number in range(3)
            ]
            ended = [run.result(WAIT_S) for run in runs]

    (whole,) = {final(run_to_the_end(config))}
    assert {final(events) for events in ended} == {whole}
    assert 1 <= len(sent) <= 3  # of twelve epochs


def final(events):
    """The reason of a run's end, and its last weights as bytes."""
    weights = final_weights(events)
    return events[-1].reason, *(weights[name].tobytes() for name in sorted(weights))


def test_a_room_of_machines_is_looked_after_within_half_a_minute():
    from distributed.scheduler import heartbeat_interval

    for count in (1, 10, 50, 200):
        lost_s = max(dask_engine.WORKER_LOST_S, 10 * heartbeat_interval(count))
        assert lost_s + 2 * dask_engine.LOOK_S < 30


def test_no_file_that_others_have_left_for_dask_is_touched_and_no_module_found(
    cluster, tmp_path, monkeypatch
):
    shared, mine = tmp_path / "shared", tmp_path / "mine.txt"
    scratch = shared / "dask-scratch-space"
    scratch.mkdir(parents=True)
    mine.write_text("mine")
    for name in ("global.lock", "purge.lock", "old.dirlock"):
        (scratch / name).symlink_to(mine)
    (scratch / "old").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(shared))
    searched = list(sys.path)

    with (
        pytest.raises(ClusterError, match="No worker has come"),
        dask_engine.dask_engine(keys.read(cluster), Workers(lambda text: None), 0.1),
    ):
        pass
    assert mine.read_text() == "mine"
    assert sorted(os.listdir(scratch)) == ["global.lock", "old", "old.dirlock", "purge.lock"]
    assert os.listdir(shared) == ["dask-scratch-space"]
    assert sys.path == searched


def searched_and_written(*_arguments):
    """Where a process finds modules, and where Dask keeps files in it."""
    import dask
    from distributed import get_worker

    return list(sys.path), str(get_worker().local_directory), dask.config.get("temporary-directory")


def test_no_module_is_found_in_dask_s_folder_while_it_works(cluster, tmp_path, monkeypatch):
    """Somebody else exchanges folders among the temporary files, as without the sticky bit."""
    shared = tmp_path / "shared"
    shared.mkdir()
    monkeypatch.setenv("TMPDIR", str(shared))
    monkeypatch.setattr(tempfile, "tempdir", str(shared))
    searched = list(sys.path)
    with (
        workers(cluster, 1),
        dask_engine.dask_engine(keys.read(cluster), Workers(lambda _text: None), WAIT_S) as engine,
    ):
        assert sys.path == searched
        theirs, local, temporary = engine._client.submit(searched_and_written).result(WAIT_S)
        assert local.startswith(temporary)
        assert not [entry for entry in theirs if entry.startswith((temporary, str(shared)))]
        if sys.platform == "linux":  # the folders are open: exchanged, they stay what they are
            assert temporary.startswith("/proc/self/fd/")


def test_where_no_worker_comes_it_ends_in_words_and_listens_no_more(cluster):
    own = keys.read(cluster)
    with (
        pytest.raises(ClusterError, match=r"No worker has come to 127\.0\.0\.1"),
        dask_engine.dask_engine(own, Workers(lambda text: None), 0.1),
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


@pytest.mark.parametrize("name", ["distributed.comm", "tornado.application", "asyncio"])
def test_dask_and_what_it_stands_on_log_no_error_that_is_reported_anyway(name):
    import distributed  # noqa: F401 - sets levels of its own

    silence_dask()
    assert not logging.getLogger(name).isEnabledFor(logging.ERROR)


@pytest.mark.parametrize("status", ["lost", "pending"])
def test_a_slice_whose_result_died_with_its_worker_is_trained_again(status):
    """Dask calls back when it is finished; until the result is fetched its worker may be gone."""
    tasks = [SimpleNamespace(status=status), SimpleNamespace(status="finished", result=list)]
    given = iter(tasks)

    def submit(*_arguments, **_options):
        task = next(given)
        task.add_done_callback = lambda call: setattr(task, "call", call)
        return task

    engine = dask_engine.DaskEngine(SimpleNamespace(submit=submit), Workers(lambda _text: None))
    result = engine.submit(Slice("run", small("mlp"), 1))
    for task in tasks:
        assert not result.done()
        task.call(task)
    assert result.result() == []
