"""Checkpoints and event files as Swift writes them, read by the programs they are meant for."""

import json
import os
import subprocess
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
from google.protobuf import descriptor_pb2
from host import ROOT
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.backend.event_processing.event_file_loader import RawEventFileLoader
from tensorboard.compat.proto import event_pb2, summary_pb2

COMMAND = os.environ.get("FIRSTMOVER_COMMAND")
FOLDERS = [Path(COMMAND).parent] if COMMAND else [ROOT / ".build" / build for build in ("release", "debug")]
SAMPLES = next((path for folder in FOLDERS if (path := folder / "firstmover-file-samples").exists()), None)

needs_samples = pytest.mark.skipif(SAMPLES is None, reason="the samples' program is not built; make debug")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("files")
    subprocess.run([SAMPLES, folder], check=True, timeout=60)
    return folder


@needs_samples
def test_a_model_passes_the_checker_and_computes_what_swift_computes(folder):
    model = onnx.load(folder / "agents.onnx")
    onnx.checker.check_model(model, full_check=True)
    assert (model.ir_version, model.opset_import[0].version, model.producer_name) == (8, 17, "firstmover")
    # What the builder says of shapes is what ONNX infers.
    inferred = onnx.shape_inference.infer_shapes(model, strict_mode=True, data_prop=True)
    assert inferred.graph.output == model.graph.output

    session = onnxruntime.InferenceSession(folder / "agents.onnx", providers=["CPUExecutionProvider"])
    for case in json.loads((folder / "agents.json").read_text()):
        given = np.array(case["input"]["values"], np.float32).reshape(case["input"]["shape"])
        names = [output["name"] for output in case["outputs"]]
        for output, found in zip(case["outputs"], session.run(names, {case["input"]["name"]: given})):
            expected = np.array(output["values"]).reshape(output["shape"])
            # Eight roundings of a Float, whose unit is 1.2e-7.
            np.testing.assert_allclose(found, expected, rtol=1e-6, atol=1e-6, err_msg=output["name"])
            assert found.shape == tuple(output["shape"])


@needs_samples
def test_metadata_is_unicode(folder):
    metadata = {entry.key: entry.value for entry in onnx.load(folder / "agents.onnx").metadata_props}
    assert metadata == {"algorithm": "sample", "schärfe": "größer ∞"}


def declared(proto: str) -> descriptor_pb2.FileDescriptorProto:
    result = subprocess.run(
        ["protoc", "-I", ROOT / "Protos", "--descriptor_set_out=/dev/stdout", ROOT / "Protos" / proto],
        check=True, capture_output=True)
    return descriptor_pb2.FileDescriptorSet.FromString(result.stdout).file[0]


def messages(parent, nested):
    for message in parent:
        yield message.name, message
        for name, inner in messages(getattr(message, nested), nested):
            yield f"{message.name}.{name}", inner


@pytest.mark.parametrize("proto, official", [
    ("onnx/onnx.proto", [onnx.ModelProto.DESCRIPTOR.file]),
    ("tensorboard/event.proto", [event_pb2.DESCRIPTOR, summary_pb2.DESCRIPTOR]),
])
def test_the_schema_is_a_part_of_the_official_one(proto, official):
    """Every message, field and number of ours, with its type and label, is one of theirs."""
    theirs = {}
    for file in official:
        copy = descriptor_pb2.FileDescriptorProto()
        file.CopyToProto(copy)
        theirs |= dict(messages(copy.message_type, "nested_type"))
    ours = declared(proto)
    for name, message in messages(ours.message_type, "nested_type"):
        fields = {field.name: field for field in theirs[name].field}
        for field in message.field:
            other = fields[field.name]
            assert field.number == other.number, f"{name}.{field.name}"
            same_type = field.type == other.type and field.options.packed == other.options.packed
            # An enum of theirs that we read as a number, because later versions add to it.
            assert same_type or (other.type, field.type) == (other.TYPE_ENUM, field.TYPE_INT32), f"{name}.{field.name}"
            repeated = field.LABEL_REPEATED
            assert (field.label == repeated) == (other.label == repeated), f"{name}.{field.name}"
        for enum in message.enum_type:
            numbers = {v.name: v.number for e in theirs[name].enum_type if e.name == enum.name for v in e.value}
            assert all(numbers[value.name] == value.number for value in enum.value), enum.name
    for enum in ours.enum_type:
        numbers = {v.name: v.number for f in official for e in [f.enum_types_by_name.get(enum.name)] if e for v in e.values}
        assert all(numbers[value.name] == value.number for value in enum.value), enum.name


@needs_samples
def test_tensorboard_shows_the_curves_of_a_run_that_was_resumed(folder):
    accumulator = EventAccumulator(str(folder), size_guidance={"scalars": 0})
    accumulator.Reload()
    assert sorted(accumulator.Tags()["scalars"]) == ["loss", "reward/mean"]
    rewards = accumulator.Scalars("reward/mean")
    assert [event.step for event in rewards] == [0, 1000, 2000, 3000, 4000, 5000]
    assert [event.value for event in rewards] == [0, 0.25, 0.5, 0.75, 1, 1.25]
    assert [event.wall_time for event in rewards] == [1_700_000_000 + t for t in (0, 1, 2, 103.5, 104.5, 105.5)]
    assert [event.value for event in accumulator.Scalars("loss")] == pytest.approx([-1e-3 * step for step in range(6)])
    assert accumulator.SummaryMetadata("loss").plugin_data.plugin_name == "scalars"


@needs_samples
def test_every_record_is_sound_and_the_first_says_its_version(folder):
    files = sorted(folder.glob("events.out.tfevents.17000*.sample.*"))
    assert len(files) == 2
    for file in files:
        # The loader checks both checksums of each record, and stops before one that is wrong.
        events = [event_pb2.Event.FromString(record) for record in RawEventFileLoader(str(file)).Load()]
        assert events[0].file_version == "brain.Event:2"
        assert [len(event.summary.value) for event in events[1:]] == [2, 2, 2]
        # Described once a file.
        assert [event.summary.value[0].HasField("metadata") for event in events[1:]] == [True, False, False]
