//! Translates one template. Every tag stays on its line, and text outside of tags stays as it is.

use std::collections::BTreeSet;

use super::blocks::{Doubled, doubled};
use super::expression::Expression;
use super::macros::Library;
use super::names::{AROUND, OUTER_LOOP, RENAMED_BODY};
use super::parts::{Part, Tag};
use super::phrase::Phrases;
use super::reading::{Piece, Reading, loops_after};
use super::shape::is_data;
use super::statement::Statement;
use super::tokens::tokens;
use super::write::{Moved, Writer};
use crate::diagnostic::Severity;
use crate::theme::conversion::parses;

/// Something that could not be translated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Left {
    /// Its place in the template, in bytes.
    pub(super) at: usize,
    pub(super) severity: Severity,
    pub(super) message: String,
    pub(super) hint: String,
}

/// What stands in a block that no template fills.
const UNFILLED: &str = "(nothing fills this block)";

/// What is passed of a loop.
const LOOP_FIELDS: &str =
    "\"first\": loop.first, \"index\": loop.index, \"index0\": loop.index0, \"last\": loop.last";

/// A translated template.
pub(super) struct Done {
    pub(super) text: String,
    pub(super) moved: Vec<Moved>,
    pub(super) left: Vec<Left>,
}

/// Translates a template.
pub(super) fn translate<'a>(file: &'a str, reading: &Reading<'a>, library: &Library<'_, 'a>) -> Done {
    let mut writer = Writer::new(reading.source);
    let mut translation = Translation {
        phrases: Phrases::new(&mut writer, library, file),
        is_child: reading.extends.is_some(),
        blocks_above: reading.extends.and_then(|_| library.blocks_above(file)),
        blocks: Vec::new(),
        doubled: if reading.extends.is_none() { doubled(&reading.pieces) } else { Doubled::default() },
        in_macro: false,
        left: Vec::new(),
    };
    let circle = library.component_of_circle(file);
    if let Some(component) = &circle {
        translation.begin_circle(component, reading);
    }
    for (number, piece) in reading.pieces.iter().enumerate() {
        translation.begin_doubled(number, piece);
        translation.piece(piece);
    }
    if circle.is_some() {
        translation.push("{% endcomponent %}");
    }
    let mut left = translation.left;
    for (at, name) in translation.phrases.missing {
        left.push(Left {
            at,
            // It was looked for only where it was reached: files that nobody imports call macros that nobody has.
            severity: Severity::Warning,
            message: format!("it calls `{name}`, and there is no such macro"),
            hint: "Correct the name, or import the file that has the macro".into(),
        });
    }
    left.sort_by_key(|left| left.at);
    let (text, moved) = writer.finish();
    Done { text, moved, left }
}

struct Translation<'w, 'l, 'r, 'a> {
    phrases: Phrases<'w, 'l, 'r, 'a>,
    /// Says whether the template extends another; then only its blocks are shown.
    is_child: bool,
    /// The blocks that it may fill, where they are known.
    blocks_above: Option<BTreeSet<&'a str>>,
    /// The blocks around, with whether they are shown.
    blocks: Vec<(&'a str, bool)>,
    /// The blocks that stand here more than once.
    doubled: Doubled<'a>,
    in_macro: bool,
    left: Vec<Left>,
}

impl<'a> Translation<'_, '_, '_, 'a> {
    fn piece(&mut self, piece: &Piece<'a>) {
        let is_unseen = self.is_unseen();
        match (&piece.part, &piece.statement) {
            (Part::Text(text) | Part::Raw(text), _) => {
                if is_unseen {
                    self.only_lines(text)
                } else {
                    self.push(text)
                }
            }
            (Part::Comment(text), _) => self.push(text),
            (Part::Tag(tag), Some(Ok(statement))) => {
                if is_unseen && !stands_alone(statement) {
                    self.only_lines(tag.source);
                } else {
                    self.tag(tag, statement);
                    self.phrases.loops = loops_after(statement, self.phrases.loops);
                }
            }
            // A site that its author is bringing to Tera 2 has tags of both kinds.
            (Part::Tag(tag), Some(Err(_))) if is_of_tera2(tag) => self.push(tag.source),
            (Part::Tag(tag), Some(Err(misread))) => {
                self.push(tag.source);
                self.leave(misread.at, format!("a tag cannot be read: {}", misread.message));
            }
            (Part::Open(text), _) => {
                self.push(text);
                self.leave(piece.at, "a tag begins here and never ends".into());
            }
            (Part::Tag(tag), None) => self.push(tag.source),
        }
    }

    /// Says whether nothing that stands here is ever shown.
    fn is_unseen(&self) -> bool {
        self.is_child && !self.in_macro && !self.blocks.iter().any(|(_, is_shown)| *is_shown)
    }

    /// A block that no template above has was not shown, but what it holds could still fill blocks.
    fn shows_block(&self, name: &str) -> bool {
        !self.is_unseen() || self.blocks_above.as_ref().is_none_or(|blocks| blocks.contains(name))
    }

    /// A template that includes itself finds in the component that it becomes what is around its call.
    fn begin_circle(&mut self, component: &str, reading: &Reading<'a>) {
        let outer_loop = reading.asks_for_outer_loop.then_some(OUTER_LOOP);
        let implicit: BTreeSet<&'a str> =
            reading.uses.all().chain(outer_loop).filter(|name| *name != "body").collect();
        let around: Vec<String> =
            implicit.iter().map(|name| format!("@{}=none", self.phrases.library.variable(name))).collect();
        self.push(&format!("{{% component {component}({}) {{\"hidden\": true}} %}}", around.join(", ")));
        self.phrases.implicit = implicit;
    }

    /// Tera 2 takes a block once in a template. So what fills it is caught before the branches in which it stands, and
    /// shown where it stood, with what that place had for what nothing fills.
    fn begin_doubled(&mut self, number: usize, piece: &Piece<'a>) {
        let trims = matches!(&piece.part, Part::Tag(tag) if tag.trims_before);
        for name in self.doubled.before.remove(&number).unwrap_or_default() {
            self.push(if trims { "{%- " } else { "{% " });
            self.push(&format!(
                "set {name}_block %}}{{% block {name} %}}{UNFILLED}{{% endblock {name} %}}{{% endset %}}"
            ));
        }
    }

    fn push(&mut self, text: &str) {
        self.phrases.writer.push(text);
    }

    fn only_lines(&mut self, text: &str) {
        let lines: String = text.chars().filter(|c| *c == '\n').collect();
        self.push(&lines);
    }

    fn leave(&mut self, at: usize, message: String) {
        let hint = "Write this tag as Tera 2 has it".into();
        self.left.push(Left { at, severity: Severity::Error, message, hint });
    }

    fn tag(&mut self, tag: &Tag<'a>, statement: &Statement<'a>) {
        match statement {
            Statement::Same(_) | Statement::Extends(_) => self.push(tag.source),
            Statement::Block(name) => {
                let is_shown = self.shows_block(name);
                self.blocks.push((name, is_shown));
                if self.doubled.names.contains(name) {
                    self.write(tag, |this| {
                        this.push(&format!("if \"{UNFILLED}\" in {name}_block %}}{{% set {name}_here"));
                    });
                } else if is_shown {
                    self.push(tag.source);
                } else {
                    self.only_lines(tag.source);
                }
            }
            Statement::EndBlock(name) => {
                match (self.blocks.pop(), name) {
                    (Some((_, false)), _) => self.only_lines(tag.source),
                    (Some((open, _)), _) if self.doubled.names.contains(open) => {
                        self.push(if tag.trims_before { "{%- " } else { "{% " });
                        let filled =
                            format!("{open}_block | replace(from=\"{UNFILLED}\", to={open}_here) | safe");
                        self.push(&format!(
                            "endset %}}{{{{ {filled} }}}}{{% else %}}{{{{ {open}_block | safe }}}}{{% endif"
                        ));
                        self.push(if tag.trims_after { " -%}" } else { " %}" });
                    }
                    // The name at the end was never looked at.
                    (open, Some(name)) if open.is_none_or(|(open, _)| open != *name) => {
                        self.write(tag, |this| this.push("endblock"));
                    }
                    (_, Some(_) | None) => self.push(tag.source),
                }
            }
            Statement::Import { .. } => self.as_comment(tag, true),
            Statement::Include { files, may_be_missing } => self.include(tag, files, *may_be_missing),
            Statement::Macro { name, arguments } => self.macro_definition(tag, name, arguments),
            Statement::EndMacro => {
                self.in_macro = false;
                self.phrases.implicit.clear();
                self.write(tag, |this| this.push("endcomponent"));
            }
            Statement::Show(expression) => self.write(tag, |this| this.phrases.shown(expression)),
            Statement::If { word, condition } => self.write(tag, |this| {
                this.push(word);
                this.push(" ");
                this.phrases.condition(condition, 0);
            }),
            Statement::For { key, value, list } => self.write(tag, |this| {
                this.push("for ");
                if let Some(key) = key {
                    this.push(this.phrases.library.variable(key));
                    this.push(", ");
                }
                this.push(this.phrases.library.variable(value));
                this.push(" in ");
                this.phrases.value(list);
            }),
            Statement::Set { word, name, value } => self.write(tag, |this| this.set(word, name, value)),
            Statement::Filter(filter) => self.write(tag, |this| {
                this.push("filter ");
                // What stands inside counts as escaped; these two would look at that.
                if matches!(filter.name.text, "replace" | "escape") {
                    this.push("str | ");
                }
                this.phrases.filter(filter);
                if filter.name.text != "safe" {
                    this.push(" | safe");
                }
            }),
        }
    }

    fn set(&mut self, word: &str, name: &str, value: &Expression<'a>) {
        self.push(&format!("{word} {} = ", self.phrases.library.variable(name)));
        self.phrases.value(value);
        // Data without parts under the name of the page's own did not hide that from whoever asked for a part of it.
        if matches!(name, "config" | "page" | "section") && is_data(value) {
            self.push(&format!(" | tera1_with_parts(otherwise={name} if {name} is defined else none)"));
        }
    }

    /// Writes a tag anew. If it has the same words as before it stays as it was.
    fn write(&mut self, tag: &Tag<'a>, write: impl FnOnce(&mut Self)) {
        let begin = self.phrases.writer.mark();
        let (open, close) = if tag.shows { ("{{", "}}") } else { ("{%", "%}") };
        self.push(open);
        self.push(if tag.trims_before { "- " } else { " " });
        let inside = self.phrases.writer.mark();
        write(self);
        let written = self.phrases.writer.since(&inside);
        if let (Ok(now), Ok(before)) = (tokens(written), tokens(tag.inner))
            && now.iter().map(|token| token.text).eq(before.iter().map(|token| token.text))
        {
            self.phrases.writer.back_to(&begin);
            return self.push(tag.source);
        }
        self.phrases.writer.at(tag.inner_at + tag.inner.len());
        self.push(if tag.trims_after { " -" } else { " " });
        self.push(close);
    }

    /// Writes a tag as a comment, which takes away the same white space.
    fn as_comment(&mut self, tag: &Tag<'a>, trims: bool) {
        self.push(if trims || tag.trims_before { "{#-" } else { "{#" });
        self.push(&tag.inner.replace("#}", "# }"));
        self.push(if trims || tag.trims_after { "-#}" } else { "#}" });
    }

    fn include(&mut self, tag: &Tag<'a>, files: &[&'a str], may_be_missing: bool) {
        let found = files.iter().find(|file| self.phrases.library.find(file).is_some());
        let passes_loop = self.phrases.loops > 0
            && found.is_some_and(|file| self.phrases.library.asks_for_outer_loop(file));
        let mut tag = *tag;
        if passes_loop {
            // A template that is included no longer sees the loop around it.
            self.push(if tag.trims_before { "{%- " } else { "{% " });
            self.push(&format!("set {OUTER_LOOP} = {{{LOOP_FIELDS}}} %}}"));
            tag.trims_before = false;
        }
        let tag = &tag;
        let circle = found.and_then(|file| self.phrases.library.component_of_circle(file));
        match found {
            Some(_) if let Some(component) = &circle => {
                self.write(&Tag { shows: true, ..*tag }, |this| this.push(&format!("<{component} />")));
            }
            Some(file) => self.write(tag, |this| {
                let quote = if file.contains('"') { '\'' } else { '"' };
                this.push(&format!("include {quote}{}{quote}", file.replace('\\', "\\\\")));
            }),
            None if may_be_missing => self.as_comment(tag, false),
            None => self.missing_include(tag, files),
        }
    }

    /// A file that is not there was an error only where it was to be included.
    fn missing_include(&mut self, tag: &Tag<'a>, files: &[&str]) {
        let shown = Tag { shows: true, ..*tag };
        let named = files.join(", ").replace(['"', '\\'], "");
        self.write(&shown, |this| {
            this.push(&format!("throw(message=\"There is no template {named} to be included here\")"));
        });
    }

    fn macro_definition(
        &mut self,
        tag: &Tag<'a>,
        name: &'a str,
        arguments: &[(&'a str, Option<Expression<'a>>)],
    ) {
        self.in_macro = true;
        let file = self.phrases.file;
        let mut implicit = self.phrases.library.surroundings(file, name);
        let shows_body = implicit.remove("body");
        let takes_body = arguments.iter().any(|(name, _)| *name == "body");
        let taken = arguments.iter().map(|(name, default)| {
            // With a default of its own an argument would take values of one type only.
            format!("{}{}", self.phrases.library.argument(name), if default.is_some() { "=none" } else { "" })
        });
        let body = shows_body.then(|| format!("{RENAMED_BODY}=none"));
        let hidden: Vec<&str> =
            implicit.iter().copied().filter(|name| self.phrases.library.hidden.contains(name)).collect();
        let around = implicit
            .iter()
            .map(|name| format!("@{}{name}=none", if hidden.contains(name) { AROUND } else { "" }));
        let taken: Vec<String> = taken.chain(body).chain(around).collect();
        let component = self.phrases.library.component_name(file, name);
        self.push(if tag.trims_before { "{%- " } else { "{% " });
        // A macro was for templates: it is no block that a writer inserts.
        self.push(&format!("component {component}({}) {{\"hidden\": true}}", taken.join(", ")));
        self.phrases.implicit = implicit;
        for (name, default) in arguments {
            let Some(default) = default else { continue };
            let name = self.phrases.library.argument(name);
            self.push(&format!(" %}}{{% set {name} = {name} | tera1_default(value="));
            self.phrases.value(default);
            self.push(")");
        }
        for name in hidden {
            self.push(&format!(" %}}{{% set {name} = {AROUND}{name}"));
        }
        if shows_body || takes_body {
            self.push(&format!(" %}}{{% set body = {RENAMED_BODY}"));
        }
        self.phrases.writer.at(tag.inner_at + tag.inner.len());
        self.push(if tag.trims_after { " -%}" } else { " %}" });
    }
}

/// Says whether a tag that Tera 1 does not know is one of Tera 2.
fn is_of_tera2(tag: &Tag<'_>) -> bool {
    let inner = tag.inner.trim_start();
    let word = inner.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().unwrap_or_default();
    let alone = match word {
        _ if tag.shows => tag.source.to_owned(),
        "component" | "endcomponent" | "endset" => return true,
        "" => return inner.starts_with('<'),
        "if" => format!("{}{{% endif %}}", tag.source),
        "elif" => format!("{{% if a %}}{}{{% endif %}}", tag.source),
        "for" => format!("{}{{% endfor %}}", tag.source),
        "set" | "set_global" if !inner.contains('=') => format!("{}{{% endset %}}", tag.source),
        _ => tag.source.to_owned(),
    };
    parses(&alone)
}

/// Says whether a tag counts outside of the blocks of a template that extends another.
fn stands_alone(statement: &Statement<'_>) -> bool {
    match statement {
        Statement::Block(_)
        | Statement::EndBlock(_)
        | Statement::Macro { .. }
        | Statement::EndMacro
        | Statement::Import { .. }
        | Statement::Extends(_) => true,
        Statement::Show(_)
        | Statement::If { .. }
        | Statement::For { .. }
        | Statement::Set { .. }
        | Statement::Include { .. }
        | Statement::Filter(_)
        | Statement::Same(_) => false,
    }
}
