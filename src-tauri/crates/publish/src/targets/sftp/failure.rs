//! Why an SFTP request failed, and what that means for a publish.

use crate::error::ErrorKind;

/// Why a request failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum Failure {
    /// The file or folder is not there.
    #[error("the server says that it is not there: {0}")]
    Absent(String),
    /// The server does not allow it.
    #[error("the server does not allow it: {0}")]
    Denied(String),
    /// The server does not know the request.
    #[error("the server cannot do this: {0}")]
    Unsupported(String),
    /// The server gives no reason.
    #[error("the server could not do it: {0}")]
    Unexplained(String),
    /// There is no room left.
    #[error("the server's disk is full")]
    Full,
    /// The disk cannot be written to.
    #[error("the server's disk is read-only")]
    ReadOnly,
    /// The folder to publish to is not there.
    #[error("the folder is not there")]
    NoFolder,
    /// A link or a file stands where a folder should be.
    #[error("it is not a folder")]
    NotAFolder,
    /// What the server holds is larger than we take in.
    #[error("it is too large")]
    TooLarge,
    /// The end of a file or listing.
    #[error("there is no more")]
    End,
    /// The line is broken.
    #[error("the connection broke off")]
    Dropped,
    /// The server offers no SFTP.
    #[error("the server offers no SFTP")]
    NoSftp,
    /// The server answered something that does not fit.
    #[error("the server answered something unexpected")]
    Unexpected,
}

impl Failure {
    /// Reads the code of a status answer; nothing for success.
    pub(super) fn of_status(code: u32, message: String) -> Option<Self> {
        match code {
            0 => None,
            1 => Some(Self::End),
            2 => Some(Self::Absent(message)),
            3 => Some(Self::Denied(message)),
            6 | 7 => Some(Self::Dropped),
            8 => Some(Self::Unsupported(message)),
            _ => Some(Self::Unexplained(message)),
        }
    }

    /// Says what it means for a publish.
    pub(super) fn kind(&self) -> ErrorKind {
        match self {
            Self::Denied(_) | Self::ReadOnly | Self::NotAFolder | Self::NoSftp => ErrorKind::Refused,
            Self::Full => ErrorKind::Full,
            Self::NoFolder => ErrorKind::Missing,
            Self::TooLarge => ErrorKind::Limit,
            Self::Dropped => ErrorKind::Unreachable,
            Self::Absent(_) | Self::Unsupported(_) | Self::Unexplained(_) | Self::End | Self::Unexpected => {
                ErrorKind::Other
            }
        }
    }
}
