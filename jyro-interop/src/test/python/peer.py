"""Pyro4 or Pyro5, whichever is installed, under one set of names; and Thing, the object that the tests call.

Jyro's twin of Thing is Thing.java.
"""
import atexit
import itertools
import os
import queue
import tempfile
import threading

try:
    import Pyro5.api as api
    import Pyro5.client
    import Pyro5.core
    import Pyro5.errors as errors
    import Pyro5.server
    from Pyro5.api import (Proxy, URI, Daemon, config, current_context as context, behavior, callback, expose, oneway,
                           BatchProxy as batch, locate_ns, register_class_to_dict, register_dict_to_class, SerializedBlob)

    VERSION = "5"
    PROXY = Pyro5.client.Proxy
    DAEMON_OBJECT = Pyro5.core.DAEMON_NAME

    def full_traceback():
        return "".join(errors.get_pyro_traceback())
except ImportError:
    import Pyro4
    import Pyro4.core
    import Pyro4.errors as errors
    import Pyro4.util
    from Pyro4 import (Proxy, URI, Daemon, config, current_context as context, behavior, callback, expose, oneway,
                       batch, locateNS as locate_ns)
    from Pyro4.core import SerializedBlob

    register_class_to_dict = Pyro4.util.SerializerBase.register_class_to_dict
    register_dict_to_class = Pyro4.util.SerializerBase.register_dict_to_class
    VERSION = "4"
    PROXY = Pyro4.core.Proxy
    DAEMON_OBJECT = Pyro4.constants.DAEMON_NAME

    def full_traceback():
        return "".join(Pyro4.util.getPyroTraceback())


def signing(original):
    """Makes a method of a proxy or daemon that sets it up give it the key of the link, too."""
    def with_key(self, *args, **kwargs):
        original(self, *args, **kwargs)
        self._pyroHmacKey = os.environ["PEER_HMAC_KEY"]
    return with_key


if "PEER_HMAC_KEY" in os.environ:
    for method in "__init__", "__setstate__":
        setattr(PROXY, method, signing(getattr(PROXY, method)))
    Pyro4.core.Daemon.__init__ = signing(Pyro4.core.Daemon.__init__)

PATIENCE = 20  # seconds; only a failing test waits for so long


@expose
class Thing(object):
    limit_of_ten = 10

    def __init__(self):
        self._target = 20
        self._notes = queue.Queue()
        self._gate = threading.Event()
        self._closed = queue.Queue()
        self._child = Child()
        self._attempts = itertools.count(1)

    def echo(self, value):
        return value

    def describe(self, value):
        return "%s %r" % (type(value).__name__, value)

    def join(self, first, second):
        return "%s-%s" % (first, second)

    @property
    def target(self):
        return self._target

    @target.setter
    def target(self, value):
        self._target = value

    @property
    def version(self):
        return "1.0"

    @property
    def broken(self):
        raise ValueError("broken attribute")

    @oneway
    def note(self, text):
        self._notes.put(text)

    @oneway
    def spoil(self):
        self._notes.put("spoiled")
        raise ValueError("nobody hears this")

    def remember(self, text):
        self._notes.put(text)
        return text

    def noted(self):
        return self._notes.get(timeout=PATIENCE)

    def fail(self, text):
        raise ValueError(text)

    def fail_with(self, name, *args):
        raise (getattr(errors, name, None) or getattr(__import__("builtins"), name))(*args)

    def fail_unknown(self):
        error = OwnError("nobody knows me", 42)
        error.shelf = "top"
        raise error

    def count(self, n):
        return iter(range(1, n + 1))

    def items(self, values):
        return iter(values)

    def stumble(self, n):
        for i in range(1, n + 1):
            yield i
        raise ValueError("stumbled after %d" % n)

    def nothing_much(self):
        yield None
        yield "then this"

    def hold(self):
        """Answers when somebody else calls let_go."""
        self._gate.wait(PATIENCE)
        self._gate.clear()
        return "held"

    def let_go(self):
        self._gate.set()

    def vanish_until(self, attempt):
        """Ends the caller's connection without an answer, until the attempt of that number."""
        now = next(self._attempts)
        if now < attempt:
            context.client.sock.shutdown(2)
        return now

    def child(self):
        daemon = self._pyroDaemon
        if not hasattr(self._child, "_pyroId"):
            daemon.register(self._child)
        return self._child

    def relay(self, proxy, method, *args):
        """Calls a method of a proxy that it was given."""
        return getattr(proxy, method)(*args)

    def where(self, proxy):
        return "%s %s" % (type(proxy).__name__, proxy._pyroUri)

    def own_uri(self):
        return self._pyroDaemon.uriFor(self)

    def correlation(self):
        return str(context.correlation_id)

    def annotations(self):
        return {key: bytes(value).decode("latin-1") for key, value in context.annotations.items()}

    def annotate(self, key, text):
        context.response_annotations = {key: text.encode("latin-1")}

    def sequence(self):
        return context.seq

    def track(self, name):
        resource = Resource(name, self._closed)
        context.track_resource(resource)
        context.client.kept = [resource]  # the context itself holds it weakly

    def closed(self):
        return self._closed.get(timeout=PATIENCE)

    def __len__(self):
        return 3

    def _private(self):
        return "secret"


def _hidden(self):
    return "not exposed"


Thing.hidden = _hidden
Thing.plain = "a plain attribute"


class OwnError(Exception):
    pass


class Resource(object):
    def __init__(self, name, closed):
        self.name = name
        self.closed = closed

    def close(self):
        self.closed.put(self.name)


@expose
class Child(object):
    def name(self):
        return "child of Python"

    def echo(self, value):
        return value


class Ticks(object):
    def __init__(self):
        self._ticks = 0

    @expose
    def tick(self):
        self._ticks += 1
        return self._ticks

    @expose
    def fall(self):
        raise ValueError("fell")


@behavior(instance_mode="single")
class Single(Ticks):
    pass


@behavior(instance_mode="session")
class Session(Ticks):
    pass


@behavior(instance_mode="percall")
class PerCall(Ticks):
    pass


class Served(object):
    """A daemon that serves the objects of this module on a thread of its own."""

    def __init__(self, port=0, daemon=Daemon, **settings):
        if "PEER_UNIX_SOCKET" in os.environ:
            path = tempfile.mktemp(prefix="pyro-")  # too long a path is no socket's name
            atexit.register(lambda: os.path.exists(path) and os.remove(path))
            self.daemon = daemon(unixsocket=path)
        else:
            self.daemon = daemon(port=port)
        for name, value in settings.items():
            setattr(self.daemon, name, value)
        for thing, name in (Thing(), "thing"), (Single, "single"), (Session, "session"), (PerCall, "percall"):
            self.daemon.register(thing, name, force=True)
        self.location = self.daemon.locationStr
        self.port = None if self.location.startswith("./u:") else int(self.location.rsplit(":", 1)[1])
        self.thread = threading.Thread(target=self.daemon.requestLoop, daemon=True)
        self.thread.start()

    def stop(self):
        self.daemon.shutdown()
        self.thread.join()
        self.daemon.close()
