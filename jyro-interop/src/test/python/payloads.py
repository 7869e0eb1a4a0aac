"""Payloads of Python's serializers, without calls."""
import functools
import marshal
import os

import Pyro5.serializers
import serpent

from differential import traits

PYRO = Pyro5.serializers.serializers
FORMATS = {
    "SERPENT": (serpent.dumps, serpent.loads),
    "SERPENT_WITH_BYTES": (functools.partial(serpent.dumps, bytes_repr=True), serpent.loads),
    "JSON": (PYRO["json"].dumps, PYRO["json"].loads),
    "MSGPACK": (PYRO["msgpack"].dumps, PYRO["msgpack"].loads),
}
for version in range(5):
    FORMATS["MARSHAL_%d" % version] = (lambda value, version=version: marshal.dumps(value, version)), marshal.loads


def compared(format, value, payload):
    """Fails if a payload is not read as the value's own is; gives that in hex."""
    dumps, loads = FORMATS[format]
    own = dumps(value)
    expected, found = traits(loads(own)), traits(loads(bytes.fromhex(payload)))
    if expected != found:
        start = max(0, len(os.path.commonprefix([expected, found])) - 100)
        raise AssertionError("%s instead of %s" % (found[start:start + 200], expected[start:start + 200]))
    return own.hex()
