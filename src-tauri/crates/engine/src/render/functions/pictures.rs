//! `get_image_metadata` and `resize_image`.

use std::sync::Arc;

use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

use crate::graph::{Graph, permalink};
use crate::output::{OutputPath, SourcePath};
use crate::pictures::{Encoding, FOLDER, Filter, Format, Kind, Measured, Operation, Pictures, Request, Wish};
use crate::render::values::map;
use crate::source::SourceFile;
use crate::theme::suggestion;

use super::{files, given};

/// A function that looks at pictures.
type PictureFunction = fn(&Site<'_>, &Kwargs) -> TeraResult<Value>;

/// The functions that look at pictures.
pub(super) const PICTURE_FUNCTIONS: [(&str, PictureFunction); 2] =
    [("get_image_metadata", get_image_metadata), ("resize_image", resize_image)];

/// Endings of pictures, for suggestions.
const ENDINGS: [&str; 7] = ["jpg", "jpeg", "png", "gif", "webp", "avif", "svg"];

/// What the functions look at.
pub(super) struct Site<'a> {
    graph: &'a Graph,
    pictures: &'a Pictures,
}

/// Gives the functions a site to look at.
pub(super) fn bind(tera: &mut Tera, graph: &Arc<Graph>, pictures: &Arc<Pictures>) {
    for (name, function) in PICTURE_FUNCTIONS {
        let (graph, pictures) = (Arc::clone(graph), Arc::clone(pictures));
        tera.register_function(name, move |kwargs: Kwargs, _: &State<'_>| {
            function(&Site { graph: &graph, pictures: &pictures }, &kwargs)
        });
    }
}

/// Gives width, height, format and media type of a picture.
fn get_image_metadata(site: &Site<'_>, kwargs: &Kwargs) -> TeraResult<Value> {
    let path = kwargs.must_get::<&str>("path")?;
    if let Some(request) = asked_for(site, path) {
        return Ok(metadata_of_request(&request));
    }
    let Some((file, source)) = files::locate(site.graph, path) else {
        let may_miss = given::<bool>(kwargs, "allow_missing")?.unwrap_or(false);
        return if may_miss { Ok(Value::none()) } else { Err(missing(site.graph, path)) };
    };
    let measured = site.pictures.measure(file, source);
    let measured = measured.map_err(|reason| cannot("get_image_metadata", path, &reason))?;
    Ok(metadata(measured.size.width, measured.size.height, measured.kind))
}

/// Finds a picture that the same page has asked for, by the address or path it got for it.
fn asked_for(site: &Site<'_>, path: &str) -> Option<Arc<Request>> {
    let path = path.trim_start_matches('/');
    let path = path.strip_prefix("static/").unwrap_or(path);
    path.starts_with(FOLDER).then_some(())?;
    site.pictures.asked_here(&OutputPath::new(path).ok()?)
}

fn metadata_of_request(request: &Request) -> Value {
    let kind = match request.encoding {
        Encoding::Jpeg(_) => Kind::Jpeg,
        Encoding::Png => Kind::Png,
        Encoding::WebP(_) | Encoding::WebPLossless => Kind::WebP,
        Encoding::Avif { .. } => Kind::Avif,
    };
    metadata(request.shape.size.width, request.shape.size.height, kind)
}

fn metadata(width: u32, height: u32, kind: Kind) -> Value {
    map([
        ("width", Value::from(u64::from(width))),
        ("height", Value::from(u64::from(height))),
        ("format", Value::from(kind.word())),
        ("mime", Value::from(kind.mime())),
    ])
}

/// Asks for a picture in another size or format, and gives its address.
fn resize_image(site: &Site<'_>, kwargs: &Kwargs) -> TeraResult<Value> {
    let path = kwargs.must_get::<&str>("path")?;
    let (file, source) = files::locate(site.graph, path).ok_or_else(|| missing(site.graph, path))?;
    let say = |reason: String| cannot("resize_image", path, &reason);
    let measured = site.pictures.measure(file, source).map_err(say)?;
    let wish = wish(kwargs, file, source, &measured)?.map_err(say)?;
    let request = site.pictures.ask(&wish).map_err(say)?;
    let address = permalink(&site.graph.outline.config, &format!("/{}", request.output));
    let number = |number: u32| Value::from(u64::from(number));
    Ok(map([
        ("url", Value::safe_string(&address)),
        ("static_path", Value::safe_string(&format!("static/{}", request.output))),
        ("width", number(request.shape.size.width)),
        ("height", number(request.shape.size.height)),
        ("orig_width", number(measured.size.width)),
        ("orig_height", number(measured.size.height)),
    ]))
}

/// Reads what is wanted; the inner trouble is about the values, the outer about their types.
fn wish<'a>(
    kwargs: &Kwargs,
    path: &'a SourcePath,
    file: &'a SourceFile,
    measured: &'a Measured,
) -> TeraResult<Result<Wish<'a>, String>> {
    let operation = given::<&str>(kwargs, "op")?.unwrap_or("fill");
    let format = given::<&str>(kwargs, "format")?.unwrap_or("auto");
    let filter = given::<String>(kwargs, "filter")?.map_or("lanczos3".into(), |name| name.to_lowercase());
    let (quality, speed) = (given::<u8>(kwargs, "quality")?, given::<u8>(kwargs, "speed")?);
    let (width, height) = (length(kwargs, "width")?, length(kwargs, "height")?);
    let wish = || {
        let operation = chosen("op", operation, &Operation::WORDS)?;
        let format = match format {
            "auto" if measured.is_lossy => Format::Jpeg,
            "auto" => Format::Png,
            "jpeg" => Format::Jpeg,
            word => chosen("format", word, &Format::WORDS)?,
        };
        let filter = chosen("filter", &filter, &Filter::WORDS)?;
        let encoding = Encoding::new(format, quality, speed)?;
        Ok(Wish { path, file, measured, operation, width, height, encoding, filter })
    };
    Ok(wish())
}

/// Reads a number of pixels; templates calculate them, so there may be parts of a pixel.
fn length(kwargs: &Kwargs, name: &str) -> TeraResult<Option<u32>> {
    let Some(asked) = given::<&Value>(kwargs, name)? else { return Ok(None) };
    let number = asked.as_f64().filter(|number| *number >= 0.0 && *number <= f64::from(u32::MAX));
    let whole = number.map(|number| {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it was just compared")]
        let whole = number.round() as u32;
        whole
    });
    let wrong =
        || Error::message(format!("`{name}` of `resize_image` is a number of pixels, and not `{asked}`"));
    whole.ok_or_else(wrong).map(Some)
}

fn chosen<T: Copy>(argument: &str, word: &str, words: &[(&str, T)]) -> Result<T, String> {
    let found = words.iter().find(|(name, _)| *name == word);
    found.map(|(_, choice)| *choice).ok_or_else(|| {
        let names: Vec<String> = words.iter().map(|(name, _)| format!("`{name}`")).collect();
        let otherwise = format!("There are {}", names.join(", "));
        let hint = suggestion(word, words.iter().map(|(name, _)| *name), &otherwise);
        format!("`{argument}` cannot be `{word}`. {hint}")
    })
}

fn cannot(function: &str, path: &str, reason: &str) -> Error {
    Error::message(format!("`{function}` cannot use the picture `{path}`: {reason}"))
}

fn missing(graph: &Graph, path: &str) -> Error {
    let is_picture = |file: &&SourcePath| ENDINGS.contains(&file.extension().to_ascii_lowercase().as_str());
    let theme = graph.outline.config.theme.as_deref().map(|theme| format!("themes/{theme}/static/"));
    let folders = ["static/", "content/"].into_iter().chain(theme.as_deref());
    let folders: Vec<&str> = folders.collect();
    let names = graph.files.keys().filter(is_picture).map(|file| {
        let below = folders.iter().find_map(|folder| file.as_str().strip_prefix(folder));
        below.unwrap_or(file.as_str())
    });
    let word = path.trim_start_matches("@/").trim_start_matches('/');
    let whole = folders.iter().find_map(|folder| word.strip_prefix(folder)).unwrap_or(word);
    let hint = suggestion(whole, names, "Add it to `static/`, or beside the page");
    Error::message(format!("There is no picture `{path}` in the site, in `static/` or in `content/`. {hint}"))
}
