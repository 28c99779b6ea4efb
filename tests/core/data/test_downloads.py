"""Data sets fetched from a server of the test's own, over https as always."""

import errno
import gc
import gzip
import hashlib
import io
import json
import os
import shutil
import socket
import ssl
import struct
import threading
import time
import zipfile
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest

from core.cli import main as cli
from core.config import catalogue
from core.config.catalogue import KNOWN, DataSet, RemoteFile
from core.data import folders as data_folders
from core.data.fetching import downloads, receiving
from core.messages import message

CERTIFICATE = Path(__file__).with_name(
    "localhost.pem"
)  # for this test only; it vouches for nothing but localhost


def idx(array):
    header = struct.pack(">BBBB", 0, 0, 8, array.ndim) + struct.pack(
        f">{array.ndim}I", *array.shape
    )
    return gzip.compress(header + array.tobytes(), mtime=0)


def files_of(prefix="", train="train", test="t10k", first=0):
    """Four IDX files of a data set: name -> bytes."""
    random = np.random.default_rng(1)
    made = {}
    for kind, count in ((train, 30), (test, 10)):
        images = random.integers(0, 256, (count, 28, 28), dtype=np.uint8)
        labels = (np.arange(count) % 10 + first).astype(np.uint8)
        made[f"{prefix}{kind}-images-idx3-ubyte.gz"] = idx(images)
        made[f"{prefix}{kind}-labels-idx1-ubyte.gz"] = idx(labels)
    return made


class Server(ThreadingHTTPServer):
    """Serves bytes by path; `behaviour` may say otherwise."""

    def __init__(self):
        super().__init__(("localhost", 0), Handler)
        self.content, self.asked, self.behaviour = {}, [], {}
        self.is_ending = threading.Event()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(CERTIFICATE)
        self.socket = context.wrap_socket(self.socket, server_side=True)

    def handle_error(self, request, client_address):
        """Connections are cut here on purpose."""

    def offer(self, name, content):
        self.content[f"/{name}"] = content
        address = f"https://localhost:{self.server_port}/{name}"
        return RemoteFile(address, hashlib.md5(content).hexdigest(), len(content))


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        server = self.server
        server.asked.append(self.path)
        content = server.content.get(self.path)
        behave = server.behaviour.pop(self.path, None)
        if behave is not None:
            behave(self, content)
        elif content is None:
            self.send_error(404)
        else:
            self.answer(content, len(content))

    def answer(self, content, length):
        self.send_response(200)
        self.send_header("Content-Length", str(length))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        """Say nothing."""


def cut(handler, content):
    """Break off after half of it."""
    handler.answer(content[: len(content) // 2], len(content))
    handler.wfile.flush()
    handler.connection.shutdown(socket.SHUT_RDWR)


def lead_to(address):
    def behave(handler, _):
        handler.send_response(302)
        handler.send_header("Location", address)
        handler.end_headers()

    return behave


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(CERTIFICATE))
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(downloads, "PAUSE_S", 0.0)
    made = Server()
    thread = threading.Thread(target=made.serve_forever, args=(0.01,))
    thread.start()
    yield made
    made.is_ending.set()
    made.shutdown()
    thread.join()
    made.server_close()


@pytest.fixture(autouse=True)
def place(monkeypatch, tmp_path):
    """Where fetched data sets go."""
    for module in (data_folders, downloads):
        monkeypatch.setattr(module, "datasets_folder", lambda: tmp_path / "data")
    return tmp_path / "data"


@pytest.fixture
def fashion(server, monkeypatch):
    """Fashion-MNIST, as if the server published it."""
    files = tuple(server.offer(name, content) for name, content in files_of().items())
    known = KNOWN["fashion-mnist"]
    made = DataSet(known.name, known.title, known.about, known.classes, 30, 10, files=files)
    monkeypatch.setitem(KNOWN, known.name, made)
    return made


def assert_nothing_is_left(place):
    assert list(place.iterdir()) == []


def test_the_hashes_are_torchvisions():
    import torchvision.datasets  # 2 s, so not while tests are collected

    of = torchvision.datasets
    for name, theirs in (("fashion-mnist", of.FashionMNIST), ("kmnist", of.KMNIST)):
        assert [(file.name, file.md5) for file in KNOWN[name].files] == list(theirs.resources)
    expected = [(url, md5) for part in ("train", "test") for url, md5 in of.QMNIST.resources[part]]
    assert [(file.address, file.md5) for file in KNOWN["qmnist"].files] == expected
    for name in ("emnist-digits", "emnist-letters"):
        (archive,) = KNOWN[name].files
        assert (archive.address, archive.md5) == (of.EMNIST.url, of.EMNIST.md5)


def test_all_addresses_are_encrypted():
    assert downloads.fetchable() == (
        "fashion-mnist",
        "kmnist",
        "emnist-digits",
        "emnist-letters",
        "qmnist",
    )
    assert all(
        file.address.startswith("https://") for known in KNOWN.values() for file in known.files
    )


class TestWhole:
    def test_it_is_at_hand_afterwards_and_nothing_else_lies_there(self, fashion, place):
        told = []
        assert not data_folders.is_available("fashion-mnist")
        assert downloads.fetch(fashion, told.append) == place / "fashion-mnist"
        assert {
            file.name: file.read_bytes() for file in (place / "fashion-mnist").iterdir()
        } == files_of()
        assert [path.name for path in place.iterdir()] == ["fashion-mnist"]
        examples = data_folders.read("fashion-mnist")
        assert (examples.train_images.shape, examples.classes) == (
            (30, 784),
            KNOWN["fashion-mnist"].classes,
        )
        assert told[-1] == downloads.Fetched(fashion.size, fashion.size)
        assert [each.done for each in told] == sorted(each.done for each in told)

    def test_it_is_on_the_disk_before_it_is_at_hand(self, fashion, place, monkeypatch):
        """A file that the power cuts off later would be damaged, and not fetched again."""
        inodes = set()
        monkeypatch.setattr(os, "fsync", lambda number: inodes.add(os.fstat(number).st_ino))
        downloads.fetch(fashion)
        assert {file.stat().st_ino for file in (place / fashion.name).iterdir()} <= inodes

    def test_what_is_at_hand_is_not_fetched_again(self, fashion, server):
        downloads.fetch(fashion)
        asked = len(server.asked)
        downloads.fetch(fashion)
        assert len(server.asked) == asked == 4

    def test_what_a_killed_process_left_goes_but_not_what_another_does_now(self, fashion, place):
        old, new = place / ".fashion-mnist-old_0000", place / ".fashion-mnist-new_0000"
        for folder in (old, new):
            folder.mkdir(parents=True)
            (folder / "train-images-idx3-ubyte.gz").write_bytes(b"half of it")
        os.utime(old, (0, 0))
        downloads.fetch(fashion)
        assert not old.exists()
        assert new.exists()

    def test_files_put_there_by_hand_stay_and_the_others_join_them(self, fashion, place):
        (place / "fashion-mnist").mkdir(parents=True)
        (place / "fashion-mnist" / "notes.txt").write_text("mine")
        downloads.fetch(fashion)
        assert (place / "fashion-mnist" / "notes.txt").read_text() == "mine"
        assert data_folders.is_available("fashion-mnist")

    def test_after_a_cut_connection_it_is_asked_once_more(self, fashion, server):
        path = next(iter(server.content))
        server.behaviour[path] = cut
        downloads.fetch(fashion)
        assert server.asked.count(path) == 2
        assert data_folders.is_available("fashion-mnist")


class TestInVain:
    def test_another_hash(self, fashion, server, place):
        path = list(server.content)[2]
        server.content[path] = server.content[path][:-1] + b"x"
        with pytest.raises(
            downloads.FetchError, match=r"its hash differs\)\. You can put the files train-images"
        ):
            downloads.fetch(fashion)
        assert server.asked.count(path) == 3
        assert_nothing_is_left(place)

    def test_a_file_that_is_gone(self, fashion, server, place):
        server.content.popitem()
        with pytest.raises(
            downloads.FetchError, match=f"localhost:{server.server_port}: the server answers 404"
        ):
            downloads.fetch(fashion)
        assert_nothing_is_left(place)

    def test_connections_that_always_break_off(self, fashion, server, place):
        path = next(iter(server.content))
        server.behaviour = _Always({path: cut})
        with pytest.raises(downloads.FetchError, match="connection was lost"):
            downloads.fetch(fashion)
        assert_nothing_is_left(place)

    def test_nobody_answers(self, fashion, place):
        with socket.socket() as taken:  # bound, but it does not listen
            taken.bind(("localhost", 0))
            address = f"https://localhost:{taken.getsockname()[1]}/train-images-idx3-ubyte.gz"
            alone = DataSet(
                fashion.name,
                fashion.title,
                fashion.about,
                fashion.classes,
                1,
                1,
                files=(RemoteFile(address, "0", 1),),
            )
            with pytest.raises(
                downloads.FetchError, match=r"no connection.*by hand, or choose a folder"
            ):
                downloads.fetch(alone)
        assert_nothing_is_left(place)

    def test_a_server_nobody_vouches_for(self, fashion, monkeypatch, place):
        monkeypatch.delenv("REQUESTS_CA_BUNDLE")
        with pytest.raises(downloads.FetchError, match="certificate is not trusted"):
            downloads.fetch(fashion)
        assert_nothing_is_left(place)

    def test_a_plain_address(self, fashion, server, place):
        plain = RemoteFile(
            fashion.files[0].address.replace("https", "http"), fashion.files[0].md5, 1
        )
        bare = DataSet(
            fashion.name, fashion.title, fashion.about, fashion.classes, 1, 1, files=(plain,)
        )
        with pytest.raises(downloads.FetchError, match="only https"):
            downloads.fetch(bare)
        assert server.asked == []
        assert_nothing_is_left(place)

    def test_a_server_that_leads_to_a_plain_address(self, fashion, server, place):
        path = next(iter(server.content))
        server.behaviour[path] = lead_to("http://localhost:1/x")
        with pytest.raises(
            downloads.FetchError, match="http://localhost:1/x is not downloaded: only https"
        ):
            downloads.fetch(fashion)
        gc.collect()  # a connection left open would be reported here
        assert_nothing_is_left(place)

    def test_what_comes_with_a_redirection_is_not_read(self, fashion, server):
        path, sent = next(iter(server.content)), []

        def flood(handler, _):
            lead_to(f"https://localhost:{server.server_port}/elsewhere")(handler, _)
            with suppress(OSError):  # the other end closes the connection
                while sum(sent) < 1 << 26:
                    sent.append(handler.connection.send(bytes(1 << 16)))

        server.content["/elsewhere"] = server.content[path]
        server.behaviour[path] = flood
        assert downloads.fetch(fashion).is_dir()
        assert sum(sent) < 1 << 25

    def test_a_file_that_is_much_larger_than_announced(self, fashion, server, place):
        path = next(iter(server.content))
        server.content[path] *= 100
        with pytest.raises(downloads.FetchError, match="larger than it should be"):
            downloads.fetch(fashion)
        assert_nothing_is_left(place)


class _Always(dict):
    def pop(self, key, default=None):
        return self.get(key, default)


class TestCancelled:
    def test_before_the_next_piece(self, fashion, server, place):
        cancel = threading.Event()
        with pytest.raises(downloads.FetchCancelledError):
            downloads.fetch(fashion, lambda _: cancel.set(), cancel)
        assert len(server.asked) <= 2
        assert_nothing_is_left(place)

    def test_while_it_waits_to_ask_again(self, fashion, server, monkeypatch, place):
        monkeypatch.setattr(downloads, "PAUSE_S", 60.0)
        cancel = threading.Event()
        server.behaviour[next(iter(server.content))] = lambda handler, content: (
            cut(handler, content),
            cancel.set(),
        )
        with pytest.raises(downloads.FetchCancelledError):
            downloads.fetch(fashion, cancel=cancel)
        assert_nothing_is_left(place)


def trickle(is_in_header):
    """Send a byte every twentieth of a second, without end, until the client has gone."""

    def behave(handler, content):
        if not is_in_header:
            handler.send_response(200)
            handler.send_header("Content-Length", str(len(content)))
            handler.end_headers()

        with suppress(OSError):
            handler.wfile.write(b"HTTP/1.1 200 OK\r\nX: " if is_in_header else content[:1])
            while not handler.server.is_ending.wait(0.05):
                handler.wfile.write(b"x")
                handler.wfile.flush()

    return behave


def until(condition):
    """Wait for a condition."""
    ends = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < ends
        time.sleep(0.01)


def readers():
    """Return the threads that receive something."""
    return [thread for thread in threading.enumerate() if thread.name == "receiving"]


class TestSlowServer:
    @pytest.fixture(params=[True, False], ids=["headers", "content"])
    def is_in_header(self, request, server):
        first = next(iter(server.content))
        server.content[first] += bytes(10**6)
        server.behaviour = _Always({first: trickle(request.param)})
        yield request.param
        server.is_ending.set()
        until(lambda: not readers())

    def test_cancelling_ends_it_at_once_though_bytes_keep_coming(
        self, fashion, is_in_header, server, place
    ):
        cancel, ended = threading.Event(), []

        def fetch():
            with pytest.raises(downloads.FetchCancelledError):
                downloads.fetch(fashion, cancel=cancel)
            ended.append(True)

        thread = threading.Thread(target=fetch, daemon=True)
        thread.start()
        until(lambda: server.asked)
        cancel.set()
        thread.join(10)  # with bytes arriving, no timeout of a socket would ever pass
        assert ended
        assert_nothing_is_left(place)

    def test_once_too_little_arrives_it_is_given_up(
        self, fashion, is_in_header, place, monkeypatch
    ):
        monkeypatch.setattr(receiving, "MAX_CHUNK_S", 0.5)
        with pytest.raises(downloads.FetchError, match="the server does not answer"):
            downloads.fetch(fashion, tries=1)
        assert_nothing_is_left(place)

    @pytest.mark.parametrize("is_in_header", [False], indirect=True)
    def test_nobody_reads_any_longer_once_the_answer_has_begun(
        self, fashion, is_in_header, server, monkeypatch
    ):
        responses = []
        monkeypatch.setattr(
            downloads, "_stay_encrypted", lambda response, **_: responses.append(response)
        )
        cancel = threading.Event()

        def fetch():
            with suppress(downloads.FetchCancelledError):
                downloads.fetch(fashion, cancel=cancel)

        thread = threading.Thread(target=fetch)
        thread.start()
        until(lambda: responses)
        (reader,) = readers()
        until(lambda: reader._response is not None)
        cancel.set()
        thread.join(10)
        until(lambda: not readers())  # while the server goes on sending


class TestNoRoom:
    def test_it_is_said_beforehand(self, fashion, server, monkeypatch, place):
        usage = shutil.disk_usage("/")._replace(free=1000)
        monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
        with pytest.raises(
            downloads.FetchError, match=r"Fashion-MNIST needs 1 MB during .* only 1 MB are free"
        ):
            downloads.fetch(fashion)
        assert server.asked == []
        assert_nothing_is_left(place)

    def test_the_disk_fills_up_meanwhile(self, fashion, place):
        def fill_up(_):
            raise OSError(errno.ENOSPC, "No space left on device")

        with pytest.raises(downloads.FetchError, match=r"no space left in .*; nothing was kept"):
            downloads.fetch(fashion, fill_up)
        assert_nothing_is_left(place)

    def test_a_place_that_cannot_be_written(self, fashion, place):
        place.write_text("a file")
        with pytest.raises(downloads.FetchError, match=f"cannot be kept in {place}"):
            downloads.fetch(fashion)


class TestArchive:
    @pytest.fixture
    def archive(self, server, monkeypatch):
        """EMNIST's archive, smaller: digits, letters, and what nobody needs."""
        content = files_of("emnist-digits-", test="test") | files_of(
            "emnist-letters-", test="test", first=1
        )
        return self.offer(
            content | {"emnist-byclass-mapping.txt": b"x" * 1000}, server, monkeypatch
        )

    @staticmethod
    def offer(content, server, monkeypatch):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in content.items():
                archive.writestr(f"gzip/{name}", data)
            archive.writestr("../outside", b"x")
        offered = server.offer("gzip.zip", packed.getvalue())
        file = RemoteFile(offered.address, offered.md5, offered.size, "gzip")
        for name in ("emnist-digits", "emnist-letters"):
            known = KNOWN[name]
            members = known.members
            made = DataSet(
                name,
                known.title,
                known.about,
                known.classes,
                30,
                10,
                files=(file,),
                members=members,
            )
            monkeypatch.setitem(KNOWN, name, made)

    def test_only_what_is_needed_is_kept_and_both_data_sets_are_there(self, archive, server, place):
        downloads.fetch(KNOWN["emnist-letters"])
        assert sorted(
            path.relative_to(place).as_posix() for path in place.rglob("*") if path.is_file()
        ) == sorted(
            f"{name}/{member}"
            for name in ("emnist-digits", "emnist-letters")
            for member in KNOWN[name].members
        )
        assert (
            data_folders.read("emnist-letters").classes == catalogue.KNOWN["emnist-letters"].classes
        )
        assert data_folders.is_available("emnist-digits")
        assert server.asked == ["/gzip.zip"]

    def test_a_member_is_missing(self, server, monkeypatch, place):
        self.offer(files_of("emnist-digits-", test="test"), server, monkeypatch)
        with pytest.raises(downloads.FetchError, match=r"gzip\.zip is not the expected archive"):
            downloads.fetch(KNOWN["emnist-letters"])
        assert_nothing_is_left(place)

    def test_a_member_that_would_fill_the_disk(self, archive, monkeypatch, place):
        monkeypatch.setattr(downloads, "MAX_UNPACKED", 1000)
        with pytest.raises(downloads.FetchError, match="not the expected archive"):
            downloads.fetch(KNOWN["emnist-digits"])
        assert_nothing_is_left(place)


class TestCommand:
    def test_what_it_tells_a_program(self, fashion, place, capsys):
        assert cli.main(["fetch", "fashion-mnist", "--json"]) == 0
        lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        folder = str(place / "fashion-mnist")
        assert lines[-1] == {
            "event": "fetched",
            "name": "fashion-mnist",
            "folder": folder,
            "is_new": True,
        }
        assert {line["event"] for line in lines[:-1]} <= {"fetch_progress"}

    def test_it_fails_with_a_sentence(self, fashion, server, capsys):
        server.content.clear()
        assert cli.main(["fetch", "fashion-mnist"]) == 1
        out, err = capsys.readouterr()
        assert out == ""
        assert err.startswith("inkling: Fashion-MNIST cannot be downloaded from localhost")
        assert len(err.splitlines()) == 1

    @pytest.mark.parametrize("name", ["mnist", "imagenet"])
    def test_what_cannot_be_fetched(self, name, capsys):
        assert cli.main(["fetch", name]) == 2
        assert (
            f"{name} cannot be fetched; there are fashion-mnist, kmnist" in capsys.readouterr().err
        )

    def test_training_on_what_is_not_there_says_how_to_get_it(self, capsys, tmp_path):
        line = ["train", "--preset", "logistic", "--set", "data.dataset=kmnist", "--runs-dir"]
        assert cli.main([*line, str(tmp_path)]) == 1
        assert "with the command `fetch kmnist`" in capsys.readouterr().err

    def test_info_says_what_is_at_hand(self, capsys):
        assert cli.main(["info", "--json"]) == 0
        told = json.loads(capsys.readouterr().out)["datasets"]
        assert told["mnist"] == "at hand"
        assert told["emnist-letters"] == "not here; `fetch emnist-letters` brings it (562 MB)"


def test_cancelling_is_told_as_such():
    assert downloads.FetchCancelledError().message == message("Cancelled; nothing was kept.")
