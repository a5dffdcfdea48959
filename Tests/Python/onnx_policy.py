"""Plays a checkpoint's model in onnxruntime: ``onnx_policy.py MODEL.onnx``."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "plugins", "python"))

import firstmover
import numpy as np
import onnxruntime


class OnnxPolicy(firstmover.Policy):
    """What agents see goes in as one row, tensor after tensor; the outputs are called as the action's tensors."""

    name = "onnx"

    def open(self, session):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self.model = onnxruntime.InferenceSession(sys.argv[1], options)
        self.space = self.model.get_modelmeta().custom_metadata_map["actionSpace"]
        return firstmover.Acceptance(session, self.space)

    def decide(self, observations, actions):
        seen = [tensor.reshape(*tensor.shape[:2], -1) for tensor in observations.observation.values()]
        row = np.concatenate(seen, axis=-1).astype(np.float32)
        names = [output.name for output in self.model.get_outputs()]
        for name, values in zip(names, self.model.run(names, {"observation": row}), strict=True):
            # Single precision may pass a bound by a rounding.
            actions[name] = np.clip(values, 0, 1) if values.dtype == np.float32 else values


if __name__ == "__main__":
    firstmover.serve(OnnxPolicy)
