"""A model's onnxruntime sessions: one that keeps to its thread, one that idle cores share.

Cores that share a run answer one question in little more than half the time. Where they have
something else to do they wait for each other at each operator, and several questions at once are
better off with a core each. So the second is for a question that is alone on the machine.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock, Thread

from index.cores import core_idles, cores
from index.runtime.quiet import ort

_STATE = ort.capi.onnxruntime_pybind11_state
SESSION_ERRORS = (
    _STATE.Fail,
    _STATE.InvalidArgument,
    _STATE.InvalidGraph,
    _STATE.InvalidProtobuf,
    _STATE.NotImplemented,
    _STATE.RuntimeException,
)
_WEIGHTS_FOLDER = "session.model_external_initializers_file_folder_path"
_STOP_SPINNING = "session.force_spinning_stop"
# One that asks so often will ask again, and is worth the second session's memory.
_OFTEN = 3
# More threads than this have too little each to do for one question.
_MOST_THREADS = 4


class Sessions:
    """Of one graph, whose weights stand in their own file; safe to use from several threads.

    `own` keeps to the thread that runs it.
    """

    def __init__(self, graph: bytes, weights: Path) -> None:
        """Open the first session; raises one of SESSION_ERRORS where onnxruntime can't."""
        self._graph, self._weights = graph, weights
        self.own = self._open(threads=1)
        self._shared: ort.InferenceSession | None = None
        self._asking = self._asked = 0
        self._lock = Lock()

    @contextmanager
    def soonest(self) -> Iterator[ort.InferenceSession]:
        """Choose the session that answers soonest, for a question that is asked just now."""
        with self._lock:
            self._asking += 1
            self._asked += 1
            alone, often = self._asking == 1, self._asked == _OFTEN
        if often and cores() > 1:
            # In the background: no answer waits for it.
            Thread(target=self._open_shared).start()
        try:
            shared = self._shared
            yield shared if shared and alone and core_idles() else self.own
        finally:
            with self._lock:
                self._asking -= 1

    def _open_shared(self) -> None:
        # What one session could open may still find no memory for another.
        with suppress(*SESSION_ERRORS):
            self._shared = self._open(threads=min(cores(), _MOST_THREADS))

    def _open(self, threads: int) -> ort.InferenceSession:
        options = ort.SessionOptions()
        options.intra_op_num_threads = threads
        # The graph is made of fused operators already; looking for more only delays the start.
        options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_DISABLE_ALL
        options.add_session_config_entry(_WEIGHTS_FOLDER, str(self._weights.parent))
        options.add_session_config_entry(_STOP_SPINNING, "1")
        return ort.InferenceSession(self._graph, options, providers=["CPUExecutionProvider"])
