"""What both `load.py` and `writes.py` measure with."""

import os
import re

TICKS = os.sysconf("SC_CLK_TCK")


def cpu(pids):
    """Seconds of CPU that processes have taken."""
    total = 0
    for pid in pids:
        with open(f"/proc/{pid}/stat") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        total += int(fields[11]) + int(fields[12])
    return total / TICKS


def milliseconds(text):
    number, unit = re.match(r"([\d.]+)(us|ms|s)", text).groups()
    return float(number) * {"us": 0.001, "ms": 1, "s": 1000}[unit]


def memory(pid, figure="VmRSS"):
    """MiB that a process holds, or held at its highest with `VmHWM`."""
    with open(f"/proc/{pid}/status") as file:
        return int(re.search(rf"{figure}:\s+(\d+)", file.read()).group(1)) / 1024
