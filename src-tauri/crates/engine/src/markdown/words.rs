//! How long a text is, in words and minutes.

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag};
use unicode_segmentation::UnicodeSegmentation;

/// Counts the words of Markdown as its author wrote it, blocks and addresses among them, but for fenced code.
pub(super) fn count_in(markdown: &str, options: Options, language: &str) -> usize {
    let (mut words, mut counted) = (0, 0);
    let mut pass = |end: usize, next: usize| {
        words += count(markdown.get(counted..end).unwrap_or_default(), language);
        counted = next;
    };
    for (event, range) in Parser::new_ext(markdown, options).into_offset_iter() {
        if let Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_))) = event {
            pass(range.start, range.end);
        }
    }
    pass(markdown.len(), markdown.len());
    words
}

/// Counts words; in Chinese and Japanese, which do not part words, characters.
pub(super) fn count(text: &str, language: &str) -> usize {
    if is_counted_by_character(language) {
        text.chars().filter(|c| c.is_alphanumeric()).count()
    } else {
        text.unicode_words().count()
    }
}

/// Gives the minutes it takes to read so many words, rounded up.
pub(super) fn reading_time(words: usize, language: &str) -> usize {
    words.div_ceil(words_per_minute(language))
}

fn primary(language: &str) -> &str {
    language.split(['-', '_']).next().unwrap_or(language)
}

fn is_counted_by_character(language: &str) -> bool {
    matches!(primary(language), "zh" | "ja")
}

/// Reading speeds as Zola 0.23 has them: measured ones (Brysbaert 2019, <https://doi.org/10.1016/j.jml.2019.104047>, for
/// English), and a round number for all other languages.
fn words_per_minute(language: &str) -> usize {
    match primary(language) {
        "en" => 238,
        "ja" => 653,
        "ko" => 202,
        "zh" => 439,
        _ => 200,
    }
}
