//! From pixels to a file.
//!
//! JPEG, PNG and AVIF are written by Rust. Lossy WebP is not to be had in Rust yet, and a photo without loss is
//! several times the JPEG it came from; so WebP is written by Google's library, in C. It meets pixels only, never a
//! stranger's file: those are read by Rust.

use image::codecs::avif::AvifEncoder;
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder, ImageResult};

use super::decode::Pixels;

/// The programs that make the pixels. They are part of every key, so that a picture is made anew when one changes.
pub(super) const CODECS: &str = "fast_image_resize 6.1.0, image 0.25.10, libwebp-sys 0.9.6, moxcms 0.8.1, \
                                 png 0.18.1, ravif 0.13.0, rav1e 0.8.1, zune-jpeg 0.5.15";

/// A format that pictures are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
    /// WebP.
    WebP,
    /// AVIF.
    Avif,
}

impl Format {
    /// The words for the formats, as templates write them; each is the ending of a file too.
    pub(crate) const WORDS: [(&'static str, Self); 4] =
        [("jpg", Self::Jpeg), ("png", Self::Png), ("webp", Self::WebP), ("avif", Self::Avif)];
}

/// A format with all that the bytes depend on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// JPEG with a quality from 1 to 100.
    Jpeg(u8),
    /// PNG.
    Png,
    /// WebP without loss.
    WebPLossless,
    /// WebP with a quality from 0 to 100.
    WebP(u8),
    /// AVIF with a quality from 1 to 100 and a speed from 1 to 10.
    Avif {
        /// From 1 to 100.
        quality: u8,
        /// From 1, slow and small, to 10.
        speed: u8,
    },
}

impl Encoding {
    /// Chooses what was asked for, or what the documentation says where nothing was.
    pub(crate) fn new(format: Format, quality: Option<u8>, speed: Option<u8>) -> Result<Self, String> {
        let within = |name: &str, given: Option<u8>, least: u8, most: u8, usual: u8| match given {
            Some(given) if given < least || given > most => {
                Err(format!("`{name}` goes from {least} to {most} here, so it cannot be {given}"))
            }
            Some(given) => Ok(given),
            None => Ok(usual),
        };
        match (format, quality) {
            (Format::Jpeg, _) => within("quality", quality, 1, 100, 75).map(Self::Jpeg),
            (Format::Png, _) => Ok(Self::Png),
            (Format::WebP, None) => Ok(Self::WebPLossless),
            (Format::WebP, Some(_)) => within("quality", quality, 0, 100, 75).map(Self::WebP),
            (Format::Avif, _) => Ok(Self::Avif {
                quality: within("quality", quality, 1, 100, 80)?,
                speed: within("speed", speed, 1, 10, 5)?,
            }),
        }
    }

    /// Gives the ending of its files.
    pub(crate) fn ending(self) -> &'static str {
        match self {
            Self::Jpeg(_) => "jpg",
            Self::Png => "png",
            Self::WebPLossless | Self::WebP(_) => "webp",
            Self::Avif { .. } => "avif",
        }
    }

    /// Writes a picture.
    pub(super) fn encode(self, pixels: Pixels) -> Result<Vec<u8>, String> {
        let mut bytes = Vec::new();
        match self {
            Self::Jpeg(quality) => {
                let pixels = pixels.on_white();
                write(&pixels, JpegEncoder::new_with_quality(&mut bytes, quality)).map(|()| bytes)
            }
            Self::Png => {
                let (compression, filter) = (CompressionType::Default, FilterType::Adaptive);
                let encoder = PngEncoder::new_with_quality(&mut bytes, compression, filter);
                write(&pixels, encoder).map(|()| bytes)
            }
            Self::WebPLossless => webp(&pixels, None),
            Self::WebP(quality) => webp(&pixels, Some(quality)),
            Self::Avif { quality, speed } => {
                let encoder = AvifEncoder::new_with_speed_quality(&mut bytes, speed, quality);
                write(&pixels, encoder).map(|()| bytes)
            }
        }
    }
}

fn write(pixels: &Pixels, encoder: impl ImageEncoder) -> Result<(), String> {
    let color = if pixels.has_alpha { ExtendedColorType::Rgba8 } else { ExtendedColorType::Rgb8 };
    let written: ImageResult<()> =
        encoder.write_image(&pixels.bytes, pixels.size.width, pixels.size.height, color);
    written.map_err(|error| error.to_string())
}

fn webp(pixels: &Pixels, quality: Option<u8>) -> Result<Vec<u8>, String> {
    let (width, height) = (pixels.size.width, pixels.size.height);
    let encoder = if pixels.has_alpha {
        webp::Encoder::from_rgba(&pixels.bytes, width, height)
    } else {
        webp::Encoder::from_rgb(&pixels.bytes, width, height)
    };
    let written = match quality {
        Some(quality) => encoder.encode_simple(false, f32::from(quality)),
        None => encoder.encode_simple(true, 75.0),
    };
    written.map(|memory| memory.to_vec()).map_err(|error| format!("{error:?}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_names_the_codecs_that_are_built_in() {
        let lock = include_str!("../../../../../Cargo.lock");
        for codec in CODECS.split(", ") {
            let (name, version) = codec.split_once(' ').expect("a name and a version");
            let locked = format!("name = \"{name}\"\nversion = \"{version}\"");
            assert!(lock.contains(&locked), "{name} has another version: write it into CODECS");
        }
    }

    #[test]
    fn quality_and_speed_have_their_limits() {
        assert_eq!(Encoding::new(Format::Jpeg, None, Some(99)), Ok(Encoding::Jpeg(75)));
        assert_eq!(Encoding::new(Format::WebP, Some(0), None), Ok(Encoding::WebP(0)));
        assert_eq!(Encoding::new(Format::WebP, None, None), Ok(Encoding::WebPLossless));
        let usual = Encoding::Avif { quality: 80, speed: 5 };
        assert_eq!(Encoding::new(Format::Avif, None, None), Ok(usual));
        let message =
            |format, quality, speed| Encoding::new(format, quality, speed).expect_err("is too much");
        assert_eq!(
            message(Format::Jpeg, Some(0), None),
            "`quality` goes from 1 to 100 here, so it cannot be 0"
        );
        assert_eq!(
            message(Format::Avif, None, Some(11)),
            "`speed` goes from 1 to 10 here, so it cannot be 11"
        );
    }
}
