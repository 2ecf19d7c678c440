//! Which part of a picture is taken, and how large it becomes.

use super::MAX_PIXELS;

/// No side of a picture that is made may be longer; WebP cannot hold more.
pub(crate) const MAX_SIDE: u32 = 16_383;

/// How a picture is brought to its new size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operation {
    /// To exactly this width and height, whatever that does to its proportions.
    Scale,
    /// To this width; the height follows.
    FitWidth,
    /// To this height; the width follows.
    FitHeight,
    /// To at most this width and height, and never larger than it is.
    Fit,
    /// To exactly this width and height; what stands over is cut off on both sides.
    Fill,
}

impl Operation {
    /// The words for the operations, as templates write them.
    pub(crate) const WORDS: [(&'static str, Self); 5] = [
        ("scale", Self::Scale),
        ("fit_width", Self::FitWidth),
        ("fit_height", Self::FitHeight),
        ("fit", Self::Fit),
        ("fill", Self::Fill),
    ];

    /// Gives the word for the operation.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Scale => "scale",
            Self::FitWidth => "fit_width",
            Self::FitHeight => "fit_height",
            Self::Fit => "fit",
            Self::Fill => "fill",
        }
    }
}

/// A width and a height in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Size {
    pub(crate) width: u32,
    pub(crate) height: u32,
}

/// A part of a picture, in its pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) left: u32,
    pub(crate) top: u32,
    pub(crate) size: Size,
}

/// Which part of a picture is taken, and how large it becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Shape {
    pub(crate) part: Part,
    pub(crate) size: Size,
}

impl Size {
    /// Counts the pixels.
    pub(crate) fn pixels(self) -> u64 {
        u64::from(self.width) * u64::from(self.height)
    }

    fn with_width(self, width: u32) -> Self {
        Self { width, height: scaled(self.height, width, self.width) }
    }

    fn with_height(self, height: u32) -> Self {
        Self { width: scaled(self.width, height, self.height), height }
    }

    fn is_wider_than(self, other: Self) -> bool {
        u64::from(self.width) * u64::from(other.height) > u64::from(other.width) * u64::from(self.height)
    }
}

/// Finds the shape of a picture of this size, or says what the wish lacks.
pub(crate) fn shape(
    operation: Operation,
    size: Size,
    width: Option<u32>,
    height: Option<u32>,
) -> Result<Shape, String> {
    let needed = |name: &str, wanted: Option<u32>| match wanted {
        None => Err(format!("`op=\"{}\"` needs `{name}`", operation.word())),
        Some(0) => Err(format!("`{name}` is 0, and a picture has at least 1 pixel")),
        Some(length) => Ok(length),
    };
    let both = || Ok::<_, String>(Size { width: needed("width", width)?, height: needed("height", height)? });
    let whole = Part { left: 0, top: 0, size };
    let shape = match operation {
        Operation::Scale => Shape { part: whole, size: both()? },
        Operation::FitWidth => Shape { part: whole, size: size.with_width(needed("width", width)?) },
        Operation::FitHeight => Shape { part: whole, size: size.with_height(needed("height", height)?) },
        Operation::Fit => Shape { part: whole, size: fitted(size, both()?) },
        Operation::Fill => {
            let wanted = both()?;
            Shape { part: middle(size, wanted), size: wanted }
        }
    };
    let Size { width, height } = shape.size;
    if width > MAX_SIDE || height > MAX_SIDE {
        return Err(format!(
            "a picture can be {MAX_SIDE} pixels wide and high at most, not {width} × {height}"
        ));
    }
    if shape.size.pixels() > MAX_PIXELS {
        return Err(format!("a picture can have 100 megapixels at most, and {width} × {height} is more"));
    }
    Ok(shape)
}

fn fitted(size: Size, most: Size) -> Size {
    if size.width <= most.width && size.height <= most.height {
        size
    } else if size.is_wider_than(most) {
        size.with_width(most.width)
    } else {
        size.with_height(most.height)
    }
}

/// Takes the middle of a picture that has the proportions wanted.
fn middle(size: Size, proportions: Size) -> Part {
    let kept = if size.is_wider_than(proportions) {
        proportions.with_height(size.height)
    } else {
        proportions.with_width(size.width)
    };
    let kept = Size { width: kept.width.min(size.width), height: kept.height.min(size.height) };
    Part { left: (size.width - kept.width) / 2, top: (size.height - kept.height) / 2, size: kept }
}

/// Scales a length by a ratio, down to whole pixels and never to nothing.
fn scaled(length: u32, to: u32, from: u32) -> u32 {
    let scaled = u64::from(length) * u64::from(to) / u64::from(from.max(1));
    u32::try_from(scaled).unwrap_or(u32::MAX).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEA: Size = Size { width: 60, height: 40 };

    fn sized(operation: Operation, width: u32, height: u32) -> (u32, u32) {
        let shape = shape(operation, SEA, Some(width), Some(height)).expect("is possible");
        (shape.size.width, shape.size.height)
    }

    #[test]
    fn each_operation_gives_the_documented_size() {
        assert_eq!(sized(Operation::Scale, 20, 20), (20, 20));
        assert_eq!(sized(Operation::FitWidth, 30, 0), (30, 20));
        assert_eq!(sized(Operation::FitWidth, 120, 0), (120, 80));
        assert_eq!(sized(Operation::FitHeight, 0, 10), (15, 10));
        assert_eq!(sized(Operation::Fit, 25, 25), (25, 16));
        assert_eq!(sized(Operation::Fit, 25, 5), (7, 5));
        assert_eq!(sized(Operation::Fit, 500, 500), (60, 40));
        assert_eq!(sized(Operation::Fill, 12, 12), (12, 12));
    }

    #[test]
    fn fill_takes_the_middle() {
        let part = |width, height| shape(Operation::Fill, SEA, Some(width), Some(height)).expect("fits").part;
        let of = |left, top, width, height| Part { left, top, size: Size { width, height } };
        assert_eq!(part(10, 10), of(10, 0, 40, 40));
        assert_eq!(part(60, 10), of(0, 15, 60, 10));
        assert_eq!(part(1, 9_000), of(29, 0, 1, 40));
    }

    #[test]
    fn a_thin_picture_keeps_a_pixel() {
        let line = Size { width: 4_000, height: 1 };
        let shape = shape(Operation::FitWidth, line, Some(10), None).expect("is possible");
        assert_eq!(shape.size, Size { width: 10, height: 1 });
    }

    #[test]
    fn what_cannot_be_is_said() {
        let say = |operation, width, height| shape(operation, SEA, width, height).expect_err("cannot be");
        assert_eq!(say(Operation::Fill, Some(1), None), "`op=\"fill\"` needs `height`");
        assert_eq!(
            say(Operation::Scale, Some(0), Some(1)),
            "`width` is 0, and a picture has at least 1 pixel"
        );
        let long = say(Operation::FitWidth, Some(MAX_SIDE + 1), None);
        assert_eq!(long, "a picture can be 16383 pixels wide and high at most, not 16384 × 10922");
        let large = say(Operation::Scale, Some(16_000), Some(16_000));
        assert_eq!(large, "a picture can have 100 megapixels at most, and 16000 × 16000 is more");
        let endless = say(Operation::FitHeight, None, Some(u32::MAX));
        assert_eq!(
            endless,
            "a picture can be 16383 pixels wide and high at most, not 4294967295 × 4294967295"
        );
    }
}
