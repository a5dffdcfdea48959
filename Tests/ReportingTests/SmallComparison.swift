import Experiments
import Reporting

/// A comparison small enough to be read: two metrics, four pairs.
enum SmallComparison {
    static let json: JSON = [
        "schema": "firstmover.ab/1", "scenario": ["name": "duopoly", "hash": "abc"], "seed": 7, "pairs": 4,
        "primary": "profit",
        "declarations": [
            "profit": ["unit": "EUR", "direction": "higher", "guardrail": false],
            "delay": ["unit": "ms", "direction": "lower", "guardrail": true],
        ],
        "arms": [
            [
                "name": "operator=old,followers=f",
                "plugins": [["role": "operator", "name": "old", "version": "1.0", "sha256": "aa"]],
            ],
            ["name": "operator=new,followers=f", "plugins": []],
        ],
        "comparisons": [
            [
                "b": "operator=new,followers=f", "verdict": "better", "worseGuardrails": ["delay"],
                "metrics": [
                    "profit": [
                        "a": 10.0, "b": 12.0, "difference": 2.0, "interval": [1.5, 2.5], "pValue": 0.002, "margin": 0.1,
                        "verdict": "better",
                    ],
                    "delay": [
                        "a": 5.0, "b": 6.0, "difference": 1.0, "interval": [0.8, 1.2], "pValue": 0.0001, "margin": 0.05,
                        "verdict": "worse",
                    ],
                ],
            ]
        ],
        "verdict": "better",
    ]

    static var document: ResultDocument { get throws { try ResultDocument(json) } }

    /// The same where a plugin failed.
    static var invalid: ResultDocument {
        get throws {
            var json = json
            json.set("verdict", to: "invalid")
            json.set("fault", to: ["arm": "b", "message": "it ended"])
            json.edit("comparisons", 0) { comparison in
                comparison.set("verdict", to: "invalid")
                comparison.set("metrics", to: [:])
                comparison.set("worseGuardrails", to: [])
            }
            return try ResultDocument(json)
        }
    }
}
