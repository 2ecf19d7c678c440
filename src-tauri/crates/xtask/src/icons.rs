//! `cargo xtask icons`: draws `icons/icon.svg` in every size and shape that the three systems ask for.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use crate::checkout::Checkout;
use crate::{need, program};

/// The pictures that lie in `icons/` by their own names.
const PNG: &[(&str, u32)] =
    &[("32x32.png", 32), ("128x128.png", 128), ("128x128@2x.png", 256), ("icon.png", 512)];
/// The sizes inside `icon.ico`.
const ICO: &[u32] = &[16, 24, 32, 48, 64, 256];
/// The sizes inside `icon.icns`, with the names that Apple gave them.
const ICNS: &[(&[u8; 4], u32)] = &[
    (b"icp4", 16),
    (b"icp5", 32),
    (b"ic07", 128),
    (b"ic08", 256),
    (b"ic09", 512),
    (b"ic10", 1024),
    (b"ic11", 32),
    (b"ic12", 64),
    (b"ic13", 256),
    (b"ic14", 512),
];

/// Draws all of them.
pub(crate) fn run(checkout: &Checkout) -> Result<()> {
    need::provide(checkout, &[need::DRAWING])?;
    let icons = checkout.root.join("icons");
    for (name, size) in PNG {
        draw(checkout, *size, &icons.join(name))?;
    }
    let work = checkout.target().join("icons");
    fs::create_dir_all(&work).with_context(|| format!("cannot make the folder {}", work.display()))?;
    let drawn = |size: u32| -> Result<Vec<u8>> {
        let file: PathBuf = work.join(format!("{size}.png"));
        draw(checkout, size, &file)?;
        fs::read(&file).with_context(|| format!("cannot read {}", file.display()))
    };
    let ico = ICO.iter().map(|size| Ok((*size, drawn(*size)?))).collect::<Result<Vec<_>>>()?;
    let icns = ICNS.iter().map(|(kind, size)| Ok((*kind, drawn(*size)?))).collect::<Result<Vec<_>>>()?;
    save(&icons.join("icon.ico"), &ico_file(&ico))?;
    save(&icons.join("icon.icns"), &icns_file(&icns))
}

fn draw(checkout: &Checkout, size: u32, to: &Path) -> Result<()> {
    // Small pictures have a drawing of their own: a hairline that is fine at 512 is a smudge at 24.
    let source = if size <= 48 { "icons/icon-small.svg" } else { "icons/icon.svg" };
    let size = size.to_string();
    let mut rsvg = checkout.command("rsvg-convert");
    program::run(rsvg.args(["--width", &size, "--height", &size, "--output"]).arg(to).arg(source))
}

fn save(path: &Path, bytes: &[u8]) -> Result<()> {
    fs::write(path, bytes).with_context(|| format!("cannot write {}", path.display()))
}

/// Windows' container: a header, one entry of sixteen bytes a picture, then the pictures.
fn ico_file(pictures: &[(u32, Vec<u8>)]) -> Vec<u8> {
    let mut file = vec![0, 0, 1, 0];
    file.extend(u16::try_from(pictures.len()).expect("a handful of sizes").to_le_bytes());
    let mut offset = 6 + 16 * pictures.len();
    for (size, picture) in pictures {
        // One byte holds a side; 256 is written as 0.
        let side = u8::try_from(size % 256).expect("less than 256");
        file.extend([side, side, 0, 0, 1, 0, 32, 0]);
        file.extend(length(picture.len()).to_le_bytes());
        file.extend(length(offset).to_le_bytes());
        offset += picture.len();
    }
    file.extend(pictures.iter().flat_map(|(_, picture)| picture));
    file
}

/// Apple's container: a header with the length of all, then each picture with its kind and length.
fn icns_file(pictures: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
    let whole: usize = 8 + pictures.iter().map(|(_, picture)| 8 + picture.len()).sum::<usize>();
    let mut file = b"icns".to_vec();
    file.extend(length(whole).to_be_bytes());
    for (kind, picture) in pictures {
        file.extend(*kind);
        file.extend(length(8 + picture.len()).to_be_bytes());
        file.extend(picture);
    }
    file
}

fn length(bytes: usize) -> u32 {
    u32::try_from(bytes).expect("an icon is far smaller than 4 GiB")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_entries_of_an_ico_point_at_their_pictures() {
        let file = ico_file(&[(16, b"small".to_vec()), (256, b"larger".to_vec())]);
        assert_eq!(file[4..6], [2, 0]);
        assert_eq!((file[6], file[22]), (16, 0));
        let offset = usize::from(file[34]);
        assert_eq!(&file[offset..], b"larger");
    }

    #[test]
    fn an_icns_says_its_own_length() {
        let file = icns_file(&[(b"ic07", b"picture".to_vec())]);
        assert_eq!(file[4..8], 23_u32.to_be_bytes());
        assert_eq!(file.len(), 23);
        assert_eq!(&file[8..16], b"ic07\0\0\0\x0f");
    }
}
