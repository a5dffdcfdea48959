"""JUnit files as Swift writes them, read by another parser and held against the schema that CI servers share."""

import json
import xml.etree.ElementTree as ElementTree

import pytest
from host import ROOT

FIXTURES = ROOT / "Tests" / "ReportingTests" / "Fixtures"
NAMES = ["ab", "ab-three", "check", "run", "hostile", "invalid"]

#: Of junit-10.xsd, as far as we write it: attributes that must be there, others that may, and children in their order.
SCHEMA = {
    "testsuites": ({"name", "tests", "failures", "errors"}, {"time", "disabled"}, ["testsuite"]),
    "testsuite": ({"name", "tests"}, {"failures", "errors", "skipped", "time", "hostname", "timestamp", "id", "package"},
                  ["properties", "testcase", "system-out", "system-err"]),
    "properties": (set(), set(), ["property"]),
    "property": ({"name", "value"}, set(), []),
    "testcase": ({"name", "classname"}, {"time", "status"}, ["skipped", "error", "failure", "system-out", "system-err"]),
    "skipped": (set(), {"message"}, []),
    "error": (set(), {"message", "type"}, []),
    "failure": (set(), {"message", "type"}, []),
    "system-out": (set(), set(), []),
}


def check(element):
    required, optional, children = SCHEMA[element.tag]
    assert required <= set(element.keys()) <= required | optional
    places = [children.index(child.tag) for child in element]
    assert places == sorted(places)
    for child in element:
        check(child)


@pytest.mark.parametrize("name", NAMES)
def test_is_valid_and_counts_right(name):
    root = ElementTree.parse(FIXTURES / f"{name}.junit.xml").getroot()
    check(root)
    for holder in [root, *root]:
        cases = list(holder.iter("testcase"))
        assert len(cases) == int(holder.get("tests")) > 0
        for outcome in ["failure", "error"]:
            count = sum(case.find(outcome) is not None for case in cases)
            assert count == int(holder.get(f"{outcome}s"))


@pytest.mark.parametrize("name", ["ab", "ab-three", "check"])
def test_fails_where_something_got_worse(name):
    document = json.loads((FIXTURES / f"{name}.json").read_text())
    suites = ElementTree.parse(FIXTURES / f"{name}.junit.xml").getroot()
    assert len(suites) == len(document["comparisons"])
    for suite, comparison in zip(suites, document["comparisons"]):
        failed = {case.get("name") for case in suite if case.find("failure") is not None}
        worse = {metric for metric, values in comparison["metrics"].items() if values["verdict"] == "worse"}
        assert failed - {"exact"} == worse | set(comparison["worseGuardrails"])
        pins = {pin.get("name"): pin.get("value") for pin in suite.iter("property")}
        assert pins["scenario hash"] == document["scenario"]["hash"]
        assert pins["a operator sha256"] == document["arms"][0]["plugins"][0]["sha256"]
