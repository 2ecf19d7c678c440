//! `theme convert`: old templates, translated.

use std::io::Write;
use std::path::Path;

use engine::diagnostic::Severity;
use serde_json::json;
use studio::{ConversionOutput, ConversionReport, Failure};

use crate::End;
use crate::args::{Format, ThemeCommand};
use crate::report::line;

/// Carries out what is to be done with a theme.
pub(crate) fn run(command: &ThemeCommand, out: &mut dyn Write, err: &mut dyn Write) -> Result<End, Failure> {
    let ThemeCommand::Convert { folder, output, replace, format } = command;
    let order = match (output, replace) {
        (Some(output), _) => ConversionOutput::Folder(output.clone()),
        (None, true) => ConversionOutput::InPlace,
        (None, false) => ConversionOutput::Nowhere,
    };
    let report = studio::convert_theme(folder, &order)?;
    if report.templates == 0 {
        line(err, &format!("error: there is no template in {}", folder.join("templates").display()));
        line(err, "  Name the folder of a theme or of a site, the one that has a folder `templates`");
        return Ok(End::WrongUse);
    }
    told(&report, &order, folder, *format, out, err);
    Ok(if errors(&report) == 0 { End::Well } else { End::WithErrors })
}

fn errors(report: &ConversionReport) -> usize {
    report.untranslated.iter().filter(|one| one.severity == Severity::Error).count()
}

fn told(
    report: &ConversionReport,
    order: &ConversionOutput,
    folder: &Path,
    format: Format,
    out: &mut dyn Write,
    err: &mut dyn Write,
) {
    for one in &report.untranslated {
        let at = one.position;
        line(err, &format!("{}: {}:{}:{}: {}", one.severity, one.template, at.line, at.column, one.message));
        line(err, &format!("  {}", one.hint));
    }
    if format.is_json() {
        let untranslated = report.untranslated.iter().map(|one| {
            json!({
                "file": one.template,
                "line": one.position.line,
                "column": one.position.column,
                "severity": one.severity.to_string(),
                "message": one.message,
                "hint": one.hint,
            })
        });
        let answer = json!({
            "templates": report.templates,
            "translated": report.translated,
            "untranslated": untranslated.collect::<Vec<_>>(),
        });
        return line(out, &answer.to_string());
    }
    let place = match order {
        ConversionOutput::Nowhere => "nothing was written: name a folder with --output".to_owned(),
        ConversionOutput::Folder(output) => format!("all templates are in {}", output.display()),
        ConversionOutput::InPlace => format!("they were written to {}", folder.display()),
    };
    let left = match errors(report) {
        0 => String::new(),
        count => format!(", {count} places left to do by hand"),
    };
    let (translated, templates) = (report.translated, report.templates);
    line(out, &format!("{translated} of {templates} templates translated{left}; {place}"));
}
