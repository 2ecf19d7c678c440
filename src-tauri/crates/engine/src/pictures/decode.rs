//! From a file to pixels: upright, eight bits a channel, with or without transparency.

use std::io::Cursor;
use std::panic;

use image::codecs::gif::GifDecoder;
use image::codecs::jpeg::JpegDecoder;
use image::codecs::png::PngDecoder;
use image::codecs::webp::WebPDecoder;
use image::{DynamicImage, ImageDecoder, ImageResult, Limits};
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};

use super::measure::{Kind, Measured, detect};
use super::shape::Size;

/// What a decoder may take for pixels of its own.
const MAX_PIXEL_BYTES: u64 = 1024 * 1024 * 1024;
/// What a decoder may take for all else, such as a profile that was packed.
const MAX_NOTE_BYTES: u64 = 64 * 1024 * 1024;

/// The pixels of a picture, row by row: red, green and blue, and where it has any, alpha.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pixels {
    pub(super) size: Size,
    pub(super) bytes: Vec<u8>,
    pub(super) has_alpha: bool,
}

/// A picture that was read, with what its colours mean.
pub(super) struct Opened {
    pub(super) pixels: Pixels,
    profile: Option<ColorProfile>,
}

/// A reader of one format.
pub(super) type Decoder<'a> = Box<dyn ImageDecoder + 'a>;

/// Opens a reader for a picture of a kind that can be read here.
pub(super) fn decoder(kind: Kind, bytes: &[u8]) -> Result<Decoder<'_>, String> {
    fn boxed<'a>(decoder: ImageResult<impl ImageDecoder + 'a>) -> Result<Decoder<'a>, String> {
        decoder.map(|decoder| Box::new(decoder) as Decoder<'_>).map_err(|_| DAMAGED.into())
    }
    let cursor = Cursor::new(bytes);
    match kind {
        Kind::Jpeg => boxed(JpegDecoder::new(cursor)),
        Kind::Png => boxed(PngDecoder::with_limits(cursor, limits(MAX_NOTE_BYTES))),
        Kind::Gif => boxed(GifDecoder::new(cursor)),
        Kind::WebP if claims_more_than_there_is(bytes) => Err(DAMAGED.into()),
        Kind::WebP => boxed(WebPDecoder::new(cursor)),
        Kind::Avif | Kind::Svg => Err(unreadable_kind(kind)),
    }
}

fn limits(bytes: u64) -> Limits {
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(bytes);
    limits
}

/// Says whether an extended WebP file says that it is longer than it is. Its decoder would believe the parts in it,
/// and take room for what they claim to hold.
fn claims_more_than_there_is(bytes: &[u8]) -> bool {
    let claimed = bytes.get(4..8).and_then(|length| length.try_into().ok()).map_or(0, u32::from_le_bytes);
    bytes.get(12..16) == Some(b"VP8X") && u64::from(claimed) + 8 > bytes.len() as u64 + 1
}

/// Does something with a stranger's picture. The codecs are others' code; where one of them trips over a picture, a
/// reason is given and the rest of the site is made.
pub(super) fn guarded<T>(
    reason: &str,
    work: impl FnOnce() -> Result<T, String> + panic::UnwindSafe,
) -> Result<T, String> {
    panic::catch_unwind(work).unwrap_or_else(|_| Err(reason.into()))
}

/// What is said of a file that no decoder makes sense of.
pub(super) const DAMAGED: &str = "its data is damaged or ends too early";

/// Reads a picture that was measured before.
pub(super) fn open(measured: &Measured, bytes: &[u8]) -> Result<Opened, String> {
    let kind = measured.kind;
    if detect(bytes) != Some(kind) {
        return Err(DAMAGED.into());
    }
    if kind == Kind::Jpeg && !ends_as_jpeg(bytes) {
        return Err(DAMAGED.into());
    }
    let (image, profile) = upright(decoder(kind, bytes)?).map_err(|_| DAMAGED)?;
    let size = Size { width: image.width(), height: image.height() };
    Ok(Opened { pixels: Pixels::of(image, size), profile })
}

/// Says why a kind of picture cannot be made smaller here.
pub(crate) fn unreadable_kind(kind: Kind) -> String {
    match kind {
        Kind::Svg => {
            "it is a drawing (SVG), which is sharp at any size: use its own address, with `get_url`".into()
        }
        Kind::Avif => {
            "it is an AVIF picture, which Galley can write but not read: start from a JPEG, PNG or WebP"
                .into()
        }
        Kind::Jpeg | Kind::Png | Kind::Gif | Kind::WebP => DAMAGED.into(),
    }
}

fn upright(mut decoder: Decoder<'_>) -> ImageResult<(DynamicImage, Option<ColorProfile>)> {
    decoder.set_limits(limits(MAX_PIXEL_BYTES))?;
    // A turn or a profile that makes no sense is as good as none: browsers think so too.
    let turn = decoder.orientation().ok();
    let profile = decoder.icc_profile().ok().flatten();
    let profile = profile.and_then(|bytes| ColorProfile::new_from_slice(&bytes).ok());
    let mut image = DynamicImage::from_decoder(decoder)?;
    if let Some(turn) = turn {
        image.apply_orientation(turn);
    }
    Ok((image, profile.filter(|profile| profile.color_space == DataColorSpace::Rgb)))
}

/// Says whether the last mark of a JPEG file is there, after the picture began. A file that was cut off has none;
/// its decoder would fill the rest with grey.
fn ends_as_jpeg(bytes: &[u8]) -> bool {
    let start = first_scan(bytes).unwrap_or(0);
    bytes[start..].windows(2).rev().any(|pair| pair == [0xff, 0xd9])
}

/// Finds where the pixels of a JPEG file begin: an embedded small picture in its head has an end of its own.
fn first_scan(bytes: &[u8]) -> Option<usize> {
    let mut at = 2;
    loop {
        let [0xff, marker, high, low] = *bytes.get(at..at + 4)? else { return None };
        if marker == 0xda {
            return Some(at);
        }
        at += 2 + usize::from(u16::from_be_bytes([high, low]));
    }
}

impl Pixels {
    fn of(image: DynamicImage, size: Size) -> Self {
        if !image.color().has_alpha() {
            return Self { size, bytes: image.into_rgb8().into_raw(), has_alpha: false };
        }
        let bytes = image.into_rgba8().into_raw();
        let is_opaque = bytes.chunks_exact(4).all(|pixel| pixel[3] == u8::MAX);
        let pixels = Self { size, bytes, has_alpha: true };
        if is_opaque { pixels.on_white() } else { pixels }
    }

    /// Lays a picture on white, for formats that know no transparency.
    pub(super) fn on_white(self) -> Self {
        if !self.has_alpha {
            return self;
        }
        let laid = |color: u8, alpha: u8| {
            let (color, alpha, white) = (u32::from(color), u32::from(alpha), 255);
            u8::try_from((color * alpha + white * (255 - alpha) + 127) / 255).unwrap_or(u8::MAX)
        };
        let pixels = self.bytes.chunks_exact(4);
        let bytes =
            pixels.flat_map(|pixel| [0, 1, 2].map(|channel| laid(pixel[channel], pixel[3]))).collect();
        Self { size: self.size, bytes, has_alpha: false }
    }
}

impl Opened {
    /// Brings the colours of pixels of this picture to sRGB, which is what all browsers take pictures without a
    /// profile for.
    pub(super) fn in_srgb(&self, pixels: Pixels) -> Pixels {
        let Some(profile) = &self.profile else { return pixels };
        let layout = if pixels.has_alpha { Layout::Rgba } else { Layout::Rgb };
        let options = TransformOptions::default();
        let Ok(transform) = profile.create_transform_8bit(layout, &ColorProfile::new_srgb(), layout, options)
        else {
            return pixels;
        };
        let mut bytes = vec![0; pixels.bytes.len()];
        match transform.transform(&pixels.bytes, &mut bytes) {
            Ok(()) => Pixels { bytes, ..pixels },
            Err(_) => pixels,
        }
    }
}
