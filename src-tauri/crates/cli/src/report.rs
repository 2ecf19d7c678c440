//! What a terminal reads: sentences, or JSON for other programs.

use std::io::Write;

use engine::diagnostic::{Diagnostic, Severity};
use serde_json::json;
use studio::{BuildReport, Failure};

use crate::End;
use crate::args::Format;

/// Writes one line.
pub(crate) fn line(to: &mut dyn Write, text: &str) {
    // A closed pipe has nobody left to tell; the exit status still says how it ended.
    let _told = writeln!(to, "{text}").and_then(|()| to.flush());
}

/// Reports a build.
pub(crate) fn built(built: &BuildReport, format: Format, out: &mut dyn Write, err: &mut dyn Write) -> End {
    let removed = match built.removed {
        0 => String::new(),
        count => format!(", {count} removed"),
    };
    let summary = format!("{} files, {} written{removed}", built.files, built.written);
    told(built, &summary, format, out, err)
}

/// Reports a check.
pub(crate) fn checked(
    checked: &BuildReport,
    format: Format,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> End {
    told(checked, &format!("{} files would be built", checked.files), format, out, err)
}

fn told(
    report: &BuildReport,
    summary: &str,
    format: Format,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> End {
    for diagnostic in &report.diagnostics {
        line(err, &format!("{diagnostic}\n"));
    }
    if format.is_json() {
        let diagnostics: Vec<_> = report.diagnostics.iter().map(object).collect();
        let answer = json!({
            "files": report.files,
            "written": report.written,
            "removed": report.removed,
            "diagnostics": diagnostics,
        });
        line(out, &answer.to_string());
    } else {
        let count = |severity| report.diagnostics.iter().filter(|d| d.severity == severity).count();
        let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
        let trouble = match (errors, warnings) {
            (0, 0) => String::new(),
            (errors, warnings) => format!(" ({errors} errors, {warnings} warnings)"),
        };
        line(out, &format!("{summary}{trouble}"));
    }
    if report.has_errors() { End::WithErrors } else { End::Well }
}

/// Reports something that could not be done.
pub(crate) fn failure(failure: &Failure, err: &mut dyn Write) {
    line(err, &format!("error: {}", failure.message));
    if !failure.hint.is_empty() {
        line(err, &format!("  {}", failure.hint));
    }
    if !failure.detail.is_empty() {
        line(err, &format!("  ({})", failure.detail));
    }
}

fn object(diagnostic: &Diagnostic) -> serde_json::Value {
    let place = diagnostic.place.as_ref();
    let position = place.and_then(|place| place.position);
    let excerpt = diagnostic
        .excerpt
        .as_ref()
        .map(|excerpt| json!({ "text": excerpt.text, "column": excerpt.column, "width": excerpt.width }));
    let spoilt = diagnostic.spoilt.as_ref();
    json!({
        "severity": diagnostic.severity.to_string(),
        "file": place.map(|place| place.file.as_str()),
        "line": position.map(|position| position.line),
        "column": position.map(|position| position.column),
        "message": diagnostic.message,
        "hint": diagnostic.hint,
        "excerpt": excerpt,
        "trail": diagnostic.trail.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "making": spoilt.map(|spoilt| &spoilt.first),
        "othersSpoilt": spoilt.map_or(0, |spoilt| spoilt.others),
    })
}
