"""The cluster file, and the kinds of machines that work together."""

import json
import os
import stat
import sys
import threading

import pytest

pytest.importorskip("cryptography")

from core.cli.main import main
from core.cluster import keys
from core.cluster.machines import description, differences, kind_of
from core.cluster.membership import Workers, WorkerState
from core.errors import ClusterError


@pytest.fixture
def file(tmp_path):
    return tmp_path / "cluster.json"


class TestFile:
    def test_it_is_read_as_it_was_made(self, file):
        made = keys.create(file, "10.0.0.7:4000")
        assert keys.read(file) == made
        assert (made.host, made.port, made.is_local) == ("10.0.0.7", 4000, False)

    def test_each_has_keys_of_its_own_and_is_local_by_default(self, tmp_path):
        one, other = (keys.create(tmp_path / name) for name in ("one", "other"))
        assert one.is_local
        assert one.key != other.key
        assert one.certificate != other.certificate

    @pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
    def test_only_its_owner_may_read_it(self, file):
        before = os.umask(0)
        try:
            keys.create(file)
        finally:
            os.umask(before)
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        for mode in (0o640, 0o604, 0o620, 0o601):
            file.chmod(mode)
            with pytest.raises(ClusterError, match="chmod 600"):
                keys.read(file)

    @pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
    def test_the_command_that_is_told_holds_no_other(self, file):
        keys.create(file)
        odd = file.rename(file.with_name("group.json;touch it"))
        odd.chmod(0o644)
        with pytest.raises(ClusterError) as raised:
            keys.read(odd)
        assert str(raised.value).endswith("chmod 600 FILE")

    def test_a_file_that_exists_is_left_as_it_is(self, file):
        file.write_text("mine")
        with pytest.raises(ClusterError, match="exists already"):
            keys.create(file)
        assert file.read_text() == "mine"

    def test_a_link_is_not_followed(self, file, tmp_path):
        file.symlink_to(tmp_path / "elsewhere")
        with pytest.raises(ClusterError, match="exists already"):
            keys.create(file)
        assert not (tmp_path / "elsewhere").exists()

    @pytest.mark.parametrize(
        "address",
        [
            *("host", "host:", ":8786", "host:0", "host:65536", "a b:80", "tcp://h:80", "::1:80"),
            *("h:٣", "é:80", ".:80", "a..b:80", f"{64 * 'a'}:80", f"{'a.' * 127}a:80"),
        ],
    )
    def test_what_is_no_address_is_refused(self, file, address):
        with pytest.raises(ClusterError, match="no address"):
            keys.create(file, address)
        assert not file.exists()

    @pytest.mark.parametrize(
        "address",
        [
            *("0.0.0.0:8786", "[::]:8786", "0:8786", "0x0:8786", "00.0.0.0:8786", "0.0:8786"),
            "[::ffff:0.0.0.0]:8786",
        ],
    )
    def test_all_interfaces_are_no_address_to_meet_at(self, file, address):
        with pytest.raises(ClusterError, match="all of a computer's addresses"):
            keys.create(file, address)

    @pytest.mark.parametrize(
        ("address", "is_local"),
        [("[::1]:80", True), ("localhost:80", True), ("[fe80::1]:80", False), ("room:80", False)],
    )
    def test_only_loopback_is_local(self, file, address, is_local):
        assert keys.create(file, address).is_local is is_local

    @pytest.mark.parametrize(
        "change",
        [
            {"format": "inkling-cluster-2"},
            {"address": "0.0.0.0:8786"},
            {"address": "x" * 400},
            {"address": 8786},
            {"key": "/etc/passwd"},
            {"certificate": "/etc/passwd"},
            {"key": None},
        ],
    )
    def test_a_damaged_one_is_refused(self, file, change):
        keys.create(file)
        content = json.loads(file.read_text())
        file.write_text(json.dumps(content | change))
        with pytest.raises(ClusterError):
            keys.read(file)

    @pytest.mark.parametrize("name", ["certificate", "key"])
    def test_nobody_is_asked_for_a_password_in_the_terminal(self, file, name):
        """OpenSSL would ask for one, and wait, for what a line of the text calls encrypted."""
        keys.create(file)
        content = json.loads(file.read_text())
        lines = content[name].splitlines(keepends=True)
        header = "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00112233445566778899AABBCCDDEEFF\n"
        for text in ("".join([lines[0], header, "\n", *lines[1:]]), content[name] * 2):
            file.write_text(json.dumps(content | {name: text}))
            with pytest.raises(ClusterError, match=f"{name} is not in the format PEM"):
                keys.read(file)

    @pytest.mark.parametrize("content", ["", "[]", "{", "null", "x" * 30_000])
    def test_another_file_is_refused(self, file, content):
        file.write_text(content)
        file.chmod(0o600)
        with pytest.raises(ClusterError):
            keys.read(file)

    def test_one_that_is_missing_is_named(self, file):
        with pytest.raises(ClusterError, match=r"cluster\.json"):
            keys.read(file)


class TestCommands:
    @pytest.mark.parametrize("package", ["cryptography", "distributed"])
    def test_without_the_extra_they_name_what_to_install(self, file, package, monkeypatch, capsys):
        if package == "distributed":
            keys.create(file)
        for loaded in [name for name in sys.modules if name.startswith(f"{package}.")]:
            monkeypatch.delitem(sys.modules, loaded)  # by another test
        monkeypatch.setitem(sys.modules, package, None)
        compare = ["--presets", "logistic", "mlp", "--cluster", str(file)]
        commands = {
            "cryptography": [["cluster", "new", str(file)]],
            "distributed": [["workers", "--join", str(file)], ["compare", *compare]],
        }
        for command in commands[package]:
            assert main([*command, "--runs-dir", str(file.parent / "runs")]) == 1
            assert f"needs the package {package}" in (error := capsys.readouterr().err)
            assert "pip install" in error

    def test_new_prints_where_the_computers_meet(self, file, capsys):
        assert main(["cluster", "new", str(file), "--json"]) == 0
        (line,) = capsys.readouterr().out.splitlines()
        assert json.loads(line) == {
            "event": "cluster_created",
            "file": str(file),
            "address": "127.0.0.1:8786",
        }
        assert main(["cluster", "new", str(file)]) == 1

    def test_a_cluster_file_that_cannot_be_read_trains_nothing(self, file, capsys):
        runs = file.parent / "runs"
        arguments = ["--presets", "logistic", "mlp", "--cluster", str(file)]
        assert main(["compare", *arguments, "--runs-dir", str(runs)]) == 1
        assert "cannot be read" in capsys.readouterr().err
        assert not runs.exists()


class TestWorkers:
    OTHER = {**description(), "torch": "1.0"}

    def test_equal_machines_are_one_kind_and_others_are_not(self):
        assert kind_of(description()) == kind_of(dict(description()))
        assert kind_of(self.OTHER) != kind_of(description())
        assert differences(self.OTHER, description()).startswith("torch 1.0 instead of ")

    def test_the_kind_of_this_computer_comes_first(self):
        reports = []
        workers = Workers(reports.append)
        for number in range(2):
            workers.add(f"tls://other:{number}", self.OTHER)
        workers.add("tls://own:1", description())
        assert workers.choose(0)
        assert workers.chosen == kind_of(description())
        assert workers.count() == 1
        texts = [str(text) for text in reports]
        assert [("gets no work" in text, "torch 1.0" in text) for text in texts] == [
            (True, True),
            (True, True),
            (False, False),
        ]

    def test_otherwise_the_most_common_one_is_chosen_and_named(self, monkeypatch):
        monkeypatch.setattr("core.cluster.membership.SETTLING_S", 0)
        reports = []
        workers = Workers(reports.append)
        for number in range(2):
            workers.add(f"tls://other:{number}", self.OTHER)
        workers.add("tls://odd:1", {**self.OTHER, "python": "2.7"})
        assert workers.choose(0)
        assert (workers.chosen, workers.count()) == (kind_of(self.OTHER), 2)
        assert sum("may round otherwise" in str(text) for text in reports) == 2
        assert sum("gets no work" in str(text) and "2.7" in str(text) for text in reports) == 1

    def test_that_one_has_come_is_no_warning_and_all_else_is(self):
        told, warned = [], []
        workers = Workers(told.append, warned.append)
        workers.add("tls://own:1", description())
        workers.add("tls://other:1", self.OTHER)
        workers.choose(0)
        workers.add("tls://own:2", description())
        workers.remove("tls://own:1")
        assert ["has come" in str(text) for text in told] == [True, True]
        assert "gets no work" in str(warned[0])
        assert "is gone" in str(warned[1])

    def test_nobody_is_chosen_where_nobody_comes(self):
        assert not Workers(lambda text: None).choose(0)

    def test_it_waits_for_the_first_one(self):
        workers = Workers(lambda text: None)
        coming = threading.Thread(target=workers.add, args=("tls://own:1", description()))
        coming.start()
        assert workers.choose(20)
        coming.join()

    def test_those_that_go_are_named_with_how_many_are_left(self):
        reports = []
        workers = Workers(reports.append)
        workers.add("tls://own:1", description())
        workers.choose(0)
        workers.add("tls://own:2", description())
        workers.remove("tls://own:1")
        workers.remove("tls://own:1")
        gone = [str(text) for text in reports if "gone" in str(text)]
        assert gone == [
            "The worker at own:1 is gone; another one trains its epoch. Workers left: 1."
        ]


class TestStatuses:
    @pytest.fixture
    def workers(self):
        made = Workers(lambda text: None)
        made.add("tls://own:1", description(), "room-1")
        made.add("tls://own:2", {**description(), "torch": "1.0"}, "room-2")
        made.choose(0)
        return made

    def states(self, workers):
        return {status.address: (status.state, status.run) for status in workers.statuses()}

    def test_they_tell_who_trains_what_and_who_gets_nothing(self, workers):
        workers.begin("task", "run", 3)
        workers.see("tls://own:1", 0.0, ["of somebody else", "task"])
        own, other = workers.statuses()
        assert (own.host, own.state, own.run, own.epoch) == (
            "room-1",
            WorkerState.TRAINING,
            "run",
            3,
        )
        assert (other.state, other.run, other.epoch) == (WorkerState.REFUSED, "", 0)
        workers.end("task")
        workers.see("tls://own:1", 0.0, ["task"])
        assert self.states(workers)["own:1"] == (WorkerState.FREE, "")

    def test_one_that_is_silent_is_so_until_it_gives_a_sign(self, workers):
        workers.see("tls://own:1", 7.0, [])
        assert workers.statuses()[0].silent_s == pytest.approx(7, abs=1)
        workers.see("tls://own:1", 0.2, [])
        assert workers.statuses()[0].silent_s < 1

    def test_one_that_is_lost_stays_until_its_host_sends_another(self, workers):
        workers.begin("task", "run", 3)
        workers.see("tls://own:1", 0.0, ["task"])
        workers.remove("tls://own:1")
        workers.see("tls://own:1", 0.0, ["task"])  # too late
        assert self.states(workers)["own:1"] == (WorkerState.LOST, "")
        assert workers.count() == 0
        workers.add("tls://own:3", description(), "room-1")
        assert set(self.states(workers)) == {"own:2", "own:3"}

    def test_closed_it_waits_for_nobody(self):
        workers = Workers(lambda text: None)
        closing = threading.Timer(0.05, workers.close)
        closing.start()
        assert not workers.choose(None)
        assert workers.is_closed


def test_the_command_for_workers_has_no_name_that_a_shell_would_execute(tmp_path):
    assert keys.worker_command(tmp_path / "room 2.json").endswith('--join "room 2.json"')
    assert keys.worker_command(tmp_path / "x;touch y;.json").endswith("--join FILE")
