//! Where a link leads, and how it is written.

use std::borrow::Cow;

use pulldown_cmark_escape::escape_href;

use super::writer::push_attribute;
use super::{ExternalLink, InternalLink, Links, Site};
use crate::config;
use crate::diagnostic::Place;

/// What an address in the text stands for.
pub(super) enum Target<'a> {
    /// A page of the site, or a part of this page.
    Internal { url: Cow<'a, str>, link: Internal },
    /// An address on the web, by http or https.
    External(&'a str),
    /// Anything else, already as it goes out.
    Other(Cow<'a, str>),
}

/// A link inside the site, but for its place.
pub(super) struct Internal {
    path: Option<String>,
    anchor: Option<String>,
    found: bool,
}

impl<'a> Target<'a> {
    pub(super) fn of(address: &'a str, permalink: &str, site: &dyn Site) -> Self {
        if let Some(path) = address.strip_prefix("@/") {
            return Self::to_content(address, path, site);
        }
        if let Some(anchor) = address.strip_prefix('#').filter(|anchor| !anchor.is_empty()) {
            let link = Internal { path: None, anchor: Some(unescape(anchor).into_owned()), found: true };
            return Self::Internal { url: Cow::Owned(format!("{permalink}{address}")), link };
        }
        if is_web(address) { Self::External(address) } else { Self::Other(beside(address, permalink)) }
    }

    fn to_content(address: &'a str, path: &str, site: &dyn Site) -> Self {
        let (path, anchor) = path.split_once('#').map_or((path, None), |(path, anchor)| (path, Some(anchor)));
        let path = unescape(path);
        let permalink = site.permalink(&path);
        let found = permalink.is_some();
        let url = match (permalink, anchor) {
            (None, _) => Cow::Borrowed(address),
            (Some(permalink), None) => Cow::Owned(permalink.to_string()),
            (Some(permalink), Some(anchor)) => Cow::Owned(format!("{permalink}#{anchor}")),
        };
        let anchor = anchor.filter(|anchor| !anchor.is_empty()).map(|anchor| unescape(anchor).into_owned());
        Self::Internal { url, link: Internal { path: Some(path.into_owned()), anchor, found } }
    }

    /// Writes the start of the link.
    pub(super) fn push_open(&self, html: &mut String, title: &str, options: &config::Markdown) {
        html.push_str("<a");
        let url = match self {
            Self::External(url) => {
                push_external_attributes(html, options);
                url
            }
            Self::Internal { url, .. } | Self::Other(url) => url.as_ref(),
        };
        push_title(html, title);
        html.push_str(" href=\"");
        push_url(html, url);
        html.push_str("\">");
    }

    /// Notes the link in the list of links.
    pub(super) fn note(self, links: &mut Links, place: impl FnOnce() -> Place) {
        match self {
            Self::Internal { link: Internal { path, anchor, found }, .. } => {
                links.internal.push(InternalLink { path, anchor, found, place: place() });
            }
            Self::External(url) => links.external.push(ExternalLink { url: url.to_owned(), place: place() }),
            Self::Other(_) => {}
        }
    }
}

/// A file beside the page is named without its folder; the page may be read elsewhere, so the folder is added.
pub(super) fn beside<'a>(address: &'a str, permalink: &str) -> Cow<'a, str> {
    let stays = address.is_empty()
        || address.starts_with(['/', '#', '?'])
        || address == ".."
        || address.starts_with("../")
        || has_scheme(address);
    if stays { Cow::Borrowed(address) } else { Cow::Owned(format!("{permalink}{address}")) }
}

pub(super) fn push_title(html: &mut String, title: &str) {
    if !title.is_empty() {
        html.push_str(" title=\"");
        push_attribute(html, title);
        html.push('"');
    }
}

pub(super) fn push_url(html: &mut String, url: &str) {
    // Writing into a string cannot fail.
    let _ = escape_href(html, url);
}

fn push_external_attributes(html: &mut String, options: &config::Markdown) {
    if let Some(class) = &options.external_links_class {
        html.push_str(" class=\"");
        push_attribute(html, class);
        html.push('"');
    }
    let words = [
        (options.external_links_target_blank, "noopener"),
        (options.external_links_no_follow, "nofollow"),
        (options.external_links_no_referrer, "noreferrer"),
        (options.external_links_external, "external"),
    ];
    let mut opening = " rel=\"";
    for (_, word) in words.iter().filter(|(is_on, _)| *is_on) {
        html.push_str(opening);
        html.push_str(word);
        opening = " ";
    }
    if opening == " " {
        html.push('"');
    }
    if options.external_links_target_blank {
        html.push_str(" target=\"_blank\"");
    }
}

/// Gives the address of a picture as a path of the site; nothing where it leads elsewhere.
pub(super) fn picture(address: &str) -> Option<String> {
    let leads_elsewhere = address.is_empty() || address.starts_with("//") || has_scheme(address);
    let path = address.split(['?', '#']).next().unwrap_or_default();
    (!leads_elsewhere && !path.is_empty()).then(|| unescape(path).into_owned())
}

fn is_web(address: &str) -> bool {
    let starts =
        |scheme: &str| address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    starts("https://") || starts("http://")
}

fn has_scheme(address: &str) -> bool {
    address.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
    })
}

/// `some%20name` is how a space has to be written in Markdown; the file has the space.
fn unescape(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let escaped = (byte == b'%').then(|| after.get(..2)).flatten().and_then(hex);
        bytes.push(escaped.unwrap_or(byte));
        rest = if escaped.is_some() { &after[2..] } else { after };
    }
    String::from_utf8(bytes).map_or(Cow::Borrowed(text), Cow::Owned)
}

fn hex(digits: &[u8]) -> Option<u8> {
    let mut digits = digits.iter().map(|&digit| char::from(digit).to_digit(16));
    digits.try_fold(0_u8, |value, digit| Some(value * 16 + u8::try_from(digit?).ok()?))
}
