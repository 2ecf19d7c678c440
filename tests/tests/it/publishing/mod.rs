//! From the open site to the place where visitors find it.

mod changes;
mod folder;
mod progress;
mod server;

use std::collections::BTreeMap;
use std::path::Path;

use studio::protocol::{
    Nothing, PlanPublish, PublishEnd, PublishPlan, SaveTarget, Secret, TargetId, TargetPlace, TargetSettings,
    TargetView,
};
use studio::{BuildOrder, Request};
use tests::author::Author;

pub(super) fn save_target(author: &Author, place: TargetPlace) -> TargetId {
    let settings = TargetSettings { name: "Our place".into(), place };
    author.ask::<TargetView>(Request::SaveTarget(SaveTarget { id: None, settings })).id
}

pub(super) fn folder_target(author: &Author, folder: &Path) -> TargetId {
    std::fs::create_dir_all(folder).unwrap();
    save_target(author, TargetPlace::Folder { folder: folder.to_string_lossy().into_owned() })
}

pub(super) fn plan_request(target: &TargetId, replace: bool, secret: Option<Secret>) -> Request {
    Request::PlanPublish(PlanPublish { target: target.clone(), secret, replace })
}

pub(super) fn plan(author: &Author, target: &TargetId) -> PublishPlan {
    author.ask(plan_request(target, false, None))
}

/// Carries a plan out and waits for its end.
pub(super) fn carry_out(author: &Author, plan: &PublishPlan) -> PublishEnd {
    author.ask::<Nothing>(Request::StartPublish(plan.id.clone()));
    author.host.wait_for_end()
}

/// Publishes and gives the number of files that were sent and taken away.
pub(super) fn publish(author: &Author, target: &TargetId) -> (u32, u32) {
    let end = carry_out(author, &plan(author, target));
    let PublishEnd::Done { sent, removed, .. } = end else { panic!("{end:?}") };
    (sent, removed)
}

/// What a build of the site writes.
pub(super) fn built(author: &Author, site: &Path) -> BTreeMap<String, Vec<u8>> {
    let output = tempfile::tempdir().unwrap();
    studio::build(site, output.path(), &BuildOrder::default(), &author.places(), &|_| {}).unwrap();
    tests::author::tree(output.path())
}
