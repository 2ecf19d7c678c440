//! One wish for a picture, and the name that follows from it.

use crate::output::{ContentHash, OutputPath, SourcePath};
use crate::slug::{SlugStrategy, slugify};
use crate::source::SourceFile;

use super::decode::unreadable_kind;
use super::encode::{CODECS, Encoding};
use super::measure::{Kind, Measured};
use super::resize::Filter;
use super::shape::{Operation, Shape, shape};

/// The folder of the finished site that holds the pictures.
pub(crate) const FOLDER: &str = "processed_images";
/// How much of a key stands in a name.
const NAME_DIGITS: usize = 16;
/// A longer name of a picture is cut.
const MAX_STEM: usize = 100;

/// What a template asks for.
pub(crate) struct Wish<'a> {
    /// The picture's file.
    pub(crate) path: &'a SourcePath,
    /// The same, as the snapshot has it.
    pub(crate) file: &'a SourceFile,
    /// What the picture is like.
    pub(crate) measured: &'a Measured,
    /// How it is brought to its size.
    pub(crate) operation: Operation,
    /// The width asked for.
    pub(crate) width: Option<u32>,
    /// The height asked for.
    pub(crate) height: Option<u32>,
    /// How it is written.
    pub(crate) encoding: Encoding,
    /// How new pixels come from old ones.
    pub(crate) filter: Filter,
}

/// A picture to be made: everything that its bytes depend on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Request {
    /// The file it is made from.
    pub(crate) source: SourcePath,
    /// The same, as the snapshot has it: what its bytes have to be.
    pub(crate) file: SourceFile,
    /// What the picture in that file is like.
    pub(crate) measured: Measured,
    /// Which part is taken, and how large it becomes.
    pub(crate) shape: Shape,
    /// How new pixels come from old ones.
    pub(crate) filter: Filter,
    /// How it is written.
    pub(crate) encoding: Encoding,
    /// Where it goes in the finished site.
    pub(crate) output: OutputPath,
    /// The name of its bytes in a cache.
    pub(crate) key: ContentHash,
    /// The call that asked for it, for messages.
    pub(crate) call: String,
}

impl Wish<'_> {
    /// Works out what has to be made, or says why it cannot be.
    pub(crate) fn request(&self) -> Result<Request, String> {
        let measured = self.measured;
        match measured.kind {
            Kind::Svg | Kind::Avif => return Err(unreadable_kind(measured.kind)),
            Kind::Jpeg | Kind::Png | Kind::Gif | Kind::WebP => {}
        }
        if let Some(reason) = measured.too_large() {
            return Err(reason);
        }
        let shape = shape(self.operation, measured.size, self.width, self.height)?;
        let (filter, encoding) = (self.filter, self.encoding);
        let wanted = format!("{CODECS}\n{}\n{shape:?}\n{filter:?}\n{encoding:?}", self.file.entry.hash);
        let key = ContentHash::of(wanted.as_bytes());
        let digits = key.to_string();
        let name = format!("{}.{}.{}", stem(self.path), &digits[..NAME_DIGITS], encoding.ending());
        let output = OutputPath::new(format!("{FOLDER}/{name}"))
            .expect("a stem of a hundred bytes and a hash make a path");
        Ok(Request {
            source: self.path.clone(),
            file: self.file.clone(),
            measured: measured.clone(),
            shape,
            filter,
            encoding,
            output,
            key,
            call: self.call(),
        })
    }

    fn call(&self) -> String {
        let side = |name: &str, length: Option<u32>| {
            length.map_or_else(String::new, |length| format!(", {name}={length}"))
        };
        format!(
            "resize_image(path=\"{}\"{}{}, op=\"{}\", format=\"{}\")",
            self.path,
            side("width", self.width),
            side("height", self.height),
            self.operation.word(),
            self.encoding.ending()
        )
    }
}

/// The name of a file without its ending; where it has letters that an address would have to spell out, as a slug.
fn stem(path: &SourcePath) -> String {
    let name = path.file_name();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '~');
    let mut stem = if stem.chars().all(is_plain) { stem.to_owned() } else { slugify(stem, SlugStrategy::On) };
    stem.truncate(MAX_STEM);
    if stem.is_empty() { "picture".into() } else { stem }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_fit_for_an_address() {
        let stem = |path: &str| stem(&SourcePath::new(path).expect("is a path"));
        assert_eq!(stem("static/img/IMG_1234.v2.JPG"), "IMG_1234.v2");
        assert_eq!(stem("static/Über uns (2).jpg"), "uber-uns-2");
        assert_eq!(stem("static/.jpg"), "picture");
        assert_eq!(stem(&format!("static/{}.jpg", "a".repeat(200))).len(), MAX_STEM);
    }
}
