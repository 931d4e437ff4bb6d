"""onnxruntime, which is told before it is loaded that nothing is to be reported to its maker.

Its official builds report unasked: they keep an identifier of the machine in the home folder, and
send it with events to their maker's server.
"""

import os

# Read once, when the library is loaded; later only a part of what it reports can be stopped.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

import onnxruntime as ort

# Where something else in this process had loaded it before.
ort.disable_telemetry_events()

__all__ = ["ort"]
