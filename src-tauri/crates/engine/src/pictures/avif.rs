//! The size of an AVIF picture (ISO/IEC 23008-12): boxes in boxes, each with its length and four letters.

use super::shape::Size;

/// Says whether bytes are an AVIF picture.
pub(super) fn is_avif(bytes: &[u8]) -> bool {
    let Some((b"ftyp", brands, _)) = first_box(bytes) else { return false };
    brands.chunks_exact(4).any(|brand| matches!(brand, b"avif" | b"avis"))
}

/// Finds the size of the main picture as it is shown; nothing where the boxes make no sense.
pub(super) fn size(bytes: &[u8]) -> Option<Size> {
    let meta = find(bytes, b"meta")?.get(4..)?;
    let main = main_item(find(meta, b"pitm")?)?;
    let properties = find(meta, b"iprp")?;
    let all: Vec<_> = boxes(find(properties, b"ipco")?).collect();
    let own = properties_of(find(properties, b"ipma")?, main)?;
    let own = own.into_iter().filter_map(|number| all.get(number.checked_sub(1)?).copied());
    let mut size = None;
    let mut is_turned = false;
    for (name, body) in own {
        match name {
            b"ispe" => size = Some(Size { width: number(body.get(4..8)?), height: number(body.get(8..12)?) }),
            b"irot" => is_turned = body.first()? & 1 == 1,
            _ => {}
        }
    }
    let Size { width, height } = size?;
    Some(if is_turned { Size { width: height, height: width } } else { Size { width, height } })
}

fn main_item(body: &[u8]) -> Option<u32> {
    let version = *body.first()?;
    Some(if version == 0 { number(body.get(4..6)?) } else { number(body.get(4..8)?) })
}

/// Lists which of the properties, counted from 1, an item has.
fn properties_of(body: &[u8], item: u32) -> Option<Vec<usize>> {
    let (version, flags) = (*body.first()?, number(body.get(1..4)?));
    let (id_bytes, index_bytes) = (if version == 0 { 2 } else { 4 }, if flags & 1 == 0 { 1 } else { 2 });
    let mut rest = body.get(8..)?;
    for _ in 0..number(body.get(4..8)?) {
        let (id, count) = (number(rest.get(..id_bytes)?), usize::from(*rest.get(id_bytes)?));
        let indices = rest.get(id_bytes + 1..id_bytes + 1 + count * index_bytes)?;
        if id == item {
            let essential = if index_bytes == 1 { 0x7f } else { 0x7fff };
            let index = |bytes| usize::try_from(number(bytes) & essential).unwrap_or_default();
            return Some(indices.chunks_exact(index_bytes).map(index).collect());
        }
        rest = rest.get(id_bytes + 1 + count * index_bytes..)?;
    }
    None
}

fn find<'a>(bytes: &'a [u8], wanted: &[u8; 4]) -> Option<&'a [u8]> {
    boxes(bytes).find(|(name, _)| *name == wanted).map(|(_, body)| body)
}

fn boxes(bytes: &[u8]) -> impl Iterator<Item = (&[u8; 4], &[u8])> {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        let (name, body, next) = first_box(rest)?;
        rest = next;
        Some((name, body))
    })
}

/// Takes the first box: its letters, what is in it, and what follows. A box that is cut off is none.
fn first_box(bytes: &[u8]) -> Option<(&[u8; 4], &[u8], &[u8])> {
    let length = usize::try_from(number(bytes.get(..4)?)).ok()?;
    let name = bytes.get(4..8)?.try_into().ok()?;
    Some((name, bytes.get(8..length)?, bytes.get(length..)?))
}

/// Reads a number of up to four bytes, the highest first.
fn number(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |number, &byte| number << 8 | u32::from(byte))
}
