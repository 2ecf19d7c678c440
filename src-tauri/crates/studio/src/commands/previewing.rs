//! Showing pages: beside the editor, and in the person's own browser.

use crate::Studio;
use crate::preview;
use crate::protocol::{Nothing, OpenInBrowser, OpenLink, PageId, PreviewChange};
use crate::site::fact;
use crate::trouble::Trouble;

use super::editing::open_document;

impl Studio {
    pub(crate) fn show_preview(&self, page: PageId) -> Result<PreviewChange, Trouble> {
        let mut desk = self.shared.desk();
        let site = desk.site()?;
        let document = open_document(site, &page)?;
        let (file, text, head_lines) = (document.file.clone(), document.text(), document.head_lines());
        let with_it = site.site.with_page(&file, &text).value;
        let address = fact(&with_it, &file).map(|info| info.address);
        let Some(previewed) = with_it.preview(&file) else {
            return Ok(PreviewChange::Unable { message: "This page has no preview.".to_owned() });
        };
        let addresses = self.shared.addresses(site, &address.unwrap_or_default());
        let whole = preview::whole(&previewed.value, head_lines, &addresses);
        open_document(site, &page)?.shown = Some(previewed.value);
        Ok(whole)
    }

    pub(crate) fn open_in_browser(&self, which: OpenInBrowser) -> Result<Nothing, Trouble> {
        self.shared.save_everything();
        let mut desk = self.shared.desk();
        let site = desk.site()?;
        let address = match &which.page {
            Some(page) => site.info(page)?.address,
            None => "/".to_owned(),
        };
        drop(desk);
        self.open_outside(&format!("{}{address}", self.shared.proof_url()))
    }

    pub(crate) fn open_link(&self, link: OpenLink) -> Result<Nothing, Trouble> {
        let allowed = ["https://", "http://", "mailto:"];
        let is_plain = !link.url.chars().any(|c| c.is_control() || c.is_whitespace());
        if !is_plain || !allowed.iter().any(|start| link.url.starts_with(start)) {
            return Err(Trouble::Link(link.url));
        }
        self.open_outside(&link.url)
    }

    fn open_outside(&self, url: &str) -> Result<Nothing, Trouble> {
        let failed = |source| Trouble::NoBrowser { url: url.to_owned(), source };
        self.shared.host.open_link(url).map_err(failed)?;
        Ok(Nothing {})
    }
}
