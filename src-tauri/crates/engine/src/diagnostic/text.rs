//! A diagnostic as a terminal shows it: what, where, the line with a mark below, the way there, what to do.

use std::fmt;

use super::{Diagnostic, Severity, Step, Use};

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.severity, self.message)?;
        let line = self.place.as_ref().and_then(|place| place.position).map(|at| at.line.to_string());
        let margin = " ".repeat(line.as_ref().map_or(1, String::len));
        if let Some(place) = &self.place {
            write!(f, "\n{margin}--> {place}")?;
        }
        if let (Some(line), Some(excerpt)) = (line, &self.excerpt) {
            let mark = "^".repeat(excerpt.width as usize);
            let before = " ".repeat((excerpt.column as usize).saturating_sub(1));
            write!(f, "\n{margin} |\n{line} | {}\n{margin} | {before}{mark}", excerpt.text)?;
        }
        for step in &self.trail {
            write!(f, "\n{margin} = {step}")?;
        }
        if let Some(spoilt) = &self.spoilt {
            write!(f, "\n{margin} = while making {spoilt}")?;
        }
        self.hint.lines().try_for_each(|hint| write!(f, "\n{margin} = {hint}"))
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let how = match self.by {
            Use::Include => "included from",
            Use::Extends => "extended by",
            Use::Component => "component called from",
        };
        write!(f, "{how} {}", self.place)
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}
