use super::shown;

/// Three sections below one another, the middle one open to the topmost.
const TREE: &str = "
=== content/_index.md
+++
sort_by = \"weight\"
paginate_by = 2
page_template = \"top.html\"
+++
=== content/a.md
+++
title = \"A\"
weight = 1
+++
=== content/open/_index.md
+++
title = \"Open\"
sort_by = \"title\"
transparent = true
+++
=== content/open/b.md
+++
title = \"B\"
weight = 3
+++
See [a](@/a.md) and [a again](@/a.md).
=== content/open/c.md
+++
title = \"C\"
weight = 2
template = \"own.html\"
+++
See [b](@/open/b.md).
=== content/open/deep/_index.md
+++
sort_by = \"date\"
page_template = \"deep.html\"
+++
=== content/open/deep/d.md
+++
title = \"D\"
date = 2020-01-01
weight = 4
+++
=== templates/index.html
{% for page in paginator.pages %}{{ page.title }}{% endfor %} {{ paginator.current_index }}/{{ paginator.number_pagers }} of {{ paginator.total_pages }}
=== templates/section.html
{% for page in section.pages %}{{ page.title }}{% endfor %}
=== templates/top.html
top {% if page.lower %}{{ page.lower.title }}{% endif %}<{{ page.title }}<{% if page.higher %}{{ page.higher.title }}{% endif %} {% for link in page.backlinks %}{{ link.title }}{% endfor %}
=== templates/own.html
own {{ page.lower.title }}<{{ page.title }}<{{ page.higher.title }} {{ page.ancestors | join(sep=\",\") }}
=== templates/deep.html
deep {% if page.lower or page.higher %}wrong{% endif %}{{ page.ancestors | join(sep=\",\") }}
";

#[test]
fn a_list_over_several_pages_takes_in_the_pages_of_open_sections() {
    assert_eq!(shown(TREE, "index.html"), "AC 1/2 of 3");
    assert_eq!(shown(TREE, "page/2/index.html"), "B 2/2 of 3");
    assert_eq!(shown(TREE, "open/index.html"), "BC");
    assert_eq!(shown(TREE, "open/deep/index.html"), "D");
}

#[test]
fn neighbours_are_those_of_the_topmost_list() {
    assert_eq!(shown(TREE, "a/index.html"), "top <A<C B");
    assert_eq!(shown(TREE, "open/c/index.html"), "own A<C<B _index.md");
    assert_eq!(shown(TREE, "open/b/index.html"), "top C<B< C");
    assert_eq!(shown(TREE, "open/deep/d/index.html"), "deep _index.md,open/deep/_index.md");
}

#[test]
fn a_list_may_begin_at_its_end() {
    let files = TREE
        .replace("paginate_by = 2", "paginate_by = 2\npaginate_reversed = true\npaginate_path = \"teil\"");
    assert_eq!(shown(&files, "index.html"), "BC 1/2 of 3");
    assert_eq!(shown(&files, "teil/2/index.html"), "A 2/2 of 3");
    assert!(shown(&files, "teil/1/index.html").contains("url=https://example.org/\""));
}
