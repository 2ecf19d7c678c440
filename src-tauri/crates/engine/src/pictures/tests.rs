use std::sync::Arc;

use image::GenericImageView;

use crate::output::{ContentHash, Entry, SourcePath};
use crate::source::{Source, SourceFile};

use super::decode::{DAMAGED, guarded};
use super::encode::{Encoding, Format};
use super::measure::{Kind, measure};
use super::resize::Filter;
use super::samples;
use super::shape::{Operation, Size};
use super::wanted::MAX_ON_A_PAGE;
use super::{MAX_FILE_BYTES, NoCache, Pictures, Request, Wanted, Wish, avif, make, one};

fn pictures() -> Pictures {
    Pictures::new(Source::default().pictures().reader(), Arc::new(NoCache))
}

fn path(text: &str) -> SourcePath {
    SourcePath::new(text).expect("is a path")
}

fn asked(pictures: &Pictures, file: &SourceFile, width: u32, encoding: Encoding) -> Arc<Request> {
    let path = path("static/sea.png");
    let measured = pictures.measure(&path, file).expect("is a picture");
    let wish = Wish {
        path: &path,
        file,
        measured: &measured,
        operation: Operation::FitWidth,
        width: Some(width),
        height: None,
        encoding,
        filter: Filter::Lanczos3,
    };
    pictures.ask(&wish).expect("can be made")
}

fn made(bytes: Vec<u8>, width: u32, encoding: Encoding) -> Vec<u8> {
    let pictures = pictures();
    let request = asked(&pictures, &SourceFile::loaded(bytes), width, encoding);
    let checked = one(&pictures, &request.output).expect("was asked for");
    assert_eq!(checked.diagnostics, []);
    let crate::output::Contents::Made(bytes) = checked.value.expect("is made").contents else {
        panic!("it is made, not copied")
    };
    bytes.to_vec()
}

fn decoded(bytes: &[u8]) -> image::DynamicImage {
    image::load_from_memory(bytes).expect("can be read")
}

fn near(found: [u8; 3], wanted: [u8; 3]) -> bool {
    found.iter().zip(wanted).all(|(a, b)| a.abs_diff(b) < 24)
}

fn color(image: &image::DynamicImage, x: u32, y: u32) -> [u8; 3] {
    let [red, green, blue, _] = image.get_pixel(x, y).0;
    [red, green, blue]
}

#[test]
fn each_kind_is_measured_by_its_bytes() {
    let check = |bytes: &[u8], kind, size: (u32, u32), is_lossy| {
        let measured = measure(bytes).expect("is a picture");
        assert_eq!((measured.kind, measured.is_lossy, measured.moves), (kind, is_lossy, false));
        assert_eq!((measured.size.width, measured.size.height), size);
    };
    check(&samples::png(7, 3), Kind::Png, (7, 3), false);
    check(&samples::jpeg(7, 3), Kind::Jpeg, (7, 3), true);
    check(&samples::photo(7, 3, 1), Kind::Jpeg, (7, 3), true);
    check(&samples::photo(7, 3, 6), Kind::Jpeg, (3, 7), true);
    check(&samples::gif(7, 3, 1), Kind::Gif, (7, 3), false);
    check(&samples::webp(7, 3, true), Kind::WebP, (7, 3), false);
    check(&samples::webp(7, 3, false), Kind::WebP, (7, 3), true);
    check(b"<svg viewBox='0 0 7 3'/>", Kind::Svg, (7, 3), false);
    check(&made(samples::png(14, 6), 7, FAST_AVIF), Kind::Avif, (7, 3), true);
    assert!(measure(&samples::gif(7, 3, 2)).expect("is a picture").moves);
    assert!(measure(&samples::moving_webp(7, 3)).expect("is a picture").moves);
}

const FAST_AVIF: Encoding = Encoding::Avif { quality: 60, speed: 10 };

#[test]
fn a_turned_avif_is_measured_upright() {
    let boxed = |name: &[u8], body: &[&[u8]]| {
        let body = body.concat();
        let length = u32::try_from(body.len() + 8).expect("is short").to_be_bytes();
        [&length, name, &body].concat()
    };
    let (size, turn) = (boxed(b"ispe", &[&[0, 0, 0, 0, 0, 0, 0, 7, 0, 0, 0, 3]]), boxed(b"irot", &[&[1]]));
    let ipma = boxed(b"ipma", &[&[0, 0, 0, 0, 0, 0, 0, 2, 0, 1, 0, 0, 9, 2, 0x81, 2]]);
    let iprp = boxed(b"iprp", &[&boxed(b"ipco", &[&size, &turn]), &ipma]);
    let meta = boxed(b"meta", &[&[0, 0, 0, 0], &boxed(b"pitm", &[&[0, 0, 0, 0, 0, 9]]), &iprp]);
    let bytes = [boxed(b"ftyp", &[b"avif\0\0\0\0"]), meta].concat();
    assert_eq!(measure(&bytes).map(|found| found.size), Ok(Size { width: 3, height: 7 }));
    for end in 0..bytes.len() {
        assert_eq!(avif::size(&bytes[..end]), None, "it was cut off");
    }
}

#[test]
fn every_format_shows_the_same_picture() {
    for (ending, format) in Format::WORDS {
        let encoding = Encoding::new(format, Some(80), Some(10)).expect("is within its limits");
        let bytes = made(samples::png(64, 32), 32, encoding);
        let measured = measure(&bytes).expect("is a picture");
        assert_eq!((measured.kind.word(), measured.size), (ending, Size { width: 32, height: 16 }));
        if measured.kind != Kind::Avif {
            let image = decoded(&bytes);
            assert!(near(color(&image, 4, 8), [220, 40, 40]), "{ending}: {:?}", color(&image, 4, 8));
            assert!(near(color(&image, 28, 8), [40, 40, 220]), "{ending}: {:?}", color(&image, 28, 8));
        }
    }
}

#[test]
fn a_photo_stands_upright_and_tells_nothing_of_its_owner() {
    for (_, format) in Format::WORDS {
        let encoding = Encoding::new(format, Some(80), Some(10)).expect("is within its limits");
        let photo = samples::photo(32, 16, 6);
        assert!(photo.windows(3).any(|window| window == b"GPS"));
        let bytes = made(photo, 8, encoding);
        let tells = |word: &[u8]| bytes.windows(word.len()).any(|window| window == word);
        assert!(!tells(b"GPS") && !tells(b"Exif\0\0MM"), "{format:?}");
        assert_eq!(measure(&bytes).expect("is a picture").size, Size { width: 8, height: 16 });
        if format != Format::Avif {
            // Turned by a quarter to the right: what was on the left is now above.
            let image = decoded(&bytes);
            assert!(near(color(&image, 4, 2), [220, 40, 40]), "{format:?}: {:?}", color(&image, 4, 2));
            assert!(near(color(&image, 4, 13), [40, 40, 220]), "{format:?}: {:?}", color(&image, 4, 13));
        }
    }
}

#[test]
fn colors_of_another_space_are_shown_as_they_were_meant() {
    let profile = moxcms::ColorProfile::new_display_p3().encode().expect("is written");
    let plain = decoded(&made(samples::jpeg(32, 16), 16, Encoding::Png));
    let wide = made(samples::jpeg_in_colors(32, 16, Some(profile)), 16, Encoding::Png);
    let wide_image = decoded(&wide);
    // The same numbers mean a stronger red in Display P3.
    let (plain, wide_color) = (color(&plain, 2, 4), color(&wide_image, 2, 4));
    assert!(wide_color[0] > plain[0] + 10 && wide_color[1] < plain[1], "{plain:?} {wide_color:?}");
    assert!(!wide.windows(4).any(|window| window == b"iCCP"));
}

#[test]
fn what_is_transparent_becomes_white_where_the_format_knows_no_transparency() {
    let jpeg = decoded(&made(samples::transparent_png(16, 16), 16, Encoding::Jpeg(90)));
    assert!(near(color(&jpeg, 2, 8), [255, 255, 255]));
    assert!(near(color(&jpeg, 13, 8), [0, 200, 0]));
    for encoding in [Encoding::Png, Encoding::WebPLossless, Encoding::WebP(90)] {
        let image = decoded(&made(samples::transparent_png(16, 16), 8, encoding));
        assert_eq!((image.get_pixel(0, 4).0[3], image.get_pixel(7, 4).0[3]), (0, 255), "{encoding:?}");
    }
}

#[test]
fn odd_kinds_of_pictures_are_read() {
    let grey = decoded(&made(samples::deep_png(16, 16), 8, Encoding::Png));
    assert!(near(color(&grey, 4, 4), [128, 128, 128]));
    let inks = made(samples::cmyk_jpeg(), 4, Encoding::Png);
    assert_eq!(decoded(&inks).dimensions(), (4, 4));
    let dot = made(samples::png(1, 1), 3, FAST_AVIF);
    assert_eq!(avif::size(&dot), Some(Size { width: 3, height: 3 }));
}

#[test]
fn every_filter_makes_a_picture() {
    let (pictures, file) = (pictures(), SourceFile::loaded(samples::png(60, 40)));
    let path = path("static/sea.png");
    let measured = pictures.measure(&path, &file).expect("is a picture");
    let mut wanted = Wanted::default();
    for (_, filter) in Filter::WORDS {
        let (path, file, measured, encoding) = (&path, &file, &measured, Encoding::Png);
        let (operation, width, height) = (Operation::Fill, Some(10), Some(20));
        let wish = Wish { path, file, measured, operation, width, height, encoding, filter };
        wanted.add(&pictures.ask(&wish).expect("can be made"));
    }
    let (files, trouble) = make(&wanted, &pictures, &|_| std::ops::ControlFlow::Continue(())).expect("ends");
    assert_eq!((files.len(), trouble), (5, Vec::new()));
}

#[test]
fn each_piece_of_work_learns_what_it_asked_for() {
    let (pictures, file) = (pictures(), SourceFile::loaded(samples::png(60, 40)));
    let names = |wanted: &Wanted| wanted.requests().map(|one| one.shape.size.width).collect::<Vec<_>>();
    let ask = |width| asked(&pictures, &file, width, Encoding::Png);
    let (inner, outer) = pictures.during(|| {
        let first = ask(10);
        let ((), inner) = pictures.during(|| {
            ask(20);
            assert_eq!(pictures.asked_here(&first.output), None);
        });
        ask(10);
        assert_eq!(pictures.asked_here(&first.output), Some(first));
        // Another thread is other work.
        std::thread::scope(|scope| scope.spawn(|| ask(30)).join().expect("it asks"));
        inner
    });
    assert_eq!((names(&inner), names(&outer)), (vec![20], vec![10]));
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        pictures.during(|| -> u32 { std::panic::resume_unwind(Box::new(ask(40).shape.size.width)) })
    }));
    assert!(panicked.is_err());
    assert_eq!(pictures.during(|| ()).1.len(), 0);
}

#[test]
fn a_page_cannot_ask_without_end() {
    let (pictures, file) = (pictures(), SourceFile::loaded(samples::png(1, 1)));
    let path = path("static/dot.png");
    let measured = pictures.measure(&path, &file).expect("is a picture");
    let (refused, wanted) = pictures.during(|| {
        (1..).find_map(|width| {
            let (path, file, measured, encoding) = (&path, &file, &measured, Encoding::Png);
            let (operation, filter) = (Operation::Scale, Filter::Nearest);
            let (width, height) = (Some(width), Some(1));
            pictures.ask(&Wish { path, file, measured, operation, width, height, encoding, filter }).err()
        })
    });
    assert_eq!(wanted.len(), MAX_ON_A_PAGE);
    assert_eq!(refused.as_deref(), Some("a page can ask for 10000 pictures at most"));
}

#[test]
fn two_files_with_the_same_bytes_and_name_are_one_picture() {
    let (pictures, file) = (pictures(), SourceFile::loaded(samples::png(60, 40)));
    let measured = pictures.measure(&path("b/sea.png"), &file).expect("is a picture");
    let ask = |name: &str| {
        let (path, file, measured, encoding) = (&path(name), &file, &measured, Encoding::Png);
        let (operation, filter, width, height) = (Operation::FitWidth, Filter::Lanczos3, Some(9), None);
        pictures
            .ask(&Wish { path, file, measured, operation, width, height, encoding, filter })
            .expect("can be")
    };
    let (a, b, other) = (ask("a/sea.png"), ask("b/sea.png"), ask("b/lake.png"));
    let mut wanted = Wanted::default();
    [&b, &a, &other].into_iter().for_each(|request| wanted.add(request));
    let mut turned = Wanted::default();
    [&other, &a, &b].into_iter().for_each(|request| turned.add(request));
    assert_eq!(wanted, turned);
    assert_eq!(
        wanted.requests().map(|request| request.source.as_str()).collect::<Vec<_>>(),
        ["b/lake.png", "a/sea.png"]
    );
    assert_eq!(a.key, other.key);
}

#[test]
fn a_codec_that_panics_spoils_one_picture_only() {
    let work = || -> Result<(), String> { std::panic::resume_unwind(Box::new("a bug of a codec")) };
    assert_eq!(guarded(DAMAGED, work), Err(DAMAGED.into()));
}

#[test]
fn a_file_that_is_too_large_is_not_read() {
    let entry = Entry { size: MAX_FILE_BYTES + 1, hash: ContentHash::of(b"film") };
    let file = SourceFile { entry, bytes: Some(b"no picture".as_slice().into()) };
    let said = pictures().measure(&path("static/film.png"), &file);
    assert_eq!(said, Err("its file is larger than 256 MB".into()));
}
