//! The templates a site has without writing any.

/// Names and texts of the built-in templates.
pub(super) const BUILTIN: [(&str, &str); 17] = [
    ("index.html", include_str!("builtin/index.html")),
    ("section.html", include_str!("builtin/section.html")),
    ("page.html", include_str!("builtin/page.html")),
    ("taxonomy_list.html", include_str!("builtin/taxonomy_list.html")),
    ("taxonomy_single.html", include_str!("builtin/taxonomy_single.html")),
    ("404.html", include_str!("builtin/404.html")),
    ("atom.xml", include_str!("builtin/atom.xml")),
    ("rss.xml", include_str!("builtin/rss.xml")),
    ("sitemap.xml", include_str!("builtin/sitemap.xml")),
    ("split_sitemap_index.xml", include_str!("builtin/split_sitemap_index.xml")),
    ("robots.txt", include_str!("builtin/robots.txt")),
    ("internal/alias.html", include_str!("builtin/redirect.html")),
    ("base.builtin.html", include_str!("builtin/base.builtin.html")),
    ("shortcodes/gist.html", include_str!("builtin/shortcodes/gist.html")),
    ("shortcodes/streamable.html", include_str!("builtin/shortcodes/streamable.html")),
    ("shortcodes/vimeo.html", include_str!("builtin/shortcodes/vimeo.html")),
    ("shortcodes/youtube.html", include_str!("builtin/shortcodes/youtube.html")),
];
