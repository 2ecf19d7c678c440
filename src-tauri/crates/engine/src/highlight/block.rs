//! The mark-up of a block of code, and the memory that saves making it again.

use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::fence::{Fence, contains};
use super::grammar::ContextId;
use super::library::Library;
use super::memo::Memo;
use super::palette::Palette;
use super::parser::{Exhausted, Search, State};
use crate::config::DataAttributes;

/// A line longer than this keeps one colour: minified code says nothing to a reader.
const MAX_LINE_BYTES: usize = 8 * 1024;
/// A block longer than this keeps one colour.
const MAX_BLOCK_BYTES: usize = 1024 * 1024;
/// A block of more lines than this keeps one colour.
const MAX_LINES: usize = 20_000;
/// How many bytes of finished blocks are remembered, and as many again of older ones.
const MAX_BLOCK_MEMO_BYTES: usize = 16 * 1024 * 1024;
/// How many bytes of finished lines are remembered, and as many again of older ones.
const MAX_LINE_MEMO_BYTES: usize = 4 * 1024 * 1024;
/// What remembering a line takes beside its text.
const LINE_MEMO_BYTES: usize = 200;

/// A finished block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeBlock {
    /// The HTML.
    pub html: Arc<str>,
    /// Why it has no colours, if it should have some.
    pub lack: Option<Lack>,
}

/// Why a block has no colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lack {
    /// Nobody knows the language.
    UnknownLanguage,
    /// The block is too long.
    TooLong,
    /// A line of it is too long; the others have colours.
    LongLine,
    /// The rules of its language take too long on it.
    TooHard,
}

/// Makes blocks.
pub(super) struct Blocks {
    pub(super) library: Library,
    pub(super) palette: Palette,
    pub(super) data_attributes: DataAttributes,
    pub(super) names_languages: bool,
    blocks: Memo<[u8; 32], CodeBlock>,
    lines: Memo<(Arc<State>, Box<str>), Line>,
}

/// A finished line, and where the parser stands behind it.
type Line = (Arc<str>, Arc<State>);

impl Blocks {
    pub(super) fn new(library: Library, palette: Palette, data_attributes: DataAttributes) -> Self {
        let (blocks, lines) = (Memo::new(MAX_BLOCK_MEMO_BYTES), Memo::new(MAX_LINE_MEMO_BYTES));
        Self { library, palette, data_attributes, names_languages: false, blocks, lines }
    }

    /// Makes a block, or remembers it.
    pub(super) fn block(&self, info: &str, code: &str) -> CodeBlock {
        let mut hash = Sha256::new();
        hash.update(info.len().to_le_bytes());
        hash.update(info);
        hash.update(code);
        let key = hash.finalize().into();
        self.blocks.get(&key).unwrap_or_else(|| {
            let block = self.make(&Fence::read(info), code);
            self.blocks.put(key, block.clone(), block.html.len());
            block
        })
    }

    fn make(&self, fence: &Fence<'_>, code: &str) -> CodeBlock {
        let start = self.library.find(fence.language);
        let is_long = code.len() > MAX_BLOCK_BYTES || code.lines().nth(MAX_LINES).is_some();
        let (lines, lack) = match start {
            None => (None, (!Library::is_plain(fence.language)).then_some(Lack::UnknownLanguage)),
            Some(_) if is_long => (None, Some(Lack::TooLong)),
            Some(start) => match self.lines(start, code) {
                Ok(lines) => {
                    let is_long = |line: &str| line.len() > MAX_LINE_BYTES;
                    (Some(lines), code.split_inclusive('\n').any(is_long).then_some(Lack::LongLine))
                }
                Err(Exhausted) => (None, Some(Lack::TooHard)),
            },
        };
        let lines = lines.unwrap_or_else(|| code.lines().map(plain).collect());
        CodeBlock { html: self.write(fence, &lines).into(), lack }
    }

    /// Colours every line.
    fn lines(&self, start: ContextId, code: &str) -> Result<Vec<Arc<str>>, Exhausted> {
        let mut state = Arc::new(State::start(&self.library, start));
        let mut search = Search::new();
        let mut lines = Vec::new();
        for line in code.split_inclusive('\n') {
            if line.len() > MAX_LINE_BYTES {
                lines.push(plain(line.trim_end_matches(['\r', '\n'])));
                continue;
            }
            let key = (state, Box::from(line));
            let (html, next) = match self.lines.get(&key) {
                Some(known) => known,
                None => {
                    let made = self.line(&key.0, line, &mut search)?;
                    let bytes = line.len() + made.0.len() + LINE_MEMO_BYTES;
                    self.lines.put(key, made.clone(), bytes);
                    made
                }
            };
            lines.push(html);
            state = next;
        }
        Ok(lines)
    }

    fn line(&self, state: &Arc<State>, line: &str, search: &mut Search) -> Result<Line, Exhausted> {
        let mut next = State::clone(state);
        let mut html = String::with_capacity(line.len() * 3);
        let mut open: Arc<str> = "".into();
        // Grammars expect the end of a last line too.
        let ended = if line.ends_with('\n') { line.into() } else { format!("{line}\n") };
        next.parse(&self.library, &ended, search, &mut |scopes, piece| {
            let piece = piece.trim_end_matches(['\r', '\n']);
            if piece.is_empty() {
                return;
            }
            // Space has no colour, so it takes that of what stands before it.
            let opening = if piece.trim().is_empty() && !open.contains("underline") {
                open.clone()
            } else {
                self.palette.opening(scopes)
            };
            if opening != open {
                html.push_str(if open.is_empty() { "" } else { "</span>" });
                html.push_str(&opening);
                open = opening;
            }
            push_text(&mut html, piece);
        })?;
        html.push_str(if open.is_empty() { "" } else { "</span>" });
        let next = if next == **state { state.clone() } else { Arc::new(next) };
        Ok((html.into(), next))
    }

    fn write(&self, fence: &Fence<'_>, lines: &[Arc<str>]) -> String {
        let mut data = format!(
            " data-lang=\"{}\"",
            Attribute(if fence.language.is_empty() { "plain" } else { fence.language })
        );
        for (name, value) in &fence.data {
            data.push_str(&format!(" data-{name}=\"{}\"", Attribute(value)));
        }
        let (on_pre, on_code) = match self.data_attributes {
            _ if self.names_languages => (true, true),
            DataAttributes::Code => (false, true),
            DataAttributes::Pre => (true, false),
            DataAttributes::Both => (true, true),
            DataAttributes::None => (false, false),
        };
        let mut html = String::with_capacity(lines.iter().map(|line| line.len() + 40).sum());
        html.push_str("<pre");
        let is_named = self.names_languages && !fence.language.is_empty();
        let class = if is_named { format!("language-{} ", Attribute(fence.language)) } else { String::new() };
        self.palette.push_block(&mut html, &class);
        html.push_str(if on_pre { &data } else { "" });
        html.push_str("><code");
        if is_named {
            html.push_str(&format!(" class=\"{}\"", class.trim_end()));
        }
        html.push_str(if on_code { &data } else { "" });
        html.push('>');
        let shown = lines.iter().zip(1..).filter(|(_, number)| !contains(&fence.hidden, *number));
        for (place, (line, number)) in shown.enumerate() {
            html.push_str(if place == 0 { "" } else { "\n" });
            self.palette.push_line(&mut html, contains(&fence.marked, number));
            if fence.has_line_numbers {
                let number = fence.first_number.saturating_add(number - 1);
                html.push_str(&format!("<span aria-hidden=\"true\" class=\"giallo-ln\">{number}</span>"));
            }
            html.push_str(line);
            html.push_str("</span>");
        }
        html.push_str("</code></pre>\n");
        html
    }
}

fn plain(line: &str) -> Arc<str> {
    let mut html = String::with_capacity(line.len());
    push_text(&mut html, line);
    html.into()
}

fn push_text(html: &mut String, text: &str) {
    // Writing into a string cannot fail.
    let _ = pulldown_cmark_escape::escape_html_body_text(html, text);
}

/// A text between the quotes of an attribute.
struct Attribute<'t>(&'t str);

impl std::fmt::Display for Attribute<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        pulldown_cmark_escape::escape_html(pulldown_cmark_escape::FmtWriter(formatter), self.0)
    }
}
