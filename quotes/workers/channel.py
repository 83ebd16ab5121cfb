"""Values between a process and those that it started: pickles, each after its length."""

from __future__ import annotations

import contextlib
import pickle
import struct
from socket import socket
from typing import Any, BinaryIO

_LENGTH = struct.Struct("!Q")


class EndedError(Exception):
    """The other side has ended. No error of what it does: an `OSError` may be one of those."""


class Channel:
    """Both directions. For pipes of our own processes only, since it unpickles what comes.

    `under` is the socket that both streams are of, if they are.
    """

    def __init__(self, reader: BinaryIO, writer: BinaryIO, under: socket | None = None) -> None:
        self._reader, self._writer, self._under = reader, writer, under

    def send(self, value: Any) -> None:
        data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
        if self._writer.closed:
            raise EndedError
        try:
            self._writer.write(_LENGTH.pack(len(data)))
            self._writer.write(data)
            self._writer.flush()
        except OSError as error:
            raise EndedError from error

    def receive(self) -> Any:
        (length,) = _LENGTH.unpack(self._read(_LENGTH.size))
        return pickle.loads(self._read(length))  # noqa: S301 (from our own process)

    def _read(self, size: int) -> bytes:
        try:
            data = self._reader.read(size)
        except OSError as error:
            raise EndedError from error
        if len(data) < size:
            raise EndedError
        return data

    def close(self) -> None:
        with contextlib.suppress(OSError):  # what was not sent yet reaches nobody
            self._writer.close()
        self._reader.close()
        if self._under is not None:
            self._under.close()
