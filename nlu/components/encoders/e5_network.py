"""Writes multilingual-e5-small as an ONNX network of 8-bit weights, in memory: three times as fast as the 4-bit engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from nlu.components.encoders.e5_file import E5File, Floats

if TYPE_CHECKING:
    from onnx import GraphProto

_OPSET, _IR = 17, 9
_CONTRIB = "com.microsoft"


def network(file: E5File, *, layers: int) -> bytes:
    """A network from `embeddings` (texts of equal length, pieces, width) to `hidden`, of the same shape, after so many layers.

    The layers are BERT's (Devlin et al. 2019). Every piece's numbers are brought to 8 bits by a scale of its own, so what a text
    gives does not depend on the texts beside it.
    """
    from onnx import ModelProto, helper

    model = ModelProto(ir_version=_IR, opset_import=[helper.make_opsetid("", _OPSET), helper.make_opsetid(_CONTRIB, 1)])
    writer, shape = _Writer(model.graph), file.shape
    x = writer.normed("embeddings", file, "emb.ln", epsilon=shape.epsilon)
    for place in range(layers):
        name = f"l{place}"
        small = writer.to_bytes(x)
        q, k, v = (writer.linear(small, file, f"{name}.{part}", width=shape.width) for part in "qkv")
        seen = writer.add("MultiHeadAttention", q, k, v, domain=_CONTRIB, num_heads=shape.heads)
        seen = writer.linear(writer.to_bytes(seen), file, f"{name}.ao", width=shape.width)
        x = writer.normed(writer.add("Add", x, seen), file, f"{name}.aln", epsilon=shape.epsilon)
        inner = writer.linear(writer.to_bytes(x), file, f"{name}.fi", width=shape.width)
        active = writer.to_bytes(writer.add("Gelu", inner, domain=_CONTRIB))
        thought = writer.linear(active, file, f"{name}.fo", width=shape.inner)
        x = writer.normed(writer.add("Add", x, thought), file, f"{name}.oln", epsilon=shape.epsilon)
    writer.bound("embeddings", x, width=shape.width)
    written: bytes = model.SerializeToString()
    return written


class _Writer:
    """Writes the network down, node by node and in place; values go by their names."""

    def __init__(self, graph: GraphProto) -> None:
        self._graph = graph
        graph.name = "e5"

    def bound(self, first: str, last: str, *, width: int) -> None:
        """What goes in under this name, and what comes out as `hidden`."""
        from onnx import TensorProto, helper

        self._graph.node.append(helper.make_node("Identity", [last], ["hidden"]))
        shape: list[str | int | None] = ["texts", "pieces", width]
        self._graph.input.append(helper.make_tensor_value_info(first, TensorProto.FLOAT, shape))
        self._graph.output.append(helper.make_tensor_value_info("hidden", TensorProto.FLOAT, shape))

    def add(self, kind: str, *inputs: str, domain: str = "", **settings: Any) -> str:
        from onnx import helper

        output = f"{kind}{len(self._graph.node)}"
        self._graph.node.append(helper.make_node(kind, inputs, [output], domain=domain, **settings))
        return output

    def constant(self, value: Any) -> str:
        from onnx import numpy_helper

        name = f"constant{len(self._graph.initializer)}"
        self._graph.initializer.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def normed(self, x: str, file: E5File, name: str, *, epsilon: float) -> str:
        scale, shift = self.constant(file.floats(f"{name}.w")), self.constant(file.floats(f"{name}.b"))
        return self.add("LayerNormalization", x, scale, shift, axis=-1, epsilon=epsilon)

    def to_bytes(self, x: str) -> tuple[str, str]:
        """The values as bytes around 128, and the scale that leads back, one for each piece."""
        from onnx import TensorProto

        largest = self.add("ReduceMax", self.add("Abs", x), axes=[-1], keepdims=1)
        scale = self.add("Mul", self.add("Max", largest, self._number(1e-9)), self._number(1 / 127))
        shifted = self.add("Add", self.add("Round", self.add("Div", x, scale)), self._number(128))
        return self.add("Cast", shifted, to=TensorProto.UINT8), scale

    def linear(self, small: tuple[str, str], file: E5File, name: str, *, width: int) -> str:
        """The product with a matrix of bytes, each of its columns with a scale of its own, and the shift."""
        from onnx import TensorProto

        values, scale = small
        weights, scales = _as_bytes(file.matrix(f"{name}.w", width=width).T)
        zero = self.constant(np.asarray(128, dtype=np.uint8))
        product = self.add(
            "Cast", self.add("MatMulInteger", values, self.constant(weights), zero), to=TensorProto.FLOAT
        )
        scaled = self.add("Mul", self.add("Mul", product, scale), self.constant(scales))
        return self.add("Add", scaled, self.constant(file.floats(f"{name}.b")))

    def _number(self, value: float) -> str:
        return self.constant(np.asarray([value], dtype=np.float32))


def _as_bytes(matrix: Floats) -> tuple[Any, Floats]:
    scales = np.abs(matrix).max(0) / np.float32(127)
    return np.round(matrix / scales).astype(np.int8), scales.astype(np.float32)
