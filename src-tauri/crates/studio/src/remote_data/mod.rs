//! Data from the network, for sites whose author switched that on.
//!
//! A theme of a stranger says what is asked for. So only `http` and `https` are spoken, addresses of this machine and of
//! private networks are refused after every redirect too ([`addresses`]), and time, size and redirects have an end.
//! Answers are kept ([`answers`]): within an hour nobody is asked twice, and without a network the last answer serves.

mod addresses;
mod answers;
mod patience;
#[cfg(test)]
mod tests;

use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, SystemTime};

use engine::{Fetch, Method, NotFetched, Request};
use ureq::http::Uri;
use ureq::tls::{Certificate, RootCerts, TlsConfig};
use ureq::unversioned::transport::DefaultConnector;
use ureq::{Agent, Error};

use addresses::{Checked, PrivateAddress};
use answers::Answers;
use patience::Patience;

/// The bounds of one question.
#[derive(Debug, Clone, Copy)]
struct Limits {
    time: Duration,
    bytes: u64,
    redirects: u32,
    /// For how long an answer serves without asking again.
    fresh: Duration,
    /// For how long a server that gave no answer is left alone.
    rest: Duration,
}

const LIMITS: Limits = Limits {
    time: Duration::from_secs(15),
    bytes: 10 * 1024 * 1024,
    redirects: 5,
    fresh: Duration::from_secs(60 * 60),
    rest: Duration::from_secs(60),
};

/// The studio's way to data on the network.
#[derive(Debug)]
pub(crate) struct RemoteData {
    answers: Answers,
    patience: Patience,
    limits: Limits,
    is_allowed: fn(IpAddr) -> bool,
    /// Made with the first question: it reads the system's certificates.
    agent: OnceLock<Agent>,
}

/// Why no answer came.
struct NoAnswer {
    message: String,
    /// Says whether it may be otherwise in a while, so that an earlier answer serves.
    is_passing: bool,
}

/// Makes the way to the network, which keeps answers in the app-data folder.
pub(crate) fn remote_data(app_data: &Path) -> Arc<dyn Fetch> {
    Arc::new(RemoteData::new(app_data.join("remote"), LIMITS, addresses::is_public))
}

impl RemoteData {
    fn new(folder: PathBuf, limits: Limits, is_allowed: fn(IpAddr) -> bool) -> Self {
        Self {
            answers: Answers::new(folder),
            patience: Patience::default(),
            limits,
            is_allowed,
            agent: OnceLock::new(),
        }
    }

    fn agent(&self) -> &Agent {
        self.agent.get_or_init(|| {
            let tls = TlsConfig::builder()
                .root_certs(RootCerts::Specific(Arc::new(certificates())))
                .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
                .build();
            let config = Agent::config_builder()
                .tls_config(tls)
                // A proxy would look names up in our place, and its answer could not be checked.
                .proxy(None)
                .timeout_global(Some(self.limits.time))
                .max_redirects(self.limits.redirects)
                .user_agent(concat!("Galley/", env!("CARGO_PKG_VERSION")))
                .build();
            let resolver = Checked { is_allowed: self.is_allowed };
            Agent::with_parts(config, DefaultConnector::default(), resolver)
        })
    }

    fn ask_patiently(&self, request: &Request) -> Result<Vec<u8>, NoAnswer> {
        let host = request.url.parse::<Uri>().ok().and_then(|url| Some(url.authority()?.to_string()));
        let host = host.unwrap_or_default();
        if !self.patience.allows(&host, self.limits.rest) {
            let message = "the server, or the whole network, gave no answer a moment ago".into();
            return Err(NoAnswer { message, is_passing: true });
        }
        self.ask(request).map_err(|error| {
            let trouble = NoAnswer::of(&error, self.limits);
            if trouble.is_passing {
                self.patience.lose(&host);
            }
            trouble
        })
    }

    fn ask(&self, request: &Request) -> Result<Vec<u8>, Error> {
        let agent = self.agent();
        let headers = request.headers.iter();
        let mut response = match &request.method {
            Method::Get => headers
                .fold(agent.get(&request.url), |asked, (name, value)| asked.header(name, value))
                .call()?,
            Method::Post { body } => headers
                .fold(agent.post(&request.url), |asked, (name, value)| asked.header(name, value))
                .send(body.as_str())?,
        };
        response.body_mut().with_config().limit(self.limits.bytes).read_to_vec()
    }
}

impl Fetch for RemoteData {
    fn fetch(&self, request: &Request) -> Result<Arc<[u8]>, NotFetched> {
        let kept = self.answers.find(request);
        let is_fresh = |time: SystemTime| {
            // A time that is yet to come was written by a wrong clock.
            SystemTime::now().duration_since(time).is_ok_and(|age| age < self.limits.fresh)
        };
        if let Some(answer) = kept.as_ref().filter(|answer| is_fresh(answer.time)) {
            return Ok(answer.bytes.clone().into());
        }
        match (self.ask_patiently(request), kept) {
            (Ok(bytes), _) => {
                // An answer that could not be kept still serves.
                let _kept = self.answers.keep(request, &bytes);
                Ok(bytes.into())
            }
            (Err(NoAnswer { is_passing: true, .. }), Some(answer)) => Ok(answer.bytes.into()),
            (Err(NoAnswer { message, .. }), _) => Err(NotFetched { message }),
        }
    }
}

/// The certificates that this machine trusts.
fn certificates() -> Vec<Certificate<'static>> {
    let found = rustls_native_certs::load_native_certs();
    found.certs.iter().map(|der| Certificate::from_der(der).to_owned()).collect()
}

impl NoAnswer {
    fn of(error: &Error, limits: Limits) -> Self {
        let lasting = |message: String| Self { message, is_passing: false };
        let passing = |message: &str| Self { message: message.into(), is_passing: true };
        if let Error::StatusCode(code) = error {
            return Self::of_status(*code);
        }
        if let Error::Other(inner) = error
            && inner.is::<PrivateAddress>()
        {
            return lasting(
                "it leads to this machine or to a private network, where a theme may not look".into(),
            );
        }
        if let Error::BodyExceedsLimit(_) = error {
            return lasting(format!("the answer is larger than {} MiB", limits.bytes / 1024 / 1024));
        }
        if let Error::TooManyRedirects | Error::RedirectFailed = error {
            return lasting(format!("it leads on to other addresses more than {} times", limits.redirects));
        }
        if let Error::Timeout(_) = error {
            return passing(&format!("no answer came within {} seconds", limits.time.as_secs_f32()));
        }
        if let Error::HostNotFound = error {
            return passing("no server of that name was found, or this machine has no network");
        }
        if let Error::Tls(_) | Error::Rustls(_) = error {
            return passing("the server could not prove that it is the one it says it is");
        }
        if let Error::Io(_) | Error::ConnectionFailed | Error::BodyStalled = error {
            return passing("the server could not be reached, or broke off");
        }
        lasting(format!("the question could not be asked ({error})"))
    }

    fn of_status(code: u16) -> Self {
        let (message, is_passing) = match code {
            404 | 410 => ("there is nothing at this address", false),
            401 | 403 => ("the server does not let us in", false),
            429 => ("the server was asked too often", true),
            500.. => ("the server has trouble of its own", true),
            _ => ("the server did not give an answer", false),
        };
        Self { message: format!("{message} ({code})"), is_passing }
    }
}
