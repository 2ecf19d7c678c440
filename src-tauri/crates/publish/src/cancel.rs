//! The person's way to stop a publish.

use std::sync::Arc;

use tokio::sync::watch;

/// A switch that can be thrown once. Its clones are the same switch.
#[derive(Debug, Clone)]
pub struct Cancel {
    switch: Arc<watch::Sender<bool>>,
}

impl Cancel {
    /// Makes a switch that is not thrown.
    pub fn new() -> Self {
        Self { switch: Arc::new(watch::Sender::new(false)) }
    }

    /// Throws the switch.
    pub fn cancel(&self) {
        self.switch.send_replace(true);
    }

    /// Says whether it was thrown.
    pub fn is_cancelled(&self) -> bool {
        *self.switch.borrow()
    }

    /// Waits until it is thrown.
    pub async fn cancelled(&self) {
        let mut thrown = self.switch.subscribe();
        // The sender lives in `self`, so waiting cannot fail.
        let _ = thrown.wait_for(|thrown| *thrown).await;
    }
}

impl Default for Cancel {
    fn default() -> Self {
        Self::new()
    }
}
