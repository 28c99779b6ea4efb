"""The cluster file: where the machines of a cluster meet, and the keys by which they know it.

Both ends of each connection prove with the same key that they have the file (mutual TLS). Whoever
has it can run code on the workers and on the computer that drives them, so a file is made for one
cluster, and nobody but its owner can read it.
"""

import ipaddress
import json
import os
import re
import socket
import stat
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Literal

from annotated_types import MaxLen
from pydantic import TypeAdapter, ValidationError

from core.errors import ClusterError, FileError, system_reason
from core.files import parse_json, read_file, reason_of
from core.interruption import unfinished
from core.machine.optional_packages import optional_packages
from core.messages import Message, message
from core.plain_text import shell_word

MAX_BYTES = 20_000  # of a cluster file; ours have 1,200
DEFAULT_ADDRESS = "127.0.0.1:8786"
VALID_DAYS = 365
INSTALL = 'python -m pip install "distributed>=2025.1" "cryptography>=42"'
PACKAGES = frozenset({"dask", "distributed", "cryptography", "tornado", "msgpack", "cloudpickle"})

_ADDRESS = re.compile(
    r"(?P<host>(?=[^:]{1,253}:)[\w-]{1,63}(\.[\w-]{1,63})*\.?|\[[0-9a-fA-F:.]{2,45}\])"
    r":(?P<port>[0-9]{1,5})",
    re.ASCII,
)
_PEM = r"-----BEGIN {kind}-----\n([A-Za-z0-9+/=]+\n)+-----END {kind}-----\n?"
_OTHERS = stat.S_IRWXG | stat.S_IRWXO  # permissions of everybody but the owner


@dataclass(frozen=True)
class ClusterKeys:
    """What a cluster file holds.

    Attributes:
        address: HOST:PORT on which the computer that drives the runs listens while it does.
        certificate, key: in the format PEM; the certificate is signed with its own key.
    """

    format: Literal["inkling-cluster-1"]
    address: Annotated[str, MaxLen(300)]
    certificate: Annotated[str, MaxLen(10_000)]
    key: Annotated[str, MaxLen(10_000)]

    @property
    def host(self) -> str:
        """The host of the address, an IPv6 address without brackets."""
        return split_address(self.address)[0]

    @property
    def port(self) -> int:
        """The port of the address."""
        return split_address(self.address)[1]

    @property
    def is_local(self) -> bool:
        """Whether only this computer can reach the address."""
        return is_local(self.host)


_KEYS = TypeAdapter(ClusterKeys)


def is_local(host: str) -> bool:
    """Return whether only this computer can reach a host."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:  # a name
        return host == "localhost"


def split_address(address: str) -> tuple[str, int]:
    """Return host and port of an address HOST:PORT.

    Raises:
        ClusterError: if it is none, or one that no other machine can connect to.
    """
    match = _ADDRESS.fullmatch(address)
    if match is None or not 1 <= int(match["port"]) <= 65535:
        raise ClusterError(
            message(
                "{address} is no address; it needs a host and a port, such as {example}.",
                address=address,
                example=DEFAULT_ADDRESS,
            )
        )
    host = match["host"].strip("[]")
    if _is_any(host):
        raise ClusterError(
            message(
                "{address} stands for all of a computer's addresses; give the one by which the "
                "workers reach this computer.",
                address=address,
            )
        )
    return host, int(match["port"])


def _is_any(host: str) -> bool:
    """Return whether a host stands for all of a computer's addresses, as 0.0.0.0, 0 and :: do."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        try:
            return not any(socket.inet_aton(host))  # systems also take other numbers for addresses
        except OSError:  # a name
            return False
    return not any((getattr(address, "ipv4_mapped", None) or address).packed)


def missing(package: str) -> Message:
    """Return how to install a package that a cluster needs."""
    return message(
        "A cluster needs the package {package}, which is not installed: {command}",
        package=package,
        command=INSTALL,
    )


def worker_command(file: Path) -> str:
    """Return the command that starts a worker where a cluster file is."""
    return f"inkling workers --join {shell_word(file.name, 'FILE')}"


def create(path: Path, address: str = DEFAULT_ADDRESS) -> ClusterKeys:
    """Write a new cluster file with new keys, which only its owner can read.

    Raises:
        ClusterError: if the address is none, a package is missing, or the file exists or cannot be
            written.
    """
    split_address(address)
    with optional_packages(PACKAGES, missing, ClusterError):
        certificate, key = _new_pair()
    keys = ClusterKeys("inkling-cluster-1", address, certificate, key)

    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
    try:
        descriptor = os.open(path, flags, stat.S_IRUSR | stat.S_IWUSR)
        with unfinished(path), os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(json.dumps(asdict(keys), indent=1) + "\n")
    except FileExistsError as error:
        raise ClusterError(message("{file} exists already.", file=str(path))) from error
    except (OSError, ValueError) as error:
        raise ClusterError(
            message(
                "{file} cannot be written: {reason}.", file=str(path), reason=system_reason(error)
            )
        ) from error
    return keys


def read(path: Path) -> ClusterKeys:
    """Read a cluster file.

    Raises:
        ClusterError: if it cannot be read, is damaged, or others than its owner may read it.
    """
    try:
        text = read_file(path, MAX_BYTES)
        _check_private(path)
        keys = _KEYS.validate_python(parse_json(text))
        _check_pem(keys)
    except (FileError, ClusterError) as error:
        raise ClusterError(error.message) from error
    except (ValidationError, ValueError) as error:
        raise ClusterError(
            message("{file} is no cluster file: {reason}.", file=str(path), reason=reason_of(error))
        ) from error
    except OSError as error:
        reason = system_reason(error)
        raise ClusterError(
            message("{file} cannot be read: {reason}.", file=str(path), reason=reason)
        ) from error
    split_address(keys.address)
    return keys


def _check_private(path: Path) -> None:
    """Check that nobody but its owner may read the file, where the system knows owners.

    Raises:
        ClusterError: if others may.
        OSError: if the file has gone.
    """
    if os.name == "posix" and os.stat(path).st_mode & _OTHERS:
        raise ClusterError(
            message(
                "Others may read {file}, and could run code on the workers with it: "
                "chmod 600 {word}",
                file=str(path),
                word=shell_word(str(path), "FILE"),
            )
        )


def _check_pem(keys: ClusterKeys) -> None:
    """Check that both are texts in the format PEM, and no paths of files.

    Header lines are refused: for a key that they call encrypted, OpenSSL asks in the terminal.

    Raises:
        ValueError: if they are not.
    """
    for name, kind in (("certificate", "CERTIFICATE"), ("key", "PRIVATE KEY")):
        text: str = getattr(keys, name)
        if not re.fullmatch(_PEM.format(kind=kind), text):
            raise ValueError(f"{name} is not in the format PEM")


def _new_pair() -> tuple[str, str]:
    """Return a new certificate, signed with its own key, and the key, in the format PEM."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "inkling-cluster")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))  # clocks differ
        .not_valid_after(now + timedelta(days=VALID_DAYS))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return certificate.public_bytes(serialization.Encoding.PEM).decode(), secret.decode()
