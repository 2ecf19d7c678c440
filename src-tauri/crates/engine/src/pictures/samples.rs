//! Small pictures for tests.

use image::codecs::gif::GifEncoder;
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::{ExtendedColorType, Frame, ImageEncoder, Rgba, RgbaImage};

/// Red on the left half, blue on the right.
pub(crate) fn pixels(width: u32, height: u32) -> Vec<u8> {
    let color = |x| if x < width / 2 { [220, 40, 40] } else { [40, 40, 220] };
    (0..height).flat_map(|_| (0..width).flat_map(color)).collect()
}

/// A PNG.
pub(crate) fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let encoder = PngEncoder::new(&mut bytes);
    encoder.write_image(&pixels(width, height), width, height, ExtendedColorType::Rgb8).expect("is written");
    bytes
}

/// A PNG that is green where it is not transparent, which its left half is.
pub(crate) fn transparent_png(width: u32, height: u32) -> Vec<u8> {
    let color = |x| if x < width / 2 { [0, 0, 0, 0] } else { [0, 200, 0, 255] };
    let pixels: Vec<u8> = (0..height).flat_map(|_| (0..width).flat_map(color)).collect();
    let mut bytes = Vec::new();
    let encoder = PngEncoder::new(&mut bytes);
    encoder.write_image(&pixels, width, height, ExtendedColorType::Rgba8).expect("is written");
    bytes
}

/// A grey PNG with 16 bits a pixel.
pub(crate) fn deep_png(width: u32, height: u32) -> Vec<u8> {
    let pixels: Vec<u8> = (0..width * height).flat_map(|_| 0x8000_u16.to_ne_bytes()).collect();
    let mut bytes = Vec::new();
    let encoder = PngEncoder::new(&mut bytes);
    encoder.write_image(&pixels, width, height, ExtendedColorType::L16).expect("is written");
    bytes
}

/// A JPEG.
pub(crate) fn jpeg(width: u32, height: u32) -> Vec<u8> {
    jpeg_in_colors(width, height, None)
}

/// A JPEG with a colour profile.
pub(crate) fn jpeg_in_colors(width: u32, height: u32, profile: Option<Vec<u8>>) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, 95);
    if let Some(profile) = profile {
        encoder.set_icc_profile(profile).expect("JPEG has room for it");
    }
    encoder.write_image(&pixels(width, height), width, height, ExtendedColorType::Rgb8).expect("is written");
    bytes
}

/// A JPEG that a camera held in some way took in some place.
pub(crate) fn photo(width: u32, height: u32, orientation: u8) -> Vec<u8> {
    let mut exif = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    exif.push(orientation);
    exif.extend(b"\0\0\0\0\0\0GPS 51.5 N");
    let plain = jpeg(width, height);
    let mut bytes = vec![0xff, 0xd8, 0xff, 0xe1];
    bytes.extend(u16::try_from(exif.len() + 2).expect("is short").to_be_bytes());
    bytes.extend(exif);
    bytes.extend(&plain[2..]);
    bytes
}

/// A JPEG in the colours of a printing press: one block, every ink at half.
pub(crate) fn cmyk_jpeg() -> Vec<u8> {
    let mut bytes = vec![0xff, 0xd8];
    let mut segment = |marker: u8, body: &[u8]| {
        bytes.extend([0xff, marker]);
        bytes.extend(u16::try_from(body.len() + 2).expect("is short").to_be_bytes());
        bytes.extend(body);
    };
    segment(0xee, b"Adobe\0\x64\0\0\0\0\0");
    segment(0xdb, &[&[0][..], &[1; 64]].concat());
    let ink = |number: u8| [number, 0x11, 0];
    segment(0xc0, &[&[8, 0, 8, 0, 8, 4][..], &ink(1), &ink(2), &ink(3), &ink(4)].concat());
    // Two tables with one code each, `0`: no difference to the block before, no more in this block.
    segment(0xc4, &[&[0x00][..], &[1], &[0; 15], &[0]].concat());
    segment(0xc4, &[&[0x10][..], &[1], &[0; 15], &[0]].concat());
    segment(0xda, &[4, 1, 0, 2, 0, 3, 0, 4, 0, 0, 63, 0]);
    bytes.extend([0, 0xff, 0xd9]);
    bytes
}

/// A GIF of some pictures, one after another.
pub(crate) fn gif(width: u32, height: u32, frames: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = GifEncoder::new(&mut bytes);
    if frames > 1 {
        encoder.set_repeat(image::codecs::gif::Repeat::Infinite).expect("is written");
    }
    for frame in 0..frames {
        let color = Rgba([250, frame * 100, 0, 255]);
        encoder.encode_frame(Frame::new(RgbaImage::from_pixel(width, height, color))).expect("is written");
    }
    drop(encoder);
    bytes
}

/// A WebP picture, with loss or without.
pub(crate) fn webp(width: u32, height: u32, is_lossless: bool) -> Vec<u8> {
    let pixels = pixels(width, height);
    let encoder = webp::Encoder::from_rgb(&pixels, width, height);
    encoder.encode_simple(is_lossless, 80.0).expect("is written").to_vec()
}

/// A WebP picture of several pictures, one after another.
pub(crate) fn moving_webp(width: u32, height: u32) -> Vec<u8> {
    let config = webp::WebPConfig::new().expect("there is one");
    let mut encoder = webp::AnimEncoder::new(width, height, &config);
    let pictures = [pixels(width, height), vec![200; (width * height * 3) as usize]];
    for (time, picture) in (0..).zip(&pictures) {
        encoder.add_frame(webp::AnimFrame::from_rgb(picture, width, height, time * 100));
    }
    encoder.encode().to_vec()
}

/// The head of a PNG that claims to be of some size, and no pixels.
pub(crate) fn png_that_claims(width: u32, height: u32) -> Vec<u8> {
    let mut header = b"IHDR".to_vec();
    header.extend(width.to_be_bytes());
    header.extend(height.to_be_bytes());
    header.extend([8, 2, 0, 0, 0]);
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    for chunk in [header, b"IDAT".to_vec()] {
        bytes.extend(u32::try_from(chunk.len() - 4).expect("is short").to_be_bytes());
        bytes.extend(&chunk);
        bytes.extend(checksum(&chunk).to_be_bytes());
    }
    bytes
}

/// The checksum of PNG (CRC-32).
fn checksum(bytes: &[u8]) -> u32 {
    let step = |sum: u32| if sum & 1 == 1 { 0xedb8_8320 ^ (sum >> 1) } else { sum >> 1 };
    !bytes.iter().fold(u32::MAX, |sum, &byte| (0..8).fold(sum ^ u32::from(byte), |sum, _| step(sum)))
}
