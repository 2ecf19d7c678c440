//! The protocol's types as TypeScript, written to `ui/src/api/protocol.ts` and held fresh by a test.

use ts_rs::{Config, TS};

use super::*;

macro_rules! declarations {
    ($($type:ty),* $(,)?) => {
        fn declarations(config: &Config) -> Vec<String> {
            vec![$(declaration::<$type>(config)),*]
        }
    };
}

declarations! {
    Nothing, Failure, Remedy, Problem, ProblemSeverity,
    StartPage, RecentSite, RecentId, CreateSite, SiteView, LastPublish, ListPages, PageKind, PageRow, Status,
    TrashRow, TrashId, Preferences, Appearance, ViewMode,
    PageId, PageView, Fields, EditPage, TextChanges, TextPiece, EditAnswer, ChangeField, Field, FieldAnswer,
    SaveState, CreatePage, RenamePage, ResolveConflict, Keep, AddPicture, PictureAdded,
    PreviewChange, PreviewBlock, OpenInBrowser, OpenLink,
    Settings, SettingGroup, Setting, SettingKey, SettingScope, SettingInput, SettingChoice, SettingValue,
    SettingLink, ChangeSetting,
    TargetId, PlanId, TargetView, TargetSettings, TargetPlace, SignIn, SaveTarget, Secret, ReachTarget,
    TargetCheck, AcceptHostKey, PlanPublish, PublishPlan, PublishChange, ChangeKind, PublishProgress,
    PublishPhase, PublishEnd, Event,
}

/// Writes all types of the protocol and the table of commands.
pub fn typescript() -> String {
    let config = Config::new();
    let mut text = String::from("// Made from studio::protocol by `cargo xtask bindings`. Do not edit.\n\n");
    for declaration in declarations(&config) {
        text.push_str(&declaration);
        text.push_str("\n\n");
    }
    text.push_str(&table(&config));
    text
}

fn declaration<T: TS>(config: &Config) -> String {
    let docs = T::docs().unwrap_or_default();
    format!("{docs}export {}", T::decl(config))
}
