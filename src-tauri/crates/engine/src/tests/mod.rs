//! Whole small sites through the whole engine.

mod addresses;
mod blocks;
mod blocks_limits;
mod blocks_markdown;
mod blocks_old;
mod blocks_trouble;
mod data;
mod diagnostics;
mod feeds;
mod former;
mod highlighting;
mod hostile;
mod hostile_pictures;
mod incremental;
mod keys;
mod languages;
mod lists;
mod mistakes;
mod neighbours;
mod pictures;
mod preview;
mod same_bytes;
mod sitemap;
mod smaller;
mod standing;
mod templating;
mod texts;

use crate::fixture::{build, listed, site, text};

/// Builds a site that has no trouble and gives one of its files.
fn shown(files: &str, path: &str) -> String {
    let built = build(&site(files).value);
    assert_eq!(listed(&built.diagnostics), "", "{files}");
    text(&built.value, path).trim().to_owned()
}

/// Builds a site that may have trouble and gives one of its files.
fn shown_anyway(files: &str, path: &str) -> String {
    text(&build(&site(files).value).value, path).trim().to_owned()
}

/// Builds a site and lists its trouble.
fn trouble(files: &str) -> String {
    listed(&build(&site(files).value).diagnostics)
}

/// Lists the files of a site, without those that every site has.
fn outputs(files: &str) -> Vec<String> {
    let every = ["404.html", "index.html", "robots.txt", "sitemap.xml"];
    let all = site(files).value.outputs();
    all.iter().map(ToString::to_string).filter(|path| !every.contains(&path.as_str())).collect()
}

/// A site that uses most of what there is.
pub(super) const LARGE: &str = r#"
=== zola.toml
base_url = "https://example.org/sub"
title = "Harbour"
theme = "dune"
generate_feeds = true
feed_filenames = ["atom.xml", "rss.xml"]
taxonomies = [{name = "tags", paginate_by = 2, feed = true}]
[languages.fr]
title = "Port"
=== content/_index.md
+++
title = "Home"
sort_by = "date"
paginate_by = 2
+++
Welcome to the [first](@/posts/one.md).
=== content/posts/_index.md
+++
title = "Posts"
sort_by = "date"
paginate_by = 2
transparent = true
generate_feeds = true
+++
=== content/posts/one.md
+++
title = "One"
date = 2020-01-01
aliases = ["old/one"]
[taxonomies]
tags = ["Sea", "Rope"]
+++
# First

Text with *stress* and a [link](@/posts/two.md#second).
=== content/posts/two.md
+++
title = "Two & more"
date = 2020-02-01
[taxonomies]
tags = ["sea"]
+++
Short.

<!-- more -->

## Second

- a list
- of two
=== content/posts/three/index.md
+++
title = "Three"
date = 2020-03-01
[taxonomies]
tags = ["Sea"]
+++
![picture](a.png)
=== content/posts/three/a.png
not really a picture
=== content/about.md
+++
title = "About"
date = 2019-01-01
template = "own.html"
+++
Une phrase.
=== content/about.fr.md
+++
title = "À propos"
+++
Une phrase.
=== content/gone/_index.md
+++
redirect_to = "posts"
+++
=== content/secret.md
+++
title = "Secret"
date = 2020-02-15
draft = true
+++
Not yet: see [two](@/posts/two.md).
=== templates/own.html
{% extends "base.html" %}{% block main %}<i>{{ page.title }}</i>{{ page.content | safe }}{% set p = get_page(path="posts/one.md") %}{{ p.title }}{% endblock main %}
=== themes/dune/theme.toml
[extra]
colour = "sand"
=== themes/dune/templates/base.html
<html lang="{{ lang }}"><body class="{{ config.extra.colour }}">{% block main %}{% endblock main %}</body></html>
=== themes/dune/templates/index.html
{% extends "base.html" %}{% block main %}{{ section.content | safe }}{% for p in paginator?.pages or section.pages %}<a href="{{ p.permalink | safe }}">{{ p.title }}</a>{% endfor %}{% endblock main %}
=== themes/dune/templates/section.html
{% extends "base.html" %}{% block main %}<h1>{{ section.title }}</h1>{{ section.content | safe }}{% for p in section.pages %}{{ p.content | safe }}{% endfor %}{% endblock main %}
=== themes/dune/templates/page.html
{% extends "base.html" %}{% block main %}<h1>{{ page.title }}</h1>{{ page.content | safe }}{% if page.lower %}<a rel="next">{{ page.lower.title }}</a>{% endif %}{% for b in page.backlinks %}<b>{{ b.title }}</b>{% endfor %}{% set latest = get_section(path="posts/_index.md") %}{% for p in latest.pages %}{{ p.summary }}{% endfor %}{% endblock main %}
=== themes/dune/templates/taxonomy_list.html
{% for t in terms %}{{ t.name }} {{ t.page_count }} {% endfor %}
=== themes/dune/templates/taxonomy_single.html
{{ term.name }}: {% for p in paginator.pages %}{{ p.title }} {% endfor %}
=== themes/dune/static/style.css
body { color: black }
"#;
