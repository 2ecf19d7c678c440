//! Reads expressions of Tera 1. It takes a little more than Tera 1 did, and binds as Tera 1 did: filters stand
//! behind whole sums, `~` holds only simple values together.

use super::expression::{Call, Expression, Link, Operator, Path, Word};
use super::tokens::{Kind, Token};

/// How deep expressions may stand in each other.
const MAX_DEPTH: usize = 60;
/// How many signs and words may hold the values of one tag together.
const MAX_SIGNS: usize = 400;

/// What a tag could not be read for, and where, as a byte offset in the template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Misread {
    pub(super) at: usize,
    pub(super) message: String,
}

type Read<T> = Result<T, Misread>;

/// A reader of the words of one tag.
pub(super) struct Reader<'t, 'a> {
    tokens: &'t [Token<'a>],
    next: usize,
    /// Where the tag's inside begins in the template.
    base: usize,
    /// Where the tag's inside ends in the template.
    end: usize,
    depth: usize,
    signs: usize,
}

impl<'t, 'a> Reader<'t, 'a> {
    /// Begins before the first word.
    pub(super) fn new(tokens: &'t [Token<'a>], base: usize, length: usize) -> Self {
        Self { tokens, next: 0, base, end: base + length, depth: 0, signs: 0 }
    }

    fn peek(&self) -> Option<Token<'a>> {
        self.tokens.get(self.next).copied()
    }

    fn peek_text(&self) -> &'a str {
        self.peek().filter(|token| token.kind != Kind::Text).map_or("", |token| token.text)
    }

    fn after_text(&self, count: usize) -> &'a str {
        let token = self.tokens.get(self.next + count).filter(|token| token.kind != Kind::Text);
        token.map_or("", |token| token.text)
    }

    /// Gives the place of the next word in the template.
    pub(super) fn place(&self) -> usize {
        self.peek().map_or(self.end, |token| self.base + token.at)
    }

    fn take(&mut self) -> Option<Token<'a>> {
        let token = self.peek();
        self.next += usize::from(token.is_some());
        token
    }

    /// Steps over a sign or word, if it comes next.
    pub(super) fn skip(&mut self, text: &str) -> bool {
        let is_there = self.peek_text() == text;
        self.next += usize::from(is_there);
        is_there
    }

    /// Steps over a sign or word that has to come next.
    pub(super) fn expect(&mut self, text: &str) -> Read<()> {
        if self.skip(text) { Ok(()) } else { Err(self.wrong(&format!("`{text}`"))) }
    }

    /// Takes a name.
    pub(super) fn name(&mut self) -> Read<Word<'a>> {
        match self.peek() {
            Some(token) if token.kind == Kind::Name => {
                self.next += 1;
                Ok(Word { at: self.base + token.at, text: token.text })
            }
            Some(_) | None => Err(self.wrong("a name")),
        }
    }

    /// Takes a text, and gives it without its quotes.
    pub(super) fn text(&mut self) -> Read<&'a str> {
        match self.peek() {
            Some(token) if token.kind == Kind::Text => {
                self.next += 1;
                Ok(&token.text[1..token.text.len() - 1])
            }
            Some(_) | None => Err(self.wrong("a text in quotes")),
        }
    }

    /// Says whether all words were taken.
    pub(super) fn is_done(&self) -> bool {
        self.next == self.tokens.len()
    }

    /// Fails unless all words were taken.
    pub(super) fn done(&self) -> Read<()> {
        if self.is_done() { Ok(()) } else { Err(self.wrong("the end of the tag")) }
    }

    /// Says what should stand here.
    pub(super) fn wrong(&self, expected: &str) -> Misread {
        let found = self.peek().map_or("the end of the tag".to_owned(), |token| format!("`{}`", token.text));
        Misread { at: self.place(), message: format!("{expected} should stand here, and not {found}") }
    }

    /// Reads a whole expression.
    pub(super) fn expression(&mut self) -> Read<Expression<'a>> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(Misread { at: self.place(), message: "the expression is too deep".into() });
        }
        let read = self.or();
        self.depth -= 1;
        read
    }

    fn count_sign(&mut self) -> Read<()> {
        self.signs += 1;
        if self.signs > MAX_SIGNS {
            return Err(Misread { at: self.place(), message: "the expression is too long".into() });
        }
        Ok(())
    }

    fn or(&mut self) -> Read<Expression<'a>> {
        let mut left = self.and()?;
        while self.skip("or") {
            self.count_sign()?;
            let right = self.and()?;
            left = pair(Operator::Or, left, right);
        }
        Ok(left)
    }

    fn and(&mut self) -> Read<Expression<'a>> {
        let mut left = self.condition()?;
        while self.skip("and") {
            self.count_sign()?;
            let right = self.condition()?;
            left = pair(Operator::And, left, right);
        }
        Ok(left)
    }

    fn condition(&mut self) -> Read<Expression<'a>> {
        let at = self.place();
        if self.skip("not") {
            let inner = Box::new(self.comparison()?);
            return Ok(Expression::Not { at, inner });
        }
        self.comparison()
    }

    fn comparison(&mut self) -> Read<Expression<'a>> {
        let left = self.side()?;
        let operator = match (self.peek_text(), self.after_text(1)) {
            ("in", _) => Operator::In,
            ("not", "in") => {
                self.next += 1;
                Operator::NotIn
            }
            ("==", _) => Operator::Equal,
            ("!=", _) => Operator::NotEqual,
            ("<", _) => Operator::Less,
            ("<=", _) => Operator::LessOrEqual,
            (">", _) => Operator::Greater,
            (">=", _) => Operator::GreaterOrEqual,
            _ => return Ok(left),
        };
        self.next += 1;
        let right = self.side()?;
        Ok(pair(operator, left, right))
    }

    /// Reads sums whose parts may have filters: in `a + b | round * c` the filter is that of `a + b`.
    fn side(&mut self) -> Read<Expression<'a>> {
        let first = self.filtered()?;
        let mut parts = Vec::new();
        while let Some(operator) = self.arithmetic() {
            self.count_sign()?;
            parts.push((operator, self.filtered()?));
        }
        Ok(by_precedence(first, parts))
    }

    fn filtered(&mut self) -> Read<Expression<'a>> {
        let first = self.value()?;
        let inner = if self.peek_text() == "~" { self.joined(first)? } else { self.sum(first)? };
        let mut filters = Vec::new();
        while self.skip("|") {
            filters.push(self.filter()?);
        }
        Ok(if filters.is_empty() { inner } else { Expression::Filtered { inner: Box::new(inner), filters } })
    }

    fn joined(&mut self, first: Expression<'a>) -> Read<Expression<'a>> {
        let mut items = vec![first];
        while self.skip("~") {
            items.push(self.value()?);
        }
        Ok(Expression::Joined(items))
    }

    fn sum(&mut self, first: Expression<'a>) -> Read<Expression<'a>> {
        let mut parts = Vec::new();
        while let Some(operator) = self.arithmetic() {
            self.count_sign()?;
            parts.push((operator, self.value()?));
        }
        Ok(by_precedence(first, parts))
    }

    fn arithmetic(&mut self) -> Option<Operator> {
        let operator = match self.peek_text() {
            "+" => Operator::Plus,
            "-" => Operator::Minus,
            "*" => Operator::Times,
            "/" => Operator::Divide,
            "%" => Operator::Remainder,
            _ => return None,
        };
        self.next += 1;
        Some(operator)
    }

    fn value(&mut self) -> Read<Expression<'a>> {
        let at = self.place();
        let Some(token) = self.peek() else { return Err(self.wrong("a value")) };
        match (token.kind, token.text) {
            (Kind::Text, text) => {
                self.next += 1;
                Ok(Expression::Text { at, text })
            }
            (Kind::Number, text) | (Kind::Name, text @ ("true" | "True" | "false" | "False")) => {
                self.next += 1;
                Ok(Expression::Literal { at, text })
            }
            (Kind::Name, _) => self.named(),
            (Kind::Sign, "-") if self.after_text(1) != "-" => {
                self.next += 1;
                let inner = Box::new(self.value()?);
                Ok(Expression::Minus { at, inner })
            }
            (Kind::Sign, "(") => {
                self.next += 1;
                let inner = Box::new(self.expression()?);
                self.expect(")")?;
                Ok(Expression::Group { at, inner })
            }
            (Kind::Sign, "[") => {
                self.next += 1;
                let items = self.list()?;
                Ok(Expression::List { at, items })
            }
            (Kind::Sign, _) => Err(self.wrong("a value")),
        }
    }

    fn list(&mut self) -> Read<Vec<Expression<'a>>> {
        let mut items = Vec::new();
        while !self.skip("]") {
            items.push(self.expression()?);
            if !self.skip(",") {
                self.expect("]")?;
                break;
            }
        }
        Ok(items)
    }

    fn named(&mut self) -> Read<Expression<'a>> {
        if self.after_text(1) == "::" {
            let file = self.name()?;
            self.next += 1;
            let name = self.name()?;
            let arguments = self.arguments()?;
            return Ok(Expression::Macro { file, call: Call { name, arguments } });
        }
        if self.after_text(1) == "(" {
            let name = self.name()?;
            let arguments = self.arguments()?;
            return Ok(Expression::Call(Call { name, arguments }));
        }
        let path = self.path()?;
        if !self.skip("is") {
            return Ok(Expression::Path(path));
        }
        let negated = self.skip("not");
        let test = self.name()?;
        let mut arguments = Vec::new();
        if self.skip("(") {
            while !self.skip(")") {
                arguments.push(self.expression()?);
                if !self.skip(",") {
                    self.expect(")")?;
                    break;
                }
            }
        }
        Ok(Expression::Test { path, negated, test, arguments })
    }

    fn path(&mut self) -> Read<Path<'a>> {
        let root = self.name()?;
        let mut links = Vec::new();
        loop {
            if self.skip(".") {
                let Some(token) = self.take().filter(|token| matches!(token.kind, Kind::Name | Kind::Number))
                else {
                    return Err(self.wrong("a name"));
                };
                links.push(Link::Field(Word { at: self.base + token.at, text: token.text }));
            } else if self.skip("[") {
                links.push(Link::Index(Box::new(self.expression()?)));
                self.expect("]")?;
            } else {
                return Ok(Path { root, links });
            }
        }
    }

    /// Reads a filter with what it is given.
    pub(super) fn filter(&mut self) -> Read<Call<'a>> {
        let name = self.name()?;
        let arguments = if self.peek_text() == "(" { self.arguments()? } else { Vec::new() };
        Ok(Call { name, arguments })
    }

    fn arguments(&mut self) -> Read<Vec<(Word<'a>, Expression<'a>)>> {
        self.expect("(")?;
        let mut arguments: Vec<(Word<'a>, Expression<'a>)> = Vec::new();
        while !self.skip(")") {
            let name = self.name()?;
            self.expect("=")?;
            let value = self.expression()?;
            // Of two with one name the last counted.
            arguments.retain(|(other, _)| other.text != name.text);
            arguments.push((name, value));
            if !self.skip(",") {
                self.expect(")")?;
                break;
            }
        }
        Ok(arguments)
    }
}

fn pair<'a>(operator: Operator, left: Expression<'a>, right: Expression<'a>) -> Expression<'a> {
    Expression::Pair { operator, left: Box::new(left), right: Box::new(right) }
}

/// Puts a chain of sums and products together: products first, then from the left.
fn by_precedence<'a>(first: Expression<'a>, parts: Vec<(Operator, Expression<'a>)>) -> Expression<'a> {
    let mut terms = vec![(None, first)];
    for (operator, part) in parts {
        match terms.pop() {
            Some((before, left)) if operator.binding() > Operator::Plus.binding() => {
                terms.push((before, pair(operator, left, part)));
            }
            Some(term) => terms.extend([term, (Some(operator), part)]),
            None => {}
        }
    }
    let mut terms = terms.into_iter();
    let mut whole = terms.next().map(|(_, term)| term).expect("there is a first term");
    for (operator, term) in terms {
        whole = pair(operator.unwrap_or(Operator::Plus), whole, term);
    }
    whole
}
