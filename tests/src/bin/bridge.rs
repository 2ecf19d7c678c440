//! The bridge: the whole studio behind loopback HTTP, so that the interface can be tried in an ordinary browser. For
//! tests only; the product never ships it.
//!
//! `bridge --port N [--site FOLDER | --sample | --empty] [--data FOLDER]`

use std::collections::VecDeque;
use std::convert::Infallible;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::sse::{Event as Message, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use studio::protocol::{Nothing, Request};
use studio::{Event, Host, Places, Studio};
use tests::memory_keychain::MemoryKeychain;
use tokio::sync::broadcast;

struct Bridge {
    studio: Arc<Studio>,
    host: Arc<BridgeHost>,
}

/// Answers dialogs with what the test said before, and keeps the addresses it was asked to open.
struct BridgeHost {
    events: broadcast::Sender<Event>,
    choices: Mutex<VecDeque<PathBuf>>,
    opened: Mutex<Vec<String>>,
}

impl BridgeHost {
    fn choice(&self) -> Option<PathBuf> {
        self.choices.lock().unwrap_or_else(PoisonError::into_inner).pop_front()
    }
}

impl Host for BridgeHost {
    fn emit(&self, event: Event) {
        // Nobody listens before the page is loaded.
        let _heard = self.events.send(event);
    }

    fn choose_folder(&self, _title: &str) -> Option<PathBuf> {
        self.choice()
    }

    fn choose_picture(&self, _title: &str) -> Option<PathBuf> {
        self.choice()
    }

    fn open_link(&self, url: &str) -> std::io::Result<()> {
        self.opened.lock().unwrap_or_else(PoisonError::into_inner).push(url.to_owned());
        Ok(())
    }
}

#[derive(Default)]
struct Arguments {
    port: u16,
    site: Option<PathBuf>,
    sample: bool,
    data: Option<PathBuf>,
}

fn arguments() -> Arguments {
    let mut read = Arguments::default();
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let mut value = || words.next().unwrap_or_else(|| panic!("{word} needs a value"));
        match word.as_str() {
            "--port" => read.port = value().parse().expect("a port is a number"),
            "--site" => read.site = Some(value().into()),
            "--data" => read.data = Some(value().into()),
            "--sample" => read.sample = true,
            "--empty" => {}
            other => panic!("unknown argument {other}"),
        }
    }
    read
}

#[tokio::main]
async fn main() {
    let arguments = arguments();
    let scratch = tempfile::tempdir().expect("a scratch folder");
    let base = arguments.data.clone().unwrap_or_else(|| scratch.path().to_owned());
    let places = Places { data: base.join("data"), sites: base.join("sites") };
    let (events, _) = broadcast::channel(1024);
    let host = Arc::new(BridgeHost { events, choices: Mutex::default(), opened: Mutex::default() });
    let (for_studio, site, sample) = (Arc::clone(&host), arguments.site.clone(), arguments.sample);
    // The studio has a runtime of its own, which may not be made or dropped inside another one's task.
    let studio = tokio::task::spawn_blocking(move || {
        let studio = Studio::start(for_studio, Arc::new(MemoryKeychain::default()), places).expect("starts");
        if let Some(site) = site {
            studio.open_site(&site).expect("the site opens");
        } else if sample {
            studio.call(Request::OpenSample(Nothing {})).expect("the sample opens");
        }
        Arc::new(studio)
    });
    let studio = studio.await.expect("the studio starts");
    let bridge = Arc::new(Bridge { studio, host });
    let router = Router::new()
        .route("/call", post(call))
        .route("/events", get(hear))
        .route("/test/choose", post(choose))
        .route("/test/opened", get(opened))
        .route("/", get(|| async { interface("index.html") }))
        .route("/{*path}", get(|Path(path): Path<String>| async move { interface(&path) }))
        .with_state(bridge);
    let listener =
        tokio::net::TcpListener::bind(("127.0.0.1", arguments.port)).await.expect("the port is free");
    let address = listener.local_addr().expect("bound");
    std::io::Write::write_all(&mut std::io::stdout(), format!("http://{address}\n").as_bytes())
        .expect("somebody reads the address");
    axum::serve(listener, router).await.expect("serves");
}

async fn call(State(bridge): State<Arc<Bridge>>, body: Bytes) -> Response {
    let request: Request = match serde_json::from_slice(&body) {
        Ok(request) => request,
        Err(error) => return (StatusCode::BAD_REQUEST, error.to_string()).into_response(),
    };
    let studio = Arc::clone(&bridge.studio);
    let answer = tokio::task::spawn_blocking(move || studio.call(request)).await.expect("panics are caught");
    match answer {
        Ok(value) => axum::Json(value).into_response(),
        Err(failure) => (StatusCode::UNPROCESSABLE_ENTITY, axum::Json(failure)).into_response(),
    }
}

async fn hear(State(bridge): State<Arc<Bridge>>) -> impl IntoResponse {
    let mut events = bridge.host.events.subscribe();
    let stream = async_stream::stream! {
        while let Ok(event) = events.recv().await {
            let text = serde_json::to_string(&event).expect("plain data");
            yield Ok::<_, Infallible>(Message::default().data(text));
        }
    };
    Sse::new(stream)
}

/// Says what the next dialog is answered with.
async fn choose(State(bridge): State<Arc<Bridge>>, path: String) {
    bridge.host.choices.lock().unwrap_or_else(PoisonError::into_inner).push_back(path.into());
}

/// Lists the addresses that were to be opened outside.
async fn opened(State(bridge): State<Arc<Bridge>>) -> impl IntoResponse {
    axum::Json(bridge.host.opened.lock().unwrap_or_else(PoisonError::into_inner).clone())
}

fn interface(path: &str) -> Response {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../ui/dist");
    let is_plain = path.split('/').all(|part| !matches!(part, "" | "." | ".."));
    let Some(bytes) = is_plain.then(|| std::fs::read(root.join(path)).ok()).flatten() else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let extension = path.rsplit('.').next().unwrap_or_default();
    let kind = [(header::CONTENT_TYPE, studio::media_type(extension))];
    if path != "index.html" {
        return (kind, bytes).into_response();
    }
    let page = String::from_utf8(bytes).expect("the interface is text");
    (kind, page.replacen("<head>", "<head><meta name=\"galley-host\" content=\"bridge\">", 1)).into_response()
}
