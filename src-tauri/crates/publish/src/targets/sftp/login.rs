//! Proves to a server who we are.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use russh::MethodKind;
use russh::client::{AuthResult, Handle, KeyboardInteractiveAuthResponse as Dialog};
use russh::keys::agent::AgentIdentity;
use russh::keys::agent::client::{AgentClient, AgentStream};
use russh::keys::{Algorithm, HashAlg, PrivateKey, PrivateKeyWithHashAlg, load_secret_key};

use super::session::KeyCheck;
use crate::credential::{Login, Secret};
use crate::error::{ErrorKind, PublishError};

/// A server that goes on asking is left.
const MAX_DIALOG_ROUNDS: usize = 5;

/// OpenSSH hangs up after six wrong tries.
const MAX_AGENT_KEYS: usize = 5;

const MAX_KEY_FILE_BYTES: u64 = 1024 * 1024;

/// Logs in, or says in the error what was not accepted.
pub(super) async fn log_in(
    handle: &mut Handle<KeyCheck>,
    user: &str,
    login: &Login,
    place: &str,
) -> Result<(), PublishError> {
    let what = format!("could not log in to {place} as {user}");
    let accepted = match login {
        Login::Password(password) => by_password(handle, user, password).await,
        Login::KeyFile { file, passphrase } => {
            let key = read_key(file, passphrase.as_ref()).await?;
            by_key(handle, user, key).await
        }
        Login::Agent => by_agent(handle, user, None).await?,
        Login::AgentAt { socket } => by_agent(handle, user, Some(socket)).await?,
    };
    match accepted {
        Ok(true) => Ok(()),
        Ok(false) => Err(PublishError::new(ErrorKind::Auth, what)),
        Err(error) => Err(PublishError::new(ErrorKind::Unreachable, what).with_source(error)),
    }
}

type Accepted = Result<bool, russh::Error>;

async fn by_password(handle: &mut Handle<KeyCheck>, user: &str, password: &Secret) -> Accepted {
    match handle.authenticate_password(user, password.expose()).await? {
        AuthResult::Success => Ok(true),
        AuthResult::Failure { remaining_methods, .. } => {
            if remaining_methods.contains(&MethodKind::KeyboardInteractive) {
                by_dialog(handle, user, password).await
            } else if remaining_methods.is_empty() && handle.is_closed() {
                Err(russh::Error::Disconnect)
            } else {
                Ok(false)
            }
        }
    }
}

/// Answers the questions of a server that asks for the password in its own words.
async fn by_dialog(handle: &mut Handle<KeyCheck>, user: &str, password: &Secret) -> Accepted {
    let mut turn = handle.authenticate_keyboard_interactive_start(user, None).await?;
    for _ in 0..MAX_DIALOG_ROUNDS {
        let prompts = match turn {
            Dialog::Success => return Ok(true),
            Dialog::Failure { .. } => return Ok(false),
            Dialog::InfoRequest { prompts, .. } => prompts,
        };
        // A password is typed unseen; a question whose answer may be seen asks for something else.
        if prompts.iter().any(|prompt| prompt.echo) {
            return Ok(false);
        }
        let answers = prompts.iter().map(|_| password.expose().to_owned()).collect();
        turn = handle.authenticate_keyboard_interactive_respond(answers).await?;
    }
    Ok(false)
}

async fn by_key(handle: &mut Handle<KeyCheck>, user: &str, key: PrivateKey) -> Accepted {
    let hash = rsa_hash(handle, key.algorithm()).await?;
    let key = PrivateKeyWithHashAlg::new(Arc::new(key), hash);
    Ok(handle.authenticate_publickey(user, key).await?.success())
}

async fn by_agent(
    handle: &mut Handle<KeyCheck>,
    user: &str,
    socket: Option<&PathBuf>,
) -> Result<Accepted, PublishError> {
    let mut agent = reach_agent(socket.map(PathBuf::as_path)).await.map_err(agent_error)?;
    if let Some(binding) = handle.agent_session_binding() {
        // Agents older than OpenSSH 8.9 do not know this and work without.
        let _ = agent.bind_session(binding, false).await;
    }
    let identities = agent.request_identities().await.map_err(agent_error)?;
    for identity in identities.into_iter().take(MAX_AGENT_KEYS) {
        let AgentIdentity::PublicKey { key, .. } = identity else { continue };
        let hash = match rsa_hash(handle, key.algorithm()).await {
            Ok(hash) => hash,
            Err(error) => return Ok(Err(error)),
        };
        // An agent may decline one key, because its owner said no, and still hold another.
        let accepted = handle.authenticate_publickey_with(user, key, hash, &mut agent).await;
        if accepted.is_ok_and(|result| result.success()) {
            return Ok(Ok(true));
        }
    }
    Ok(Ok(false))
}

type Agent = AgentClient<Box<dyn AgentStream + Send + Unpin>>;

#[cfg(unix)]
async fn reach_agent(socket: Option<&Path>) -> Result<Agent, russh::keys::Error> {
    let agent = match socket {
        Some(socket) => AgentClient::connect_uds(socket).await?,
        None => AgentClient::connect_env().await?,
    };
    Ok(agent.dynamic())
}

#[cfg(windows)]
async fn reach_agent(socket: Option<&Path>) -> Result<Agent, russh::keys::Error> {
    let pipe = socket.unwrap_or(Path::new(r"\\.\pipe\openssh-ssh-agent"));
    Ok(AgentClient::connect_named_pipe(pipe).await?.dynamic())
}

fn agent_error(error: russh::keys::Error) -> PublishError {
    PublishError::new(ErrorKind::Auth, "could not ask the SSH agent for a key").with_source(error)
}

/// RSA keys sign with the best hash that the server knows; other kinds have only one.
async fn rsa_hash(handle: &Handle<KeyCheck>, algorithm: Algorithm) -> Result<Option<HashAlg>, russh::Error> {
    if !algorithm.is_rsa() {
        return Ok(None);
    }
    Ok(handle.best_supported_rsa_hash().await?.flatten())
}

async fn read_key(file: &Path, passphrase: Option<&Secret>) -> Result<PrivateKey, PublishError> {
    let what = format!("could not use the key {}", file.display());
    let (file, passphrase) = (file.to_owned(), passphrase.cloned());
    let read = tokio::task::spawn_blocking(move || {
        if std::fs::metadata(&file)?.len() > MAX_KEY_FILE_BYTES {
            return Err(russh::keys::Error::CouldNotReadKey);
        }
        load_secret_key(&file, passphrase.as_ref().map(Secret::expose))
    });
    match read.await {
        Ok(Ok(key)) => Ok(key),
        Ok(Err(error)) => Err(PublishError::new(ErrorKind::Auth, what).with_source(error)),
        Err(error) => Err(PublishError::new(ErrorKind::Other, what).with_source(error)),
    }
}
