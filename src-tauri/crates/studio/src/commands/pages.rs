//! Lists, and what is done to a page as a whole: making, renaming, copying, throwing away, bringing back.

use std::collections::BTreeMap;
use std::path::PathBuf;

use engine::output::SourcePath;

use crate::commands::naming::first_name;
use crate::head::{self, FieldChange};
use crate::protocol::{
    CreatePage, Event, ListPages, Nothing, PageId, PageKind, PageRow, RenamePage, Status, TrashId, TrashRow,
};
use crate::records::Trashed;
use crate::site::{OpenSite, PageFacts, facts, is_page_text, title_of};
use crate::trouble::Trouble;
use crate::{Studio, disk, loopback};

impl Studio {
    pub(crate) fn list_pages(&self, list: ListPages) -> Result<Vec<PageRow>, Trouble> {
        let local_url = self.shared.preview_url();
        let mut desk = self.shared.desk();
        let site = desk.site()?;
        let listed = facts(&site.site).filter(|info| site.kind(info) == list.kind);
        Ok(listed.map(|info| site.row(&info, &local_url)).collect())
    }

    pub(crate) fn list_trash(&self, _: Nothing) -> Result<Vec<TrashRow>, Trouble> {
        let mut desk = self.shared.desk();
        let things = self.shared.records.trash(&desk.site()?.folder)?;
        Ok(things.into_iter().map(trash_row).collect())
    }

    pub(crate) fn create_page(&self, new: CreatePage) -> Result<PageRow, Trouble> {
        let title = new.title.replace(['\r', '\n'], " ").trim().to_owned();
        let today = jiff::Zoned::now().date().to_string();
        let mut changes = vec![FieldChange::Title(Some(title.clone()))];
        if new.kind == PageKind::Post {
            changes.push(FieldChange::Date(Some(today)));
        }
        changes.push(FieldChange::Draft(true));
        let text = head::edit("", &changes).expect("a page without a head gets one");
        self.changing(|site| {
            let folder = match new.kind {
                PageKind::Post => posts_folder(site)?,
                PageKind::Page => "content".to_owned(),
            };
            let name = match (title.is_empty(), new.kind) {
                (false, _) => title.clone(),
                (true, kind) => first_name(kind).to_owned(),
            };
            let file = free_file(site, &folder, &name);
            disk::create(&site.folder.join(file.as_str()), text.as_bytes())?;
            Ok(file)
        })
    }

    pub(crate) fn rename_page(&self, rename: RenamePage) -> Result<PageRow, Trouble> {
        self.shared.save_everything();
        self.changing(|site| {
            let info = site.info(&rename.page)?;
            let name = slug::slugify(&rename.name);
            if name.is_empty() {
                return Err(Trouble::NoName);
            }
            let was_live =
                !matches!(site.status(&info), Status::Draft | Status::New | Status::Scheduled { .. });
            let (from, to, file) = renamed(&info.file, &name)?;
            self.shared.settle(site, &info.file)?;
            if from != to {
                refuse_taken(site, &to)?;
                disk::move_to(&site.folder.join(from.as_str()), &site.folder.join(to.as_str()))?;
                site.documents.remove(&info.file);
                site.look_at_everything()?;
                rewrite_links(site, &info.file, &file)?;
            }
            set_address(site, &file, &name, was_live.then_some(info.address.as_str()))?;
            Ok(file)
        })
    }

    pub(crate) fn duplicate_page(&self, page: PageId) -> Result<PageRow, Trouble> {
        self.shared.save_everything();
        self.changing(|site| {
            let info = site.info(&page)?;
            let bytes = disk::read(&site.folder.join(info.file.as_str()))?;
            let text = String::from_utf8(bytes).map_err(|_| Trouble::NotText(info.file.clone()))?;
            let title = format!("{} (copy)", title_of(&info));
            let mut changes = vec![FieldChange::Title(Some(title.clone())), FieldChange::Draft(true)];
            // The copy gets an address of its own: two pages at one address would be one.
            changes.extend([
                FieldChange::Slug(None),
                FieldChange::Path(None),
                FieldChange::Aliases(Vec::new()),
            ]);
            let text = head::edit(&text, &changes).map_err(|_| Trouble::Header(info.file.clone()))?;
            copy_beside(site, &info, &title, &text)
        })
    }

    pub(crate) fn trash_page(&self, page: PageId) -> Result<TrashRow, Trouble> {
        self.shared.save_everything();
        let mut desk = self.shared.desk();
        let site = desk.site()?;
        let info = site.info(&page)?;
        self.shared.settle(site, &info.file)?;
        let moved = bundle_of(&info.file).unwrap_or_else(|| info.file.clone());
        let thing = Trashed {
            id: loopback::random_token(),
            path: moved.to_string(),
            title: title_of(&info),
            at: self.shared.now().to_string(),
        };
        let place = self.trash_place(&thing.id, &moved);
        disk::move_to(&site.folder.join(moved.as_str()), &place)?;
        site.documents.remove(&info.file);
        self.shared.records.note_trashed(&site.folder, &thing)?;
        self.shared.records.forget_unsaved(&site.folder, info.file.as_str())?;
        site.look_at_everything()?;
        let events = site.take_news();
        desk.proof = None;
        drop(desk);
        self.shared.emit_all(events);
        Ok(trash_row(thing))
    }

    pub(crate) fn restore_page(&self, id: TrashId) -> Result<PageRow, Trouble> {
        self.changing(|site| {
            let things = self.shared.records.trash(&site.folder)?;
            let thing = things.into_iter().find(|thing| thing.id == id.0);
            let thing = thing.ok_or_else(|| Trouble::NotInTrash(id.0.clone()))?;
            let old = SourcePath::new(&thing.path).map_err(|_| Trouble::NotInTrash(id.0.clone()))?;
            let back = free_place(site, &old);
            disk::move_to(&self.trash_place(&thing.id, &old), &site.folder.join(back.as_str()))?;
            self.shared.records.forget_trashed(&thing.id)?;
            if back.extension() == "md" {
                return Ok(back);
            }
            let index = format!("{back}/index.md");
            SourcePath::new(index).map_err(|_| Trouble::NotInTrash(id.0.clone()))
        })
    }

    fn trash_place(&self, id: &str, moved: &SourcePath) -> PathBuf {
        self.shared.places.data.join("trash").join(id).join(moved.file_name())
    }

    /// Runs a change that ends with a page, looks at the site again and answers with the page's row.
    pub(crate) fn changing(
        &self,
        change: impl FnOnce(&mut OpenSite) -> Result<SourcePath, Trouble>,
    ) -> Result<PageRow, Trouble> {
        let local_url = self.shared.preview_url();
        let mut desk = self.shared.desk();
        let site = desk.site()?;
        let file = change(site)?;
        site.look_at_everything()?;
        let info = site.info(&PageId(file.to_string()))?;
        let row = site.row(&info, &local_url);
        let mut events = site.take_news();
        events.push(Event::SiteChanged {});
        desk.proof = None;
        drop(desk);
        self.shared.emit_all(events);
        Ok(row)
    }
}

/// Keeps a text as a draft beside the page it belongs to.
pub(crate) fn keep_copy(site: &mut OpenSite, file: &SourcePath, text: &str) -> Result<(), Trouble> {
    let title = site.info(&PageId(file.to_string())).map(|info| title_of(&info)).unwrap_or_default();
    let title = format!("{title} (my version)");
    let changes =
        [FieldChange::Title(Some(title.clone())), FieldChange::Draft(true), FieldChange::Slug(None)];
    // A text whose head is broken is kept as it is: keeping it matters more than marking it.
    let text = head::edit(text, &changes).unwrap_or_else(|_| text.to_owned());
    let folder =
        bundle_of(file).map_or_else(|| file.folder().to_owned(), |bundle| bundle.folder().to_owned());
    let copy = free_file(site, &folder, &title);
    disk::create(&site.folder.join(copy.as_str()), text.as_bytes())
}

fn trash_row(thing: Trashed) -> TrashRow {
    TrashRow { trash: TrashId(thing.id), title: thing.title, at: thing.at }
}

/// The folder of a page that has one to itself, with its pictures.
fn bundle_of(file: &SourcePath) -> Option<SourcePath> {
    let is_bundle = file.file_name().starts_with("index.") && file.folder() != "content";
    is_bundle.then(|| SourcePath::new(file.folder()).expect("a folder of the site is a path"))
}

/// Finds the folder new posts go to: the section sorted by date that has the most pages. A site without one gets it.
fn posts_folder(site: &OpenSite) -> Result<String, Trouble> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for info in facts(&site.site).filter(|info| info.dated) {
        let bundle = bundle_of(&info.file).filter(|_| !info.is_section);
        let home = bundle.map_or_else(|| info.file.folder().to_owned(), |bundle| bundle.folder().to_owned());
        *counts.entry(home).or_default() += 1;
    }
    if let Some((folder, _)) = counts.into_iter().max_by_key(|(_, count)| *count) {
        return Ok(folder);
    }
    let section = site.folder.join("content/posts/_index.md");
    if !section.exists() {
        disk::create(&section, b"+++\ntitle = \"Posts\"\nsort_by = \"date\"\n+++\n")?;
    }
    Ok("content/posts".to_owned())
}

fn free_file(site: &OpenSite, folder: &str, name: &str) -> SourcePath {
    let name: String = slug::slugify(name).chars().take(80).collect();
    let name = if name.is_empty() { "page".to_owned() } else { name };
    let wanted = SourcePath::new(format!("{folder}/{name}.md")).expect("a slug is a file name");
    free_place(site, &wanted)
}

/// The place itself, or the first one with a number that is free.
fn free_place(site: &OpenSite, wanted: &SourcePath) -> SourcePath {
    let text = wanted.as_str();
    let (stem, extension) = match wanted.extension() {
        "md" => (text.trim_end_matches(".md"), ".md"),
        _ => (text, ""),
    };
    (1..)
        .map(|n| if n == 1 { stem.to_owned() } else { format!("{stem}-{n}") })
        .find(|stem| taken(site, stem).is_none())
        .and_then(|stem| SourcePath::new(format!("{stem}{extension}")).ok())
        .expect("a free number comes")
}

/// What stands at a page's place already. Both forms of a page lead to one address: `winter.md` and `winter/index.md`.
fn taken(site: &OpenSite, stem: &str) -> Option<PathBuf> {
    let places = [site.folder.join(format!("{stem}.md")), site.folder.join(stem)];
    places.into_iter().find(|place| place.symlink_metadata().is_ok())
}

fn refuse_taken(site: &OpenSite, to: &SourcePath) -> Result<(), Trouble> {
    let stem = to.as_str().trim_end_matches(".md");
    taken(site, stem).map_or(Ok(()), |place| Err(Trouble::Exists(place)))
}

/// What moves where when a page gets another name, and the page's file afterwards.
fn renamed(file: &SourcePath, name: &str) -> Result<(SourcePath, SourcePath, SourcePath), Trouble> {
    let path = |text: String| SourcePath::new(text).map_err(|_| Trouble::NoName);
    if file.file_name() == "_index.md" || file.as_str() == "content/index.md" {
        return Err(Trouble::FixedAddress);
    }
    if let Some(bundle) = bundle_of(file) {
        let to = path(format!("{}/{name}", bundle.folder()))?;
        let after = path(format!("{to}/{}", file.file_name()))?;
        return Ok((bundle, to, after));
    }
    let to = path(format!("{}/{name}.md", file.folder()))?;
    Ok((file.clone(), to.clone(), to))
}

/// A chosen address in the page's head would win over the new file name: it changes with it. A page that was live
/// leads from the old address to the new one.
fn set_address(site: &OpenSite, file: &SourcePath, name: &str, old: Option<&str>) -> Result<(), Trouble> {
    let place = site.folder.join(file.as_str());
    let text = String::from_utf8(disk::read(&place)?).map_err(|_| Trouble::NotText(file.clone()))?;
    let fields = head::fields(file, &text);
    let mut changes = Vec::new();
    if fields.slug.is_some() {
        changes.push(FieldChange::Slug(Some(name.to_owned())));
    }
    if let Some(old) = old {
        let mut aliases = fields.aliases;
        let alias = old.trim_matches('/').to_owned();
        if !alias.is_empty() && !aliases.contains(&alias) {
            aliases.push(alias);
            changes.push(FieldChange::Aliases(aliases));
        }
    }
    if changes.is_empty() {
        return Ok(());
    }
    let text = head::edit(&text, &changes).map_err(|_| Trouble::Header(file.clone()))?;
    disk::write(&place, text.as_bytes())
}

/// Lets links of other pages follow a page to its new file.
pub(crate) fn rewrite_links(site: &mut OpenSite, old: &SourcePath, new: &SourcePath) -> Result<(), Trouble> {
    let link = |path: &SourcePath| format!("@/{}", path.as_str().trim_start_matches("content/"));
    let (from, to) = (link(old), link(new));
    let files: Vec<_> = site.source.files().keys().filter(|path| is_page_text(path)).cloned().collect();
    for file in files {
        let bytes = site.source.files().get(&file).and_then(|file| file.bytes.clone());
        let Some(text) = bytes.as_deref().and_then(|bytes| std::str::from_utf8(bytes).ok()) else { continue };
        let changed = replace_links(text, &from, &to);
        if changed != text {
            disk::write(&site.folder.join(file.as_str()), changed.as_bytes())?;
            if let Some(document) = site.documents.get_mut(&file) {
                document.meet_outside(Some(changed.as_bytes()));
            }
        }
    }
    Ok(())
}

/// Replaces a link that ends where its name ends: `@/a.md` is no part of `@/a.md.md`.
fn replace_links(text: &str, from: &str, to: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(from) {
        let after = &rest[at + from.len()..];
        let ends =
            after.chars().next().is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '.' | '-' | '_' | '/'))
                || after.starts_with(". ");
        out.push_str(&rest[..at]);
        out.push_str(if ends { to } else { from });
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Copies a page, and the pictures beside it if it has a folder to itself.
fn copy_beside(site: &OpenSite, info: &PageFacts, title: &str, text: &str) -> Result<SourcePath, Trouble> {
    let Some(bundle) = bundle_of(&info.file) else {
        let folder = if info.is_section { "content" } else { info.file.folder() };
        let file = free_file(site, folder, title);
        disk::create(&site.folder.join(file.as_str()), text.as_bytes())?;
        return Ok(file);
    };
    let file = free_file(site, bundle.folder(), title);
    let new = SourcePath::new(file.as_str().trim_end_matches(".md")).expect("a file's stem is a path");
    for (place, relative) in disk::files_below(&site.folder.join(bundle.as_str()))? {
        let to = site.folder.join(new.as_str()).join(&relative);
        if relative.to_str() == Some(info.file.file_name()) {
            disk::create(&to, text.as_bytes())?;
        } else {
            disk::copy(&place, &to)?;
        }
    }
    Ok(SourcePath::new(format!("{new}/{}", info.file.file_name())).expect("a file of the site is a path"))
}

/// Gives a page a folder to itself, so that pictures can stand beside it. Its web address stays.
pub(crate) fn into_folder(site: &mut OpenSite, file: &SourcePath) -> Result<SourcePath, Trouble> {
    if file.file_name().starts_with("index.") || file.file_name() == "_index.md" {
        return Ok(file.clone());
    }
    let stem = file.as_str().trim_end_matches(".md");
    let new = SourcePath::new(format!("{stem}/index.md")).expect("a file's stem is a path");
    disk::move_to(&site.folder.join(file.as_str()), &site.folder.join(new.as_str()))?;
    if let Some(mut document) = site.documents.remove(file) {
        document.file = new.clone();
        site.documents.insert(new.clone(), document);
    }
    site.look_at_everything()?;
    rewrite_links(site, file, &new)?;
    Ok(new)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_follow_and_longer_names_stay() {
        let text = "[a](@/a.md) [b](@/a.md#part) @/a.md.md @/a.md";
        assert_eq!(
            replace_links(text, "@/a.md", "@/b/index.md"),
            "[a](@/b/index.md) [b](@/b/index.md#part) @/a.md.md @/b/index.md"
        );
    }

    #[test]
    fn what_moves_when_a_page_is_renamed() {
        let path = |text: &str| SourcePath::new(text).expect("path");
        let (from, to, after) = renamed(&path("content/posts/a.md"), "b").expect("moves");
        assert_eq!(
            (from.as_str(), to.as_str(), after.as_str()),
            ("content/posts/a.md", "content/posts/b.md", "content/posts/b.md")
        );
        let (from, to, after) = renamed(&path("content/posts/a/index.md"), "b").expect("moves");
        assert_eq!(
            (from.as_str(), to.as_str(), after.as_str()),
            ("content/posts/a", "content/posts/b", "content/posts/b/index.md")
        );
        assert!(matches!(renamed(&path("content/_index.md"), "b"), Err(Trouble::FixedAddress)));
    }
}
