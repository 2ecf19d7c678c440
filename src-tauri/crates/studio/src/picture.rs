//! Pictures on their way into a site: what they are is read from their bytes, and what a camera wrote about its
//! owner, above all the place, is taken out. The picture itself stays bit for bit.

use img_parts::Bytes;
use img_parts::jpeg::{Jpeg, JpegSegment, markers};
use img_parts::png::Png;
use img_parts::riff::RiffContent;
use img_parts::webp::WebP;

use crate::trouble::PictureTrouble;

/// The largest picture taken in: 32 MiB.
pub(crate) const MAX_BYTES: usize = 32 * 1024 * 1024;

/// A picture ready to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Picture {
    /// A name fit for a web address, without extension.
    pub(crate) name: String,
    pub(crate) extension: &'static str,
    pub(crate) bytes: Vec<u8>,
}

/// Takes a picture in: JPEG, PNG, GIF, WebP, AVIF or SVG.
pub(crate) fn clean(name: &str, bytes: Vec<u8>) -> Result<Picture, PictureTrouble> {
    if bytes.len() > MAX_BYTES {
        return Err(PictureTrouble::Size);
    }
    let (extension, bytes) = match kind(&bytes).ok_or(PictureTrouble::Kind)? {
        "jpg" => ("jpg", clean_jpeg(bytes)?),
        "png" => ("png", clean_png(bytes)?),
        "webp" => ("webp", clean_webp(bytes)?),
        other => (other, bytes),
    };
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let name: String = slug::slugify(stem).chars().take(60).collect();
    let name = if name.is_empty() || name == "image" { "picture".to_owned() } else { name };
    Ok(Picture { name, extension, bytes })
}

fn kind(bytes: &[u8]) -> Option<&'static str> {
    let brand = bytes.get(4..12).unwrap_or_default();
    match bytes {
        [0xff, 0xd8, 0xff, ..] => Some("jpg"),
        [0x89, b'P', b'N', b'G', ..] => Some("png"),
        [b'G', b'I', b'F', b'8', ..] => Some("gif"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("webp"),
        _ if brand == b"ftypavif" || brand == b"ftypavis" => Some("avif"),
        _ if is_svg(bytes) => Some("svg"),
        _ => None,
    }
}

fn is_svg(bytes: &[u8]) -> bool {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(1024)]);
    let start = start.trim_start_matches('\u{feff}').trim_start();
    start.starts_with("<svg") || (start.starts_with("<?xml") && start.contains("<svg"))
}

fn clean_jpeg(bytes: Vec<u8>) -> Result<Vec<u8>, PictureTrouble> {
    let mut jpeg = Jpeg::from_bytes(Bytes::from(bytes)).map_err(|_| PictureTrouble::Data)?;
    let turned = jpeg.segments().iter().find_map(orientation);
    // EXIF and XMP are in APP1, Photoshop's and the press's notes in APP13, remarks in COM.
    let tells = [markers::APP1, markers::APP13, markers::COM];
    jpeg.segments_mut().retain(|segment| !tells.contains(&segment.marker()));
    if let Some(turned) = turned.filter(|turned| (2..=8).contains(turned)) {
        jpeg.segments_mut().insert(0, JpegSegment::new_with_contents(markers::APP1, exif_with(turned)));
    }
    Ok(jpeg.encoder().bytes().to_vec())
}

/// Reads how the camera was held, the one thing of EXIF that a browser needs to show the picture upright.
fn orientation(segment: &JpegSegment) -> Option<u16> {
    let tiff = segment.contents().strip_prefix(b"Exif\0\0")?;
    let little = tiff.starts_with(b"II");
    let u16_at = |at: usize| {
        let pair: [u8; 2] = tiff.get(at..at + 2)?.try_into().ok()?;
        Some(if little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) })
    };
    let offset: [u8; 4] = tiff.get(4..8)?.try_into().ok()?;
    let offset = if little { u32::from_le_bytes(offset) } else { u32::from_be_bytes(offset) };
    let directory = usize::try_from(offset).ok()?;
    let count = usize::from(u16_at(directory)?);
    (0..count.min(512))
        .map(|n| directory + 2 + n * 12)
        .find_map(|entry| (u16_at(entry)? == 0x0112).then(|| u16_at(entry + 8)).flatten())
}

/// EXIF (JEITA CP-3451) with one entry: orientation.
fn exif_with(orientation: u16) -> Bytes {
    let mut exif = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01".to_vec();
    exif.extend(orientation.to_be_bytes());
    exif.extend([0; 6]);
    Bytes::from(exif)
}

fn clean_png(bytes: Vec<u8>) -> Result<Vec<u8>, PictureTrouble> {
    let mut png = Png::from_bytes(Bytes::from(bytes)).map_err(|_| PictureTrouble::Data)?;
    let tells: [[u8; 4]; 5] = [*b"eXIf", *b"tEXt", *b"iTXt", *b"zTXt", *b"tIME"];
    png.chunks_mut().retain(|chunk| !tells.contains(&chunk.kind()));
    Ok(png.encoder().bytes().to_vec())
}

fn clean_webp(bytes: Vec<u8>) -> Result<Vec<u8>, PictureTrouble> {
    const HAS_EXIF_AND_XMP: u8 = 0b0000_1100;
    let mut webp = WebP::from_bytes(Bytes::from(bytes)).map_err(|_| PictureTrouble::Data)?;
    webp.chunks_mut().retain(|chunk| !matches!(&chunk.id(), b"EXIF" | b"XMP "));
    for chunk in webp.chunks_mut().iter_mut().filter(|chunk| &chunk.id() == b"VP8X") {
        if let RiffContent::Data(data) = chunk.content_mut() {
            let mut flags = data.to_vec();
            if let Some(first) = flags.first_mut() {
                *first &= !HAS_EXIF_AND_XMP;
            }
            *data = Bytes::from(flags);
        }
    }
    Ok(webp.encoder().bytes().to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn jpeg(segments: &[(u8, &[u8])]) -> Vec<u8> {
        let mut bytes = vec![0xff, 0xd8];
        for (marker, contents) in segments {
            bytes.extend([0xff, *marker]);
            bytes.extend(u16::try_from(contents.len() + 2).expect("short").to_be_bytes());
            bytes.extend(*contents);
        }
        bytes.extend([0xff, 0xda, 0, 2, 1, 2, 3, 0xff, 0xd9]);
        bytes
    }

    #[test]
    fn the_place_a_photo_was_taken_goes_and_its_turn_stays() {
        let mut exif = exif_with(6).to_vec();
        exif.extend(b"GPS 51.5 N");
        let photo =
            jpeg(&[(0xe1, &exif), (0xe1, b"http://ns.adobe.com/xap/ GPS"), (0xed, b"GPS"), (0xfe, b"GPS")]);
        let picture = clean("IMG 1234.JPEG", photo).expect("a picture");
        assert_eq!((picture.name.as_str(), picture.extension), ("img-1234", "jpg"));
        assert!(!picture.bytes.windows(3).any(|window| window == b"GPS"));
        let again = Jpeg::from_bytes(Bytes::from(picture.bytes)).expect("still a picture");
        assert_eq!(again.segments().iter().find_map(orientation), Some(6));
    }

    #[test]
    fn what_is_no_picture_is_refused() {
        for bytes in [b"<html>".to_vec(), b"MZ program".to_vec(), Vec::new()] {
            assert_eq!(clean("a.png", bytes), Err(PictureTrouble::Kind));
        }
        assert_eq!(clean("a.jpg", vec![0xff; MAX_BYTES + 1]), Err(PictureTrouble::Size));
    }

    #[test]
    fn a_name_becomes_fit_for_an_address() {
        let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>".to_vec();
        assert_eq!(clean("Über uns (2).SVG", svg.clone()).map(|p| p.name), Ok("uber-uns-2".into()));
        assert_eq!(clean("", svg).map(|p| p.name), Ok("picture".into()));
    }
}
