//! Pixels of one size into pixels of another.

use fast_image_resize::images::Image;
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};

use super::decode::Pixels;
use super::shape::Shape;

/// How new pixels come from old ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Filter {
    /// The nearest pixel: hard edges, for pixel art.
    Nearest,
    /// A straight line between pixels.
    Triangle,
    /// A soft cubic curve.
    CatmullRom,
    /// A bell curve.
    Gaussian,
    /// The sharpest, for photos.
    Lanczos3,
}

impl Filter {
    /// The words for the filters, as templates write them.
    pub(crate) const WORDS: [(&'static str, Self); 5] = [
        ("nearest", Self::Nearest),
        ("triangle", Self::Triangle),
        ("catmullrom", Self::CatmullRom),
        ("gaussian", Self::Gaussian),
        ("lanczos3", Self::Lanczos3),
    ];

    fn algorithm(self) -> ResizeAlg {
        match self {
            Self::Nearest => ResizeAlg::Nearest,
            Self::Triangle => ResizeAlg::Convolution(FilterType::Bilinear),
            Self::CatmullRom => ResizeAlg::Convolution(FilterType::CatmullRom),
            Self::Gaussian => ResizeAlg::Convolution(FilterType::Gaussian),
            Self::Lanczos3 => ResizeAlg::Convolution(FilterType::Lanczos3),
        }
    }
}

/// Takes a part of a picture and brings it to a size.
pub(super) fn resize(pixels: &Pixels, shape: &Shape, filter: Filter) -> Result<Pixels, String> {
    let part = shape.part;
    if part.size == pixels.size && shape.size == pixels.size {
        return Ok(pixels.clone());
    }
    let kind = if pixels.has_alpha { PixelType::U8x4 } else { PixelType::U8x3 };
    let from =
        fast_image_resize::images::ImageRef::new(pixels.size.width, pixels.size.height, &pixels.bytes, kind)
            .map_err(|error| error.to_string())?;
    let mut to = Image::new(shape.size.width, shape.size.height, kind);
    let options = ResizeOptions::new().resize_alg(filter.algorithm()).crop(
        f64::from(part.left),
        f64::from(part.top),
        f64::from(part.size.width),
        f64::from(part.size.height),
    );
    Resizer::new().resize(&from, &mut to, &options).map_err(|error| error.to_string())?;
    Ok(Pixels { size: shape.size, bytes: to.into_vec(), has_alpha: pixels.has_alpha })
}
