//! A line to a server on this machine that breaks when a test wants it to.

use std::net::Ipv4Addr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

/// A port that leads to another one.
pub struct UnsteadyLine {
    port: u16,
    state: Arc<State>,
    /// Ends with the line.
    _tasks: JoinSet<()>,
}

struct State {
    to: u16,
    /// How many bytes each connection carries to the server before it breaks.
    carries: AtomicU64,
    refuses: AtomicBool,
    connections: AtomicUsize,
}

impl UnsteadyLine {
    /// Opens a line to a port of this machine; it is steady at first.
    pub async fn open(to: u16) -> std::io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let port = listener.local_addr()?.port();
        let state = Arc::new(State {
            to,
            carries: AtomicU64::new(u64::MAX),
            refuses: AtomicBool::new(false),
            connections: AtomicUsize::new(0),
        });
        let mut tasks = JoinSet::new();
        tasks.spawn(answer(listener, Arc::clone(&state)));
        Ok(Self { port, state, _tasks: tasks })
    }

    /// Gives its port.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Lets every connection from now on break after so many bytes.
    pub fn break_after(&self, bytes: u64) {
        self.state.carries.store(bytes, Ordering::SeqCst);
    }

    /// Lets no further connection through, or all again.
    pub fn refuse(&self, refuses: bool) {
        self.state.refuses.store(refuses, Ordering::SeqCst);
    }

    /// Counts the connections so far.
    pub fn connections(&self) -> usize {
        self.state.connections.load(Ordering::SeqCst)
    }
}

async fn answer(listener: TcpListener, state: Arc<State>) {
    let mut carriers = JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        state.connections.fetch_add(1, Ordering::SeqCst);
        if !state.refuses.load(Ordering::SeqCst) {
            carriers.spawn(carry(stream, Arc::clone(&state)));
        }
    }
}

/// Carries bytes both ways until one side ends or the line breaks.
async fn carry(client: TcpStream, state: Arc<State>) {
    let Ok(server) = TcpStream::connect((Ipv4Addr::LOCALHOST, state.to)).await else { return };
    // Without this each small message waits for the answer to the one before.
    if client.set_nodelay(true).and(server.set_nodelay(true)).is_err() {
        return;
    }
    let (mut from_client, mut to_client) = client.into_split();
    let (mut from_server, mut to_server) = server.into_split();
    let mut left = state.carries.load(Ordering::SeqCst);
    let up = async {
        let mut buffer = [0; 4096];
        while let Ok(count @ 1..) = from_client.read(&mut buffer).await {
            let carried = usize::try_from(left).map_or(count, |left| left.min(count));
            left -= carried as u64;
            if to_server.write_all(&buffer[..carried]).await.is_err() || carried < count {
                return;
            }
        }
    };
    let is_broken = tokio::select! {
        () = up => true,
        _ = tokio::io::copy(&mut from_server, &mut to_client) => false,
    };
    drop((from_client, to_client));
    if is_broken && to_server.shutdown().await.is_ok() {
        // What got through arrives: with an answer left unread the server's system would throw it away.
        let mut nowhere = tokio::io::sink();
        let rest = tokio::io::copy(&mut from_server, &mut nowhere);
        let _ended = tokio::time::timeout(Duration::from_secs(2), rest).await;
    }
}
