use super::{outputs, shown, trouble};

const SITE: &str = "
=== zola.toml
base_url = \"https://example.org/sub\"
title = \"Harbour & co\"
description = \"Ships\"
author = \"The crew\"
generate_feeds = true
feed_filenames = [\"rss.xml\", \"atom.xml\"]
taxonomies = [{name = \"tags\", feed = true}]
[languages.fr]
generate_feeds = true
feed_filenames = [\"rss.xml\"]
taxonomies = [{name = \"tags\", feed = true}]
=== content/posts/_index.md
+++
title = \"Posts\"
sort_by = \"date\"
generate_feeds = true
+++
=== content/posts/old.md
+++
title = \"Old\"
date = 2020-01-01
updated = 2024-05-06T07:08:09+02:00
authors = [\"Anna\", \"Ben\"]
[taxonomies]
tags = [\"Sea\"]
+++
Before <!-- more --> after.
=== content/posts/new.md
+++
title = \"New <b>\"
date = 2021-02-03T04:05:06Z
+++
Text & *more*.
=== content/posts/new.fr.md
+++
title = \"Neuf\"
date = 2021-02-03
[taxonomies]
tags = [\"Mer\"]
+++
Texte.
=== content/about.md
+++
title = \"About: without a date it is no news\"
+++
=== content/posts/hidden.md
+++
title = \"Hidden\"
date = 2022-01-01
render = false
+++
=== content/posts/draft.md
+++
title = \"Draft\"
date = 2022-01-01
draft = true
+++
=== templates/taxonomy_list.html
l
=== templates/taxonomy_single.html
s
";

#[test]
fn the_whole_site_has_an_rss_feed() {
    insta::assert_snapshot!(shown(SITE, "rss.xml"), @r#"
    <?xml version="1.0" encoding="UTF-8"?>
    <rss xmlns:atom="http://www.w3.org/2005/Atom" version="2.0">
    <channel>
    <title>Harbour &amp; co</title>
    <link>https://example.org/sub</link>
    <description>Ships</description>
    <language>en</language>
    <atom:link href="https://example.org/sub/rss.xml" rel="self" type="application/rss+xml"/>
    <lastBuildDate>Mon, 06 May 2024 07:08:09 +0200</lastBuildDate>
    <item>
    <title>New &lt;b&gt;</title>
    <pubDate>Wed, 03 Feb 2021 04:05:06 +0000</pubDate>
    <author>The crew</author>
    <link>https://example.org/sub/posts/new/</link>
    <guid>https://example.org/sub/posts/new/</guid>
    <description xml:base="https://example.org/sub/posts/new/">&lt;p&gt;Text &amp;amp; &lt;em&gt;more&lt;/em&gt;.&lt;/p&gt;
    </description>
    </item>
    <item>
    <title>Old</title>
    <pubDate>Wed, 01 Jan 2020 00:00:00 +0000</pubDate>
    <author>Anna</author>
    <link>https://example.org/sub/posts/old/</link>
    <guid>https://example.org/sub/posts/old/</guid>
    <description xml:base="https://example.org/sub/posts/old/">&lt;p&gt;Before&amp;hellip;
    &lt;/p&gt;
    </description>
    </item>
    </channel>
    </rss>
    "#);
}

#[test]
fn a_section_and_a_term_have_feeds_of_both_kinds() {
    let feeds: Vec<String> = outputs(SITE).into_iter().filter(|path| path.ends_with(".xml")).collect();
    insta::assert_snapshot!(feeds.join("\n"), @"
    atom.xml
    fr/rss.xml
    fr/tags/mer/rss.xml
    posts/atom.xml
    posts/rss.xml
    rss.xml
    tags/sea/atom.xml
    tags/sea/rss.xml
    ");
    let lines = |path: &str| {
        let feed = shown(SITE, path);
        feed.lines()
            .filter(|line| line.contains("<title>") || line.contains("rel="))
            .map(str::to_owned)
            .collect::<Vec<_>>()
            .join("\n")
    };
    insta::assert_snapshot!(lines("posts/rss.xml"), @r#"
    <title>Harbour &amp; co - Posts</title>
    <atom:link href="https://example.org/sub/posts/rss.xml" rel="self" type="application/rss+xml"/>
    <title>New &lt;b&gt;</title>
    <title>Old</title>
    "#);
    insta::assert_snapshot!(lines("tags/sea/rss.xml"), @r#"
    <title>Harbour &amp; co - Sea</title>
    <atom:link href="https://example.org/sub/tags/sea/rss.xml" rel="self" type="application/rss+xml"/>
    <title>Old</title>
    "#);
    insta::assert_snapshot!(lines("tags/sea/atom.xml"), @r#"
    <title>Harbour &amp; co - Sea</title>
    <link rel="self" type="application/atom+xml" href="https://example.org/sub/tags/sea/atom.xml"/>
    <link rel="alternate" type="text/html" href="https://example.org/sub"/>
    <title>Old</title>
    <link rel="alternate" type="text/html" href="https://example.org/sub/posts/old/"/>
    "#);
}

/// The reference gives the address of the other language's feed without the language.
#[test]
fn the_feed_of_a_language_knows_where_it_is_and_whose() {
    insta::assert_snapshot!(shown(SITE, "fr/rss.xml"), @r#"
    <?xml version="1.0" encoding="UTF-8"?>
    <rss xmlns:atom="http://www.w3.org/2005/Atom" version="2.0">
    <channel>
    <title>Harbour &amp; co</title>
    <link>https://example.org/sub/fr/</link>
    <description>Ships</description>
    <language>fr</language>
    <atom:link href="https://example.org/sub/fr/rss.xml" rel="self" type="application/rss+xml"/>
    <lastBuildDate>Wed, 03 Feb 2021 00:00:00 +0000</lastBuildDate>
    <item>
    <title>Neuf</title>
    <pubDate>Wed, 03 Feb 2021 00:00:00 +0000</pubDate>
    <author>The crew</author>
    <link>https://example.org/sub/fr/posts/new/</link>
    <guid>https://example.org/sub/fr/posts/new/</guid>
    <description xml:base="https://example.org/sub/fr/posts/new/">&lt;p&gt;Texte.&lt;/p&gt;
    </description>
    </item>
    </channel>
    </rss>
    "#);
    assert!(
        shown(SITE, "fr/tags/mer/rss.xml").contains("href=\"https://example.org/sub/fr/tags/mer/rss.xml\"")
    );
}

#[test]
fn the_sites_feed_stands_in_for_that_of_its_home() {
    let home = "=== zola.toml\nbase_url = \"https://example.org\"\ngenerate_feeds = true\n\
        === content/_index.md\n+++\ntitle = \"Home\"\ngenerate_feeds = true\n+++\n\
        === content/deep/a.md\n+++\ntitle = \"A\"\ndate = 2020-01-01\n+++\n";
    assert_eq!(trouble(home), "");
    assert!(shown(home, "atom.xml").contains("<title>A</title>"));
    let alone = home.replace("generate_feeds = true\n===", "===");
    assert!(shown(&alone, "atom.xml").contains(" - Home</title>"));
}

#[test]
fn a_feed_holds_as_many_pages_as_the_site_says() {
    let limited = SITE.replace(
        "generate_feeds = true\nfeed_filenames = [\"rss.xml\", ",
        "feed_limit = 1\ngenerate_feeds = true\nfeed_filenames = [\"rss.xml\", ",
    );
    let count = |files: &str| shown(files, "atom.xml").matches("<entry").count();
    assert_eq!((count(SITE), count(&limited)), (2, 1));
    let none = SITE
        .replace("generate_feeds = true\nfeed", "feed")
        .replace("generate_feeds = true\n+++", "+++")
        .replace(", feed = true", "");
    assert!(!outputs(&none).iter().any(|path| path.ends_with("rss.xml")));
}

#[test]
fn a_template_of_the_site_makes_a_feed_of_any_name() {
    let own = "=== zola.toml\nbase_url = \"https://example.org\"\ngenerate_feeds = true\nfeed_filenames = [\"news.json\"]\n\
        === content/a.md\n+++\ntitle = \"A\"\ndate = 2020-01-01\nupdated = 2020-02-02\n+++\n\
        === templates/news.json\n{{ feed_url }} {{ lang }} {{ last_updated }} {% for page in pages %}{{ page.title }}{% endfor %}\n";
    assert_eq!(shown(own, "news.json"), "https://example.org/news.json en 2020-02-02 A");
}
