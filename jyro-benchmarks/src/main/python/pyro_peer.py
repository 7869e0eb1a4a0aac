"""Stock Pyro4 or Pyro5 as a contender of the benchmarks: a daemon, or a client that prints what it measured.

pyro_peer.py Pyro4|Pyro5 serve CALLERS
    Prints "serving URI" as soon as it can be called, and ends when its standard input does.
pyro_peer.py Pyro4|Pyro5 call URI SERIALIZER ACTION CALLERS SHARED AHEAD BYTES WARM_UP_MS MEASURED_MS
    ACTION is echo, oneway, bytes or graph; SHARED is yes if all callers use one proxy. Prints a sample.
"""
import array
import importlib
import itertools
import math
import os
import random
import sys
import threading
import time

import serpent

TEXT = "sixteen letters."
OBJECT_ID = "demo.echo"


def serve(pyro, callers):
    # Each connection keeps a worker of the pool, and Pyro refuses those beyond it.
    pyro.config.THREADPOOL_SIZE = max(pyro.config.THREADPOOL_SIZE, callers + 1)

    @pyro.expose
    class Target:
        def __init__(self):
            self.lock = threading.Lock()
            self.count = 0

        def echo(self, message):
            return message

        def same(self, value):
            return value

        def size(self, data):
            return len(serpent.tobytes(data))  # serpent gives bytes to the callee as a dict with base64

        @pyro.oneway
        def note(self, message):
            with self.lock:  # oneway calls run on threads of their own
                self.count += 1

        def noted(self):
            with self.lock:
                return self.count

    daemon = pyro.Daemon(host="127.0.0.1")
    uri = daemon.register(Target(), OBJECT_ID)
    threading.Thread(target=daemon.requestLoop, daemon=True).start()
    print("serving", uri, flush=True)
    sys.stdin.read()


def graph():
    """Records of the same shape and size as those of Values.graph in Java, with other random numbers."""
    numbers = random.Random(7)
    return [{"id": i, "name": "sensor-%d" % i, "value": round(numbers.random() * 1e3, 3),
             "ok": numbers.random() < 0.5, "tags": ["red", numbers.randrange(1000)],
             "serial": numbers.randrange(-2**31, 2**31)} for i in range(1000)]


def check(wanted, given):
    if wanted != given:
        raise SystemExit("the answer should have been %.200r, not %.200r" % (wanted, given))


def action(proxy, name, ahead, length):
    """What is measured: a function that does it once."""
    if name == "echo":
        return lambda: check(TEXT, proxy.echo(TEXT))
    if name == "oneway":
        numbers = itertools.count(1)

        def oneway():
            proxy.note(TEXT)
            sent = next(numbers)
            if sent % ahead == 0:
                while proxy.noted() < sent:
                    pass
        return oneway
    if name == "bytes":
        data = random.Random(7).randbytes(length)
        return lambda: check(length, proxy.size(data))
    if name == "graph":
        records = graph()
        check(records, proxy.same(records))
        return lambda: check(len(records), len(proxy.same(records)))
    raise SystemExit("there is no action " + name)


def taking_turns(proxy, call):
    """Pyro4 has callers of a shared proxy take turns; Pyro5 wants each to own the proxy, and leaves the turns to them."""
    if not hasattr(proxy, "_pyroClaimOwnership"):
        return call
    turn = threading.Lock()

    def owning():
        with turn:
            proxy._pyroClaimOwnership()
            call()
    return owning


def repeat(call, nanos, latencies):
    begin = last = time.perf_counter_ns()
    end = begin + nanos
    while last < end:
        call()
        now = time.perf_counter_ns()
        latencies.append(now - last)
        last = now
    return last - begin


class Caller(threading.Thread):
    """Calls for the warm-up, waits for the others, and calls for the time that is measured."""

    def __init__(self, make_call, warm_up, measured, together):
        super().__init__(daemon=True)
        self.make_call, self.warm_up, self.measured, self.together = make_call, warm_up, measured, together
        self.warm_up_latencies, self.latencies = array.array("q"), array.array("q")
        self.failure = None

    def run(self):
        try:
            call = self.make_call()  # on this thread, which is to own its proxy
            repeat(call, self.warm_up, self.warm_up_latencies)
            self.together.wait()
            half = repeat(call, self.measured // 2, self.latencies)
            early = len(self.latencies)
            other_half = repeat(call, self.measured // 2, self.latencies)
            self.nanos = half + other_half
            self.late_to_early = (len(self.latencies) - early) / other_half / (early / half)
        except BaseException as e:
            self.failure = e
            self.together.abort()  # the others need not wait


def call(pyro, uri, serializer, name, callers, shared, ahead, length, warm_up, measured):
    pyro.config.SERIALIZER = serializer
    threading.Thread(target=end_with_parent, daemon=True).start()
    if shared:
        proxy = pyro.Proxy(uri)
        common = taking_turns(proxy, action(proxy, name, ahead, length))

        def make_call():
            return common
    else:
        def make_call():
            return action(pyro.Proxy(uri), name, ahead, length)
    together = threading.Barrier(callers)
    threads = [Caller(make_call, warm_up, measured, together) for _ in range(callers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    failures = [thread.failure for thread in threads if thread.failure]
    if failures:
        # Who only waited for one that failed says nothing about why.
        raise next((e for e in failures if not isinstance(e, threading.BrokenBarrierError)), failures[0])
    print_sample(threads)


def end_with_parent():
    sys.stdin.read()
    os._exit(1)


def print_sample(threads):
    latencies = sorted(itertools.chain.from_iterable(thread.latencies for thread in threads))

    def percentile(part):
        return latencies[max(1, math.ceil(part * len(latencies))) - 1]

    def mean(values):
        return sum(values) / len(threads)

    print("sample", len(latencies), int(mean(thread.nanos for thread in threads)),
          percentile(0.5), percentile(0.99), sum(len(thread.warm_up_latencies) for thread in threads),
          "%.4f" % mean(thread.late_to_early for thread in threads), flush=True)


def main(version, command, *arguments):
    pyro = importlib.import_module({"Pyro4": "Pyro4", "Pyro5": "Pyro5.api"}[version])
    if command == "serve":
        serve(pyro, int(arguments[0]))
    else:
        uri, serializer, name, callers, shared, ahead, length, warm_up, measured = arguments
        call(pyro, uri, serializer, name, int(callers), shared == "yes", int(ahead), int(length),
             int(warm_up) * 1_000_000, int(measured) * 1_000_000)


if __name__ == "__main__":
    main(*sys.argv[1:])
