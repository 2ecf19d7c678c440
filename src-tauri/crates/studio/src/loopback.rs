//! The server on this machine that shows a site before it is published. It listens on 127.0.0.1 only, on a port
//! the system picks, and answers only below a random token, so that no other page or program can guess an address.

use std::net::Ipv4Addr;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, Uri, header};
use axum::routing::get;

use crate::media_type::media_type;

/// What the server hands out: bytes for a path below a token.
pub trait Shelf: Send + Sync {
    /// Finds the file that stands for an address: `rest` is what follows the token and its slash.
    fn find(&self, token: &str, rest: &str) -> Found;
}

/// What a shelf found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// A file, with its extension and bytes.
    File(String, Arc<[u8]>),
    /// A folder was asked for without its last slash: the browser asks again.
    Folder,
    /// Nothing; what the site shows then, if it has a page for it.
    Nothing(Option<Arc<[u8]>>),
    /// The token is none of ours.
    Stranger,
}

/// A running server.
#[derive(Debug)]
pub struct Loopback {
    /// Its address, such as `http://127.0.0.1:40123`.
    pub origin: String,
}

impl Loopback {
    /// Starts a server on a runtime; it runs as long as the runtime does. `port` 0 lets the system pick one.
    pub fn start(
        runtime: &tokio::runtime::Handle,
        port: u16,
        shelf: Arc<dyn Shelf>,
    ) -> std::io::Result<Self> {
        let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        listener.set_nonblocking(true)?;
        let origin = format!("http://{}", listener.local_addr()?);
        let _inside = runtime.enter();
        let listener = tokio::net::TcpListener::from_std(listener)?;
        let served = Served { shelf, host: origin.trim_start_matches("http://").to_owned() };
        let router = Router::new()
            .route("/{token}", get(serve_home))
            .route("/{token}/", get(serve_home))
            .route("/{token}/{*rest}", get(serve_file))
            .with_state(Arc::new(served));
        runtime.spawn(async move { axum::serve(listener, router).await });
        Ok(Self { origin })
    }
}

struct Served {
    shelf: Arc<dyn Shelf>,
    host: String,
}

async fn serve_home(
    State(served): State<Arc<Served>>,
    Path(token): Path<String>,
    uri: Uri,
    headers: HeaderMap,
) -> Response<Body> {
    serve(served, token, String::new(), uri, headers).await
}

async fn serve_file(
    State(served): State<Arc<Served>>,
    Path((token, rest)): Path<(String, String)>,
    uri: Uri,
    headers: HeaderMap,
) -> Response<Body> {
    serve(served, token, rest, uri, headers).await
}

async fn serve(
    served: Arc<Served>,
    token: String,
    rest: String,
    uri: Uri,
    headers: HeaderMap,
) -> Response<Body> {
    // A page elsewhere can point a name of its own at this machine; the Host header gives it away.
    let host = headers.get(header::HOST).and_then(|value| value.to_str().ok());
    if host != Some(served.host.as_str()) {
        return plain(StatusCode::FORBIDDEN, "This address is not for other sites.");
    }
    // As it was asked for, so that letters beyond ASCII stay encoded.
    let address = format!("{}/", uri.path());
    let is_home = rest.is_empty() && !uri.path().ends_with('/');
    let found = tokio::task::spawn_blocking(move || served.shelf.find(&token, &rest)).await;
    match found {
        Ok(Found::File(..)) if is_home => redirect(&address),
        Ok(Found::File(extension, bytes)) => file(StatusCode::OK, &extension, &bytes),
        Ok(Found::Folder) => redirect(&address),
        Ok(Found::Nothing(Some(page))) => file(StatusCode::NOT_FOUND, "html", &page),
        Ok(Found::Nothing(None)) => plain(StatusCode::NOT_FOUND, "The site has no page at this address."),
        Ok(Found::Stranger) => plain(StatusCode::NOT_FOUND, "Nothing is here."),
        Err(_) => plain(StatusCode::INTERNAL_SERVER_ERROR, "The page could not be made."),
    }
}

fn file(status: StatusCode, extension: &str, bytes: &[u8]) -> Response<Body> {
    let mut response = Response::new(Body::from(bytes.to_vec()));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type(extension)));
    guard(headers);
    response
}

fn plain(status: StatusCode, text: &'static str) -> Response<Body> {
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    guard(response.headers_mut());
    response
}

fn redirect(address: &str) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::TEMPORARY_REDIRECT;
    if let Ok(address) = HeaderValue::from_str(address) {
        response.headers_mut().insert(header::LOCATION, address);
    }
    guard(response.headers_mut());
    response
}

fn guard(headers: &mut HeaderMap) {
    for (name, value) in [
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        // The address holds the token: no other site may learn it from a link.
        (header::REFERRER_POLICY, "no-referrer"),
        // The preview frame has another origin than this server, and fonts are asked for across origins.
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
}

/// Makes a token nobody can guess: 128 random bits in hexadecimal.
pub fn random_token() -> String {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).expect("the system has a random source");
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
