//! Publishing from a terminal. It never asks: what it would have to ask for it names, and how to give it.

use std::io::{Error, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};

use studio::protocol::{Nothing, PlanPublish, PublishEnd, PublishPlan, TargetId, TargetView};
use studio::{Event, Failure, Host, Places, Request, Studio, SystemKeychain};

use crate::End;
use crate::report::line;

struct Terminal {
    events: std::sync::Mutex<Sender<Event>>,
}

impl Host for Terminal {
    fn emit(&self, event: Event) {
        let events = self.events.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        // The receiver ends with the command.
        let _gone = events.send(event);
    }

    fn choose_folder(&self, _title: &str) -> Option<PathBuf> {
        None
    }

    fn choose_picture(&self, _title: &str) -> Option<PathBuf> {
        None
    }

    fn open_link(&self, _url: &str) -> std::io::Result<()> {
        Err(Error::from(ErrorKind::Unsupported))
    }
}

/// Publishes a site.
pub(crate) fn publish(
    site: &Path,
    target: Option<&str>,
    replace: bool,
    dry_run: bool,
    places: Places,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<End, Failure> {
    let (send, events) = channel();
    let host = Arc::new(Terminal { events: std::sync::Mutex::new(send) });
    let studio = Studio::start(host, Arc::new(SystemKeychain), places)?;
    studio.open_site(site)?;
    let targets: Vec<TargetView> = answer(studio.call(Request::ListTargets(Nothing {}))?);
    let Some(target) = pick(&targets, target, err) else { return Ok(End::WrongUse) };
    let plan = PlanPublish { target, secret: None, replace };
    let plan: PublishPlan = answer(studio.call(Request::PlanPublish(plan))?);
    let summary = format!("{} files to send, {} to remove", plan.sent_files, plan.removed_files);
    line(out, &summary);
    if dry_run {
        return Ok(End::Well);
    }
    studio.call(Request::StartPublish(plan.id))?;
    loop {
        match events.recv() {
            Ok(Event::PublishEnded { end }) => return ended(end, out),
            Ok(_) => {}
            Err(_) => return Ok(End::WithErrors),
        }
    }
}

fn answer<T: serde::de::DeserializeOwned>(value: serde_json::Value) -> T {
    serde_json::from_value(value).expect("a command answers with its own type")
}

fn pick(targets: &[TargetView], name: Option<&str>, err: &mut dyn Write) -> Option<TargetId> {
    let named: Vec<_> =
        targets.iter().filter(|target| name.is_none_or(|name| target.settings.name == name)).collect();
    let names: Vec<_> = targets.iter().map(|target| target.settings.name.as_str()).collect();
    match named.as_slice() {
        [one] => return Some(one.id.clone()),
        _ if targets.is_empty() => {
            line(
                err,
                "error: this site has no target yet; add one in the window, or a [[targets]] table in galley.toml",
            );
        }
        [] => line(err, &format!("error: no target of that name; there are: {}", names.join(", "))),
        _ => line(err, &format!("error: say which target with --target: {}", names.join(", "))),
    }
    None
}

fn ended(end: PublishEnd, out: &mut dyn Write) -> Result<End, Failure> {
    match end {
        PublishEnd::Done { sent, removed, seconds, url, .. } => {
            let url = url.map(|url| format!(", live at {url}")).unwrap_or_default();
            line(out, &format!("{sent} files sent, {removed} removed in {seconds:.1} s{url}"));
            Ok(End::Well)
        }
        PublishEnd::Cancelled => Ok(End::WithErrors),
        PublishEnd::Failed { failure } => Err(failure),
    }
}
