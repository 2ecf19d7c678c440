use crate::fixture::source;
use crate::output::SourcePath;
use crate::source::{Source, SourceFile};

use super::{told, told_of};

fn head(title: &str, lines: &str) -> String {
    told(title, &format!("=== content/a.md\n+++\n{lines}\n+++\nText.\n"))
}

fn yaml(title: &str, lines: &str) -> String {
    told(title, &format!("=== content/a.md\n---\n{lines}\n---\nText.\n"))
}

#[test]
fn the_lines_at_the_top_of_a_text() {
    let told = [
        head("quotes missing", "title = Winter hours"),
        head("quotes not closed", "title = \"Winter"),
        head("key twice", "title = \"A\"\ntitle = \"B\""),
        head("a number for a title", "title = 3"),
        head("a text for true or false", "draft = \"yes\""),
        head("a date that is none", "date = 2024-13-45"),
        head("a date in words", "date = \"3 May\""),
        head("unknown key, nearly right", "tilte = \"A\""),
        head("unknown key", "mood = \"good\""),
        head("a key of a section", "sort_by = \"date\""),
        head("tags as a text", "[taxonomies]\ntags = \"sea\""),
        told("no end", "=== content/a.md\n+++\ntitle = \"A\"\nText.\n"),
        told("a section sorted by nothing known", "=== content/_index.md\n+++\nsort_by = \"dtae\"\n+++\n"),
        yaml("a tab", "title: A\n\tdate: 2024-01-01"),
        yaml("a colon in a title", "title: Hours: winter"),
        yaml("a list that is not closed", "tags: [a, b"),
        yaml("key twice", "title: A\ntitle: B"),
        told("no end of YAML", "=== content/a.md\n---\ntitle: A\nText.\n"),
    ];
    insta::assert_snapshot!(told.concat());
}

#[test]
fn the_text_itself() {
    let mut files = source("=== zola.toml\nbase_url = \"https://example.org\"\n").files().clone();
    let path = SourcePath::new("content/a.md").expect("is a path");
    files.insert(path, SourceFile::loaded(b"+++\n+++\nGr\xfc\xdfe\n".as_slice()));
    let path = SourcePath::new("templates/page.html").expect("is a path");
    files.insert(path, SourceFile::loaded(b"Gr\xfc\xdfe\n".as_slice()));
    let path = SourcePath::new("zola.toml").expect("is a path");
    files.insert(path, SourceFile::loaded(b"title = \"Gr\xfc\xdfe\"\n".as_slice()));
    let text =
        |title: &str, text: &str| told(title, &format!("=== content/a.md\n+++\n+++\nOne.\n\n{text}\n"));
    let told = [
        told_of("files that are not UTF-8", &Source::new(files)),
        text("a call of a function that is not there", "{{ youtube(id=\"x\") }}"),
        text("a value that is not there", "Hello {{ page.titel }}"),
        text("a component that is not there", "{{ <gallery folder=\"x\" /> }}"),
        text("a tag that is not closed", "{% if page.title %}"),
        text("braces in prose", "Write {{ like this"),
        text("a body block of old sites", "{% quote(author=\"x\") %}\nText\n{% end %}"),
        text("a block of templates", "{% block main %}x{% endblock %}"),
    ];
    insta::assert_snapshot!(told.concat());
}
