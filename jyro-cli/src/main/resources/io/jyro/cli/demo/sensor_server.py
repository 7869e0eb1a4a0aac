"""
Hosts a Python object in real Pyro, under a name in the demo's name server, for Java to call.
Ends when its standard input does, so that it never outlives the demo.

usage: sensor_server.py 4|5 NAME_SERVER_HOST NAME_SERVER_PORT NAME
"""
import sys
import threading

version, host, port, name = sys.argv[1:]
if version == "4":
    from Pyro4 import Daemon, expose, locateNS as locate_ns
else:
    from Pyro5.api import Daemon, expose, locate_ns

CELSIUS = {"kitchen": 21.5, "attic": 12.0}


@expose
class Sensor(object):
    def __init__(self):
        self._unit = "celsius"

    @property
    def unit(self):
        return self._unit

    @unit.setter
    def unit(self, unit):
        self._unit = unit

    def measure(self, room):
        if room not in CELSIUS:
            raise ValueError("there is no sensor in the " + room)
        return CELSIUS[room]

    def reading(self, room):
        return {"room": room, "celsius": self.measure(room)}

    def rooms(self):
        for room in sorted(CELSIUS):
            yield room


daemon = Daemon(host="127.0.0.1")
uri = daemon.register(Sensor())
with locate_ns(host, int(port)) as name_server:
    name_server.register(name, uri)
ended = threading.Event()


def wait_for_the_end():
    sys.stdin.read()
    ended.set()


threading.Thread(target=wait_for_the_end, daemon=True).start()
print("ready", uri)
sys.stdout.flush()
daemon.requestLoop(loopCondition=lambda: not ended.is_set())
