//! `load_data`.

use tera::{Error, Kwargs, State, TeraResult, Value};

use crate::data::{self, Fault, Format, Method, NotLoaded, Request, SWITCH_ON};
use crate::graph::Graph;
use crate::output::{Contents, OutputFile};
use crate::theme::suggestion;

use super::{files, given};

/// A site's data files may be in any of these, named without them.
const SHORT_FOR: [&str; 2] = ["static/", "content/"];

/// Gives the data of a file, of an address, or of a text.
pub(super) fn load_data(graph: &Graph, kwargs: &Kwargs, _: &State<'_>) -> TeraResult<Value> {
    let format = format(kwargs)?;
    let is_required = given::<bool>(kwargs, "required")?.unwrap_or(true);
    let (path, url, literal) =
        (given::<&str>(kwargs, "path")?, given::<&str>(kwargs, "url")?, given::<&str>(kwargs, "literal")?);
    match (path, url, literal) {
        (Some(path), None, None) => of_file(graph, path, format, is_required),
        (None, Some(url), None) => of_address(graph, kwargs, url, format, is_required),
        (None, None, Some(text)) => {
            let format = format.unwrap_or(Format::Plain);
            data::parse(format, text.as_bytes()).map_err(|fault| faulty("the text `literal`", format, &fault))
        }
        (None, None, None) => Err(Error::message("`load_data` needs `path`, `url` or `literal`")),
        _ => Err(Error::message("`load_data` takes one of `path`, `url` and `literal`, not several")),
    }
}

fn format(kwargs: &Kwargs) -> TeraResult<Option<Format>> {
    let Some(word) = given::<&str>(kwargs, "format")? else { return Ok(None) };
    let known = Format::WORDS.iter().find(|(name, _)| name.eq_ignore_ascii_case(word));
    known.map(|(_, format)| Some(*format)).ok_or_else(|| {
        let names = Format::WORDS.map(|(name, _)| name);
        let hint = suggestion(word, names, &format!("There are {}", names.join(", ")));
        Error::message(format!("`load_data` knows no format `{word}`. {hint}"))
    })
}

fn of_file(graph: &Graph, path: &str, format: Option<Format>, is_required: bool) -> TeraResult<Value> {
    let format = format.unwrap_or_else(|| Format::of_file(path));
    let Some((place, file)) = files::locate(graph, path) else {
        if let Some(Ok(OutputFile { entry, contents: Contents::Made(bytes) })) = files::made(graph, path) {
            let read = graph.outline.data.of_bytes(entry.hash, &bytes, format);
            return read.map_err(|fault| faulty(&format!("`{path}`"), format, &fault));
        }
        return if is_required { Err(missing(graph, path)) } else { Ok(Value::none()) };
    };
    match graph.outline.data.of_file(place, file, format) {
        Some(read) => read.map_err(|fault| faulty(&format!("`{path}`"), format, &fault)),
        None => Err(Error::message(format!(
            "`{path}` is of a kind that Galley copies and does not read. Put it into `data/`, or give it the ending of its format"
        ))),
    }
}

fn missing(graph: &Graph, path: &str) -> Error {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    let names = graph.files.keys().filter(|file| file.extension() == ending).map(|file| {
        let whole = file.as_str();
        SHORT_FOR.iter().find_map(|folder| whole.strip_prefix(folder)).unwrap_or(whole)
    });
    let hint = suggestion(path, names, "Add the file, or write `required=false`");
    Error::message(format!(
        "There is no data file `{path}` in the site, in `static/` or in `content/`. {hint}"
    ))
}

fn of_address(
    graph: &Graph,
    kwargs: &Kwargs,
    url: &str,
    format: Option<Format>,
    is_required: bool,
) -> TeraResult<Value> {
    let format = format.unwrap_or(Format::Plain);
    let request = request(kwargs, url)?;
    let what = format!("`{url}`");
    graph.outline.data.of_address(request, format).or_else(|trouble| match trouble {
        NotLoaded::Nothing(_) if !is_required => Ok(Value::none()),
        NotLoaded::Nothing(reason) => Err(Error::message(format!("{what} could not be loaded: {reason}"))),
        NotLoaded::Faulty(fault) => Err(faulty(&what, format, &fault)),
        NotLoaded::Off if !is_required => {
            graph.outline.data.leave_out(url);
            Ok(Value::none())
        }
        NotLoaded::Off => Err(Error::message(format!(
            "{what} was not loaded, since this site may not load data from the network. {SWITCH_ON}"
        ))),
        NotLoaded::NoWay => {
            Err(Error::message(format!("{what} was not loaded, since there is no way to the network here")))
        }
        NotLoaded::TooMany => Err(Error::message(format!(
            "{what} was not loaded, since the site loads data from too many addresses already"
        ))),
    })
}

fn request(kwargs: &Kwargs, url: &str) -> TeraResult<Request> {
    if !url.starts_with("http://") && !url.starts_with("https://") {
        let message = format!("`{url}` is no address that data can be loaded from. Start it with `https://`");
        return Err(Error::message(message));
    }
    let mut headers = Vec::new();
    for header in given::<Vec<String>>(kwargs, "headers")?.unwrap_or_default() {
        let Some((name, value)) = header.split_once('=') else {
            return Err(Error::message(format!(
                "`{header}` is no header that can be sent. Write it like `\"accept=application/json\"`"
            )));
        };
        headers.push((name.trim().to_owned(), value.trim().to_owned()));
    }
    if let Some(kind) = given::<String>(kwargs, "content_type")? {
        headers.push(("content-type".into(), kind));
    }
    let word = given::<&str>(kwargs, "method")?.unwrap_or("GET");
    let body = given::<String>(kwargs, "body")?;
    let method = match (word.to_ascii_uppercase().as_str(), body) {
        ("GET", None) => Method::Get,
        ("GET", Some(_)) => {
            return Err(Error::message("A `body` is only sent with `method=\"POST\"`"));
        }
        ("POST", body) => Method::Post { body: body.unwrap_or_default() },
        _ => return Err(Error::message(format!("`method` is `GET` or `POST`, and not `{word}`"))),
    };
    Ok(Request { url: url.to_owned(), method, headers })
}

fn faulty(what: &str, format: Format, fault: &Fault) -> Error {
    let line = fault.line.map_or_else(String::new, |line| format!(", line {line}"));
    Error::message(format!("{what}{line} cannot be read as {}: {}", format.name(), fault.message))
}
