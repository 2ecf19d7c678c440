use crate::fixture::{build, site, text};

const DATED: &str = "
=== content/_index.md
+++
sort_by = \"date\"
+++
=== content/past.md
+++
title = \"Past\"
date = 2025-05-31
+++
=== content/today.md
+++
title = \"Today\"
date = 2025-06-01T14:00:00+02:00
+++
=== content/future.md
+++
title = \"Future\"
date = 2025-06-01T12:00:01Z
+++
=== templates/index.html
{% for p in section.pages %}{{ p.title }} {% endfor %}
";

#[test]
fn posts_wait_for_their_date_only_where_the_site_says_so() {
    let shown = site(DATED).value;
    assert_eq!(text(&build(&shown).value, "index.html").trim(), "Future Today Past");
    let held = site(&format!("{DATED}=== galley.toml\nhold_scheduled_posts = true\n")).value;
    let bundle = build(&held).value;
    assert_eq!(text(&bundle, "index.html").trim(), "Today Past");
    assert_eq!(text(&bundle, "future/index.html"), "(nothing)");
    assert!(!text(&bundle, "sitemap.xml").contains("future"));
    let waiting: Vec<&str> =
        held.pages().filter(|page| page.scheduled).filter_map(|page| page.title).collect();
    assert_eq!(waiting, ["Future"]);
}

#[test]
fn a_draft_section_hides_what_is_below_it() {
    let site = site(
        "=== content/wip/_index.md\n+++\ndraft = true\n+++\n=== content/wip/a.md\n+++\ntitle = \"A\"\n+++\n\
         === content/wip/deep/b.md\n+++\ntitle = \"B\"\n+++\n=== content/wipe.md\n+++\ntitle = \"C\"\n+++\n",
    )
    .value;
    let drafts: Vec<&str> = site.pages().filter(|page| page.draft).map(|page| page.file.as_str()).collect();
    assert_eq!(drafts, ["content/wip/_index.md", "content/wip/a.md", "content/wip/deep/b.md"]);
    let outputs: Vec<String> = site.outputs().iter().map(ToString::to_string).collect();
    assert_eq!(outputs, ["404.html", "index.html", "robots.txt", "sitemap.xml", "wipe/index.html"]);
}
