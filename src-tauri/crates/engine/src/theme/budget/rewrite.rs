//! Puts the checks into a template. No line is added, so that lines stay what they are.
//!
//! Every loop and every list comprehension has the words `for name in`, or `for key, name in`, outside of quotes, and
//! these are found wherever they stand. Where they are something else, which takes names that nobody uses, the result
//! is no template and is refused; a loop that is missed there is none.

use std::ops::Range;

use super::growing::{GROWING, PREFIX};
use super::marks::{Mark, Marks};
use super::scan::{Kind, Sign, Tag, scan};

const OPEN: &str = "(";
const CLOSE_EACH: &str = ") | galley_each";
const CLOSE_KEPT: &str = ") | galley_kept";
const BLOCK_KEPT: &str = " | galley_kept";
/// Looks at the clock and the memory: as it is, taking away the space before it, taking away the space after it.
const ROUND: [&str; 3] = [
    "{% if galley_round() %}{% endif %}",
    "{%- if galley_round() %}{% endif %}",
    "{% if galley_round() %}{% endif -%}",
];
/// Counts a step in: as it is, taking away the space before it, taking away the space after it.
const ENTER: [&str; 3] = [
    "{% if galley_enter() %}{% endif %}",
    "{%- if galley_enter() %}{% endif %}",
    "{% if galley_enter() %}{% endif -%}",
];
/// Counts it out again.
const LEAVE: [&str; 3] = [
    "{% if galley_leave() %}{% endif %}",
    "{%- if galley_leave() %}{% endif %}",
    "{% if galley_leave() %}{% endif -%}",
];

/// How many values are shown between two looks at the clock and the memory.
const SHOWN_A_LOOK: usize = 8;

/// The most `~` in one tag: each makes the text longer by all of the next.
const MAX_JOINS: usize = 64;

/// The most `{% elif %}` of one `{% if %}`: the template engine steps into each, and its stack is not endless.
const MAX_CHOICES: usize = 100;

/// Finds a choice with so many branches that the template engine must not even read it.
pub(crate) fn endless_choice(text: &str) -> Option<Range<usize>> {
    let mut open = Vec::new();
    for tag in scan(text).into_iter().filter(|tag| tag.is_tag) {
        match tag.signs.first().map(|sign| &text[sign.at.clone()]) {
            Some("if") => open.push(0_usize),
            Some("elif") => match open.last_mut() {
                Some(count) if *count == MAX_CHOICES => return Some(tag.whole),
                Some(count) => *count += 1,
                None => {}
            },
            Some("endif") => drop(open.pop()),
            Some(_) | None => {}
        }
    }
    None
}

/// Finds the checks that a template needs.
pub(crate) fn rewrite(text: &str) -> Result<Marks, Range<usize>> {
    let mut rewriter = Rewriter { text, marks: Vec::new(), shown: 0 };
    for tag in scan(text) {
        if tag.signs.iter().filter(|sign| &text[sign.at.clone()] == "~").count() > MAX_JOINS {
            return Err(tag.whole);
        }
        rewriter.tag(&tag);
    }
    Ok(Marks::new(rewriter.marks))
}

struct Rewriter<'a> {
    text: &'a str,
    marks: Vec<Mark>,
    shown: usize,
}

impl Rewriter<'_> {
    fn tag(&mut self, tag: &Tag) {
        let signs = &tag.signs;
        let Some(first) = signs.first() else { return };
        if tag.is_tag {
            match self.word(first) {
                "set" | "set_global" => self.set(signs),
                "include" => {
                    self.before(tag, ENTER);
                    self.after(tag, LEAVE);
                }
                "component" | "block" => self.after(tag, ENTER),
                "for" => self.after(tag, ROUND),
                "endcomponent" | "endblock" => self.before(tag, LEAVE),
                _ => {}
            }
        } else {
            self.shown += 1;
            if self.shown.is_multiple_of(SHOWN_A_LOOK) {
                self.before(tag, ROUND);
            }
        }
        for at in 0..signs.len() {
            // Where a component is written, the dots stand before the name of all further arguments.
            let is_definition = tag.is_tag && self.word(first) == "component";
            if self.word(&signs[at]) == "..." && !is_definition {
                let end = end_of(self.text, signs, at + 1, &[",", "]", "}"]);
                self.wrap(signs, at + 1..end, CLOSE_EACH);
            }
            let is_filter = at > 0 && self.is(signs, at - 1, "|");
            if is_filter && GROWING.iter().any(|(name, _, _)| self.is(signs, at, name)) {
                self.put(signs[at].at.start, PREFIX, signs[at].at.clone());
            }
            if let Some(target) = self.loop_at(signs, at) {
                self.loop_over(signs, at, target, tag.is_tag && at == 0);
            }
        }
    }

    fn before(&mut self, tag: &Tag, [plain, trims, _]: [&'static str; 3]) {
        self.put(tag.whole.start, if tag.trims_before { trims } else { plain }, tag.whole.clone());
    }

    fn after(&mut self, tag: &Tag, [plain, _, trims]: [&'static str; 3]) {
        self.put(tag.whole.end, if tag.trims_after { trims } else { plain }, tag.whole.clone());
    }

    /// Says what stands at a sign, if it is a word or a mark.
    fn word(&self, sign: &Sign) -> &str {
        match sign.kind {
            Kind::Word | Kind::Mark => &self.text[sign.at.clone()],
            Kind::Literal => "",
        }
    }

    fn is_word(&self, signs: &[Sign], at: usize) -> bool {
        signs.get(at).is_some_and(|sign| sign.kind == Kind::Word)
    }

    fn is(&self, signs: &[Sign], at: usize, text: &str) -> bool {
        signs.get(at).is_some_and(|sign| self.word(sign) == text)
    }

    /// Says where the value starts that a loop goes through, if one starts here.
    fn loop_at(&self, signs: &[Sign], at: usize) -> Option<usize> {
        let after_dot = at > 0 && (self.is(signs, at - 1, ".") || self.is(signs, at - 1, "?."));
        if after_dot || !self.is(signs, at, "for") || !self.is_word(signs, at + 1) {
            return None;
        }
        if self.is(signs, at + 2, "in") {
            return Some(at + 3);
        }
        let has_key =
            self.is(signs, at + 2, ",") && self.is_word(signs, at + 3) && self.is(signs, at + 4, "in");
        has_key.then_some(at + 5)
    }

    fn loop_over(&mut self, signs: &[Sign], at: usize, target: usize, is_tag: bool) {
        let ends: &[&str] = if is_tag { &[] } else { &["if", "]"] };
        let end = end_of(self.text, signs, target, ends);
        self.wrap(signs, target..end, CLOSE_EACH);
        if !is_tag && let Some(start) = start_of(self.text, signs, at) {
            self.wrap(signs, start..at, CLOSE_KEPT);
        }
    }

    fn set(&mut self, signs: &[Sign]) {
        if self.is(signs, 2, "=") {
            self.wrap(signs, 3..signs.len(), CLOSE_KEPT);
        } else if let Some(last) = signs.last() {
            let (end, about) = (last.at.end, signs[0].at.start..last.at.end);
            self.put(end, BLOCK_KEPT, about);
        }
    }

    fn wrap(&mut self, signs: &[Sign], range: Range<usize>, close: &'static str) {
        let Some(inner) = signs.get(range).filter(|inner| !inner.is_empty()) else { return };
        let about = inner[0].at.start..inner[inner.len() - 1].at.end;
        self.put(about.start, OPEN, about.start..about.start);
        self.put(about.end, close, about);
    }

    fn put(&mut self, at: usize, put: &'static str, about: Range<usize>) {
        self.marks.push(Mark { at, put, about });
    }
}

/// Finds the first of some signs after a place that stands in no further brackets, or the bracket that closes.
fn end_of(text: &str, signs: &[Sign], from: usize, ends: &[&str]) -> usize {
    let mut depth = 0_usize;
    for (at, sign) in signs.iter().enumerate().skip(from) {
        if sign.kind == Kind::Literal {
            continue;
        }
        let word = &text[sign.at.clone()];
        let after_dot = at > 0 && matches!(&text[signs[at - 1].at.clone()], "." | "?.");
        if depth == 0 && ends.contains(&word) && !after_dot {
            return at;
        }
        match word {
            "(" | "[" | "{" | "?[" => depth += 1,
            ")" | "]" | "}" => match depth.checked_sub(1) {
                Some(less) => depth = less,
                None => return at,
            },
            _ => {}
        }
    }
    signs.len()
}

/// Finds where the bracket opens that a sign stands in: the sign after it.
fn start_of(text: &str, signs: &[Sign], before: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for at in (0..before).rev() {
        if signs[at].kind == Kind::Literal {
            continue;
        }
        match &text[signs[at].at.clone()] {
            ")" | "]" | "}" => depth += 1,
            "[" | "(" | "{" | "?[" if depth == 0 => return Some(at + 1),
            "[" | "(" | "{" | "?[" => depth -= 1,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let marks = rewrite(text).unwrap_or_else(|at| panic!("refused at {at:?}"));
        assert_eq!(marks.put_into(text), expected);
    }

    #[test]
    fn loops_and_what_is_kept_are_counted() {
        check(
            "{% for p in s.pages | reverse -%} x",
            "{% for p in (s.pages | reverse) | galley_each -%}{% if galley_round() %}{% endif -%} x",
        );
        check(
            "{% for k, v in {\"a\": [1]} %}",
            "{% for k, v in ({\"a\": [1]}) | galley_each %}{% if galley_round() %}{% endif %}",
        );
        check("{% set a = a ~ a %}", "{% set a = (a ~ a) | galley_kept %}");
        check("{% set a | upper %}x{% endset %}", "{% set a | upper | galley_kept %}x{% endset %}");
        check(
            "{{ [a.for ~ \"for x in y\" for a in b if a] }}",
            "{{ [(a.for ~ \"for x in y\") | galley_kept for a in (b) | galley_each if a] }}",
        );
        check(
            "{% for x in [y for y in z] %}",
            "{% for x in ([(y) | galley_kept for y in (z) | galley_each]) | galley_each %}{% if galley_round() %}{% endif %}",
        );
        check("{{ [...a, ...f(b=[1, 2])] }}", "{{ [...(a) | galley_each, ...(f(b=[1, 2])) | galley_each] }}");
        check("{{ a | replace(from=b.join, to=join) }}", "{{ a | galley_replace(from=b.join, to=join) }}");
        check(
            "{%- include \"a\" -%}",
            "{%- if galley_enter() %}{% endif %}{%- include \"a\" -%}{% if galley_leave() %}{% endif -%}",
        );
        check(
            "{% component c(a=1) -%} x{% endcomponent %}",
            "{% component c(a=1) -%}{% if galley_enter() %}{% endif -%} x{% if galley_leave() %}{% endif %}{% endcomponent %}",
        );
        check(
            "{# {% for x in y %} #}{% raw %}{% for x in y %}{% endraw %}{{ `}}` }}",
            "{# {% for x in y %} #}{% raw %}{% for x in y %}{% endraw %}{{ `}}` }}",
        );
        rewrite(&format!("{{{{ a{} }}}}", " ~ a".repeat(MAX_JOINS + 1))).expect_err("too many are joined");
    }

    #[test]
    fn places_are_those_of_the_author() {
        let text = "{% for p in pages %}{{ p.titel }}";
        let marks = rewrite(text).expect("is fine");
        let whole = marks.put_into(text);
        let at = |word: &str| marks.authored(whole.find(word).expect("is there")).start;
        assert_eq!(at("titel"), text.find("titel").expect("is there"));
        assert_eq!(marks.authored(whole.find("galley_each").expect("is there")), 12..17);
    }

    /// Cuts and puts together as the template engine does: what it reads before, it reads after.
    #[test]
    fn every_template_of_ours_stays_a_template() {
        for (name, text) in crate::theme::builtin::BUILTIN {
            let whole = rewrite(text).expect("is ours").put_into(text);
            assert_eq!(whole.lines().count(), text.lines().count(), "{name}");
            tera::Tera::default()
                .add_raw_template(name, &whole)
                .err()
                .filter(|error| matches!(error.kind(), tera::ErrorKind::SyntaxError(_)))
                .map_or(Ok(()), Err)
                .unwrap_or_else(|error| panic!("{name}: {error}"));
        }
    }
}
