use super::*;

fn readings(templates: &[(&str, &str)]) -> Readings {
    Readings::new(templates.iter().copied(), vec!["dune/templates/".into(), "builtin/".into()])
}

/// What a template reads, on which ways.
fn check_in(role: Role, template: &str, expected: &[(Reach, Facets)]) {
    let reading = readings(&[("t.html", template)]).of("t.html", role);
    assert_eq!(reading.ways, expected.iter().copied().collect(), "{template}");
}

fn check(template: &str, expected: &[(Reach, Facets)]) {
    check_in(Role::Section, template, expected);
}

const PAGES: Reach = Reach::SectionPages;

#[test]
fn lists_are_followed_to_the_fields_that_are_read() {
    check("{% for p in section.pages %}{{ p.title }}{% endfor %}", &[(PAGES, Facets::TITLE)]);
    check("{{ section.pages | length }}", &[(PAGES, Facets::NONE)]);
    check("{{ section.pages[0].content }}", &[(PAGES, Facets::CONTENT)]);
    check("{{ section.pages[0]['content'] }}", &[(PAGES, Facets::CONTENT)]);
    check("{{ section?.pages?[0]?.content | striptags }}", &[(PAGES, Facets::CONTENT)]);
    check("{% set first = section.pages | first %}{{ first.summary }}", &[(PAGES, Facets::SUMMARY)]);
    check("{% for p in section.pages[:3] %}{{ p.extra.a.b }}{% endfor %}", &[(PAGES, Facets::EXTRA)]);
    check(
        "{{ [p.title for p in section.pages if p.date] | join }}",
        &[(PAGES, Facets::TITLE | Facets::DATES)],
    );
    check("{{ section.title }}{{ section.content }}{{ config.extra.pages }}", &[]);
    check(
        "{% for p in paginator.pages %}{{ p.permalink }}{% endfor %}{{ paginator.next }}",
        &[(Reach::Pager, Facets::PLACE)],
    );
}

#[test]
fn neighbours_are_read_through_the_own_page_only() {
    let own = "{{ page.content }}{{ page.extra.a }}{% if page.lower %}{{ page.lower.title }}{% endif %}";
    check_in(Role::Page, own, &[(Reach::Neighbours, Facets::TITLE)]);
    check_in(Role::Page, "{{ page.content }}{{ page.backlinks[0].title }}", &[]);
    check_in(Role::Page, "{{ page | json_encode }}", &[(Reach::Neighbours, Facets::ALL)]);
}

#[test]
fn filters_that_keep_pages_are_followed() {
    let grouped = "{% for year, list in section.pages | group_by(attribute='year') %}{{ year }}\
                   {% for p in list %}{{ p.title }}{% endfor %}{% endfor %}";
    check(grouped, &[(PAGES, Facets::DATES | Facets::TITLE)]);
    let sorted =
        "{% for p in section.pages | sort(attribute='title') | slice(end=2) %}{{ p.permalink }}{% endfor %}";
    check(sorted, &[(PAGES, Facets::TITLE | Facets::PLACE)]);
    check(
        "{% for p in section.pages | filter(attribute='extra.kind', value=1) %}{% endfor %}",
        &[(PAGES, Facets::EXTRA)],
    );
    check(
        "{% for p in section.pages | concat(with=section.pages) %}{{ p.toc }}{% endfor %}",
        &[(PAGES, Facets::TOC)],
    );
}

#[test]
fn what_is_used_as_a_whole_is_read_as_a_whole() {
    for template in [
        "{{ section.pages }}",
        "{{ section.pages[0] | json_encode }}",
        "{{ section.pages ~ 'a' }}",
        "{% if section.pages[0] == 1 %}{% endif %}",
        "{% for p in section.pages %}{% for k, v in p %}{{ v }}{% endfor %}{% endfor %}",
        "{% for p in section.pages %}{{ p[config.extra.field] }}{% endfor %}",
        "{% for p in section.pages %}{{ p.who_knows }}{% endfor %}",
        "{% set a = {'x': section.pages} %}{{ a.x }}",
        "{{ section.pages | sort(attribute=config.extra.by) | length }}",
        "{{ section }}",
        "{{ trans(key=section.pages) }}",
    ] {
        check(template, &[(PAGES, Facets::ALL)]);
    }
}

#[test]
fn names_may_be_assigned_after_they_are_used() {
    let template = "{% for p in section.pages %}{% if before %}{{ before.title }}{% endif %}\
                    {% set_global before = p %}{% endfor %}";
    check(template, &[(PAGES, Facets::TITLE)]);
    let component = "{% component c(pages) %}{% for p in pages %}{{ before?.title }}{% set_global before = p %}\
                     {% endfor %}{% endcomponent %}{{<c pages={section.pages} />}}";
    check(component, &[(PAGES, Facets::TITLE)]);
    let again = "{% for p in section.pages %}{% set q = p %}{% set p = '' %}{{ q.title }}{% endfor %}";
    check(again, &[(PAGES, Facets::TITLE)]);
}

#[test]
fn components_includes_and_parents_take_part() {
    let readings = readings(&[
        (
            "t.html",
            "{% extends \"base.html\" %}{% block main %}{% include 'part.html' %}{{ super() }}{% endblock %}",
        ),
        (
            "dune/templates/base.html",
            "{% block main %}{% for p in section.pages %}{{ p.date }}{% endfor %}{% endblock %}\
             {% block side %}{% endblock %}",
        ),
        (
            "dune/templates/part.html",
            "{% for p in section.pages %}{{<card page={p} />}}{% <box> %}{{ p.toc }}{% </box> %}{% endfor %}",
        ),
        (
            "dune/templates/cards.html",
            "{% component card(page, @lang, ...rest) {'a': 1} %}{{ page.title }}{% endcomponent card %}\
             {% component box() %}{{ body }}{% endcomponent %}",
        ),
        ("unused.html", "{{ section }}"),
    ]);
    let reading = readings.of("t.html", Role::Section);
    assert_eq!(reading.ways, [(PAGES, Facets::DATES | Facets::TITLE | Facets::TOC)].into());
    let other = |name: &str, text: &str| {
        let mut texts: Vec<(&str, &str)> = vec![(name, text)];
        texts.extend([("t.html", "{% extends \"base.html\" %}"), ("dune/templates/base.html", "a")]);
        Readings::new(texts, vec!["dune/templates/".into()]).of("t.html", Role::Section).hash
    };
    assert_eq!(other("x.html", "1"), other("x.html", "2"), "a template that takes no part changes nothing");
    assert_ne!(other("base.html", "1"), other("base.html", "2"), "the site's own goes before the theme's");
}

#[test]
fn functions_are_a_way_of_their_own() {
    let template = "{% set s = get_section(path='a/_index.md') %}{% for p in s.pages %}{{ p.title }}{% endfor %}\
                    {{ s.content }}";
    check(template, &[(Reach::Function, Facets::TITLE | Facets::CONTENT)]);
    check(
        "{% for t in get_taxonomy(kind='tags').items %}{{ t.name }}{{ t.page_count }}{% endfor %}",
        &[(Reach::Function, Facets::NONE)],
    );
    check(
        "{% if get_taxonomy_term(kind='a', term='b').pages[0].summary %}{% endif %}",
        &[(Reach::Function, Facets::SUMMARY)],
    );
    check("{% set p = get_page(path='a.md') %}{{ p.higher.title }}", &[(Reach::Function, Facets::TITLE)]);
    check("{{ get_url(path='a') }}{{ now() | date(format='%Y') }}", &[]);
}

#[test]
fn feeds_and_terms_have_lists_of_their_own() {
    check_in(
        Role::Feed,
        "{% for p in pages %}{{ p.content }}{% endfor %}{{ section.title }}",
        &[(Reach::Feed, Facets::CONTENT), (Reach::FeedOf, Facets::TITLE)],
    );
    check_in(
        Role::Term,
        "{{ term.name }}{% for p in term.pages %}{{ p.title }}{% endfor %}",
        &[(Reach::Term, Facets::TITLE)],
    );
    check_in(Role::Terms, "{% for t in terms %}{{ t.name }}{% endfor %}", &[(Reach::Terms, Facets::NONE)]);
}

#[test]
fn what_cannot_be_followed_counts_as_reading_everything() {
    for template in [
        "{{ __tera_context }}",
        "{{ a",
        "{% include 't.html' %}",
        "{% component c() %}{{<c />}}{% endcomponent %}{{<c />}}",
    ] {
        let reading = readings(&[("t.html", template)]).of("t.html", Role::Page);
        assert_eq!(reading.ways.len(), 8, "{template}");
        assert!(reading.ways.values().all(|facets| *facets == Facets::ALL));
    }
    let reading = readings(&[]).of("missing.html", Role::Page);
    assert!(reading.ways.is_empty());
}
