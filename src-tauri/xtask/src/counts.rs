//! How many tests passed and failed, read from what each kind of runner says.

use std::fmt;
use std::ops::AddAssign;

use serde_json::Value;

/// Tests that passed and tests that failed.
#[derive(Debug, Default, Clone, Copy, PartialEq)]
pub(crate) struct Counts {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.passed, self.failed) {
            (0, 0) => Ok(()),
            (passed, 0) => write!(f, ", {passed} passed"),
            (passed, failed) => write!(f, ", {passed} passed, {failed} failed"),
        }
    }
}

impl Counts {
    /// From `cargo nextest run`. `None` when it never came to running tests.
    pub(crate) fn of_nextest(said: &str) -> Option<Self> {
        let summary = said.lines().rev().find(|line| line.trim_start().starts_with("Summary ["))?;
        let (_, parts) = summary.split_once(" run: ")?;
        let mut counts = Self::default();
        for part in parts.split(", ") {
            let mut words = part.split_whitespace();
            let number = words.next()?.parse::<u64>().unwrap_or(0);
            match words.next() {
                Some("passed") => counts.passed += number,
                Some("failed" | "timed" | "exec") => counts.failed += number,
                _ => {}
            }
        }
        Some(counts)
    }

    /// From `cargo test`, which sums up each test program. `None` when none of them ran.
    pub(crate) fn of_cargo_test(said: &str) -> Option<Self> {
        let mut counts = None;
        for line in said.lines() {
            let Some(rest) = line.strip_prefix("test result: ") else {
                continue;
            };
            let sum = counts.get_or_insert_with(Self::default);
            for part in rest.split(['.', ';']) {
                match part.trim().split_once(' ') {
                    Some((number, "passed")) => sum.passed += number.parse().unwrap_or(0),
                    Some((number, "failed")) => sum.failed += number.parse().unwrap_or(0),
                    _ => {}
                }
            }
        }
        counts
    }

    /// From the JSON report of Vitest. A file that could not even be loaded counts as one failure.
    pub(crate) fn of_vitest(report: &str) -> Option<Self> {
        let report: Value = serde_json::from_str(report).ok()?;
        let passed = report["numPassedTests"].as_u64()?;
        let failed = report["numFailedTests"].as_u64()?;
        let unloaded = report["testResults"].as_array().map_or(0, |files| {
            let none = |file: &&Value| {
                file["status"] == "failed" && file["assertionResults"].as_array().is_none_or(Vec::is_empty)
            };
            files.iter().filter(none).count() as u64
        });
        Some(Self { passed, failed: failed + unloaded })
    }
}

#[cfg(test)]
mod tests {
    use super::Counts;

    #[test]
    fn nextest_failures_and_timeouts_are_both_failures() {
        let said = "   Compiling x\n     Summary [   1.5s] 9/10 tests run: 5 passed (1 slow, 1 leaky), 2 failed, 1 timed out, 1 exec failed, 3 skipped\n  FAIL a::b\n";
        let counts = Counts::of_nextest(said);
        assert_eq!(counts, Some(Counts { passed: 5, failed: 4 }));
    }

    #[test]
    fn nextest_that_ran_nothing_is_told_from_nextest_that_did_not_build() {
        let ran = "     Summary [   0.000s] 0 tests run: 0 passed, 4 skipped\n";
        assert_eq!(Counts::of_nextest(ran), Some(Counts::default()));
        assert_eq!(Counts::of_nextest("error: could not compile `x`\n"), None);
    }

    #[test]
    fn the_sums_of_several_test_programs_are_added() {
        let said = "test result: ok. 7 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s\n\
                    test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s\n";
        assert_eq!(Counts::of_cargo_test(said), Some(Counts { passed: 10, failed: 2 }));
        assert_eq!(Counts::of_cargo_test("error: could not compile"), None);
    }

    #[test]
    fn a_ui_test_file_that_cannot_be_loaded_counts_as_a_failure() {
        let report = r#"{"numPassedTests":4,"numFailedTests":1,"testResults":[
            {"status":"failed","assertionResults":[]},
            {"status":"failed","assertionResults":[{}]},
            {"status":"passed","assertionResults":[{}]}]}"#;
        assert_eq!(Counts::of_vitest(report), Some(Counts { passed: 4, failed: 2 }));
    }
}
