//! Many requests at a time over one channel: each gets a number, and the answers find their way back by it.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use russh::client::Msg;
use russh::{Channel, ChannelMsg, ChannelReadHalf, ChannelWriteHalf};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinSet;

use super::failure::Failure;
use super::packet::{Ask, Extensions, Reply, Request, next_packet, parse_reply, parse_version};
use crate::cancel::Cancel;

/// How many messages wait for the line at most; more make their senders wait.
const QUEUE: usize = 64;

/// Speaks SFTP over a channel whose subsystem has been started.
pub(super) struct Client {
    queue: mpsc::Sender<Vec<u8>>,
    line: Arc<Line>,
    next_id: AtomicU32,
    idle: Duration,
    extensions: Extensions,
    /// Ends the two tasks when the client is dropped.
    _tasks: JoinSet<()>,
}

/// A request whose answer is on its way.
pub(super) struct Posted(oneshot::Receiver<Reply>);

/// What the client and its two tasks share.
struct Line {
    /// The requests without an answer; nothing once the line is closed.
    waiting: Mutex<Option<HashMap<u32, oneshot::Sender<Reply>>>>,
    begun: Instant,
    /// When the line last moved, in milliseconds since it was opened.
    moved_ms: AtomicU64,
    /// Ends the task that speaks. It may be waiting for room on a line that has none any more.
    closed: Cancel,
}

impl Client {
    /// Greets the server and starts to listen. A line on which nothing moves for `idle` counts as broken.
    pub(super) async fn start(channel: Channel<Msg>, idle: Duration) -> Result<Self, Failure> {
        let (mut incoming, outgoing) = channel.split();
        let mut arrived = Vec::new();
        let greeting = greet(&mut incoming, &outgoing, &mut arrived);
        let extensions = tokio::time::timeout(idle, greeting).await.map_err(|_| Failure::Dropped)??;
        let line = Arc::new(Line {
            waiting: Mutex::new(Some(HashMap::new())),
            begun: Instant::now(),
            moved_ms: AtomicU64::new(0),
            closed: Cancel::new(),
        });
        let (queue, queued) = mpsc::channel(QUEUE);
        let mut tasks = JoinSet::new();
        tasks.spawn(listen(incoming, arrived, Arc::clone(&line)));
        tasks.spawn(speak(outgoing, queued, Arc::clone(&line)));
        Ok(Self { queue, line, next_id: AtomicU32::new(1), idle, extensions, _tasks: tasks })
    }

    /// Says what the server can do.
    pub(super) fn extensions(&self) -> Extensions {
        self.extensions
    }

    /// Says whether the line is broken.
    pub(super) fn is_closed(&self) -> bool {
        self.line.waiting().is_none()
    }

    /// Sends a request and waits for its answer.
    pub(super) async fn call(
        &self,
        ask: Ask,
        fill: impl FnOnce(Request) -> Request,
    ) -> Result<Reply, Failure> {
        let posted = self.post(ask, fill).await?;
        self.answer(posted).await
    }

    /// Sends a request. Requests that are posted one after the other arrive in that order.
    pub(super) async fn post(
        &self,
        ask: Ask,
        fill: impl FnOnce(Request) -> Request,
    ) -> Result<Posted, Failure> {
        let id = self.next_id.fetch_add(1, Ordering::Relaxed);
        let (sender, answer) = oneshot::channel();
        self.line.waiting().as_mut().ok_or(Failure::Dropped)?.insert(id, sender);
        let message = fill(Request::new(ask, id)).into_bytes();
        let queued = self.queue.send(message);
        self.unless_silent(async { queued.await.map_err(|_| Failure::Dropped) }).await?;
        Ok(Posted(answer))
    }

    /// Waits for the answer to a request.
    pub(super) async fn answer(&self, posted: Posted) -> Result<Reply, Failure> {
        self.unless_silent(async { posted.0.await.map_err(|_| Failure::Dropped) }).await
    }

    /// Waits for something, but not on a line on which nothing moves any more.
    async fn unless_silent<T>(
        &self,
        waiting: impl Future<Output = Result<T, Failure>>,
    ) -> Result<T, Failure> {
        tokio::select! {
            biased;
            done = waiting => done,
            () = self.silence(Instant::now()) => {
                self.line.close();
                Err(Failure::Dropped)
            }
        }
    }

    /// Waits until nothing has moved for too long.
    async fn silence(&self, asked: Instant) {
        loop {
            let quiet = self.line.last_moved().max(asked).elapsed();
            match self.idle.checked_sub(quiet) {
                Some(left) if !left.is_zero() => tokio::time::sleep(left).await,
                Some(_) | None => return,
            }
        }
    }
}

impl Line {
    /// No task can leave the map half changed, so a poisoned lock is as good as any.
    fn waiting(&self) -> MutexGuard<'_, Option<HashMap<u32, oneshot::Sender<Reply>>>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Drops the senders, so that everybody who waits hears of it.
    fn close(&self) {
        self.waiting().take();
        self.closed.cancel();
    }

    fn has_moved(&self) {
        let now = u64::try_from(self.begun.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.moved_ms.store(now, Ordering::Relaxed);
    }

    fn last_moved(&self) -> Instant {
        self.begun + Duration::from_millis(self.moved_ms.load(Ordering::Relaxed))
    }

    fn deliver(&self, packet: &[u8]) -> Option<()> {
        let (id, reply) = parse_reply(packet)?;
        // Nobody waits any more where the asking future was dropped.
        if let Some(sender) = self.waiting().as_mut()?.remove(&id) {
            let _ = sender.send(reply);
        }
        Some(())
    }
}

async fn listen(mut incoming: ChannelReadHalf, mut arrived: Vec<u8>, line: Arc<Line>) {
    loop {
        while let Ok(Some(packet)) = next_packet(&mut arrived) {
            line.has_moved();
            if line.deliver(&packet).is_none() {
                return line.close();
            }
        }
        // What is left is the beginning of a message; one that is too large never ends.
        if next_packet(&mut arrived).is_err() || !receive(&mut incoming, &mut arrived).await {
            return line.close();
        }
    }
}

async fn speak(outgoing: ChannelWriteHalf<Msg>, mut queued: mpsc::Receiver<Vec<u8>>, line: Arc<Line>) {
    let speaking = async {
        while let Some(message) = queued.recv().await {
            if outgoing.data_bytes(message).await.is_err() {
                return line.close();
            }
            line.has_moved();
        }
    };
    tokio::select! {
        () = speaking => {}
        () = line.closed.cancelled() => {}
    }
}

/// Waits for the server to start SFTP, then agrees on its version. Before that there may be no room for our words: OpenSSH
/// gives none to a channel that nothing runs on.
async fn greet(
    incoming: &mut ChannelReadHalf,
    outgoing: &ChannelWriteHalf<Msg>,
    arrived: &mut Vec<u8>,
) -> Result<Extensions, Failure> {
    loop {
        match incoming.wait().await {
            Some(ChannelMsg::Success) => break,
            None | Some(ChannelMsg::Failure | ChannelMsg::Eof | ChannelMsg::Close) => {
                return Err(Failure::NoSftp);
            }
            Some(_) => {}
        }
    }
    outgoing.data_bytes(Request::init()).await.map_err(|_| Failure::Dropped)?;
    first_packet(incoming, arrived).await.as_deref().and_then(parse_version).ok_or(Failure::NoSftp)
}

async fn first_packet(incoming: &mut ChannelReadHalf, arrived: &mut Vec<u8>) -> Option<Vec<u8>> {
    loop {
        match next_packet(arrived) {
            Ok(Some(packet)) => return Some(packet),
            Ok(None) if receive(incoming, arrived).await => {}
            Ok(None) | Err(_) => return None,
        }
    }
}

/// Takes in what comes next; false once nothing will.
async fn receive(incoming: &mut ChannelReadHalf, arrived: &mut Vec<u8>) -> bool {
    loop {
        match incoming.wait().await {
            Some(ChannelMsg::Data { data }) => {
                arrived.extend_from_slice(&data);
                return true;
            }
            None | Some(ChannelMsg::Eof | ChannelMsg::Close | ChannelMsg::Failure) => return false,
            // Standard error, window sizes, exit codes: nothing of them is SFTP.
            Some(_) => {}
        }
    }
}
