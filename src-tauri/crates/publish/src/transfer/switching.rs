//! Moves staged files to their paths, removes what is no longer part of the site, and tidies up.

use std::collections::{BTreeMap, BTreeSet};

use engine::output::OutputPath;

use super::Run;
use super::sending::Sent;
use crate::error::PublishError;
use crate::parallel::each;
use crate::plan::{Put, depth, folders_above};
use crate::progress::Phase;
use crate::record::Listed;
use crate::target::{Placed, StageName};

/// Moves and removals carry no bytes, so that many more of them may be under way than uploads. It keeps the time in
/// which a visitor could meet old and new pages side by side short.
const LIGHT_OPERATIONS: usize = 8;

impl Run<'_> {
    /// Puts every file of the plan in its place, turn by turn.
    pub(super) async fn switch(&self, sent: &Sent) -> Result<BTreeMap<OutputPath, Listed>, PublishError> {
        let plan = &self.prepared.plan;
        let total = plan.put.len();
        self.report(Phase::Switching, 0, total);
        self.remove(plan.removals_in_the_way().into_iter().collect()).await?;
        for folders in plan.folders().into_values() {
            each(folders.into_iter().collect(), self.light_parallel(), |folder| {
                Box::pin(async move { self.retry.run(|| self.target.make_folder(&folder)).await })
            })
            .await?;
        }
        let mut placed = BTreeMap::new();
        for turn in plan.turns() {
            let files = turn.iter().collect();
            let files = each(files, self.light_parallel(), |put| Box::pin(self.place(put, sent))).await?;
            placed.extend(files);
            self.report(Phase::Switching, placed.len(), total);
        }
        Ok(placed)
    }

    async fn place(&self, put: &Put, sent: &Sent) -> Result<(OutputPath, Listed), PublishError> {
        let name = StageName::of(&put.path, put.entry.hash);
        let place = || self.target.place(&name, &put.path);
        if let (Placed::Done, Some(listed)) = (self.retry.run(place).await?, sent.listed.get(&put.path)) {
            return Ok((put.path.clone(), *listed));
        }
        // The connection broke after the file was moved and before we heard of it, or somebody cleared the stage.
        // Sending it once more is right in both cases.
        let listed = self.send_one(put).await?;
        match self.retry.run(place).await? {
            Placed::Done => Ok((put.path.clone(), listed)),
            Placed::NotStaged => Err(PublishError::new(
                crate::error::ErrorKind::Other,
                format!("could not put `{}` in its place at {}", put.path, self.target.name()),
            )),
        }
    }

    /// Removes files, then the folders that became empty by that.
    pub(super) async fn remove(&self, paths: Vec<OutputPath>) -> Result<(), PublishError> {
        if paths.is_empty() {
            return Ok(());
        }
        self.report(Phase::Removing, 0, paths.len());
        let mut by_depth = BTreeMap::<_, BTreeSet<_>>::new();
        for folder in paths.iter().flat_map(folders_above) {
            by_depth.entry(depth(&folder)).or_default().insert(folder);
        }
        let count = paths.len();
        each(paths, self.light_parallel(), |path| {
            Box::pin(async move { self.retry.run(|| self.target.remove(&path)).await })
        })
        .await?;
        for folders in by_depth.into_values().rev() {
            each(folders.into_iter().collect(), self.light_parallel(), |folder| {
                Box::pin(async move { self.retry.run(|| self.target.remove_empty_folder(&folder)).await })
            })
            .await?;
        }
        self.report(Phase::Removing, count, count);
        Ok(())
    }

    /// Removes what an earlier publish left on the stage.
    pub(super) async fn clear_stage(
        &self,
        left_over: impl Iterator<Item = StageName>,
    ) -> Result<(), PublishError> {
        each(left_over.collect(), self.light_parallel(), |name| {
            Box::pin(async move { self.retry.run(|| self.target.unstage(&name)).await })
        })
        .await?;
        Ok(())
    }

    fn light_parallel(&self) -> usize {
        self.parallel() * LIGHT_OPERATIONS
    }
}
