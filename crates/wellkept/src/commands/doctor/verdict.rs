//! What a look found, and how it is told.

use serde::Serialize;

/// How a check ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// As it should be.
    Ok,
    /// Works, but somebody should know.
    Warning,
    /// Broken.
    Problem,
    /// Could not be looked at, for a reason that stands in another finding or is no fault.
    CouldNotLook,
}

/// One check.
#[derive(Clone, Debug, Serialize)]
pub struct Finding {
    /// Its name.
    pub check: &'static str,
    /// How it ended.
    pub result: Verdict,
    /// What was seen.
    pub says: String,
    /// What to do.
    pub mend: Option<String>,
}

impl Finding {
    pub(super) fn ok(check: &'static str, says: impl Into<String>) -> Self {
        Self { check, result: Verdict::Ok, says: says.into(), mend: None }
    }

    pub(super) fn warning(check: &'static str, says: impl Into<String>, mend: impl Into<String>) -> Self {
        Self { check, result: Verdict::Warning, says: says.into(), mend: Some(mend.into()) }
    }

    pub(super) fn problem(check: &'static str, says: impl Into<String>, mend: impl Into<String>) -> Self {
        Self { check, result: Verdict::Problem, says: says.into(), mend: Some(mend.into()) }
    }

    pub(super) fn could_not_look(check: &'static str, says: impl Into<String>) -> Self {
        Self { check, result: Verdict::CouldNotLook, says: says.into(), mend: None }
    }
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let word = match self.result {
            Verdict::Ok => "ok",
            Verdict::Warning => "warning",
            Verdict::Problem => "PROBLEM",
            Verdict::CouldNotLook => "not seen",
        };
        const MARGIN: &str = "\n                       ";
        write!(f, "{word:<9} {:<12} {}", self.check, self.says.replace('\n', MARGIN))?;
        match &self.mend {
            Some(mend) => write!(f, "{MARGIN}→ {}", mend.replace('\n', MARGIN)),
            None => Ok(()),
        }
    }
}

/// The last line.
pub(super) fn sum(findings: &[Finding]) -> String {
    let count = |verdict| findings.iter().filter(|finding| finding.result == verdict).count();
    let (problems, warnings, unseen) = (count(Verdict::Problem), count(Verdict::Warning), count(Verdict::CouldNotLook));
    let head = if problems == 0 { "Nothing seen is broken.".to_owned() } else { format!("{problems} broken.") };
    let plural = |n: usize, one: &str, many: &str| format!(" {n} {}", if n == 1 { one } else { many });
    let mut line = head;
    if warnings > 0 {
        line += &plural(warnings, "warning.", "warnings.");
    }
    if unseen > 0 {
        line += &plural(unseen, "check could not look.", "checks could not look.");
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_check_that_could_not_look_is_neither_fine_nor_broken() {
        let findings = [Finding::ok("a", "fine"), Finding::could_not_look("b", "not running")];
        assert_eq!(sum(&findings), "Nothing seen is broken. 1 check could not look.");
    }

    #[test]
    fn a_problem_is_told_with_how_to_mend_it() {
        let told = Finding::problem("root key", "others may read it", "chmod 600 root.key").to_string();
        assert!(told.starts_with("PROBLEM") && told.contains("→ chmod 600 root.key"), "{told}");
    }

    #[test]
    fn a_program_reads_the_result_as_one_word() {
        let json = serde_json::to_value(Finding::could_not_look("b", "x")).unwrap();
        assert_eq!(json["result"], "could_not_look");
    }
}
