//! A template that was read, with what others need to know of it.

use std::collections::{BTreeMap, BTreeSet};

use super::expression::{Expression, Path};
use super::names::SURROUNDINGS;
use super::parse::Misread;
use super::parts::{Part, parts};
use super::shape::picture;
use super::statement::{Statement, statement};

/// A template that was read.
pub(super) struct Reading<'a> {
    pub(super) source: &'a str,
    /// Its parts in order.
    pub(super) pieces: Vec<Piece<'a>>,
    pub(super) extends: Option<&'a str>,
    /// The files it imports, by the name it has for them.
    pub(super) imports: BTreeMap<&'a str, &'a str>,
    pub(super) macros: BTreeMap<&'a str, Defined<'a>>,
    /// The names of its blocks.
    pub(super) blocks: BTreeSet<&'a str>,
    /// The names of those that stand in no other.
    pub(super) outer_blocks: BTreeSet<&'a str>,
    /// What the whole of it uses.
    pub(super) uses: Uses<'a>,
    /// The variables that hold what `resize_image` gave.
    pub(super) pictures: BTreeSet<&'a str>,
    /// Says whether it asks for the loop that it is included in.
    pub(super) asks_for_outer_loop: bool,
}

/// A part with its place and, for a tag, what it asks for.
pub(super) struct Piece<'a> {
    pub(super) at: usize,
    pub(super) part: Part<'a>,
    pub(super) statement: Option<Result<Statement<'a>, Misread>>,
}

/// A macro.
#[derive(Default)]
pub(super) struct Defined<'a> {
    pub(super) arguments: Vec<&'a str>,
    pub(super) uses: Uses<'a>,
}

/// What a piece of a template uses of what is around it.
#[derive(Default)]
pub(super) struct Uses<'a> {
    /// Variables that every template finds.
    pub(super) surroundings: BTreeSet<&'static str>,
    /// All variables.
    pub(super) names: BTreeSet<&'a str>,
    /// Those that get their value here.
    pub(super) bound: BTreeSet<&'a str>,
    /// Files that it includes.
    pub(super) includes: BTreeSet<&'a str>,
}

/// Reads a template.
pub(super) fn read(source: &str) -> Reading<'_> {
    let mut reading = Reading {
        source,
        pieces: Vec::new(),
        extends: None,
        imports: BTreeMap::new(),
        macros: BTreeMap::new(),
        blocks: BTreeSet::new(),
        outer_blocks: BTreeSet::new(),
        uses: Uses::default(),
        pictures: BTreeSet::new(),
        asks_for_outer_loop: false,
    };
    let (mut loops, mut blocks) = (0_usize, 0_usize);
    let mut inside: Option<&str> = None;
    for (at, part) in parts(source) {
        let statement = match &part {
            Part::Tag(tag) => Some(statement(tag)),
            Part::Text(_) | Part::Comment(_) | Part::Raw(_) | Part::Open(_) => None,
        };
        if let Some(Ok(statement)) = &statement {
            reading.note(statement, &mut inside);
            reading.asks_for_outer_loop |= loops == 0 && asks_for_loop(statement);
            loops = loops_after(statement, loops);
            if let (Statement::Block(name), 0) = (statement, blocks) {
                reading.outer_blocks.insert(name);
            }
            blocks = blocks_after(statement, blocks);
        }
        reading.pieces.push(Piece { at, part, statement });
    }
    reading
}

impl<'a> Reading<'a> {
    fn note(&mut self, statement: &Statement<'a>, inside: &mut Option<&'a str>) {
        match statement {
            Statement::Extends(file) => self.extends = Some(file),
            Statement::Import { file, name } => {
                self.imports.insert(name, file);
            }
            Statement::Macro { name, arguments } => {
                let arguments = arguments.iter().map(|(name, _)| *name).collect();
                self.macros.insert(name, Defined { arguments, uses: Uses::default() });
                *inside = Some(name);
            }
            Statement::EndMacro => *inside = None,
            Statement::Block(name) => {
                self.blocks.insert(name);
            }
            Statement::Set { name, value, .. } if picture(value.bare()).is_some() => {
                self.pictures.insert(name);
            }
            Statement::Show(_)
            | Statement::If { .. }
            | Statement::For { .. }
            | Statement::Set { .. }
            | Statement::Include { .. }
            | Statement::EndBlock(_)
            | Statement::Filter(_)
            | Statement::Same(_) => {}
        }
        self.uses.note(statement);
        if let Some(defined) = inside.and_then(|name| self.macros.get_mut(name)) {
            defined.uses.note(statement);
        }
    }

    /// Finds the first place, in bytes, of something that exists in Tera 1 only.
    pub(super) fn first_of_tera1(&self) -> Option<usize> {
        let found = self.pieces.iter().find(|piece| match &piece.statement {
            Some(Ok(statement)) => is_surely_tera1(statement),
            Some(Err(_)) | None => false,
        });
        found.map(|piece| piece.at)
    }

    /// Says whether all of it could be read.
    pub(super) fn is_whole(&self) -> bool {
        self.pieces
            .iter()
            .all(|piece| !matches!(piece.part, Part::Open(_)) && !matches!(piece.statement, Some(Err(_))))
    }
}

/// Counts the loops around what follows a tag.
pub(super) fn loops_after(statement: &Statement<'_>, loops: usize) -> usize {
    if matches!(statement, Statement::For { .. }) {
        loops + 1
    } else if matches!(statement, Statement::Same("endfor")) {
        loops.saturating_sub(1)
    } else {
        loops
    }
}

/// Counts the blocks around what follows a tag.
fn blocks_after(statement: &Statement<'_>, blocks: usize) -> usize {
    if matches!(statement, Statement::Block(_)) {
        blocks + 1
    } else if matches!(statement, Statement::EndBlock(_)) {
        blocks.saturating_sub(1)
    } else {
        blocks
    }
}

fn asks_for_loop(statement: &Statement<'_>) -> bool {
    let mut found = false;
    for expression in statement.expressions() {
        expression.visit(&mut |inner| {
            if let Expression::Path(path) | Expression::Test { path, .. } = inner {
                found |= path.root.text == "loop";
            }
        });
    }
    found
}

/// Filters that Tera 2 no longer has.
const FORMER_FILTERS: [&str; 9] = [
    "addslashes",
    "as_str",
    "concat",
    "filter",
    "linebreaksbr",
    "map",
    "slice",
    "trim_end_matches",
    "trim_start_matches",
];

fn is_surely_tera1(statement: &Statement<'_>) -> bool {
    let own = match statement {
        Statement::Include { files, may_be_missing } => *may_be_missing || files.len() > 1,
        Statement::Macro { .. } | Statement::Import { .. } => true,
        Statement::Show(_)
        | Statement::If { .. }
        | Statement::For { .. }
        | Statement::Set { .. }
        | Statement::Block(_)
        | Statement::EndBlock(_)
        | Statement::EndMacro
        | Statement::Extends(_)
        | Statement::Filter(_)
        | Statement::Same(_) => false,
    };
    let mut found = own;
    for expression in statement.expressions() {
        expression.visit(&mut |inner| {
            found |= matches!(inner, Expression::Macro { .. });
            if let Expression::Path(path) | Expression::Test { path, .. } = inner {
                found |= path.has_numbered_field();
            }
            if let Expression::Test { arguments, .. } = inner {
                found |= !arguments.is_empty();
            }
            if let Expression::Filtered { filters, .. } = inner {
                found |= filters.iter().any(|filter| FORMER_FILTERS.contains(&filter.name.text));
            }
        });
    }
    found
}

impl<'a> Uses<'a> {
    fn note(&mut self, statement: &Statement<'a>) {
        match statement {
            Statement::Include { files, .. } => self.includes.extend(files),
            Statement::For { key, value, .. } => self.bound.extend(key.iter().chain([value])),
            Statement::Set { name, .. } => {
                self.bound.insert(name);
            }
            Statement::Filter(filter) => self.note_filter(filter.name.text),
            Statement::Show(_)
            | Statement::If { .. }
            | Statement::Block(_)
            | Statement::EndBlock(_)
            | Statement::Macro { .. }
            | Statement::EndMacro
            | Statement::Import { .. }
            | Statement::Extends(_)
            | Statement::Same(_) => {}
        }
        for expression in statement.expressions() {
            expression.visit(&mut |inner| self.note_expression(inner));
        }
    }

    fn note_expression(&mut self, expression: &Expression<'a>) {
        match expression {
            Expression::Path(path) | Expression::Test { path, .. } => self.note_path(path),
            Expression::Call(call) => {
                self.surroundings.extend(["lang", "config"]);
                if call.name.text == "get_random" {
                    self.surroundings.insert("current_path");
                }
            }
            Expression::Filtered { filters, .. } => {
                filters.iter().for_each(|filter| self.note_filter(filter.name.text));
            }
            Expression::Literal { .. }
            | Expression::Text { .. }
            | Expression::List { .. }
            | Expression::Not { .. }
            | Expression::Minus { .. }
            | Expression::Pair { .. }
            | Expression::Joined(_)
            | Expression::Macro { .. }
            | Expression::Group { .. } => {}
        }
    }

    fn note_filter(&mut self, name: &str) {
        if name == "markdown" {
            self.surroundings.extend(["lang", "current_url"]);
        }
    }

    /// Lists the variables that come from around: in a shortcode that may be anything.
    pub(super) fn free(&self) -> impl Iterator<Item = &'a str> {
        self.all().filter(|name| !self.bound.contains(name) || self.surroundings.contains(name))
    }

    /// Lists all variables, also those that get a value here: they may have had another before.
    pub(super) fn all(&self) -> impl Iterator<Item = &'a str> {
        const WORDS: [&str; 6] = ["loop", "__tera_context", "none", "None", "null", "self"];
        let own = self.names.iter().copied().filter(|name| !WORDS.contains(name));
        own.chain(self.surroundings.iter().copied())
    }

    fn note_path(&mut self, path: &Path<'a>) {
        self.names.insert(path.root.text);
        self.surroundings.extend(SURROUNDINGS.iter().find(|name| **name == path.root.text));
    }
}
