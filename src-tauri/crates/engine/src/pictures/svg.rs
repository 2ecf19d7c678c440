//! The size of a drawing (SVG), from its first tag.

use super::shape::Size;

/// The first tag of a drawing stands in these bytes.
const HEAD_BYTES: usize = 128 * 1024;

/// Says whether bytes are a drawing.
pub(super) fn is_svg(bytes: &[u8]) -> bool {
    first_tag(&head(bytes)).is_some()
}

/// Finds the size of a drawing: its `width` and `height`, or else the proportions of its `viewBox`.
pub(super) fn size(bytes: &[u8]) -> Result<Size, String> {
    let head = head(bytes);
    let tag = first_tag(&head).ok_or("it is no drawing")?;
    let (width, height) = (length(attribute(tag, "width")), length(attribute(tag, "height")));
    let view = attribute(tag, "viewBox").and_then(view_box);
    let (width, height) = match (width, height, view) {
        (Some(width), Some(height), _) => (width, height),
        (Some(width), None, Some((w, h))) => (width, width * h / w),
        (None, Some(height), Some((w, h))) => (height * w / h, height),
        (None, None, Some(view)) => view,
        (_, _, None) => {
            return Err("the drawing says no size: give it a `width` and a `height`, or a `viewBox`".into());
        }
    };
    Ok(Size { width: whole(width), height: whole(height) })
}

fn head(bytes: &[u8]) -> String {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD_BYTES)]);
    head.trim_start_matches('\u{feff}').to_owned()
}

/// Finds what stands in the first tag, if that is `svg`; declarations, remarks and the document type come before it.
fn first_tag(text: &str) -> Option<&str> {
    let mut rest = text.trim_start();
    loop {
        let end = if rest.starts_with("<!--") {
            "-->"
        } else if rest.starts_with("<?") {
            "?>"
        } else if rest.starts_with("<!") {
            // A document type may declare entities between brackets.
            if rest.find('[').is_some_and(|bracket| rest.find('>').is_none_or(|end| bracket < end)) {
                "]>"
            } else {
                ">"
            }
        } else {
            break;
        };
        rest = rest.split_once(end)?.1.trim_start();
    }
    let rest = rest.strip_prefix("<svg")?;
    let is_name_over = rest.starts_with(|c: char| c.is_whitespace() || c == '>' || c == '/');
    is_name_over.then(|| &rest[..tag_end(rest).unwrap_or(rest.len())])
}

/// Finds the end of a tag; a `>` between quotes is not it.
fn tag_end(text: &str) -> Option<usize> {
    let mut quote = None;
    text.char_indices().find_map(|(at, c)| {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if matches!(c, '"' | '\'') => quote = Some(c),
            None if c == '>' => return Some(at),
            None => {}
        }
        None
    })
}

/// Finds the value of an attribute.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = tag;
    loop {
        let (key, after) = rest.split_once('=')?;
        let after = after.trim_start();
        let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let (value, next) = after[1..].split_once(quote)?;
        if key.trim() == name {
            return Some(value.trim());
        }
        rest = next;
    }
}

/// Reads a length in CSS pixels; shares of what is around the drawing say nothing.
fn length(text: Option<&str>) -> Option<f64> {
    let text = text?;
    let end = text.find(|c: char| !matches!(c, '0'..='9' | '.' | '+' | '-')).unwrap_or(text.len());
    let number: f64 = text[..end].parse().ok()?;
    let pixels = match text[end..].trim() {
        "" | "px" => 1.0,
        "pt" => 96.0 / 72.0,
        "pc" | "em" | "rem" => 16.0,
        "in" => 96.0,
        "cm" => 96.0 / 2.54,
        "mm" => 9.6 / 2.54,
        _ => return None,
    };
    Some(number * pixels).filter(|length| *length > 0.0 && length.is_finite())
}

fn view_box(text: &str) -> Option<(f64, f64)> {
    let numbers = text.split(|c: char| c.is_whitespace() || c == ',').filter(|part| !part.is_empty());
    let numbers: Vec<f64> = numbers.map(str::parse).collect::<Result<_, _>>().ok()?;
    match numbers[..] {
        [_, _, width, height] if width > 0.0 && height > 0.0 && (width * height).is_finite() => {
            Some((width, height))
        }
        _ => None,
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the length is clamped before")]
fn whole(length: f64) -> u32 {
    length.round().clamp(1.0, 1e9) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(svg: &str, wanted: Option<(u32, u32)>) {
        assert!(is_svg(svg.as_bytes()), "{svg}");
        let found = size(svg.as_bytes()).ok().map(|size| (size.width, size.height));
        assert_eq!(found, wanted, "{svg}");
    }

    #[test]
    fn the_size_is_read_from_the_first_tag() {
        check("<svg width=\"40\" height='30'/>", Some((40, 30)));
        check(
            "\u{feff}<?xml version=\"1.0\"?>\n<!-- width=\"1\" -->\n<!DOCTYPE svg>\n<svg width=\"40\" height=\"30px\">",
            Some((40, 30)),
        );
        check(
            "<!DOCTYPE svg [ <!ENTITY a \"<svg width='9'>\"> ]><svg viewBox=\"0 0 20.4,10\"></svg>",
            Some((20, 10)),
        );
        check("<svg viewBox=\"0 0 20 10\" width=\"100%\" height=\"50\">", Some((100, 50)));
        check("<svg viewBox=\"0 0 20 10\" width=\"1in\"/>", Some((96, 48)));
        check("<svg data-a=\"x>y\" width=\"1cm\" height=\"10mm\"/>", Some((38, 38)));
        check("<svg stroke-width=\"7\" width=\"5\" height=\"6\"/>", Some((5, 6)));
    }

    #[test]
    fn a_drawing_without_a_size_has_none() {
        check("<svg/>", None);
        check("<svg width=\"-3\" height=\"nan\"/>", None);
        check("<svg viewBox=\"0 0 0 10\"/>", None);
        check("<svg viewBox=\"0 0 inf 10\"/>", None);
    }

    #[test]
    fn another_text_is_no_drawing() {
        for text in ["<html><svg/></html>", "<svgx/>", "<!-- <svg/>", "svg", ""] {
            assert!(!is_svg(text.as_bytes()), "{text}");
        }
    }
}
