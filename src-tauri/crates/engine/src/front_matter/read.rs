//! Headers out of text.

use std::collections::BTreeMap;

use crate::config::AnchorLinks;
use crate::date::Date;
use crate::diagnostic::{Diagnostic, Severity};
use crate::front_matter::{Format, FrontMatter, MAX_HEADER_BYTES, PageHeader, SectionHeader, SortBy, Split};
use crate::path::SourcePath;
use crate::tree::{Data, Entry, Keys, Node, Parsed, Reader, Table, as_texts, parse_toml, parse_yaml};

/// Lists that older sites write outside of `[taxonomies]`.
pub(super) const TOP_LEVEL_TAXONOMIES: [&str; 2] = ["tags", "categories"];

const SORT_BY: [(&str, SortBy); 8] = [
    ("date", SortBy::Date),
    ("update_date", SortBy::UpdateDate),
    ("title", SortBy::Title),
    ("title_bytes", SortBy::TitleBytes),
    ("weight", SortBy::Weight),
    ("slug", SortBy::Slug),
    ("permalink", SortBy::Permalink),
    ("none", SortBy::None),
];

/// Reads the header of a page.
pub(crate) fn page_header(file: &SourcePath, text: &str, split: &Split) -> (PageHeader, Vec<Diagnostic>) {
    let (table, mut reader) = read(file, text, split);
    let header = page(&mut reader, table);
    (header, reader.diagnostics)
}

/// Reads the header of a section.
pub(crate) fn section_header(
    file: &SourcePath,
    text: &str,
    split: &Split,
) -> (SectionHeader, Vec<Diagnostic>) {
    let (table, mut reader) = read(file, text, split);
    let header = section(&mut reader, table);
    (header, reader.diagnostics)
}

/// Parses what stands in a header.
pub(super) fn parse(text: &str, found: &FrontMatter) -> Parsed {
    let header = &text[found.header.clone()];
    match found.format {
        Format::Toml => parse_toml(header),
        Format::Yaml => parse_yaml(header),
    }
}

fn read<'a>(file: &'a SourcePath, text: &'a str, split: &Split) -> (Table, Reader<'a>) {
    let Some(found) = &split.front_matter else {
        let mut reader = Reader::new(file, text, 0);
        let hint = "Put a line `+++`, then `title = \"…\"`, then another line `+++` at the top of the file";
        let message = "no front matter was found, so this text has no title, date or settings";
        reader.report(Severity::Warning, 0, message.into(), hint);
        return (Table::default(), reader);
    };
    let mut reader = Reader::new(file, text, found.header.start);
    if !found.is_closed() {
        let mut reader = Reader::new(file, text, found.opening.start);
        let message = format!(
            "the front matter starts with `{0}` but no second `{0}` ends it",
            found.format.delimiter()
        );
        let hint = format!("Put a line `{}` between the settings and the text", found.format.delimiter());
        reader.report(Severity::Error, 0, message, hint);
        return (Table::default(), reader);
    }
    if found.header.len() > MAX_HEADER_BYTES {
        let message =
            format!("the front matter was not read: it is longer than {} KiB", MAX_HEADER_BYTES / 1024);
        reader.report(Severity::Error, 0, message, "Move long text below the header");
        return (Table::default(), reader);
    }
    let parsed = parse(text, found);
    reader.report_syntax("the front matter", &parsed.troubles);
    (parsed.table, reader)
}

fn page(reader: &mut Reader<'_>, table: Table) -> PageHeader {
    let mut keys = reader.keys(table);
    let header = PageHeader {
        title: keys.text("title"),
        description: keys.text("description"),
        date: date(&mut keys, "date"),
        updated: date(&mut keys, "updated"),
        weight: keys.integer("weight"),
        draft: keys.flag("draft", false),
        render: keys.flag("render", true),
        slug: keys.text("slug"),
        path: path(&mut keys),
        aliases: keys.texts("aliases").unwrap_or_default(),
        authors: keys.texts("authors").unwrap_or_default(),
        taxonomies: taxonomies(&mut keys),
        in_search_index: keys.flag("in_search_index", true),
        template: keys.text("template"),
        extra: keys.table("extra").unwrap_or_default().to_map(),
    };
    keys.finish("a page");
    header
}

fn section(reader: &mut Reader<'_>, table: Table) -> SectionHeader {
    let mut keys = reader.keys(table);
    let header = SectionHeader {
        title: keys.text("title"),
        description: keys.text("description"),
        weight: keys.integer("weight").unwrap_or(0),
        draft: keys.flag("draft", false),
        render: keys.flag("render", true),
        sort_by: keys.choice("sort_by", &SORT_BY).unwrap_or_default(),
        paginate_by: keys.count("paginate_by").filter(|&count| count > 0),
        paginate_path: keys.text("paginate_path").unwrap_or_else(|| "page".into()),
        paginate_reversed: keys.flag("paginate_reversed", false),
        insert_anchor_links: keys.choice("insert_anchor_links", AnchorLinks::WORDS),
        in_search_index: keys.flag("in_search_index", true),
        transparent: keys.flag("transparent", false),
        template: keys.text("template"),
        page_template: keys.text("page_template"),
        redirect_to: keys.text("redirect_to"),
        aliases: keys.texts("aliases").unwrap_or_default(),
        generate_feeds: feeds(&mut keys),
        extra: keys.table("extra").unwrap_or_default().to_map(),
    };
    keys.finish("a section");
    header
}

fn date(keys: &mut Keys<'_, '_>, name: &'static str) -> Option<Date> {
    let wanted = "a date like `2024-03-01` or `2024-03-01T18:30:00Z`";
    keys.read(name, wanted, |node| match &node.data {
        Data::Date(text) | Data::Text(text) => Date::parse(text),
        Data::Null | Data::Bool(_) | Data::Integer(_) | Data::Float(_) | Data::List(_) | Data::Table(_) => {
            None
        }
    })
}

fn path(keys: &mut Keys<'_, '_>) -> Option<String> {
    let wanted = "an address inside the site, such as `about/team`";
    keys.read("path", wanted, |node| match &node.data {
        Data::Text(text) => {
            let path = text.trim_start_matches('/');
            let leads_elsewhere = path.is_empty() || path.split('/').any(|part| matches!(part, "." | ".."));
            (!leads_elsewhere).then(|| path.to_owned())
        }
        Data::Null
        | Data::Bool(_)
        | Data::Integer(_)
        | Data::Float(_)
        | Data::Date(_)
        | Data::List(_)
        | Data::Table(_) => None,
    })
}

fn taxonomies(keys: &mut Keys<'_, '_>) -> BTreeMap<String, Vec<String>> {
    let mut taxonomies = BTreeMap::new();
    for entry in keys.table("taxonomies").unwrap_or_default().entries {
        match terms(&entry.value) {
            Some(terms) => drop(taxonomies.insert(entry.key, terms)),
            None => keys.wrong(&entry, "a list of texts"),
        }
    }
    for name in TOP_LEVEL_TAXONOMIES {
        if keys.contains(name)
            && let Some(entry) = keys.take(name)
        {
            top_level_terms(keys, entry, &mut taxonomies);
        }
    }
    taxonomies
}

fn top_level_terms(keys: &mut Keys<'_, '_>, entry: Entry, taxonomies: &mut BTreeMap<String, Vec<String>>) {
    let Some(terms) = terms(&entry.value) else {
        keys.wrong(&entry, "a list of texts");
        return;
    };
    let message = format!("`{}` stands outside of `taxonomies`; it is read all the same", entry.key);
    keys.report(Severity::Note, entry.key_span.start, message, "Zola reads it only below [taxonomies]");
    taxonomies.entry(entry.key).or_insert(terms);
}

fn terms(node: &Node) -> Option<Vec<String>> {
    match &node.data {
        Data::Null => Some(Vec::new()),
        Data::Bool(_)
        | Data::Integer(_)
        | Data::Float(_)
        | Data::Text(_)
        | Data::Date(_)
        | Data::List(_)
        | Data::Table(_) => as_texts(node),
    }
}

/// `generate_feed` is what sections wrote before a section could have several feeds.
fn feeds(keys: &mut Keys<'_, '_>) -> bool {
    let Some(offset) = keys.offset("generate_feed") else { return keys.flag("generate_feeds", false) };
    let message = "`generate_feed` is a name from an earlier version; it is understood all the same";
    keys.report(Severity::Note, offset, message.into(), "Write `generate_feeds` instead");
    let former = keys.flag("generate_feed", false);
    keys.flag("generate_feeds", former)
}
