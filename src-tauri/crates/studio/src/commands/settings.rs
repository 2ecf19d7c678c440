//! Settings of the site and of its theme.

use crate::protocol::{ChangeSetting, Nothing, Settings};
use crate::trouble::Trouble;
use crate::{Studio, settings};

impl Studio {
    pub(crate) fn show_settings(&self, _: Nothing) -> Result<Settings, Trouble> {
        let mut desk = self.shared.desk();
        let site = desk.site()?;
        settings::show(&site.folder, site.site.config(), &site.source)
    }

    pub(crate) fn change_setting(&self, change: ChangeSetting) -> Result<Settings, Trouble> {
        let mut desk = self.shared.desk();
        let site = desk.site()?;
        let settings = settings::change(&site.folder, site.site.config(), &site.source, &change)?;
        let changed = site.look_at_everything()?;
        if changed.is_empty() {
            return Ok(settings);
        }
        let events = site.take_news();
        desk.proof = None;
        drop(desk);
        self.shared.emit_all(events);
        Ok(settings)
    }
}
