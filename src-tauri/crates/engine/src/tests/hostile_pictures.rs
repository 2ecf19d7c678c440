//! Pictures that are broken, enormous or not there, and calls that make no sense. The page or the picture is named,
//! the rest of the site is made.

use crate::fixture::{build, listed, options};
use crate::open;
use crate::output::SourcePath;
use crate::pictures::samples;

use super::pictures::with_pictures;

/// Builds a page with one call, and gives what is said.
fn said(call: &str, name: &str, picture: Vec<u8>) -> String {
    let site = format!("=== templates/index.html\n{{% set i = {call} %}}{{{{ i.width }}}}\n");
    let (source, _) = with_pictures(&site, &[(&format!("static/{name}"), picture)]);
    let built = build(&open(&source, &options()).value);
    assert!(built.value.files.keys().any(|path| path.as_str() == "404.html"), "the rest is made");
    listed(&built.diagnostics)
}

/// Builds a page that asks for a picture, and gives what is said of it.
fn of_picture(name: &str, picture: Vec<u8>) -> String {
    let call = format!("resize_image(path=\"{name}\", width=4, height=4)");
    let said = said(&call, name, picture);
    assert!(said.is_empty() || said.contains("resize_image") && said.contains(name), "{said}");
    said.lines().next().unwrap_or_default().to_owned()
}

/// Checks what stands after the colon that follows the name of the picture.
fn check_picture(name: &str, picture: Vec<u8>, reason: &str) {
    let said = of_picture(name, picture);
    let found = said.split_once(&format!("`{name}`: ")).or_else(|| said.split_once(")`: "));
    let found = found.map_or(said.as_str(), |(_, rest)| rest.split(" | ").next().unwrap_or_default());
    assert_eq!(found, reason, "{said}");
}

const DAMAGED: &str = "its data is damaged or ends too early";

#[test]
fn a_picture_that_claims_to_be_enormous_is_not_opened() {
    let reason = "it has more than 100 megapixels (100000 × 100000), which is too large to work with";
    check_picture("bomb.png", samples::png_that_claims(100_000, 100_000), reason);
    let mut bomb = samples::gif(1, 1, 1);
    bomb[6..10].copy_from_slice(&[0xff; 4]);
    let reason = "it has more than 100 megapixels (65535 × 65535), which is too large to work with";
    check_picture("bomb.gif", bomb, reason);
}

#[test]
fn a_picture_that_lies_about_its_pixels_is_damaged() {
    check_picture("liar.png", samples::png_that_claims(5_000, 5_000), DAMAGED);
    check_picture("nothing.png", samples::png_that_claims(0, 5), DAMAGED);
}

#[test]
fn a_part_that_claims_to_be_enormous_takes_no_room() {
    let mut bomb = samples::moving_webp(8, 8);
    bomb.extend(b"EXIF");
    bomb.extend(0xffff_ff00_u32.to_le_bytes());
    bomb[4..8].copy_from_slice(&0xffff_fff0_u32.to_le_bytes());
    bomb[20] |= 0b0000_1000;
    check_picture("bomb.webp", bomb, DAMAGED);
}

#[test]
fn a_file_that_ends_too_early_is_damaged() {
    let files = [
        ("a.png", samples::png(64, 64)),
        ("a.jpg", samples::photo(64, 64, 6)),
        ("a.gif", samples::gif(64, 64, 1)),
        ("a.webp", samples::webp(64, 64, false)),
    ];
    for (name, file) in files {
        check_picture(name, file[..file.len() - 12].to_vec(), DAMAGED);
        for part in [1, 2, 5, 20] {
            // Wherever it ends, something is said and nothing else goes wrong.
            assert_ne!(of_picture(name, file[..file.len() * part / 21].to_vec()), "", "{name} {part}");
        }
    }
}

#[test]
fn a_file_with_some_wrong_bytes_harms_nobody() {
    let files = [
        ("a.png", samples::png(16, 16)),
        ("a.jpg", samples::photo(16, 16, 6)),
        ("a.gif", samples::gif(16, 16, 2)),
        ("a.webp", samples::webp(16, 16, true)),
    ];
    for (name, file) in files {
        for at in (0..file.len()).step_by(23) {
            let mut broken = file.clone();
            broken[at] ^= 0x5a;
            let _said = of_picture(name, broken);
        }
    }
}

#[test]
fn the_bytes_say_what_a_picture_is_and_not_its_ending() {
    check_picture("wrong.png", samples::jpeg(16, 16), "");
    let reason = "it is no picture that Galley knows (JPEG, PNG, GIF, WebP, AVIF or SVG)";
    check_picture("text.png", b"<html>".to_vec(), reason);
    check_picture("empty.png", Vec::new(), reason);
}

#[test]
fn what_cannot_be_resized_is_said() {
    let svg = "it is a drawing (SVG), which is sharp at any size: use its own address, with `get_url`";
    check_picture("drawing.svg", b"<svg width='4' height='4'/>".to_vec(), svg);
    let mut avif = 24_u32.to_be_bytes().to_vec();
    avif.extend(b"ftypavif\0\0\0\0avifmif1");
    check_picture("cut.avif", avif, DAMAGED);
}

#[test]
fn a_film_is_shown_by_its_first_picture_and_a_word() {
    for (name, film) in [("film.gif", samples::gif(8, 8, 3)), ("film.webp", samples::moving_webp(8, 8))] {
        let said = of_picture(name, film);
        let start =
            format!("warning static/{name}: static/{name} moves, and `resize_image(path=\"static/{name}\",");
        assert!(said.starts_with(&start) && said.contains("shows only how it starts"), "{said}");
    }
}

#[test]
fn wrong_calls_are_named_with_what_is_right() {
    let check = |arguments: &str, wanted: &str| {
        let said = said(&format!("resize_image({arguments})"), "sea.png", samples::png(6, 4));
        let start = "error templates/index.html:1:12: content/_index.md could not be made: ";
        let said = said.strip_prefix(start).unwrap_or(&said);
        assert!(said.replacen(" | ", ". ", 1).starts_with(wanted), "{arguments}: {said}");
    };
    let of_sea = |reason: &str| format!("`resize_image` cannot use the picture `sea.png`: {reason}");
    check(
        "path=\"see.png\", width=1, height=1",
        "There is no picture `see.png` in the site, in `static/` or in `content/`. Did you mean `sea.png`?",
    );
    check("path=\"sea.png\", width=1", &of_sea("`op=\"fill\"` needs `height`"));
    check("path=\"sea.png\", width=0, height=4", &of_sea("`width` is 0, and a picture has at least 1 pixel"));
    let far = "a picture can be 16383 pixels wide and high at most, not 99999 × 66666";
    check("path=\"sea.png\", width=99999, op=\"fit_width\"", &of_sea(far));
    let many = "a picture can have 100 megapixels at most, and 16000 × 16000 is more";
    check("path=\"sea.png\", width=16000, height=16000", &of_sea(many));
    check("path=\"sea.png\", op=\"fil\"", &of_sea("`op` cannot be `fil`. Did you mean `fill`?"));
    check(
        "path=\"sea.png\", width=1, height=1, format=\"tiff\"",
        &of_sea("`format` cannot be `tiff`. There are `jpg`, `png`, `webp`, `avif`"),
    );
    check(
        "path=\"sea.png\", width=1, height=1, format=\"jpg\", quality=0",
        &of_sea("`quality` goes from 1 to 100 here, so it cannot be 0"),
    );
    check(
        "path=\"sea.png\", width=\"wide\", height=1",
        "`width` of `resize_image` is a number of pixels, and not `wide`",
    );
    check(
        "path=\"sea.png\", width=-4, height=1",
        "`width` of `resize_image` is a number of pixels, and not `-4`",
    );
}

#[test]
fn a_missing_picture_suggests_the_nearest_name() {
    let check = |path: &str, hint: &str| {
        let said =
            said(&format!("get_image_metadata(path=\"{path}\")"), "img/harbour.jpg", samples::jpeg(4, 4));
        assert!(said.contains(hint), "{said}");
    };
    check("img/harbor.jpg", "Did you mean `img/harbour.jpg`?");
    check("/static/img/harbuor.jpg", "Did you mean `img/harbour.jpg`?");
    check("other.jpg", "Add it to `static/`, or beside the page");
    check("../secret.jpg", "There is no picture `../secret.jpg`");
}

#[test]
fn a_picture_that_changes_while_the_site_is_built_is_named() {
    let site = "=== templates/index.html\n{% set i = resize_image(path=\"sea.png\", width=4, height=4) %}\n";
    let change = |to: Option<Vec<u8>>| {
        let (source, disk) = with_pictures(site, &[("static/sea.png", samples::png(60, 40))]);
        let site = open(&source, &options()).value;
        assert!(!build(&site).has_errors());
        let path = SourcePath::new("static/sea.png").expect("is a path");
        let mut files = disk.files.lock().expect("nobody panics");
        match to {
            Some(bytes) => files.insert(path, bytes),
            None => files.remove(&path),
        };
        drop(files);
        listed(&build(&site).diagnostics)
    };
    let start = "error static/sea.png: The picture static/sea.png could not be made for `resize_image(path=\
                 \"static/sea.png\", width=4, height=4, op=\"fill\", format=\"png\")`: ";
    let reason = |said: String| said.strip_prefix(start).map(str::to_owned).unwrap_or(said);
    let changed = reason(change(Some(samples::png(61, 40))));
    assert!(changed.starts_with("its file changed while the site was built: build again"), "{changed}");
    let gone = reason(change(None));
    assert!(gone.starts_with("it cannot be read: it is no longer there"), "{gone}");
}
