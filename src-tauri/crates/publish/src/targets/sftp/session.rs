//! One connection to a server: reached, checked, logged in, speaking SFTP.

use std::borrow::Cow;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use russh::Preferred;
use russh::client::{self, Config, Handle};
use russh::keys::{Algorithm, HashAlg, PublicKey, PublicKeyOrCertificate};
use tokio::net::TcpStream;
use tokio::sync::OnceCell;

use super::SftpSettings;
use super::client::Client;
use super::failure::Failure;
use super::login::log_in;
use crate::error::{ErrorKind, PublishError};
use crate::host_key::Fingerprint;

/// Time to reach the server and agree on keys.
const CONNECT: Duration = Duration::from_secs(20);

/// Time to log in. An agent may have to ask its owner first.
const LOG_IN: Duration = Duration::from_secs(120);

/// Time without any movement after which a connection counts as broken.
const IDLE: Duration = Duration::from_secs(60);

const KEEPALIVE: Duration = Duration::from_secs(15);
const MAX_KEEPALIVES: usize = 3;

/// A connection that is ready for requests.
pub(super) struct Session {
    pub(super) client: Client,
    /// The folders of our own, made once per connection.
    pub(super) own_folders: OnceCell<()>,
    /// Holds the connection open.
    _handle: Handle<KeyCheck>,
}

impl Session {
    /// Connects, checks the server's key, logs in, starts SFTP and finds the folder.
    pub(super) async fn open(settings: &SftpSettings) -> Result<Self, PublishError> {
        let place = settings.place();
        let mut handle = connect(settings).await?;
        tokio::time::timeout(LOG_IN, log_in(&mut handle, &settings.user, &settings.login, &place))
            .await
            .map_err(|elapsed| unreachable(&place).with_source(elapsed))??;
        let channel = handle.channel_open_session().await.map_err(|error| ssh_error(&place, error))?;
        channel.request_subsystem(true, "sftp").await.map_err(|error| ssh_error(&place, error))?;
        let started = Client::start(channel, IDLE).await;
        let client = started.map_err(|failure| failed(&place, failure))?;
        let folder = client.stat(settings.root()).await.map_err(|failure| failed(&place, failure))?;
        match folder {
            Some(attributes) if super::is_folder(&attributes) => {
                Ok(Self { client, own_folders: OnceCell::new(), _handle: handle })
            }
            Some(_) | None => {
                let what = format!("could not find the folder `{}` on {place}", settings.folder);
                Err(PublishError::new(ErrorKind::Missing, what).with_source(Failure::NoFolder))
            }
        }
    }
}

/// Checks the server's key against the one remembered.
pub(super) struct KeyCheck {
    known: Option<Fingerprint>,
    refusal: Arc<Mutex<Option<ErrorKind>>>,
}

impl client::Handler for KeyCheck {
    type Error = russh::Error;

    async fn check_server_key(&mut self, shown: &PublicKeyOrCertificate) -> Result<bool, russh::Error> {
        let PublicKeyOrCertificate::PublicKey { key, .. } = shown else {
            // We never ask for certificates, so a server that shows one is none we could know again.
            return Ok(false);
        };
        let Some(found) = fingerprint(key) else { return Ok(false) };
        let refusal = match &self.known {
            Some(known) if *known == found => return Ok(true),
            Some(known) => ErrorKind::HostKeyChanged { known: known.clone(), found },
            None => ErrorKind::HostKeyUnknown { found },
        };
        *self.refusal.lock().unwrap_or_else(PoisonError::into_inner) = Some(refusal);
        Ok(false)
    }
}

async fn connect(settings: &SftpSettings) -> Result<Handle<KeyCheck>, PublishError> {
    let place = settings.place();
    let refusal = Arc::new(Mutex::new(None));
    let check = KeyCheck { known: settings.known_host.clone(), refusal: Arc::clone(&refusal) };
    let connecting = async {
        let stream = TcpStream::connect((settings.host.as_str(), settings.port)).await?;
        stream.set_nodelay(true)?;
        client::connect_stream(Arc::new(config(settings.known_host.as_ref())), stream, check).await
    };
    let connected = tokio::time::timeout(CONNECT, connecting).await;
    // The library only says that the key was not accepted; we know why.
    if let Some(kind) = refusal.lock().unwrap_or_else(PoisonError::into_inner).take() {
        return Err(PublishError::new(kind, format!("could not connect to {place}")));
    }
    match connected {
        Ok(Ok(handle)) => Ok(handle),
        Ok(Err(error)) => Err(ssh_error(&place, error)),
        Err(elapsed) => Err(unreachable(&place).with_source(elapsed)),
    }
}

fn config(known: Option<&Fingerprint>) -> Config {
    let keys = Preferred::DEFAULT.key;
    let is_known = |key: &Algorithm| known.is_some_and(|known| family(key) == known.algorithm());
    let (first, rest): (Vec<_>, Vec<_>) = keys.iter().cloned().partition(is_known);
    Config {
        keepalive_interval: Some(KEEPALIVE),
        keepalive_max: MAX_KEEPALIVES,
        inactivity_timeout: None,
        preferred: Preferred { key: Cow::Owned([first, rest].concat()), ..Preferred::DEFAULT },
        ..Config::default()
    }
}

/// Names a kind of key. RSA keys sign with several hashes and are one kind all the same.
fn family(algorithm: &Algorithm) -> String {
    if algorithm.clone().is_rsa() { "ssh-rsa".to_owned() } else { algorithm.to_string() }
}

fn fingerprint(key: &PublicKey) -> Option<Fingerprint> {
    let digest = key.fingerprint(HashAlg::Sha256).to_string();
    Fingerprint::new(&family(&key.algorithm()), &digest)
}

fn unreachable(place: &str) -> PublishError {
    PublishError::new(ErrorKind::Unreachable, format!("could not connect to {place}"))
}

fn ssh_error(place: &str, error: russh::Error) -> PublishError {
    unreachable(place).with_source(error)
}

fn failed(place: &str, failure: Failure) -> PublishError {
    PublishError::new(failure.kind(), format!("could not start SFTP on {place}")).with_source(failure)
}
