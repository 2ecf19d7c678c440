//! HTML that templates show: held as the value they see, so that a large site holds each text of its pages once.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;

use tera::Value;

/// Finished HTML.
#[derive(Clone)]
pub struct Html(Value);

impl Html {
    /// Gives what templates see, which shares the text.
    pub fn to_value(&self) -> Value {
        self.0.clone()
    }
}

impl Deref for Html {
    type Target = str;

    fn deref(&self) -> &str {
        self.0.as_str().expect("is made of text")
    }
}

impl<T: AsRef<str>> From<T> for Html {
    fn from(text: T) -> Self {
        Self(Value::from(text.as_ref()))
    }
}

impl PartialEq for Html {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for Html {}

impl Hash for Html {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (**self).hash(state);
    }
}

impl fmt::Debug for Html {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

impl fmt::Display for Html {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self)
    }
}
