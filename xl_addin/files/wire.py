"""The language between the program and its reading child: one JSON line, then raw arrays."""

import json
from collections.abc import Mapping, Sequence
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
_KINDS = {"uint8": np.uint8, "float64": np.float64, "int64": np.int64}


def send(stream: IO[bytes], header: Mapping[str, object], arrays: Sequence[Array] = ()) -> None:
    """Write a header and the arrays, column after column; no object is ever pickled."""
    shapes = [[array.dtype.name, list(array.shape)] for array in arrays]
    line = json.dumps({**header, "arrays": shapes}, ensure_ascii=True)
    stream.write(line.encode() + b"\n")
    for array in arrays:
        stream.write(array.ravel(order="F").data.cast("B"))
    stream.flush()


def receive(stream: IO[bytes]) -> tuple[dict[str, Any], list[Array]]:
    """Read what `send` wrote; the arrays are read-only and stand column after column.

    Raises EOFError where the stream ends early, which is what a dead child looks like.
    """
    line = stream.readline()
    if not line.endswith(b"\n"):
        raise EOFError
    header: dict[str, Any] = json.loads(line)
    arrays = []
    for name, shape in header.pop("arrays"):
        kind = np.dtype(_KINDS[name])
        size = int(np.prod(shape, dtype=np.int64)) * kind.itemsize
        data = stream.read(size)
        if len(data) != size:
            raise EOFError
        arrays.append(np.frombuffer(data, kind).reshape(shape, order="F"))
    return header, arrays
