//! The address of a page that began without a title: it follows the title until the author chose another address or the
//! page went online. When such a page is closed, its file gets the same name.

use std::collections::BTreeSet;

use engine::output::SourcePath;

use crate::head::{self, FieldChange};
use crate::protocol::{ChangeField, Field, PageKind};
use crate::site::{OpenSite, facts};
use crate::trouble::Trouble;
use crate::{disk, session::Document};

/// The name a page begins with, as long as it has no title.
pub(crate) fn first_name(kind: PageKind) -> &'static str {
    match kind {
        PageKind::Post => "new-post",
        PageKind::Page => "new-page",
    }
}

/// The address that follows a new title, if the page's address is to follow it at all.
pub(crate) fn address_to_follow(site: &OpenSite, change: &ChangeField) -> Option<String> {
    let Field::Title(title) = &change.field else { return None };
    let file = SourcePath::new(&change.page.0).ok()?;
    let fields = site.documents.get(&file)?.fields()?;
    let old = slug::slugify(&fields.title);
    let follows = fields.slug.is_empty() || fields.slug.strip_prefix(&old).is_some_and(is_number);
    (follows && is_unnamed(site, &file)).then(|| free_address(site, &file, &slug::slugify(title)))
}

/// The address itself, or the first one with a number that no neighbour has.
fn free_address(site: &OpenSite, file: &SourcePath, wanted: &str) -> String {
    let last_part =
        |address: &str| address.trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_owned();
    let neighbours = facts(&site.site).filter(|info| info.file != *file);
    let taken: BTreeSet<_> = neighbours
        .filter(|info| info.file.folder() == file.folder() || info.file.folder().starts_with(file.folder()))
        .map(|info| last_part(&info.address))
        .collect();
    let numbered = |n: u32| if n == 1 { wanted.to_owned() } else { format!("{wanted}-{n}") };
    (1..).map(numbered).find(|address| !taken.contains(address)).expect("a free number comes")
}

/// Says whether nothing follows a name, or a dash and a number.
fn is_number(rest: &str) -> bool {
    rest.is_empty() || rest.strip_prefix('-').is_some_and(|number| number.parse::<u32>().is_ok())
}

/// Says whether a page still has the file name it began with and was never online.
fn is_unnamed(site: &OpenSite, file: &SourcePath) -> bool {
    let stem = file.file_name().trim_end_matches(".md");
    let began_so = |name: &str| stem.strip_prefix(name).is_some_and(is_number);
    let was_live = site.release.as_ref().is_some_and(|release| release.pages.contains_key(file.as_str()));
    !was_live && (began_so(first_name(PageKind::Post)) || began_so(first_name(PageKind::Page)))
}

/// Gives the file of a page that has an address by now the same name. The page is saved and not open any more.
pub(crate) fn name_file(site: &mut OpenSite, file: &SourcePath) -> Result<(), Trouble> {
    if !is_unnamed(site, file) || site.documents.get(file).is_some_and(Document::is_unsaved) {
        return Ok(());
    }
    let place = site.folder.join(file.as_str());
    let Some(bytes) = disk::read_if_there(&place)? else { return Ok(()) };
    let Ok(text) = String::from_utf8(bytes) else { return Ok(()) };
    let Some(slug) = head::fields(file, &text).slug.filter(|slug| slug::slugify(slug) == *slug) else {
        return Ok(());
    };
    let Ok(named) = SourcePath::new(format!("{}/{slug}.md", file.folder())) else { return Ok(()) };
    let is_taken =
        site.folder.join(named.as_str()).exists() || site.folder.join(file.folder()).join(&slug).exists();
    let Ok(text) = head::edit(&text, &[FieldChange::Slug(None)]) else { return Ok(()) };
    if is_taken {
        return Ok(());
    }
    disk::move_to(&place, &site.folder.join(named.as_str()))?;
    disk::write(&site.folder.join(named.as_str()), text.as_bytes())?;
    site.look_at_everything()?;
    super::pages::rewrite_links(site, file, &named)
}
