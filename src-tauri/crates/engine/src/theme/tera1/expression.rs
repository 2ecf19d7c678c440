//! What stands in tags, as Tera 1 understands it. Places are byte offsets in the template.

/// An expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Expression<'a> {
    /// A number, `true` or `false`.
    Literal { at: usize, text: &'a str },
    /// A text with its quotes.
    Text { at: usize, text: &'a str },
    /// A variable and the way into it.
    Path(Path<'a>),
    /// A list.
    List { at: usize, items: Vec<Expression<'a>> },
    /// `not …`
    Not { at: usize, inner: Box<Expression<'a>> },
    /// `- …`
    Minus { at: usize, inner: Box<Expression<'a>> },
    /// Two expressions with a sign or a word between them.
    Pair { operator: Operator, left: Box<Expression<'a>>, right: Box<Expression<'a>> },
    /// Texts put together with `~`.
    Joined(Vec<Expression<'a>>),
    /// `path is test(…)`
    Test { path: Path<'a>, negated: bool, test: Word<'a>, arguments: Vec<Expression<'a>> },
    /// A function.
    Call(Call<'a>),
    /// `file::macro(…)`
    Macro { file: Word<'a>, call: Call<'a> },
    /// An expression with filters behind it.
    Filtered { inner: Box<Expression<'a>>, filters: Vec<Call<'a>> },
    /// An expression in parentheses.
    Group { at: usize, inner: Box<Expression<'a>> },
}

/// A name with its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Word<'a> {
    pub(super) at: usize,
    pub(super) text: &'a str,
}

/// A function, filter or macro with what it is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Call<'a> {
    pub(super) name: Word<'a>,
    pub(super) arguments: Vec<(Word<'a>, Expression<'a>)>,
}

/// A variable and the way into it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Path<'a> {
    pub(super) root: Word<'a>,
    pub(super) links: Vec<Link<'a>>,
}

/// A step into a variable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Link<'a> {
    /// `.name`
    Field(Word<'a>),
    /// `[…]`
    Index(Box<Expression<'a>>),
}

/// What stands between two expressions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    Or,
    And,
    In,
    NotIn,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Plus,
    Minus,
    Times,
    Divide,
    Remainder,
}

impl Operator {
    /// Gives the sign or word.
    pub(super) fn sign(self) -> &'static str {
        match self {
            Self::Or => "or",
            Self::And => "and",
            Self::In => "in",
            Self::NotIn => "not in",
            Self::Equal => "==",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
            Self::Plus => "+",
            Self::Minus => "-",
            Self::Times => "*",
            Self::Divide => "/",
            Self::Remainder => "%",
        }
    }

    /// Says how firmly it holds its sides together in Tera 2.
    pub(super) fn binding(self) -> u8 {
        match self {
            Self::Or => 1,
            Self::And => 3,
            Self::In | Self::NotIn => 5,
            Self::Equal
            | Self::NotEqual
            | Self::Less
            | Self::LessOrEqual
            | Self::Greater
            | Self::GreaterOrEqual => 7,
            Self::Plus | Self::Minus => 11,
            Self::Times | Self::Divide | Self::Remainder => 13,
        }
    }

    /// Says whether it computes with numbers.
    pub(super) fn is_arithmetic(self) -> bool {
        match self {
            Self::Plus | Self::Minus | Self::Times | Self::Divide | Self::Remainder => true,
            Self::Or
            | Self::And
            | Self::In
            | Self::NotIn
            | Self::Equal
            | Self::NotEqual
            | Self::Less
            | Self::LessOrEqual
            | Self::Greater
            | Self::GreaterOrEqual => false,
        }
    }
}

impl<'a> Expression<'a> {
    /// Gives itself without the parentheses around it.
    pub(super) fn bare(&self) -> &Self {
        if let Self::Group { inner, .. } = self { inner.bare() } else { self }
    }

    /// Calls a function with itself and each expression in it.
    pub(super) fn visit(&self, see: &mut dyn FnMut(&Self)) {
        see(self);
        match self {
            Self::Literal { .. } | Self::Text { .. } => {}
            Self::Path(path) => path.visit(see),
            Self::List { items, .. } | Self::Joined(items) => items.iter().for_each(|item| item.visit(see)),
            Self::Not { inner, .. } | Self::Minus { inner, .. } | Self::Group { inner, .. } => {
                inner.visit(see);
            }
            Self::Pair { left, right, .. } => {
                left.visit(see);
                right.visit(see);
            }
            Self::Test { path, arguments, .. } => {
                path.visit(see);
                arguments.iter().for_each(|argument| argument.visit(see));
            }
            Self::Call(call) | Self::Macro { call, .. } => call.visit(see),
            Self::Filtered { inner, filters } => {
                inner.visit(see);
                filters.iter().for_each(|filter| filter.visit(see));
            }
        }
    }
}

impl<'a> Call<'a> {
    fn visit(&self, see: &mut dyn FnMut(&Expression<'a>)) {
        self.arguments.iter().for_each(|(_, value)| value.visit(see));
    }
}

impl<'a> Path<'a> {
    /// Says whether a step is a number, as in `list.0`, which Tera 2 writes in brackets.
    pub(super) fn has_numbered_field(&self) -> bool {
        let is_numbered = |word: &Word<'_>| word.text.starts_with(|c: char| c.is_ascii_digit());
        self.links.iter().any(|link| matches!(link, Link::Field(word) if is_numbered(word)))
    }

    fn visit(&self, see: &mut dyn FnMut(&Expression<'a>)) {
        for link in &self.links {
            if let Link::Index(index) = link {
                index.visit(see);
            }
        }
    }
}
