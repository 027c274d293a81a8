"""Opens an ONNX network for reading one message after the other: little memory, one core, the same answer on any machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onnxruntime import InferenceSession


def session_of(network: str | bytes) -> InferenceSession:
    """The network of a file or of these bytes. It works in the thread that calls it: encoders run side by side (encoding.py)."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    # A message is too small a work to share: on two cores one network takes longer, and two networks at once do not.
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    return onnxruntime.InferenceSession(network, options, providers=["CPUExecutionProvider"])
