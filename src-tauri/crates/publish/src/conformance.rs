//! What every target must do, as tests. [`crate::target_conformance!`] turns each case into a test of its own.
//!
//! A case gets an empty place and looks at it from outside, through the disk: also for a server, which runs on this
//! machine while it is tested.

pub mod faulty;
pub mod fixture;
pub mod interruption;
pub mod operations;
pub mod publishes;
#[cfg(unix)]
pub mod sshd;
pub mod unsteady_line;

use std::path::PathBuf;
use std::sync::Arc;

use crate::target::Target;

/// An empty place, seen from both sides.
pub struct Place {
    /// The target that leads there.
    pub target: Arc<dyn Target>,
    /// The same folder on this machine.
    pub root: PathBuf,
}

/// Makes a test of every case. `$fresh` is a function without arguments that gives `Option<(Place, Guard)>`: an empty
/// place and whatever keeps it alive, or nothing where this machine cannot have it.
#[macro_export]
macro_rules! target_conformance {
    ($fresh:path) => {
        $crate::target_conformance! { $fresh =>
            operations: records_are_kept_whole, looking_follows_no_link, a_staged_file_is_found_again,
                placing_replaces_in_one_step, placing_says_what_is_not_staged, links_on_the_way_are_refused,
                removing_spares_folders_and_what_links_point_to, only_empty_folders_go, a_probe_leaves_nothing,
                large_files_arrive_whole, operations_can_be_repeated;
            publishes: a_first_publish_puts_every_file, nothing_changed_means_nothing_sent, one_change_sends_one_file,
                what_is_gone_is_removed_with_its_folders, foreign_files_are_kept, foreign_files_are_not_replaced_unasked,
                files_edited_there_are_noticed, a_touched_file_with_the_same_bytes_is_no_concern,
                another_site_is_not_replaced_unasked, odd_names_arrive, three_hundred_files_arrive,
                a_changed_source_file_is_named, an_empty_build_is_refused, removing_much_needs_a_yes,
                unreadable_records_need_a_yes, stopping_early_leaves_the_site, a_second_machine_is_noticed,
                a_file_becomes_a_folder_and_back, an_older_build_undoes_a_publish, progress_goes_forward;
            interruption: a_publish_killed_anywhere_is_finished_by_the_next,
                a_publish_killed_anywhere_can_be_followed_by_another, a_first_publish_killed_anywhere_is_finished,
                a_dropped_publish_is_finished_by_the_next;
        }
    };
    ($fresh:path => $($module:ident: $($case:ident),+;)+) => {
        $($(
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $case() {
                if let Some((place, _guard)) = $fresh() {
                    $crate::conformance::$module::$case(&place).await;
                }
            }
        )+)+
    };
}
