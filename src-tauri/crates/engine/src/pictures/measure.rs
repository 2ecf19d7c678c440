//! What a picture is like, read from the head of its file. The bytes say what it is, not the ending of its name.

use image::metadata::Orientation;

use super::decode::{DAMAGED, decoder, guarded};
use super::shape::Size;
use super::{MAX_PIXELS, avif, svg};

/// The note stands after the colours, of which there are 256 at most.
const GIF_START: usize = 2048;

/// A kind of picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Jpeg,
    Png,
    Gif,
    WebP,
    Avif,
    Svg,
}

impl Kind {
    /// Names it as templates do.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Gif => "gif",
            Self::WebP => "webp",
            Self::Avif => "avif",
            Self::Svg => "svg",
        }
    }

    /// Gives its media type.
    pub(crate) fn mime(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Gif => "image/gif",
            Self::WebP => "image/webp",
            Self::Avif => "image/avif",
            Self::Svg => "image/svg+xml",
        }
    }
}

/// What a picture is like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Measured {
    /// Its kind.
    pub(crate) kind: Kind,
    /// Its size as it is shown: upright.
    pub(crate) size: Size,
    /// Says whether it is a film of several pictures.
    pub(crate) moves: bool,
    /// Says whether it was kept with some loss, as photos are.
    pub(crate) is_lossy: bool,
}

/// Finds out what bytes are.
pub(super) fn detect(bytes: &[u8]) -> Option<Kind> {
    match bytes {
        [0xff, 0xd8, 0xff, ..] => Some(Kind::Jpeg),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some(Kind::Png),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some(Kind::Gif),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Kind::WebP),
        _ if avif::is_avif(bytes) => Some(Kind::Avif),
        _ if svg::is_svg(bytes) => Some(Kind::Svg),
        _ => None,
    }
}

/// Measures a picture by the start of its file, or says why it cannot.
pub(super) fn measure(bytes: &[u8]) -> Result<Measured, String> {
    let kind =
        detect(bytes).ok_or("it is no picture that Galley knows (JPEG, PNG, GIF, WebP, AVIF or SVG)")?;
    let size = match kind {
        Kind::Svg => svg::size(bytes)?,
        Kind::Avif => avif::size(bytes).ok_or(DAMAGED)?,
        Kind::Jpeg | Kind::Png | Kind::Gif | Kind::WebP => guarded(DAMAGED, || upright_size(kind, bytes))?,
    };
    if size.pixels() == 0 {
        return Err("it says that it has no pixels".into());
    }
    let (moves, is_lossy) = match kind {
        Kind::Jpeg | Kind::Avif => (false, true),
        Kind::Svg => (false, false),
        // A film starts with the note that says how often it is shown, which still pictures have no use for.
        Kind::Gif => (contains(&bytes[..bytes.len().min(GIF_START)], b"NETSCAPE2.0"), false),
        Kind::Png => (png_moves(bytes), false),
        Kind::WebP => (bytes.get(12..16) == Some(b"VP8X") && flag(bytes, 0b0000_0010), webp_is_lossy(bytes)),
    };
    Ok(Measured { kind, size, moves, is_lossy })
}

fn upright_size(kind: Kind, bytes: &[u8]) -> Result<Size, String> {
    let mut decoder = decoder(kind, bytes)?;
    let (width, height) = decoder.dimensions();
    let turned = decoder.orientation().is_ok_and(|turn| match turn {
        Orientation::Rotate90
        | Orientation::Rotate270
        | Orientation::Rotate90FlipH
        | Orientation::Rotate270FlipH => true,
        Orientation::NoTransforms
        | Orientation::Rotate180
        | Orientation::FlipHorizontal
        | Orientation::FlipVertical => false,
    });
    Ok(if turned { Size { width: height, height: width } } else { Size { width, height } })
}

impl Measured {
    /// Says why the picture cannot be worked with, if it cannot.
    pub(crate) fn too_large(&self) -> Option<String> {
        let Size { width, height } = self.size;
        (self.size.pixels() > MAX_PIXELS).then(|| {
            format!("it has more than 100 megapixels ({width} × {height}), which is too large to work with")
        })
    }
}

fn contains(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|window| window == word)
}

/// A film in PNG has a note of that before its first picture.
fn png_moves(bytes: &[u8]) -> bool {
    let first = bytes.windows(4).position(|window| window == b"IDAT").unwrap_or(bytes.len());
    contains(&bytes[..first], b"acTL")
}

/// Looks at the flags of an extended WebP file.
fn flag(bytes: &[u8], flag: u8) -> bool {
    bytes.get(20).is_some_and(|flags| flags & flag != 0)
}

/// A WebP picture with loss is a photo unless it is transparent in places, which JPEG cannot be.
fn webp_is_lossy(bytes: &[u8]) -> bool {
    match bytes.get(12..16) {
        Some(b"VP8 ") => true,
        Some(b"VP8X") => !flag(bytes, 0b0001_0000) && !contains(bytes, b"VP8L"),
        _ => false,
    }
}
