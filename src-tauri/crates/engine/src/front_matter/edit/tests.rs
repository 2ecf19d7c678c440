use proptest::prelude::*;

use super::*;
use crate::fixture::tried;

fn text(value: &str) -> Option<FieldValue> {
    Some(FieldValue::Text(value.into()))
}

fn list(items: &[&str]) -> Option<FieldValue> {
    Some(FieldValue::List(items.iter().map(|item| FieldValue::Text((*item).into())).collect()))
}

fn tags() -> Field {
    Field::Taxonomy("tags".into())
}

fn extra(key: &str) -> Field {
    Field::Extra(key.into())
}

fn change(before: &str, field: Field, value: Option<FieldValue>) -> Result<String, EditError> {
    edit(before, &[FieldChange { field, value }])
}

fn check(before: &str, field: Field, value: Option<FieldValue>, after: &str) {
    let windows = |text: &str| text.replace('\n', "\r\n");
    assert_eq!(change(before, field.clone(), value.clone()).as_deref(), Ok(after), "{before}");
    assert_eq!(
        change(&windows(before), field.clone(), value.clone()),
        Ok(windows(after)),
        "with Windows line ends: {before}"
    );
    assert_eq!(change(after, field, value).as_deref(), Ok(after), "a second time: {after}");
}

#[test]
fn toml_values_are_replaced_in_their_place() {
    check(
        "+++\n# mine\ntitle   =  'Old'  # why\ndraft=true\n+++\nText\n",
        Field::Title,
        text("New"),
        "+++\n# mine\ntitle   =  'New'  # why\ndraft=true\n+++\nText\n",
    );
    check(
        "+++\ntitle = 'Old'\n+++\n",
        Field::Title,
        text("It's \"new\""),
        "+++\ntitle = \"It's \\\"new\\\"\"\n+++\n",
    );
    check(
        "+++\ntitle = \"\"\"\nlong\n\"\"\"\nweight = 1\n+++\n",
        Field::Title,
        text("one"),
        "+++\ntitle = \"one\"\nweight = 1\n+++\n",
    );
    check(
        "+++\ndate = 2024-01-01 # day\n+++",
        Field::Date,
        text("2024-03-01T10:00:00Z"),
        "+++\ndate = 2024-03-01T10:00:00Z # day\n+++",
    );
    check(
        "+++\ndate = \"2024-01-01\"\n+++",
        Field::Date,
        text("2024-03-01"),
        "+++\ndate = \"2024-03-01\"\n+++",
    );
    check(
        "\u{feff}+++\ndraft = true\n+++\nx",
        Field::Draft,
        Some(FieldValue::Flag(false)),
        "\u{feff}+++\ndraft = false\n+++\nx",
    );
    check(
        "+++\n[extra]\nn = 0x10\n+++\n",
        extra("n"),
        Some(FieldValue::Integer(17)),
        "+++\n[extra]\nn = 17\n+++\n",
    );
    check(
        "+++\n[extra]\nn = 1\n+++\n",
        extra("n"),
        Some(FieldValue::Float(2.0)),
        "+++\n[extra]\nn = 2.0\n+++\n",
    );
}

#[test]
fn toml_lists_keep_their_shape() {
    check(
        "+++\n[taxonomies]\ntags = ['a']\n+++\n",
        tags(),
        list(&["a", "b"]),
        "+++\n[taxonomies]\ntags = ['a', 'b']\n+++\n",
    );
    check(
        "+++\ntaxonomies.tags = [\"a\"] # t\n+++\n",
        tags(),
        list(&["b"]),
        "+++\ntaxonomies.tags = [\"b\"] # t\n+++\n",
    );
    check(
        "+++\ntaxonomies = { tags = [\"a\"], places = [\"x\"] }\n+++\n",
        tags(),
        list(&["b"]),
        "+++\ntaxonomies = { tags = [\"b\"], places = [\"x\"] }\n+++\n",
    );
    check("+++\ntags = [\"a\"]\n+++\n", tags(), list(&["b"]), "+++\ntags = [\"b\"]\n+++\n");
    check(
        "+++\n[taxonomies]\ntags = [\n  \"a\",\n  \"b\",\n]\n+++\n",
        tags(),
        list(&["a", "c", "b"]),
        "+++\n[taxonomies]\ntags = [\n  \"a\",\n  \"c\",\n  \"b\",\n]\n+++\n",
    );
}

#[test]
fn toml_fields_find_their_place() {
    check(
        "+++\ndraft = true # d\n\n[extra]\na = 1\n+++\n",
        Field::Slug,
        text("x"),
        "+++\ndraft = true # d\nslug = \"x\"\n\n[extra]\na = 1\n+++\n",
    );
    check(
        "+++\n# note\ndraft = true\n+++\n",
        Field::Title,
        text("T"),
        "+++\n# note\ntitle = \"T\"\ndraft = true\n+++\n",
    );
    check(
        "+++\n[extra]\na = 1\n+++\n",
        Field::Weight,
        Some(FieldValue::Integer(3)),
        "+++\nweight = 3\n[extra]\na = 1\n+++\n",
    );
    check(
        "+++\n[taxonomies]\nplaces = [\"x\"]\n\n[extra]\n+++\n",
        tags(),
        list(&["a"]),
        "+++\n[taxonomies]\nplaces = [\"x\"]\ntags = [\"a\"]\n\n[extra]\n+++\n",
    );
    check(
        "+++\ntaxonomies = { places = [\"x\"] }\n+++\n",
        tags(),
        list(&["a"]),
        "+++\ntaxonomies = { places = [\"x\"], tags = [\"a\"] }\n+++\n",
    );
    check("+++\ntaxonomies = {}\n+++\n", tags(), list(&["a"]), "+++\ntaxonomies = { tags = [\"a\"] }\n+++\n");
    check(
        "+++\ntaxonomies.places = [\"x\"]\n+++\n",
        tags(),
        list(&["a"]),
        "+++\ntaxonomies.places = [\"x\"]\ntaxonomies.tags = [\"a\"]\n+++\n",
    );
    check(
        "+++\ntitle = \"T\"\n\n[extra]\na = 1\n+++\n",
        tags(),
        list(&["a"]),
        "+++\ntitle = \"T\"\n\n[taxonomies]\ntags = [\"a\"]\n\n[extra]\na = 1\n+++\n",
    );
    check(
        "+++\ntitle = \"T\"\n+++\n",
        extra("image"),
        text("a.jpg"),
        "+++\ntitle = \"T\"\n\n[extra]\nimage = \"a.jpg\"\n+++\n",
    );
    check(
        "+++\n[extra.sub]\nz = 2\n+++\n",
        extra("image"),
        text("a.jpg"),
        "+++\n[extra]\nimage = \"a.jpg\"\n[extra.sub]\nz = 2\n+++\n",
    );
    check(
        "+++\n[extra]\na = 1\n[extra.sub]\nz = 2\n[[extra.rows]]\nn = 1\n+++\n",
        extra("b c"),
        text("x"),
        "+++\n[extra]\na = 1\n\"b c\" = \"x\"\n[extra.sub]\nz = 2\n[[extra.rows]]\nn = 1\n+++\n",
    );
}

#[test]
fn toml_fields_are_taken_out() {
    check(
        "+++\ntitle = \"T\"\ndraft = true # d\nslug = \"x\"\n+++\n",
        Field::Draft,
        None,
        "+++\ntitle = \"T\"\nslug = \"x\"\n+++\n",
    );
    check(
        "+++\naliases = [\n  \"a\",\n]\nslug = \"x\"\n+++\n",
        Field::Aliases,
        None,
        "+++\nslug = \"x\"\n+++\n",
    );
    check("+++\n[extra]\na = 1\nb = 2\n+++\n", extra("a"), None, "+++\n[extra]\nb = 2\n+++\n");
    check("+++\nextra = { a = 1, b = 2 }\n+++\n", extra("a"), None, "+++\nextra = { b = 2 }\n+++\n");
    check("+++\nextra = { a = 1, b = 2 }\n+++\n", extra("b"), None, "+++\nextra = { a = 1 }\n+++\n");
}

#[test]
fn yaml_values_are_replaced_in_their_place() {
    check(
        "---\n# mine\ntitle:   Old one  # why\ndraft: true\n---\n",
        Field::Title,
        text("New"),
        "---\n# mine\ntitle:   New  # why\ndraft: true\n---\n",
    );
    check(
        "---\ntitle: \"Old\" # why\n---\n",
        Field::Title,
        text("A: b"),
        "---\ntitle: \"A: b\" # why\n---\n",
    );
    check("---\ntitle: 'Old'\n---\n", Field::Title, text("It's"), "---\ntitle: 'It''s'\n---\n");
    check("---\ntitle: Old\n---\n", Field::Title, text("yes"), "---\ntitle: \"yes\"\n---\n");
    check(
        "---\ntitle: Old\n---\n",
        Field::Title,
        text("Šafrán: žlutý"),
        "---\ntitle: \"Šafrán: žlutý\"\n---\n",
    );
    check(
        "---\ndescription: >-\n  one\n  two\n\n# c\nweight: 1\n---\n",
        Field::Description,
        text("x"),
        "---\ndescription: x\n\n# c\nweight: 1\n---\n",
    );
    check(
        "---\ndescription: |\n  one\n\n  two\nweight: 1\n---\n",
        Field::Description,
        None,
        "---\nweight: 1\n---\n",
    );
    check(
        "---\ntitle: one\n  two\nweight: 1\n---\n",
        Field::Title,
        text("x"),
        "---\ntitle: x\nweight: 1\n---\n",
    );
    check(
        "---\ndate:\nweight: 1\n---\n",
        Field::Date,
        text("2024-03-01"),
        "---\ndate: 2024-03-01\nweight: 1\n---\n",
    );
    check(
        "---\nextra:\n  n: 1 # n\n---\n",
        extra("n"),
        Some(FieldValue::Flag(true)),
        "---\nextra:\n  n: true # n\n---\n",
    );
}

#[test]
fn yaml_lists_keep_their_shape() {
    check(
        "---\ntaxonomies:\n  tags: [a, b] # t\n---\n",
        tags(),
        list(&["c"]),
        "---\ntaxonomies:\n  tags: [c] # t\n---\n",
    );
    check(
        "---\ntags: # mine\n  - a\n  -   b # b\nweight: 1\n---\n",
        tags(),
        list(&["a", "c d"]),
        "---\ntags: # mine\n  - a\n  - c d # b\nweight: 1\n---\n",
    );
    check(
        "---\ntags:\n- a\nweight: 1\n---\n",
        tags(),
        list(&["a", "b"]),
        "---\ntags:\n- a\n- b\nweight: 1\n---\n",
    );
    check(
        "---\ntaxonomies: {tags: [a], places: [x]}\n---\n",
        tags(),
        list(&["b"]),
        "---\ntaxonomies: {tags: [b], places: [x]}\n---\n",
    );
}

#[test]
fn yaml_fields_find_their_place() {
    check(
        "---\nweight: 1 # w\n# end\n---\n",
        Field::Slug,
        text("x"),
        "---\nweight: 1 # w\nslug: x\n# end\n---\n",
    );
    check(
        "---\n# note\nweight: 1\n---\n",
        Field::Title,
        text("T"),
        "---\n# note\ntitle: T\nweight: 1\n---\n",
    );
    check(
        "---\ntaxonomies:\n    places: [x]\nweight: 1\n---\n",
        tags(),
        list(&["a"]),
        "---\ntaxonomies:\n    places: [x]\n    tags: [a]\nweight: 1\n---\n",
    );
    check("---\ntitle: T\n---\n", tags(), list(&["a"]), "---\ntitle: T\ntaxonomies:\n  tags: [a]\n---\n");
    check(
        "---\nextra:\ntitle: T\n---\n",
        extra("image"),
        text("a.jpg"),
        "---\nextra:\n  image: a.jpg\ntitle: T\n---\n",
    );
    check("---\nextra: {a: 1}\n---\n", extra("b"), text("x"), "---\nextra: {a: 1, b: x}\n---\n");
    check(
        "---\n{title: T}\n---\n",
        Field::Weight,
        Some(FieldValue::Integer(2)),
        "---\n{title: T, weight: 2}\n---\n",
    );
    check("---\n---\n", Field::Title, text("T"), "---\ntitle: T\n---\n");
}

#[test]
fn yaml_fields_are_taken_out() {
    check(
        "---\ntitle: T\ntags:\n  - a\n  - b\nweight: 1\n---\n",
        tags(),
        None,
        "---\ntitle: T\nweight: 1\n---\n",
    );
    check("---\ntaxonomies:\n  tags: [a]\ntitle: T\n---\n", tags(), None, "---\ntitle: T\n---\n");
    check("---\nextra: {a: 1, b: 2}\n---\n", extra("a"), None, "---\nextra: {b: 2}\n---\n");
}

#[test]
fn what_is_already_so_is_not_rewritten() {
    check(
        "+++\ntitle='a\\b'\ndate = 2024-01-01\n[taxonomies]\ntags=[ 'x' , \"y\" ]\n+++\n",
        tags(),
        list(&["x", "y"]),
        "+++\ntitle='a\\b'\ndate = 2024-01-01\n[taxonomies]\ntags=[ 'x' , \"y\" ]\n+++\n",
    );
    check("+++\ndate = 2024-01-01\n+++\n", Field::Date, text("2024-01-01"), "+++\ndate = 2024-01-01\n+++\n");
    check("no header\n", Field::Title, None, "no header\n");
}

#[test]
fn a_text_without_a_header_gets_one() {
    check("Just text.\n", Field::Title, text("T"), "+++\ntitle = \"T\"\n+++\n\nJust text.\n");
    check("\u{feff}Text.\n", Field::Title, text("T"), "\u{feff}+++\ntitle = \"T\"\n+++\n\nText.\n");
    assert_eq!(change("", Field::Title, text("T")).as_deref(), Ok("+++\ntitle = \"T\"\n+++\n"));
}

#[test]
fn what_cannot_be_changed_safely_is_refused() {
    let unreadable =
        change("+++\na = 1\ntitle = \"x\n+++\n", Field::Title, text("T")).map_err(|error| error.to_string());
    assert!(unreadable.is_err_and(|message| message.starts_with("line 3 at the top")));
    assert!(matches!(
        change("+++\na = 1\n", Field::Title, text("T")),
        Err(EditError::Unreadable { line: 1, .. })
    ));
    assert!(matches!(change("+++\n+++\n", Field::Date, text("soon")), Err(EditError::WrongKind { .. })));
    assert!(matches!(change("+++\n+++\n", Field::Draft, text("x")), Err(EditError::WrongKind { .. })));
    let shared = "---\ntitle: &t Old\nextra:\n  same: *t\n---\n";
    assert!(matches!(
        change(shared, Field::Title, text("New")),
        Err(EditError::Unreadable { .. } | EditError::Unsafe { .. })
    ));
    let odd = "---\n? title\n: Old\n---\n";
    assert!(matches!(change(odd, Field::Title, text("New")), Err(EditError::Unsafe { .. })));
    let long = format!("+++\na = \"{}\"\n+++\n", "x".repeat(MAX_HEADER_BYTES));
    assert!(matches!(change(&long, Field::Title, text("T")), Err(EditError::Unreadable { .. })));
}

/// Root lines in odd but legal shapes; each field at most once.
fn toml_header() -> impl Strategy<Value = String> {
    let line = |choices: &'static [&'static str]| prop::sample::select(choices);
    let root = (
        line(&[
            "",
            "title = \"A\"\n",
            "title='A'   # c\n",
            "\"title\" = \"\"\"\nA\nB\"\"\"\n",
            "  title = \"A # b\"\n",
        ]),
        line(&["", "date = 2024-01-01\n", "date=2024-01-01T10:00:00+02:00 # d\n", "date = \"2024-01-01\"\n"]),
        line(&["", "\n# a comment = \"x\"\n\n", "unknown = { a = 1, b = [ {c = 2} ] }\n", "# [extra]\n"]),
        line(&["", "draft = true\n", "draft=false#c\n"]),
        line(&[
            "",
            "taxonomies.tags = ['a', 'b']\n",
            "taxonomies = { tags = [\"a\"] , x = ['y'] }\n",
            "tags = [\n  'a', # one\n  'b'\n]\n",
        ]),
        line(&["", "weight = 1_0\n", "weight =\t3\n"]),
    );
    let tables = line(&[
        "",
        "[extra]\n",
        "\n[extra]\nimage = 'x.jpg' # i\nn = 1\n",
        "[extra.deep]\nz = 1\n",
        "[[extra.rows]]\nn = 1\n[[extra.rows]]\nn = 2\n",
        "[ extra ]\n  image = \"i\"\n\n  # end\n",
    ]);
    (root, tables).prop_map(|((a, b, c, d, e, f), tables)| [a, b, c, d, e, f, tables].concat())
}

fn yaml_header() -> impl Strategy<Value = String> {
    let line = |choices: &'static [&'static str]| prop::sample::select(choices);
    let root = (
        line(&[
            "",
            "title: A\n",
            "title:   'A'   # c\n",
            "\"title\": \"A\"\n",
            "title: >-\n  A\n  B\n\n",
            "title: A\n  b\n",
        ]),
        line(&[
            "",
            "date: 2024-01-01\n",
            "date: 2024-01-01T10:00:00+02:00 # d\n",
            "date: \"2024-01-01\"\n",
            "date:\n",
        ]),
        line(&["", "\n# a comment: x\n\n", "unknown: {a: 1, b: [{c: 2}]}\n", "unknown:\n- a: 1\n  b: 2\n"]),
        line(&["", "draft: true\n", "draft:   false # c\n"]),
        line(&[
            "",
            "taxonomies:\n  tags: [a, b]\n",
            "taxonomies: {tags: [a], x: [y]}\n",
            "tags:\n  - a # one\n  - 'b'\n",
            "tags:\n- é\n",
            "taxonomies:\n",
        ]),
        line(&["", "weight: 10\n", "weight:   3\n"]),
    );
    let tables = line(&[
        "",
        "extra:\n",
        "\nextra:\n  image: x.jpg # i\n  n: 1\n",
        "extra: {image: i}\n",
        "extra:\n    deep:\n        z: 1\n    # end\n",
        "# end\n",
    ]);
    (root, tables).prop_map(|((a, b, c, d, e, f), tables)| [a, b, c, d, e, f, tables].concat())
}

fn any_change() -> impl Strategy<Value = FieldChange> {
    let words = prop_oneof![
        Just("plain words".to_owned()),
        "[ -~]{0,12}",
        "\\PC{0,6}",
        Just("true".to_owned()),
        Just("1.5".to_owned())
    ];
    let word_list = prop::collection::vec(words.clone(), 0..4)
        .prop_map(|items| FieldValue::List(items.into_iter().map(FieldValue::Text).collect()));
    let texts = words.prop_map(FieldValue::Text);
    let some = prop_oneof![
        (prop::sample::select(vec![Field::Title, Field::Description, Field::Slug, extra("image")]), texts),
        (prop::sample::select(vec![tags(), Field::Aliases, extra("list")]), word_list),
        (Just(Field::Draft), any::<bool>().prop_map(FieldValue::Flag)),
        (prop::sample::select(vec![Field::Weight, extra("n")]), any::<i64>().prop_map(FieldValue::Integer)),
        (
            Just(Field::Date),
            prop::sample::select(vec!["2024-05-06", "2024-05-06T07:08:09Z"])
                .prop_map(|date| FieldValue::Text(date.into()))
        ),
    ];
    (some, prop::bool::weighted(0.8))
        .prop_map(|((field, value), keep)| FieldChange { field, value: keep.then_some(value) })
}

/// The lines of one text that the other has not, in order: what is left when the longest common start and end go.
fn differing_lines<'t>(before: &'t str, after: &'t str) -> (Vec<&'t str>, Vec<&'t str>) {
    let (mut before, mut after): (Vec<_>, Vec<_>) =
        (before.split_inclusive('\n').collect(), after.split_inclusive('\n').collect());
    while !before.is_empty() && before.last() == after.last() {
        before.pop();
        after.pop();
    }
    let same = before.iter().zip(&after).take_while(|(a, b)| a == b).count();
    (before.split_off(same), after.split_off(same))
}

fn check_one_change(
    header: &str,
    delimiter: &str,
    change: &FieldChange,
    is_windows: bool,
) -> Result<(), TestCaseError> {
    let text = format!("{delimiter}\n{header}{delimiter}\n\nBody {delimiter}\n");
    let text = if is_windows { text.replace('\n', "\r\n") } else { text };
    let parts = split(&text);
    let found = parts.front_matter.as_ref().expect("has a header");
    let before = read(&text, found).map_err(|error| TestCaseError::fail(error.to_string()))?;
    prop_assert_eq!(edit(&text, &[]), Ok(text.clone()));
    let changed =
        edit(&text, std::slice::from_ref(change)).map_err(|error| TestCaseError::fail(error.to_string()))?;
    let after = split(&changed);
    let table = read(&changed, after.front_matter.as_ref().expect("has a header")).expect("reads as before");
    let path = change.field.path(&before);
    let wanted = change.value.as_ref().map(|value| Node { data: value.to_data(), span: 0..0 });
    prop_assert!(without_empty(table).same(&without_empty(with(&before, &path, wanted))), "{}", changed);
    prop_assert_eq!(&changed[after.body], &text[parts.body.clone()]);
    let former_lines = find(&before, &path).map_or(0, |entry| {
        let value = &text[found.header.clone()][entry.key_span.start..lines::deep_end(&entry.value)];
        value.matches('\n').count() + 1
    });
    let (gone, new) = differing_lines(&text, &changed);
    prop_assert!(gone.len() <= former_lines.max(1) + 1, "{:?} -> {:?}", gone, new);
    prop_assert!(new.len() <= former_lines.max(4), "{:?} -> {:?}", gone, new);
    if former_lines == 1 && change.value.is_some() {
        prop_assert!(
            gone.len() == 1 && new.len() == 1 || gone.is_empty() && new.is_empty(),
            "{:?} -> {:?}",
            gone,
            new
        );
    }
    prop_assert_eq!(edit(&changed, std::slice::from_ref(change)), Ok(changed.clone()));
    Ok(())
}

proptest! {
    #![proptest_config(tried(600))]

    #[test]
    fn one_change_of_toml_changes_nothing_else(header in toml_header(), change in any_change(), is_windows in any::<bool>()) {
        check_one_change(&header, "+++", &change, is_windows)?;
    }

    #[test]
    fn one_change_of_yaml_changes_nothing_else(header in yaml_header(), change in any_change(), is_windows in any::<bool>()) {
        check_one_change(&header, "---", &change, is_windows)?;
    }

    #[test]
    fn no_text_breaks_the_editing(text in "(\\+\\+\\+|---)\n(\\PC|\n){0,60}\n(\\+\\+\\+|---)\n(\\PC|\n){0,10}", change in any_change()) {
        let _ = edit(&text, &[change]);
    }
}
