"""
Calls the demo's thermostat, a Java object, from real Pyro, and prints what it gets.
Lines that begin with a bar are shown only; all others the demo compares with what it expects.

usage: thermostat_client.py 4|5 NAME_SERVER_HOST NAME_SERVER_PORT
"""
import sys

version, host, port = sys.argv[1:]
if version == "4":
    import Pyro4
    from Pyro4 import Proxy, batch, locateNS as locate_ns
    from Pyro4.util import getPyroTraceback as get_pyro_traceback
    print("| Pyro", Pyro4.__version__)
else:
    import Pyro5
    from Pyro5.api import Proxy, BatchProxy as batch, locate_ns
    from Pyro5.errors import get_pyro_traceback
    print("| Pyro", Pyro5.__version__)

with locate_ns(host, int(port)) as name_server:
    uri = name_server.lookup("house.thermostat")
print("found", uri)

with Proxy(uri) as thermostat:
    print("caller() =", thermostat.caller())
    thermostat.target = 20
    print("target =", thermostat.target)
    print("warm(1.5) =", thermostat.warm(1.5))
    print("warm(degrees=0.5) =", thermostat.warm(degrees=0.5))
    for reading in thermostat.history():
        print("history:", reading["room"], reading["celsius"])
    several = batch(thermostat)
    several.warm(1)
    several.warm(2)
    print("batch =", list(several()))
    try:
        thermostat.warm(100)
    except ValueError as error:
        print("warm(100) raised ValueError:", error)
        # Pyro draws a bar beside the lines of the remote traceback.
        lines = "".join(get_pyro_traceback()).splitlines()
        frames = [line.strip(" |") for line in lines if "Thermostat.java" in line]
        print("frames of Thermostat.java in its traceback:", len(frames))
        for frame in frames:
            print("|", frame)
