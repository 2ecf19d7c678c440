//! What a tag of Tera 1 asks for.

use super::expression::{Call, Expression};
use super::parse::{Misread, Reader};
use super::parts::Tag;
use super::tokens::{Token, tokens};

/// What a tag asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Statement<'a> {
    /// `{{ … }}`
    Show(Expression<'a>),
    /// `if` or `elif`
    If { word: &'a str, condition: Expression<'a> },
    /// `for`
    For { key: Option<&'a str>, value: &'a str, list: Expression<'a> },
    /// `set` or `set_global`
    Set { word: &'a str, name: &'a str, value: Expression<'a> },
    /// `include`
    Include { files: Vec<&'a str>, may_be_missing: bool },
    /// `block`
    Block(&'a str),
    /// `endblock`
    EndBlock(Option<&'a str>),
    /// `macro`
    Macro { name: &'a str, arguments: Vec<(&'a str, Option<Expression<'a>>)> },
    /// `endmacro`
    EndMacro,
    /// `import … as …`
    Import { file: &'a str, name: &'a str },
    /// `extends`
    Extends(&'a str),
    /// `filter`
    Filter(Call<'a>),
    /// A tag that both languages write alike: `else`, `endif`, `endfor`, `endfilter`, `break`, `continue`.
    Same(&'a str),
}

/// Reads a tag.
pub(super) fn statement<'a>(tag: &Tag<'a>) -> Result<Statement<'a>, Misread> {
    let tokens = tokens(tag.inner).map_err(|at| Misread {
        at: tag.inner_at + at,
        message: "what stands here is no part of a tag".into(),
    })?;
    let mut reader = Reader::new(&tokens, tag.inner_at, tag.inner.len());
    let statement =
        if tag.shows { Statement::Show(reader.expression()?) } else { named(&mut reader, &tokens)? };
    reader.done()?;
    Ok(statement)
}

fn named<'a>(reader: &mut Reader<'_, 'a>, tokens: &[Token<'a>]) -> Result<Statement<'a>, Misread> {
    let word = tokens.first().map_or("", |token| token.text);
    let at = reader.place();
    reader.name()?;
    // The name behind these two could stand right behind them: `endmacros` was read as `endmacro`.
    let whole = word;
    let word = ["endblock", "endmacro"].into_iter().find(|end| word.starts_with(end)).unwrap_or(word);
    Ok(match word {
        "if" | "elif" => Statement::If { word, condition: reader.expression()? },
        "for" => for_loop(reader)?,
        "set" | "set_global" => {
            let name = reader.name()?.text;
            reader.expect("=")?;
            Statement::Set { word, name, value: reader.expression()? }
        }
        "include" => include(reader)?,
        "block" => Statement::Block(reader.name()?.text),
        "endblock" if whole != word => Statement::EndBlock(Some("")),
        "endblock" => Statement::EndBlock(if reader.is_done() { None } else { Some(reader.name()?.text) }),
        "macro" => macro_definition(reader)?,
        "endmacro" => {
            if !reader.is_done() {
                reader.name()?;
            }
            Statement::EndMacro
        }
        "import" => {
            let file = reader.text()?;
            reader.expect("as")?;
            Statement::Import { file, name: reader.name()?.text }
        }
        "extends" => Statement::Extends(reader.text()?),
        "filter" => Statement::Filter(reader.filter()?),
        "else" | "endif" | "endfor" | "endfilter" | "break" | "continue" => Statement::Same(word),
        other => return Err(Misread { at, message: format!("there is no tag `{other}` in Tera 1") }),
    })
}

fn for_loop<'a>(reader: &mut Reader<'_, 'a>) -> Result<Statement<'a>, Misread> {
    let first = reader.name()?.text;
    let (key, value) = if reader.skip(",") { (Some(first), reader.name()?.text) } else { (None, first) };
    reader.expect("in")?;
    Ok(Statement::For { key, value, list: reader.expression()? })
}

fn include<'a>(reader: &mut Reader<'_, 'a>) -> Result<Statement<'a>, Misread> {
    let mut files = Vec::new();
    if reader.skip("[") {
        while !reader.skip("]") {
            files.push(reader.text()?);
            if !reader.skip(",") {
                reader.expect("]")?;
                break;
            }
        }
    } else {
        files.push(reader.text()?);
    }
    let may_be_missing = reader.skip("ignore");
    if may_be_missing {
        reader.expect("missing")?;
    }
    Ok(Statement::Include { files, may_be_missing })
}

fn macro_definition<'a>(reader: &mut Reader<'_, 'a>) -> Result<Statement<'a>, Misread> {
    let name = reader.name()?.text;
    let mut arguments = Vec::new();
    reader.expect("(")?;
    while !reader.skip(")") {
        let argument = reader.name()?.text;
        let default = if reader.skip("=") { Some(reader.expression()?) } else { None };
        arguments.push((argument, default));
        if !reader.skip(",") {
            reader.expect(")")?;
            break;
        }
    }
    Ok(Statement::Macro { name, arguments })
}

impl<'a> Statement<'a> {
    /// Lists the expressions in it.
    pub(super) fn expressions(&self) -> Vec<&Expression<'a>> {
        match self {
            Self::Show(one)
            | Self::If { condition: one, .. }
            | Self::For { list: one, .. }
            | Self::Set { value: one, .. } => vec![one],
            Self::Filter(call) => call.arguments.iter().map(|(_, value)| value).collect(),
            Self::Macro { arguments, .. } => {
                arguments.iter().filter_map(|(_, default)| default.as_ref()).collect()
            }
            Self::Include { .. }
            | Self::Block(_)
            | Self::EndBlock(_)
            | Self::EndMacro
            | Self::Import { .. }
            | Self::Extends(_)
            | Self::Same(_) => Vec::new(),
        }
    }
}
