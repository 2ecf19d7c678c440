//! The address of a page that began without a title: it follows the title until the author chose another address or the
//! page went online. When such a page is closed, its file gets the same name.

use engine::output::SourcePath;

use crate::head::{self, FieldChange};
use crate::protocol::{ChangeField, Field, PageKind};
use crate::site::OpenSite;
use crate::trouble::Trouble;
use crate::{disk, session::Document};

/// The name a page begins with, as long as it has no title.
pub(crate) fn first_name(kind: PageKind) -> &'static str {
    match kind {
        PageKind::Post => "new-post",
        PageKind::Page => "new-page",
    }
}

/// The new title, if the page's address is to follow it.
pub(crate) fn title_to_follow(site: &OpenSite, change: &ChangeField) -> Option<String> {
    let Field::Title(title) = &change.field else { return None };
    let file = SourcePath::new(&change.page.0).ok()?;
    let fields = site.documents.get(&file)?.fields()?;
    let follows = fields.slug.is_empty() || fields.slug == slug::slugify(&fields.title);
    (follows && is_unnamed(site, &file)).then(|| title.clone())
}

/// Says whether a page still has the file name it began with and was never online.
fn is_unnamed(site: &OpenSite, file: &SourcePath) -> bool {
    let stem = file.file_name().trim_end_matches(".md");
    let began_so = |name: &str| {
        let rest = stem.strip_prefix(name);
        rest.is_some_and(|rest| {
            rest.is_empty() || rest.strip_prefix('-').is_some_and(|n| n.parse::<u32>().is_ok())
        })
    };
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
