//! The list of commands. A command is an author's verb; its argument and its answer are values.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::*;
use crate::Studio;

/// The argument of a command that needs none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Nothing {}

macro_rules! commands {
    ($($(#[doc = $doc:literal])* $variant:ident $name:ident ($argument:ty) -> $answer:ty;)*) => {
        /// Everything a window can ask for.
        #[derive(Debug, Clone, Serialize, Deserialize)]
        #[serde(tag = "command", content = "argument", rename_all = "snake_case")]
        pub enum Request {
            $($(#[doc = $doc])* $variant($argument),)*
        }

        impl Studio {
            /// Runs one command on the calling thread and gives its answer as JSON. May block: call it from a
            /// thread that may wait. A panic inside a command comes back as a failure.
            pub(crate) fn dispatch(&self, request: Request) -> Result<serde_json::Value, Failure> {
                match request {
                    $(Request::$variant(argument) => {
                        let answer: $answer = self.$name(argument)?;
                        Ok(serde_json::to_value(answer).expect("protocol types are plain data"))
                    })*
                }
            }
        }

        /// Writes the table of commands as a TypeScript type.
        pub(crate) fn table(config: &ts_rs::Config) -> String {
            let mut text = String::from("export interface Commands {\n");
            $(
                $(text.push_str(concat!("  /**", $doc, " */\n"));)*
                text.push_str(&format!(
                    "  {}: {{ argument: {}; answer: {} }};\n",
                    stringify!($name),
                    <$argument as TS>::name(config),
                    <$answer as TS>::name(config),
                ));
            )*
            text.push_str("}\n");
            text
        }
    };
}

commands! {
    /// Shows the sites that were opened before.
    StartPage start_page(Nothing) -> StartPage;
    /// Opens the sample site, made afresh the first time.
    OpenSample open_sample(Nothing) -> SiteView;
    /// Asks where new sites shall be kept and answers with the folder's name, or nothing if the person changed their mind.
    ChooseNewSitePlace choose_new_site_place(Nothing) -> Option<String>;
    /// Makes a new site in the place that was chosen, or in the documents folder.
    CreateSite create_site(CreateSite) -> SiteView;
    /// Asks for a folder and opens the site in it; answers with nothing if the person changed their mind.
    OpenFolder open_folder(Nothing) -> Option<SiteView>;
    /// Opens a site that was opened before.
    OpenRecent open_recent(RecentId) -> SiteView;
    /// Takes a site off the start page; its files stay.
    ForgetRecent forget_recent(RecentId) -> StartPage;
    /// Closes the open site after saving what is unsaved.
    CloseSite close_site(Nothing) -> Nothing;

    /// Shows the open site: its name, its counts, what waits to be published.
    ShowSite show_site(Nothing) -> SiteView;
    /// Lists posts, or pages, with their status.
    ListPages list_pages(ListPages) -> Vec<PageRow>;
    /// Lists what is in the trash.
    ListTrash list_trash(Nothing) -> Vec<TrashRow>;

    /// Opens a page for writing; text that a crash left unsaved is already in it.
    OpenPage open_page(PageId) -> PageView;
    /// Takes over what was typed, keeps it safe at once and shows the new preview.
    EditPage edit_page(EditPage) -> EditAnswer;
    /// Changes one of the page's details.
    ChangeField change_field(ChangeField) -> FieldAnswer;
    /// Writes the page to its file now.
    SavePage save_page(PageId) -> SaveState;
    /// Closes a page after saving it.
    ClosePage close_page(PageId) -> Nothing;
    /// Makes a new draft.
    CreatePage create_page(CreatePage) -> PageRow;
    /// Gives a page another file name and so another web address; the old address leads to the new one if the page was live.
    RenamePage rename_page(RenamePage) -> PageRow;
    /// Makes a draft copy of a page.
    DuplicatePage duplicate_page(PageId) -> PageRow;
    /// Moves a page, with the pictures beside it, to the trash.
    TrashPage trash_page(PageId) -> TrashRow;
    /// Brings a page back from the trash.
    RestorePage restore_page(TrashId) -> PageRow;
    /// Settles a page that was changed both here and outside.
    ResolveConflict resolve_conflict(ResolveConflict) -> PageView;
    /// Puts a picture beside the page and answers with the text to insert.
    AddPicture add_picture(AddPicture) -> PictureAdded;
    /// Asks for a picture file and puts it beside the page; answers with nothing if the person changed their mind.
    ChoosePicture choose_picture(PageId) -> Option<PictureAdded>;

    /// Shows the whole preview of an open page.
    ShowPreview show_preview(PageId) -> PreviewChange;
    /// Opens the page, or the home page, as it will be, in the person's own browser.
    OpenInBrowser open_in_browser(OpenInBrowser) -> Nothing;
    /// Opens an address of the live site, or a mail address, outside the app.
    OpenLink open_link(OpenLink) -> Nothing;

    /// Shows the settings of the site and of its theme as a form.
    ShowSettings show_settings(Nothing) -> Settings;
    /// Changes one setting. A value that does not fit is not written and comes back with its problem.
    ChangeSetting change_setting(ChangeSetting) -> Settings;

    /// Lists the places the site is published to.
    ListTargets list_targets(Nothing) -> Vec<TargetView>;
    /// Asks for a folder to publish to; answers with nothing if the person changed their mind.
    ChooseTargetFolder choose_target_folder(Nothing) -> Option<String>;
    /// Adds a target, or changes one.
    SaveTarget save_target(SaveTarget) -> TargetView;
    /// Forgets a target and its password; what was published stays.
    RemoveTarget remove_target(TargetId) -> Vec<TargetView>;
    /// Connects to a target and tells whether publishing to it would work.
    CheckTarget check_target(ReachTarget) -> TargetCheck;
    /// Remembers that this server key is the right one for a target.
    AcceptHostKey accept_host_key(AcceptHostKey) -> Nothing;
    /// Builds the site and compares it with what the target has; progress comes as events.
    PlanPublish plan_publish(PlanPublish) -> PublishPlan;
    /// Starts to carry out a plan; progress and the end come as events.
    StartPublish start_publish(PlanId) -> Nothing;
    /// Stops a plan that is being made, or a publish as soon as that leaves the live site whole.
    CancelPublish cancel_publish(Nothing) -> Nothing;

    /// Shows the choices made about the window itself.
    ShowPreferences show_preferences(Nothing) -> Preferences;
    /// Keeps the choices made about the window itself.
    ChangePreferences change_preferences(Preferences) -> Preferences;
}
