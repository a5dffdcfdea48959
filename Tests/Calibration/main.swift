import Glibc

// Whether the statistics keep what they promise: on 10,000 synthetic data sets a claim, on 1,000 A/Bs of a policy with
// itself, and on 200 checks of a plugin with and without a regression. Prints a table, and exits 1 where a rate lies
// outside its band. Seeds are fixed: a table changes only where the statistics, or what is played, do.
let sets = 10_000
let comparisons = 1_000
let checks = 200
let seed: UInt64 = 20_261_128

let findings =
    try levels(sets: sets, seed: seed) + familyWise(sets: sets, seed: seed + 10)
    + optionalStopping(sets: sets, seed: seed + 20) + skewedStopping(sets: sets, seed: seed + 25)
    + wrongEquivalence(sets: sets, seed: seed + 30) + power(sets: sets, seed: seed + 40)
    + coverage(sets: sets, seed: seed + 50)
    + nullComparisons(count: comparisons, pairs: 30) + regressions(count: checks, pairs: 200)

print(Finding.header)
for finding in findings { print(finding.row) }
print("")
for row in try stoppingTimes(sets: 500, seed: seed + 60) { print(row) }

exit(findings.allSatisfy(\.holds) ? 0 : 1)
