//! `:smile:` into a picture character.

use std::borrow::Cow;

/// Replaces every known alias; everything else stays.
pub(super) fn replace_aliases(text: &str) -> Cow<'_, str> {
    if !text.contains(':') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(':') {
        let after = &rest[start + 1..];
        let length = after.bytes().take_while(is_alias).count();
        let known =
            after[length..].starts_with(':').then(|| emojis::get_by_shortcode(&after[..length])).flatten();
        out.push_str(&rest[..start]);
        rest = match known {
            Some(emoji) => {
                out.push_str(emoji.as_str());
                &after[length + 1..]
            }
            None => {
                out.push(':');
                after
            }
        };
    }
    out.push_str(rest);
    Cow::Owned(out)
}

fn is_alias(byte: &u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'+' | b'-')
}
