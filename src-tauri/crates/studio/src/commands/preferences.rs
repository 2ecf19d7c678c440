//! Choices about the window itself.

use crate::Studio;
use crate::protocol::{Nothing, Preferences};
use crate::trouble::Trouble;

impl Studio {
    pub(crate) fn show_preferences(&self, _: Nothing) -> Result<Preferences, Trouble> {
        self.shared.records.preferences()
    }

    pub(crate) fn change_preferences(&self, mut preferences: Preferences) -> Result<Preferences, Trouble> {
        preferences.letter_size = preferences.letter_size.clamp(14, 28);
        self.shared.records.keep_preferences(&preferences)?;
        Ok(preferences)
    }
}
