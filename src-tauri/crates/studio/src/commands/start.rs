//! The start page, and opening and closing a site.

use std::path::{Path, PathBuf};
use std::time::Instant;

use engine::output::{ContentHash, SourcePath};

use crate::head::{self, FieldChange};
use crate::protocol::{
    CreateSite, Failure, LastPublish, Nothing, PageKind, RecentId, RecentSite, SiteView, StartPage,
};
use crate::records::KnownSite;
use crate::session::Document;
use crate::site::{OpenSite, facts};
use crate::starter::{self, Starter};
use crate::trouble::Trouble;
use crate::watch::Watch;
use crate::{Studio, disk, folder};

const SAMPLE_NAME: &str = "Harbour Museum (sample)";

impl Studio {
    pub(crate) fn start_page(&self, _: Nothing) -> Result<StartPage, Trouble> {
        let sites = self.shared.records.sites()?;
        let recent = sites
            .into_iter()
            .map(|site| RecentSite {
                id: recent_id(&site.folder),
                title: site.title,
                missing: !folder::holds_a_site(&site.folder),
                folder: shown(&site.folder),
                opened: site.opened,
            })
            .collect();
        Ok(StartPage { recent, new_site_place: shown(&self.new_site_place()) })
    }

    pub(crate) fn open_sample(&self, _: Nothing) -> Result<SiteView, Trouble> {
        self.open_sample_in_place()?;
        self.show_site(Nothing {})
    }

    pub(crate) fn choose_new_site_place(&self, _: Nothing) -> Result<Option<String>, Trouble> {
        let chosen = self.shared.host.choose_folder("Where shall new sites be kept?");
        if let Some(folder) = &chosen {
            self.shared.desk().new_site_place = Some(folder.clone());
        }
        Ok(chosen.map(|folder| shown(&folder)))
    }

    pub(crate) fn create_site(&self, new: CreateSite) -> Result<SiteView, Trouble> {
        let folder = starter::free_folder(&self.new_site_place(), &new.title);
        create_blank(&folder, &new.title)?;
        self.open_in(&folder)?;
        self.show_site(Nothing {})
    }

    pub(crate) fn open_folder(&self, _: Nothing) -> Result<Option<SiteView>, Trouble> {
        match self.shared.host.choose_folder("Open a site's folder") {
            Some(folder) => {
                self.open_in(&folder)?;
                self.show_site(Nothing {}).map(Some)
            }
            None => Ok(None),
        }
    }

    pub(crate) fn open_recent(&self, id: RecentId) -> Result<SiteView, Trouble> {
        let folder = self.recent_folder(&id)?;
        self.open_in(&folder)?;
        self.show_site(Nothing {})
    }

    pub(crate) fn forget_recent(&self, id: RecentId) -> Result<StartPage, Trouble> {
        let folder = self.recent_folder(&id)?;
        self.shared.records.forget_site(&folder)?;
        self.start_page(Nothing {})
    }

    pub(crate) fn close_site(&self, _: Nothing) -> Result<Nothing, Trouble> {
        self.shared.save_everything();
        let mut desk = self.shared.desk();
        if desk.publishing.is_running() {
            return Err(Trouble::Publishing);
        }
        (desk.open, desk.watch, desk.proof) = (None, None, None);
        desk.publishing.forget_plans();
        Ok(Nothing {})
    }

    pub(crate) fn show_site(&self, _: Nothing) -> Result<SiteView, Trouble> {
        let trash = |site: &OpenSite| self.shared.records.trash(&site.folder).map(|things| things.len());
        let mut desk = self.shared.desk();
        let site = desk.site()?;
        let trash = u32::try_from(trash(site)?).unwrap_or(u32::MAX);
        let mut counts = (0, 0);
        for info in facts(&site.site) {
            match site.kind(&info) {
                PageKind::Post => counts.0 += 1,
                PageKind::Page => counts.1 += 1,
            }
        }
        let config = site.site.config();
        Ok(SiteView {
            title: config.title.clone().unwrap_or_else(|| "Untitled site".to_owned()),
            folder: shown(&site.folder),
            base_url: config.base_url.clone(),
            posts: counts.0,
            pages: counts.1,
            trash,
            waiting: site.waiting(),
            last_publish: site.release.as_ref().map(|release| LastPublish {
                at: release.at.clone(),
                target: release.target_name.clone(),
                url: release.url.clone(),
            }),
            problems: site.problems(None, &site.diagnostics),
            notice: site.notice.take(),
        })
    }

    /// Opens the site in a folder, as a host does before there is a window.
    pub fn open_site(&self, folder: &Path) -> Result<(), Failure> {
        Ok(self.open_in(folder)?)
    }

    /// Opens the sample site, as a host does before there is a window.
    pub fn open_sample_site(&self) -> Result<(), Failure> {
        Ok(self.open_sample_in_place()?)
    }

    fn open_sample_in_place(&self) -> Result<(), Trouble> {
        let folder = self.shared.places.sites.join(SAMPLE_NAME);
        if !folder::holds_a_site(&folder) {
            starter::write(Starter::Sample, &folder)?;
        }
        self.open_in(&folder)
    }

    fn open_in(&self, folder: &Path) -> Result<(), Trouble> {
        let folder =
            std::fs::canonicalize(folder).map_err(Trouble::disk(crate::trouble::Doing::Read, folder))?;
        let mut site = OpenSite::open(&folder, &self.shared.places)?;
        self.close_site(Nothing {})?;
        site.release = self.shared.records.last_release(&folder, None)?;
        self.recover(&mut site)?;
        let title = site.site.config().title.clone().unwrap_or_default();
        let opened = self.shared.now().to_string();
        self.shared.records.note_site(&KnownSite { folder: folder.clone(), title, opened })?;
        let watch = Watch::start(&self.shared, &folder);
        let mut desk = self.shared.desk();
        desk.open = Some(site);
        desk.watch = Some(watch);
        Ok(())
    }

    /// Brings back text that was not saved when the program ended.
    fn recover(&self, site: &mut OpenSite) -> Result<(), Trouble> {
        let mut back = Vec::new();
        for unsaved in self.shared.records.unsaved(&site.folder)? {
            let Ok(file) = SourcePath::new(&unsaved.page) else { continue };
            let place = site.folder.join(file.as_str());
            let Some(bytes) = disk::read_if_there(&place)? else {
                // The file is gone and the text is all there is: it goes back where it was.
                disk::create(&place, unsaved.text.as_bytes())?;
                self.shared.records.forget_unsaved(&site.folder, &unsaved.page)?;
                back.push(unsaved.page.clone());
                continue;
            };
            // A file that is no text any more is left alone, and what was typed stays in the records.
            let Ok(mut document) = Document::open(file.clone(), &bytes, self.shared.now()) else { continue };
            if document.recover(&unsaved, Instant::now()) {
                let title = document.fields().map(|fields| fields.title).filter(|title| !title.is_empty());
                back.push(title.unwrap_or_else(|| unsaved.page.clone()));
                site.documents.insert(file, document);
            } else {
                self.shared.records.forget_unsaved(&site.folder, &unsaved.page)?;
            }
        }
        site.look_at_everything()?;
        if !back.is_empty() {
            site.notice =
                Some(format!("Text that was not saved when Galley stopped is back: {}", back.join(", ")));
        }
        Ok(())
    }

    fn new_site_place(&self) -> PathBuf {
        let chosen = self.shared.desk().new_site_place.clone();
        chosen.unwrap_or_else(|| self.shared.places.sites.clone())
    }

    fn recent_folder(&self, id: &RecentId) -> Result<PathBuf, Trouble> {
        let sites = self.shared.records.sites()?;
        let found = sites.into_iter().find(|site| recent_id(&site.folder) == *id);
        found.map(|site| site.folder).ok_or(Trouble::UnknownRecent)
    }
}

/// Makes a blank site with a title in a folder that is new or empty.
pub(crate) fn create_blank(folder: &Path, title: &str) -> Result<(), Trouble> {
    starter::write(Starter::Blank, folder)?;
    let title = title.trim();
    if !title.is_empty() {
        let mut config = crate::settings::TomlFile::read(folder, "zola.toml")?;
        config.set(&["title"], title.into());
        config.write(folder)?;
    }
    date_today(&folder.join("content/posts/welcome.md"))
}

/// The first draft of a new site is as old as the site.
fn date_today(post: &Path) -> Result<(), Trouble> {
    let text = String::from_utf8(disk::read(post)?).expect("a starter is text");
    let today = jiff::Zoned::now().date().to_string();
    let dated =
        head::edit(&text, &[FieldChange::Date(Some(today))]).expect("a starter's head can be changed");
    disk::write(post, dated.as_bytes())
}

fn recent_id(folder: &Path) -> RecentId {
    let hash = ContentHash::of(folder.to_string_lossy().as_bytes()).to_string();
    RecentId(hash[..16].to_owned())
}

/// A folder as its owner knows it.
pub(crate) fn shown(folder: &Path) -> String {
    folder.display().to_string()
}
