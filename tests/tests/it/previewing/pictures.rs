//! Pictures in other sizes, which are made while an author looks and kept for the next build.

use std::fs;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use studio::protocol::{Nothing, OpenInBrowser};
use studio::{BuildOrder, Request};
use tests::author::Author;

use super::web::get;
use super::{build, whole};

/// A PNG, 12 by 8 pixels.
const SEA: &str = "iVBORw0KGgoAAAANSUhEUgAAAAwAAAAICAIAAABChommAAAArUlEQVR42g3KIQEAIQxA0YVAowmxEOjZT4iFQE8TYiHQ04S5e/qJ\
    CE0YggpTWIILWzhCCld4gkindUZHO7OzOt7ZndPJzu28/ielKUNRZSpLcWUrR0nlKk//ZDRjGGpMYxlubOMYaVzj2Z+c5gxHneks\
    x53tHCed6zz/U9CCEWgwgxV4sIMTZHCDF39KWjISTWayEk92cpJMbvLyT0UrRqHFLFbhxS5OkcUtXvEBhj51wXeky7wAAAAASUVO\
    RK5CYII=";

const PAGE: &[(&str, &str)] = &[
    (
        "templates/sea.html",
        "{% set i = resize_image(path=\"sea.png\", width=6, op=\"fit_width\", format=\"webp\") %}<img src=\"{{ i.url }}\">",
    ),
    ("content/sea.md", "+++\ntitle = \"Sea\"\ntemplate = \"sea.html\"\n+++\n"),
];

fn author() -> Author {
    let author = Author::with_small_site_and(PAGE);
    fs::write(author.site().join("static/sea.png"), STANDARD.decode(SEA).unwrap()).unwrap();
    author.open_site();
    author
}

fn address(html: &str) -> &str {
    html.split_once("<img src=\"").unwrap().1.split('"').next().unwrap()
}

fn kept(folder: &Path) -> Vec<PathBuf> {
    tests::author::tree(folder).into_keys().map(PathBuf::from).collect()
}

#[test]
fn the_preview_and_the_proof_show_the_pictures_of_the_build() {
    let author = author();
    author.open("content/sea.md");
    let preview = whole(&author, "content/sea.md");
    let path = address(&preview.html).strip_prefix(&preview.site_url).unwrap();
    let shown = get(&format!("{}{path}", preview.local_url));
    assert_eq!((shown.status, shown.header("content-type")), (200, Some("image/webp")));

    author.ask::<Nothing>(Request::OpenInBrowser(OpenInBrowser { page: None }));
    let proof = author.host.opened()[0].trim_end_matches('/').to_owned();
    assert_eq!(get(&format!("{proof}{path}")).status, 200, "the preview asked for it");
    let page = get(&format!("{proof}/sea/")).text();
    let proved = get(address(&page));
    let built = build(&author, &author.site(), &BuildOrder::default());
    assert!(shown.body == built[&path[1..]] && proved.body == built[&path[1..]]);
}

#[test]
fn a_picture_is_kept_for_the_next_build() {
    let author = author();
    let store = author.places().data.join("pictures");
    let built = build(&author, &author.site(), &BuildOrder::default());
    let [picture] = &kept(&store)[..] else { panic!("one picture was made") };
    // The next build takes what is there: seen by putting something else there, with the hash it has to have.
    let other = b"kept from before";
    let hash = engine::output::ContentHash::of(other).to_string();
    fs::write(store.join(picture), [hash.as_bytes(), other].concat()).unwrap();
    let again = build(&author, &author.site(), &BuildOrder::default());
    let changed: Vec<_> = again.iter().filter(|(path, bytes)| built.get(*path) != Some(bytes)).collect();
    assert!(
        matches!(changed[..], [(path, bytes)] if path.starts_with("processed_images/") && bytes == other)
    );
}
