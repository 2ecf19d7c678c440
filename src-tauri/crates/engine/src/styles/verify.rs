//! Makes sure that nothing in a sheet runs uncounted.

use grass_compiler::sass_ast::{AstExpr, AstStmt};
use grass_compiler::{NullFs, Options, parse_stylesheet};

use crate::output::SourcePath;

use super::budget::{STEP, VARIABLE};

/// Finds what a marked sheet would do without being counted, in words. A sheet that cannot be parsed does nothing.
pub(super) fn unmarked(file: &SourcePath, marked: &str) -> Option<&'static str> {
    let options = Options::default().fs(&NullFs).quiet(true);
    let sheet = parse_stylesheet(marked.to_owned(), file.as_str(), &options).ok()?;
    in_body(&sheet.body)
}

fn in_body(body: &[AstStmt]) -> Option<&'static str> {
    body.iter().find_map(in_statement)
}

fn in_statement(statement: &AstStmt) -> Option<&'static str> {
    match statement {
        AstStmt::For(each) => counted(&each.body, "a loop"),
        AstStmt::Each(each) => counted(&each.body, "a loop"),
        AstStmt::While(each) => counted(&each.body, "a loop"),
        AstStmt::Mixin(mixin) if mixin.body.is_empty() => None,
        AstStmt::Mixin(mixin) => counted(&mixin.body, "a mixin"),
        AstStmt::FunctionDecl(function) if function.name.node.as_str() == STEP => Some("a function"),
        AstStmt::FunctionDecl(function) if function.body.is_empty() => None,
        AstStmt::FunctionDecl(function) => counted(&function.body, "a function"),
        AstStmt::Forward(forward) => {
            // A prefix could turn another function into the one that counts.
            let prefix = forward.prefix.as_deref().unwrap_or_default();
            (!prefix.is_empty() && STEP.starts_with(prefix)).then_some("a prefix")
        }
        AstStmt::If(choice) => choice
            .if_clauses
            .iter()
            .find_map(|clause| in_body(&clause.body))
            .or_else(|| in_body(choice.else_clause.as_deref().unwrap_or_default())),
        AstStmt::RuleSet(rule) => in_body(&rule.body),
        AstStmt::Style(style) => in_body(&style.body),
        AstStmt::Media(media) => in_body(&media.body),
        AstStmt::Include(include) => include.content.as_ref().and_then(|content| in_body(&content.body)),
        AstStmt::UnknownAtRule(rule) => in_body(rule.body.as_deref().unwrap_or_default()),
        AstStmt::AtRootRule(rule) => in_body(&rule.body),
        AstStmt::Supports(rule) => in_body(&rule.body),
        AstStmt::Return(_)
        | AstStmt::VariableDecl(_)
        | AstStmt::LoudComment(_)
        | AstStmt::SilentComment(_)
        | AstStmt::ContentRule(_)
        | AstStmt::Warn(_)
        | AstStmt::ErrorRule(_)
        | AstStmt::Extend(_)
        | AstStmt::Debug(_)
        | AstStmt::ImportRule(_)
        | AstStmt::Use(_) => None,
    }
}

/// Makes sure that a body starts with the call that counts.
fn counted(body: &[AstStmt], what: &'static str) -> Option<&'static str> {
    let is_comment =
        |statement: &&AstStmt| matches!(statement, AstStmt::SilentComment(_) | AstStmt::LoudComment(_));
    let starts = body.iter().find(|statement| !is_comment(statement)).is_some_and(|first| {
        let AstStmt::VariableDecl(variable) = first else { return false };
        let AstExpr::FunctionCall(call) = &variable.value else { return false };
        variable.name.as_str() == VARIABLE && call.namespace.is_none() && call.name.as_str() == STEP
    });
    if starts { in_body(body) } else { Some(what) }
}
