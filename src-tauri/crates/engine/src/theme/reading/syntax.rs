//! Templates as trees: as much of them as says what they read. Operators that only compute are all alike here.
//! The language is Tera 2's, <https://keats.github.io/tera/docs/>.

use super::lexer::{Token, Unreadable, tokens};

/// A template.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Template {
    /// The template it extends.
    pub(super) parent: Option<String>,
    /// What it does, from the top down.
    pub(super) nodes: Vec<Node>,
    /// The components it defines.
    pub(super) components: Vec<Component>,
}

/// A component that a template defines.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Component {
    pub(super) name: String,
    pub(super) parameters: Vec<Parameter>,
    /// The parameter that takes all arguments that no other takes.
    pub(super) rest: Option<String>,
    pub(super) body: Vec<Node>,
}

/// A parameter of a component.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Parameter {
    pub(super) name: String,
    /// Says whether it is looked for where the component is called.
    pub(super) is_implicit: bool,
}

/// One thing that a template does.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Node {
    Output(Expression),
    Set {
        name: String,
        value: Expression,
    },
    /// A text that is kept under a name or handed to filters.
    Capture {
        name: Option<String>,
        arguments: Vec<Expression>,
        body: Vec<Node>,
    },
    For {
        key: Option<String>,
        item: String,
        list: Expression,
        body: Vec<Node>,
        otherwise: Vec<Node>,
    },
    If {
        condition: Expression,
        body: Vec<Node>,
        otherwise: Vec<Node>,
    },
    Block {
        name: String,
        body: Vec<Node>,
    },
    Include(String),
    Call(Call),
}

/// A call of a component.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Call {
    pub(super) component: String,
    pub(super) arguments: Arguments,
    /// Maps whose entries are arguments.
    pub(super) spread: Vec<Expression>,
    pub(super) body: Vec<Node>,
}

/// Named arguments.
pub(super) type Arguments = Vec<(String, Expression)>;

/// What has a value.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Expression {
    /// Nothing of the site.
    Plain,
    Text(String),
    Name(String),
    Attribute(Box<Expression>, String),
    /// An entry of a list or a map, by a value that is only known later.
    Entry(Box<Expression>, Box<Expression>),
    /// A part of a list, and what its ends are computed from.
    Slice(Box<Expression>, Vec<Expression>),
    Function(String, Arguments),
    Filter(Box<Expression>, String, Arguments),
    Test(Box<Expression>, String, Arguments),
    /// One of several.
    Either(Vec<Expression>),
    /// Something computed from all of several.
    Computed(Vec<Expression>),
    /// A list with these in it.
    List(Vec<Expression>),
    /// A list with one value for each item of another.
    Each {
        value: Box<Expression>,
        key: Option<String>,
        item: String,
        list: Box<Expression>,
        condition: Option<Box<Expression>>,
    },
    Call(Box<Call>),
}

/// Reads a template.
pub(super) fn read(source: &str) -> Result<Template, Unreadable> {
    let mut parser = Parser { tokens: tokens(source)?, at: 0, depth: 0, template: Template::default() };
    let nodes = parser.nodes(&[])?;
    if parser.at < parser.tokens.len() {
        return Err(Unreadable);
    }
    Ok(Template { nodes, ..parser.template })
}

/// Deeper nesting than the template engine itself takes.
const MAX_DEPTH: usize = 250;

struct Parser<'a> {
    tokens: Vec<Token<'a>>,
    at: usize,
    depth: usize,
    template: Template,
}

type Read<T> = Result<T, Unreadable>;

impl<'a> Parser<'a> {
    fn peek(&self) -> Option<Token<'a>> {
        self.tokens.get(self.at).copied()
    }

    fn is_next(&self, token: Token<'_>) -> bool {
        self.peek() == Some(token)
    }

    fn is_mark(&self, mark: &str) -> bool {
        self.is_next(Token::Mark(mark))
    }

    fn take(&mut self, token: Token<'_>) -> bool {
        let is_it = self.is_next(token);
        self.at += usize::from(is_it);
        is_it
    }

    fn take_mark(&mut self, mark: &str) -> bool {
        self.take(Token::Mark(mark))
    }

    fn expect(&mut self, token: Token<'_>) -> Read<()> {
        if self.take(token) { Ok(()) } else { Err(Unreadable) }
    }

    fn expect_mark(&mut self, mark: &str) -> Read<()> {
        self.expect(Token::Mark(mark))
    }

    fn name(&mut self) -> Read<&'a str> {
        let Some(Token::Name(name)) = self.peek() else { return Err(Unreadable) };
        self.at += 1;
        Ok(name)
    }

    fn text(&mut self) -> Read<String> {
        let Some(Token::Text(text)) = self.peek() else { return Err(Unreadable) };
        self.at += 1;
        if text.contains('\\') { Err(Unreadable) } else { Ok(text.to_owned()) }
    }

    /// Reads on until a tag that starts with one of the words; its `{%` and the word are taken.
    fn nodes(&mut self, ends: &[&str]) -> Read<Vec<Node>> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(Unreadable);
        }
        let mut nodes = Vec::new();
        while let Some(token) = self.peek() {
            self.at += 1;
            if token == Token::OutputStart {
                nodes.push(Node::Output(self.expression()?));
                self.expect(Token::OutputEnd)?;
                continue;
            }
            let is_end = match self.peek() {
                Some(Token::Name(word) | Token::Mark(word)) => ends.contains(&word),
                _ => false,
            };
            if is_end {
                self.depth -= 1;
                return Ok(nodes);
            }
            nodes.extend(self.tag()?);
        }
        self.depth -= 1;
        if ends.is_empty() { Ok(nodes) } else { Err(Unreadable) }
    }

    /// Reads up to an end tag of one word, and past it.
    fn body(&mut self, end: &str) -> Read<Vec<Node>> {
        let nodes = self.nodes(&[end])?;
        self.at += 1;
        Ok(nodes)
    }

    fn tag(&mut self) -> Read<Option<Node>> {
        if self.take_mark("<") {
            return self.call_with_body().map(|call| Some(Node::Call(call)));
        }
        let node = match self.name()? {
            "set" | "set_global" => return self.set().map(Some),
            "include" => Node::Include(self.text()?),
            "extends" => {
                self.template.parent = Some(self.text()?);
                self.expect(Token::TagEnd)?;
                return Ok(None);
            }
            "block" => {
                let name = self.name()?.to_owned();
                self.expect(Token::TagEnd)?;
                let body = self.body("endblock")?;
                if let Some(Token::Name(_)) = self.peek() {
                    self.at += 1;
                }
                Node::Block { name, body }
            }
            "for" => self.for_loop()?,
            "if" => self.condition()?,
            "filter" => {
                let arguments = self.filters_alone()?;
                let body = self.body("endfilter")?;
                Node::Capture { name: None, arguments, body }
            }
            "component" => {
                let component = self.component()?;
                self.template.components.push(component);
                self.expect(Token::TagEnd)?;
                return Ok(None);
            }
            "break" | "continue" => {
                self.expect(Token::TagEnd)?;
                return Ok(None);
            }
            _ => return Err(Unreadable),
        };
        self.expect(Token::TagEnd)?;
        Ok(Some(node))
    }

    fn set(&mut self) -> Read<Node> {
        let name = self.name()?.to_owned();
        if self.take_mark("=") {
            let value = self.expression()?;
            self.expect(Token::TagEnd)?;
            return Ok(Node::Set { name, value });
        }
        let arguments = if self.take_mark("|") {
            self.filters_alone()?
        } else {
            self.expect(Token::TagEnd)?;
            Vec::new()
        };
        let body = self.body("endset")?;
        self.expect(Token::TagEnd)?;
        Ok(Node::Capture { name: Some(name), arguments, body })
    }

    /// Reads filters without what they are applied to, up to the end of the tag, and gives their arguments.
    fn filters_alone(&mut self) -> Read<Vec<Expression>> {
        let mut arguments = Vec::new();
        loop {
            self.name()?;
            if self.is_mark("(") {
                arguments.extend(self.arguments()?.into_iter().map(|(_, value)| value));
            }
            if !self.take_mark("|") {
                self.expect(Token::TagEnd)?;
                return Ok(arguments);
            }
        }
    }

    fn for_loop(&mut self) -> Read<Node> {
        let (key, item) = self.loop_names()?;
        let list = self.expression()?;
        self.expect(Token::TagEnd)?;
        let body = self.nodes(&["endfor", "else"])?;
        let otherwise = if self.take(Token::Name("else")) {
            self.expect(Token::TagEnd)?;
            self.nodes(&["endfor"])?
        } else {
            Vec::new()
        };
        self.at += 1;
        Ok(Node::For { key, item, list, body, otherwise })
    }

    fn loop_names(&mut self) -> Read<(Option<String>, String)> {
        let first = self.name()?.to_owned();
        let names = if self.take_mark(",") { (Some(first), self.name()?.to_owned()) } else { (None, first) };
        self.expect(Token::Name("in"))?;
        Ok(names)
    }

    fn condition(&mut self) -> Read<Node> {
        let condition = self.expression()?;
        self.expect(Token::TagEnd)?;
        let body = self.nodes(&["endif", "else", "elif"])?;
        let otherwise = match self.name()? {
            "elif" => {
                self.depth += 1;
                let inner = if self.depth > MAX_DEPTH { Err(Unreadable) } else { self.condition() };
                self.depth -= 1;
                vec![inner?]
            }
            "else" => {
                self.expect(Token::TagEnd)?;
                self.body("endif")?
            }
            _ => Vec::new(),
        };
        Ok(Node::If { condition, body, otherwise })
    }

    fn component(&mut self) -> Read<Component> {
        let name = self.dotted_name()?;
        self.expect_mark("(")?;
        let (mut parameters, mut rest) = (Vec::new(), None);
        while !self.take_mark(")") {
            if self.take_mark("...") {
                rest = Some(self.name()?.to_owned());
            } else {
                let is_implicit = self.take_mark("@");
                parameters.push(Parameter { name: self.name()?.to_owned(), is_implicit });
                if self.take_mark(":") {
                    self.name()?;
                }
                if self.take_mark("=") {
                    self.expression()?;
                }
            }
            self.take_mark(",");
        }
        if !self.is_next(Token::TagEnd) {
            // What it says about itself.
            self.expression()?;
        }
        self.expect(Token::TagEnd)?;
        let body = self.body("endcomponent")?;
        if !self.is_next(Token::TagEnd) {
            self.dotted_name()?;
        }
        Ok(Component { name, parameters, rest, body })
    }

    fn dotted_name(&mut self) -> Read<String> {
        let mut name = self.name()?.to_owned();
        while self.take_mark(".") {
            name.push('.');
            name.push_str(self.name()?);
        }
        Ok(name)
    }

    fn call_with_body(&mut self) -> Read<Call> {
        let call = self.call_start()?;
        self.expect_mark(">")?;
        self.expect(Token::TagEnd)?;
        let body = self.nodes(&["</"])?;
        self.at += 1;
        if self.dotted_name()? != call.component {
            return Err(Unreadable);
        }
        self.expect_mark(">")?;
        self.expect(Token::TagEnd)?;
        Ok(Call { body, ..call })
    }

    /// Reads a call from its name up to its `/>` or `>`.
    fn call_start(&mut self) -> Read<Call> {
        let component = self.dotted_name()?;
        let (mut arguments, mut spread) = (Vec::new(), Vec::new());
        loop {
            if self.take_mark("{") {
                self.expect_mark("...")?;
                spread.push(self.expression()?);
                self.expect_mark("}")?;
            } else if let Some(Token::Name(name)) = self.peek() {
                self.at += 1;
                arguments.push((name.to_owned(), self.call_argument(name)?));
            } else {
                return Ok(Call { component, arguments, spread, body: Vec::new() });
            }
        }
    }

    fn call_argument(&mut self, name: &str) -> Read<Expression> {
        if !self.take_mark("=") {
            return Ok(Expression::Name(name.to_owned()));
        }
        if self.take_mark("{") {
            let value = self.expression()?;
            self.expect_mark("}")?;
            return Ok(value);
        }
        let Some(Token::Text(_)) = self.peek() else { return Err(Unreadable) };
        self.at += 1;
        Ok(Expression::Plain)
    }

    /// Reads named arguments in round brackets.
    fn arguments(&mut self) -> Read<Arguments> {
        self.expect_mark("(")?;
        let mut arguments = Vec::new();
        while !self.take_mark(")") {
            let name = self.name()?.to_owned();
            self.expect_mark("=")?;
            arguments.push((name, self.expression()?));
            self.take_mark(",");
        }
        Ok(arguments)
    }

    fn expression(&mut self) -> Read<Expression> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(Unreadable);
        }
        let found = self.alternatives();
        self.depth -= 1;
        found
    }

    /// `a and b`, `a or b`, `a if b else c`.
    fn alternatives(&mut self) -> Read<Expression> {
        let mut found = vec![self.computed()?];
        loop {
            if self.take(Token::Name("and")) || self.take(Token::Name("or")) {
                found.push(self.computed()?);
            } else if self.take(Token::Name("if")) {
                // What is weighed is told apart from nothing only by being there, and costs nothing as a result.
                found.push(self.expression()?);
                self.expect(Token::Name("else"))?;
                found.push(self.expression()?);
            } else {
                return Ok(if found.len() == 1 { found.remove(0) } else { Expression::Either(found) });
            }
        }
    }

    /// Operands with operators that compute or compare between them.
    fn computed(&mut self) -> Read<Expression> {
        const OPERATORS: [&str; 14] =
            ["+", "-", "*", "/", "//", "%", "**", "~", "==", "!=", "<", ">", "<=", ">="];
        let mut operands = vec![self.operand()?];
        loop {
            let is_negated = self.take(Token::Name("not"));
            let is_operator = match self.peek() {
                Some(Token::Mark(mark)) => OPERATORS.contains(&mark) && !is_negated,
                Some(Token::Name(name)) => name == "in",
                _ => false,
            };
            if !is_operator {
                let alone = operands.len() == 1 && !is_negated;
                return Ok(if alone { operands.remove(0) } else { Expression::Computed(operands) });
            }
            self.at += 1;
            operands.push(self.operand()?);
        }
    }

    fn operand(&mut self) -> Read<Expression> {
        // Whether something is there is asked of the same value, so `not` changes nothing.
        while self.take(Token::Name("not")) || self.take_mark("-") {}
        let mut value = self.primary()?;
        loop {
            if self.take_mark(".") || self.take_mark("?.") {
                value = Expression::Attribute(Box::new(value), self.name()?.to_owned());
            } else if self.take_mark("[") || self.take_mark("?[") {
                value = self.subscript(value)?;
            } else if self.take_mark("|") {
                let name = self.name()?.to_owned();
                let arguments = if self.is_mark("(") { self.arguments()? } else { Vec::new() };
                value = Expression::Filter(Box::new(value), name, arguments);
            } else if self.take(Token::Name("is")) {
                self.take(Token::Name("not"));
                let name = self.name()?.to_owned();
                let arguments = if self.is_mark("(") { self.arguments()? } else { Vec::new() };
                value = Expression::Test(Box::new(value), name, arguments);
            } else {
                return Ok(value);
            }
        }
    }

    fn subscript(&mut self, value: Expression) -> Read<Expression> {
        let (mut ends, mut colons) = (Vec::new(), 0);
        while !self.take_mark("]") {
            if self.take_mark(":") {
                colons += 1;
            } else {
                ends.push(self.expression()?);
            }
        }
        let value = Box::new(value);
        match (colons, ends.pop()) {
            (0, Some(Expression::Text(name))) if ends.is_empty() => Ok(Expression::Attribute(value, name)),
            (0, Some(entry)) if ends.is_empty() => Ok(Expression::Entry(value, Box::new(entry))),
            (0, _) => Err(Unreadable),
            (_, last) => {
                ends.extend(last);
                Ok(Expression::Slice(value, ends))
            }
        }
    }

    fn primary(&mut self) -> Read<Expression> {
        let token = self.peek().ok_or(Unreadable)?;
        self.at += 1;
        match token {
            Token::Number => Ok(Expression::Plain),
            Token::Text(text) if text.contains('\\') => Ok(Expression::Plain),
            Token::Text(text) => Ok(Expression::Text(text.to_owned())),
            Token::Name("true" | "True" | "false" | "False" | "none" | "None" | "null") => {
                Ok(Expression::Plain)
            }
            Token::Name(name) if self.is_mark("(") => {
                Ok(Expression::Function(name.to_owned(), self.arguments()?))
            }
            Token::Name(name) => Ok(Expression::Name(name.to_owned())),
            Token::Mark("(") => {
                let inner = self.expression()?;
                self.expect_mark(")")?;
                Ok(inner)
            }
            Token::Mark("<") => {
                let call = self.call_start()?;
                self.expect_mark("/")?;
                self.expect_mark(">")?;
                Ok(Expression::Call(Box::new(call)))
            }
            Token::Mark("[") => self.list(),
            Token::Mark("{") => self.map(),
            Token::Mark(_) | Token::OutputStart | Token::OutputEnd | Token::TagStart | Token::TagEnd => {
                Err(Unreadable)
            }
        }
    }

    fn list(&mut self) -> Read<Expression> {
        let mut items = Vec::new();
        while !self.take_mark("]") {
            self.take_mark("...");
            items.push(self.expression()?);
            if self.take(Token::Name("for")) {
                let value = Box::new(items.pop().ok_or(Unreadable)?);
                let (key, item) = self.loop_names()?;
                let list = Box::new(self.computed_list()?);
                let condition =
                    if self.take(Token::Name("if")) { Some(Box::new(self.expression()?)) } else { None };
                self.expect_mark("]")?;
                return Ok(Expression::Each { value, key, item, list, condition });
            }
            self.take_mark(",");
        }
        Ok(Expression::List(items))
    }

    /// What a comprehension goes through: an `if` after it is the comprehension's own.
    fn computed_list(&mut self) -> Read<Expression> {
        let mut found = vec![self.computed()?];
        while self.take(Token::Name("and")) || self.take(Token::Name("or")) {
            found.push(self.computed()?);
        }
        Ok(if found.len() == 1 { found.remove(0) } else { Expression::Either(found) })
    }

    fn map(&mut self) -> Read<Expression> {
        let mut values = Vec::new();
        while !self.take_mark("}") {
            if !self.take_mark("...") {
                // The key: a text, a number or a truth.
                self.at += 1;
                self.expect_mark(":")?;
            }
            values.push(self.expression()?);
            self.take_mark(",");
        }
        Ok(Expression::List(values))
    }
}
