use std::fmt::Write;

use crate::Site;
use crate::fixture::{build, listed, options, site, source, text, tried};
use crate::output::{OutputPath, SourcePath};
use crate::source::{Source, SourceFile};

use super::budget::Limits;
use super::compile::compile;
use super::marks::{MAX_DEPTH, MAX_JOINTS, mark};

const ON: &str = "=== zola.toml\nbase_url = \"https://example.org\"\ncompile_sass = true\n";

/// Builds a site with `compile_sass` and gives one of its sheets.
fn css(files: &str, output: &str) -> String {
    let built = build(&site(&format!("{ON}{files}")).value);
    assert_eq!(listed(&built.diagnostics), "", "{files}");
    text(&built.value, output).trim().to_owned()
}

/// Gives the trouble of a site with `compile_sass`.
fn trouble(files: &str) -> String {
    listed(&build(&site(&format!("{ON}{files}")).value).diagnostics)
}

/// Compiles one sheet and gives its trouble in words, with its line.
fn refused(name: &str, sheet: &str, limits: Limits) -> String {
    let files = source(&format!("=== {name}\n{sheet}")).files().clone();
    let file = SourcePath::new(name).expect("is a path");
    let made = compile(&files, &["sass/".to_owned()], &file, limits);
    let trouble = made.css.expect_err(sheet);
    let line = trouble.place.and_then(|place| place.position).map_or(0, |position| position.line);
    format!("{line}: {}", trouble.message)
}

#[test]
fn sheets_become_css_of_the_same_path_and_partials_do_not() {
    let files = "=== sass/main.scss\n@use \"parts/ink\";\n.a { color: ink.$dark; &:hover { width: 2px * 3 } }\n\
        === sass/parts/_ink.scss\n$dark: #123;\n\
        === sass/deep/indented.sass\n.x\n  color: red\n  .y\n    top: 0\n=== sass/notes.txt\nnothing\n";
    let built = build(&site(&format!("{ON}{files}")).value);
    assert_eq!(listed(&built.diagnostics), "");
    let sheets: Vec<&str> =
        built.value.files.keys().map(OutputPath::as_str).filter(|path| !path.ends_with("html")).collect();
    assert_eq!(sheets, ["deep/indented.css", "main.css", "robots.txt", "sitemap.xml"]);
    assert_eq!(text(&built.value, "main.css"), ".a{color:#123}.a:hover{width:6px}");
    assert_eq!(text(&built.value, "deep/indented.css"), ".x{color:red}.x .y{top:0}");
}

#[test]
fn use_forward_and_import_reach_across_the_sites_and_the_themes_folders() {
    let files = "=== zola.toml\nbase_url = \"https://example.org\"\ncompile_sass = true\ntheme = \"dune\"\n\
        === themes/dune/theme.toml\nname = \"dune\"\n\
        === themes/dune/sass/_palette.scss\n$sand: yellow !default;\n\
        === themes/dune/sass/base.scss\n@import \"palette\";\n.theme { color: $sand }\n\
        === themes/dune/sass/same.scss\n.theme { top: 1px }\n\
        === sass/same.scss\n.site { top: 2px }\n\
        === sass/_all.scss\n@forward \"palette\";\n\
        === sass/own.scss\n@use \"all\" with ($sand: tan);\n.own { color: all.$sand }\n\
        === sass/twice.scss\n@import \"palette\";\n@import \"palette\";\n.twice { color: $sand }\n\
        === sass/relative.scss\n@use \"../themes/dune/sass/palette\" as *;\n.r { color: $sand }\n";
    let built = build(&site(files).value);
    assert_eq!(listed(&built.diagnostics), "");
    let css = |path| text(&built.value, path);
    assert_eq!(css("base.css"), ".theme{color:#ff0}");
    assert_eq!(css("same.css"), ".site{top:2px}");
    assert_eq!(css("own.css"), ".own{color:tan}");
    assert_eq!(css("twice.css"), ".twice{color:#ff0}");
    assert_eq!(css("relative.css"), ".r{color:#ff0}");
}

#[test]
fn without_the_key_only_the_themes_sheets_are_made() {
    let files = "=== zola.toml\nbase_url = \"https://example.org\"\ntheme = \"t\"\n=== themes/t/theme.toml\n\
        === themes/t/sass/theme.scss\n.t { color: blue }\n=== sass/main.scss\n.a { b: c }\n";
    let built = build(&site(files).value);
    assert_eq!(listed(&built.diagnostics), "");
    assert_eq!(text(&built.value, "theme.css"), ".t{color:blue}");
    assert_eq!(text(&built.value, "main.css"), "(nothing)");
}

#[test]
fn loops_mixins_and_functions_do_what_they_did_before_they_were_counted() {
    let scss = "$m: (a: 1px, b: 2px);\n@function double($x) { @return $x * 2; }\n\
        @function fact($n) { @if $n <= 1 { @return 1 } @return $n * fact($n - 1); }\n\
        @mixin edge($w: 1px, $rest...) { border: $w solid; @content; }\n\
        @each $k, $v in $m { .#{$k} { top: double($v); @include edge { left: $v } } }\n\
        @for $i from 1 through 2 { .n#{$i} { order: $i; content: \"} @while #{$i} {\" } }\n\
        $i: 2; @while $i > 0 { .w#{$i} { z-index: fact($i) } $i: $i - 1; }\n\
        .u { background: url(https://e.org/a.png), url( \"b//c\" ); } // { @while\n/* @mixin { */\n\
        @media (min-width: 1px) { .q { @extend .u; } }\n";
    let sass = "=flat($x)\n  top: $x\n\n// a comment\n   that goes on\n@function one()\n  // first\n  @return 1px\n\
        .a\n  +flat(one())\n@each $n in a, b\n  .#{$n}\n    left: 0\n";
    let files = format!("=== sass/a.scss\n{scss}=== sass/b.sass\n{sass}");
    insta::assert_snapshot!(css(&files, "a.css"), @r#".a{top:2px;border:1px solid;left:1px}.b{top:4px;border:1px solid;left:2px}.n1{order:1;content:"} @while 1 {"}.n2{order:2;content:"} @while 2 {"}.w2{z-index:2}.w1{z-index:1}.u,.q{background:url(https://e.org/a.png),url("b//c")}"#);
    assert_eq!(css(&files, "b.css"), ".a{top:1px}.a{left:0}.b{left:0}");
}

#[test]
fn a_broken_sheet_is_named_with_its_line_and_leaves_the_others() {
    let files = format!(
        "{ON}=== sass/good.scss\n.a {{ b: c }}\n=== sass/wrong.scss\n@each $x in 1, 2 {{ .a {{ top: $x; left: $gone }} }}\n\
         === sass/_part.scss\n\n@mixin m {{ color: red;; }}\n.b {{ color: rgb(1, }}\n=== sass/uses.scss\n.x {{ y: z }}\n@import \"part\";\n\
         === sass/lost.sass\n.a\n  @import \"nowhere\"\n"
    );
    let built = build(&site(&files).value);
    assert_eq!(text(&built.value, "good.css"), ".a{b:c}");
    insta::assert_snapshot!(listed(&built.diagnostics), @r#"
    error sass/_part.scss:3:20: sass/uses.scss cannot be compiled: expected ")" (in sass/_part.scss) | Look at this line: .b { color: rgb(1, }
    error sass/lost.sass:2:11: sass/lost.sass cannot be compiled: Can't find stylesheet to import | Look at this line: @import "nowhere"
    error sass/wrong.scss:1:40: sass/wrong.scss cannot be compiled: Undefined variable | Look at this line: @each $x in 1, 2 { .a { top: $x; left: $gone } }
    "#);
}

#[test]
fn two_sheets_of_one_name_are_named_and_the_first_is_used() {
    let files = "=== sass/a.scss\n.scss { b: c }\n=== sass/a.sass\n.sass\n  b: c\n";
    insta::assert_snapshot!(trouble(files), @"error sass/a.scss: sass/a.sass and sass/a.scss would both become `a.css`; the first is used | Rename one of them, or put `_` before its name if it is only a part of others");
    let built = build(&site(&format!("{ON}{files}")).value);
    assert_eq!(text(&built.value, "a.css"), ".sass{b:c}");
}

#[test]
fn nothing_outside_the_folders_for_styles_can_be_read() {
    let outside =
        ["/etc/passwd", "../static/secret", "../../x", "../zola", "../content/a", "..", "", ".", "\\\\a\\b"];
    for path in outside {
        let files = format!(
            "=== static/secret.scss\n.secret {{ a: b }}\n=== content/a.css\n.secret {{ a: b }}\n=== sass/a.scss\n@import \"{path}\";\n"
        );
        let found = trouble(&files);
        assert!(found.contains("sass/a.scss"), "{path}: {found}");
        let built = build(&site(&format!("{ON}{files}")).value);
        assert_eq!(text(&built.value, "a.css"), "(nothing)", "{path}");
    }
}

#[test]
fn what_never_ends_is_ended() {
    let quick = Limits { work: 200_000.0, ..Limits::default() };
    let check = |name: &str, sheet: &str, wanted: &str| {
        let found = refused(name, sheet, quick);
        assert!(found.contains(wanted), "{sheet}\n{found}");
        // In the indented syntax the first line of the body is named.
        let line = if name.ends_with(".sass") { "3: " } else { "2: " };
        assert!(found.starts_with(line), "{sheet}\n{found}");
    };
    check("sass/a.scss", "\n@while true {}", "never ends");
    check("sass/a.scss", "\n@for $i from 1 through 999999999 { a { b: $i } }", "never ends");
    check(
        "sass/a.scss",
        "\n@function f($n) { @return if(false, 1, g($n)) + 1 } @function g($n) { @return f($n) } a { b: f(1) }",
        "call themselves",
    );
    check("sass/a.scss", "\n@mixin m { @include m } a { @include m }", "call themselves");
    check("sass/a.sass", "\n@while true\n  a\n    b: c\n", "never ends");
    check("sass/a.sass", "\n=m\n  +m\na\n  +m\n", "call themselves");
    let loads =
        refused("sass/a.scss", "@mixin m { @import \"a\" }\n@include m;", Limits { loads: 10, ..quick });
    assert!(loads.contains("sass/a"), "{loads}");
}

#[test]
fn a_function_may_call_itself_as_often_as_sheets_do() {
    let sheet = "=== sass/a.scss\n@function count($n) { @if $n == 0 { @return 0 } @return 1 + count($n - 1) }\na { b: count(300) }\n";
    assert_eq!(css(sheet, "a.css"), "a{b:300}");
}

#[test]
fn what_is_too_large_or_too_deep_is_refused_with_its_place() {
    let limits = Limits { file_bytes: 60_000, css_bytes: 500, ..Limits::default() };
    let deep = |count: usize| format!("\na {{ b: {}1{} }}", "(".repeat(count), ")".repeat(count));
    assert!(
        refused("sass/a.scss", &deep(MAX_DEPTH), limits)
            .starts_with("2: sass/a.scss cannot be compiled: its brackets")
    );
    assert_eq!(css(&format!("=== sass/a.scss{}", deep(MAX_DEPTH - 10)), "a.css"), "a{b:1}");
    let long = format!("\na {{ b: 1{} }}", " + 1".repeat(MAX_JOINTS));
    assert!(refused("sass/a.scss", &long, limits).contains("longer than any value"));
    assert!(
        refused("sass/a.sass", &format!("\na\n  b: 1{}", " + 1".repeat(MAX_JOINTS)), limits)
            .contains("longer")
    );
    assert!(refused("sass/a.scss", &" ".repeat(60_001), limits).contains("larger than 58 KiB"));
    assert!(refused("sass/a.scss", &"a{b:c}".repeat(100), limits).contains("KiB of CSS"));
    let many = "a, b, c, d { ".repeat(12) + "x: y" + &"}".repeat(12);
    assert!(refused("sass/a.scss", &many, limits).contains("too many selectors"));
    let stairs: String = (0..=MAX_DEPTH).fold(String::new(), |mut all, at| {
        writeln!(all, "{}a", " ".repeat(at)).expect("a text takes all");
        all
    });
    assert!(refused("sass/a.sass", &stairs, limits).contains("too deep"));
}

#[test]
fn a_comment_that_never_ends_is_named() {
    let open = "a\n  b: c /* d\n  e: f\n";
    assert_eq!(
        refused("sass/a.sass", open, Limits::default()),
        "2: sass/a.sass cannot be compiled: a comment begins here and never ends"
    );
    assert_eq!(
        css("=== sass/a.sass\na\n  b: c /* d */\n  content: \"/*\"\n  e: f // g /* h\n", "a.css"),
        "a{b:c;content:\"/*\";e:f}"
    );
    assert!(refused("sass/a.scss", "a { b: c } /* d", Limits::default()).contains("sass/a.scss"));
}

#[test]
fn a_sheet_that_the_compiler_breaks_down_over_spoils_only_itself() {
    let files = "=== sass/good.scss\n.a { b: c }\n=== sass/odd.sass\n\n  a\n    b: c\n";
    insta::assert_snapshot!(trouble(files), @"error sass/odd.sass: sass/odd.sass cannot be compiled: the compiler does not know what to make of it | Write what is unusual in it in a simpler way");
    assert_eq!(text(&build(&site(&format!("{ON}{files}")).value).value, "good.css"), ".a{b:c}");
}

#[test]
fn the_longest_value_and_the_deepest_brackets_fit_the_stack() {
    let sum = format!("a {{ b: 1{} }}", " + 1".repeat(MAX_JOINTS / 4));
    assert!(css(&format!("=== sass/a.scss\n{sum}\n"), "a.css").starts_with("a{b:"));
    let signs = format!("a {{ b: {}1 }}", "not ".repeat(MAX_JOINTS - 10));
    assert!(css(&format!("=== sass/a.scss\n{signs}\n"), "a.css").starts_with("a{b:"));
}

#[test]
fn a_sheet_that_would_do_its_own_counting_is_refused() {
    let cheats = [
        "@function -galley-step($a, $b) { @return 1 }",
        "@forward \"a\" as -galley-*;",
        "a { b: url(/* ) \" */ ) ; } /* \" */ @while true { c { d: e } } /* \" */",
    ];
    for cheat in cheats {
        let found = refused("sass/b.scss", cheat, Limits { work: 1_000.0, ..Limits::default() });
        assert!(found.contains("sass/b.scss"), "{cheat}: {found}");
    }
}

#[test]
fn marks_are_only_put_where_something_runs() {
    let plain = "a { b: url(data:image/png;base64,//{}); c: '@while {' }\n@media print { d { e: f } }\n";
    assert_eq!(mark("scss", plain).expect("is fit").text, plain);
    let loops = mark("scss", "@each $a in (b: c) { d { e: f } }").expect("is fit");
    assert_eq!(loops.text, "@each $a in (b: c) {$-galley:-galley-step(12,&); d { e: f } }");
}

#[test]
fn a_sheet_is_compiled_again_only_when_a_file_that_it_read_changed() {
    let files = format!(
        "{ON}=== sass/one.scss\n@use \"part\";\n=== sass/two.scss\n.two {{ a: b }}\n=== sass/_part.scss\n.part {{ a: b }}\n=== content/a.md\n+++\n+++\nText.\n"
    );
    let before = site(&files).value;
    drop(build(&before));
    let made = |site: &Site| {
        let styles = &site.graph_for_tests().outline.styles;
        (styles.is_made("one.css"), styles.is_made("two.css"))
    };
    assert_eq!(made(&before), (true, true));
    let file = SourcePath::new("content/a.md").expect("is a path");
    assert_eq!(made(&before.with_page(&file, "+++\ntitle = \"New\"\n+++\nOther.\n").value), (true, true));
    let again = |path: &str, text: &str| {
        let mut all = source(&files).files().clone();
        all.insert(SourcePath::new(path).expect("is a path"), SourceFile::loaded(text.as_bytes()));
        before.with_source(&Source::new(all), &options()).value
    };
    assert_eq!(made(&again("content/a.md", "+++\n+++\nOther.\n")), (true, true));
    assert_eq!(made(&again("sass/_part.scss", ".part { a: c }\n")), (false, true));
    // A file that would be found before the one that was loaded counts as well.
    assert_eq!(made(&again("sass/part.scss", ".other { a: c }\n")), (false, true));
    let changed = again("sass/_part.scss", ".part { a: c }\n");
    assert_eq!(text(&build(&changed).value, "one.css"), ".part{a:c}");
}

#[test]
fn a_sheet_that_missed_a_file_is_compiled_again_when_the_file_comes() {
    let before = site(&format!("{ON}=== sass/a.scss\n@use \"parts\";\n")).value;
    assert!(build(&before).has_errors());
    let come =
        source(&format!("{ON}=== sass/a.scss\n@use \"parts\";\n=== sass/parts/_index.scss\n.p {{ a: b }}\n"));
    let after = before.with_source(&come, &options()).value;
    assert_eq!(text(&build(&after).value, "a.css"), ".p{a:b}");
}

#[test]
fn templates_see_the_hash_of_what_a_sheet_becomes() {
    let files = format!(
        "{ON}=== sass/main.scss\n.a {{ b: c }}\n=== sass/broken.scss\n.a {{\n=== templates/index.html\n\
         {{{{ get_url(path=\"main.css\", cachebust=true) }}}} {{{{ get_hash(path=\"main.css\", sha_type=256, base64=false) }}}} \
         {{{{ get_url(path=\"broken.css\", cachebust=true) }}}}"
    );
    let built = build(&site(&files).value);
    let main = OutputPath::new("main.css").expect("is a path");
    let hash = built.value.files[&main].entry.hash.to_string();
    let shown =
        format!("https://example.org/main.css?h={} {hash} https://example.org/broken.css", &hash[..20]);
    assert_eq!(text(&built.value, "index.html"), shown);
    assert_eq!(built.diagnostics.len(), 1);
}

const PARTS: [&str; 46] = [
    "@while true ",
    "@for $i from 1 through 9999999 ",
    "@each $a in (b, c) ",
    "@mixin m ",
    "@mixin m($a...) ",
    "@include m",
    "@include m ",
    "@function f($x) ",
    "@return f($x)",
    "@return 1",
    "@if f(1) ",
    "@else ",
    "@content",
    "@extend .a",
    "@at-root ",
    "@media print ",
    "@import \"b\"",
    "@use \"b\"",
    "@forward \"b\" as -*",
    "{",
    "}",
    ";",
    "&, & ",
    ".a ",
    "a:b",
    "b: f(1)",
    "$x: $x + $x",
    "$x: 1",
    "#{",
    "\"",
    "'",
    "/*",
    "*/",
    "//",
    "\n",
    "\n  ",
    "(",
    ")",
    "url(",
    "calc(1 + ",
    "\\",
    "@",
    "%p",
    ":not(",
    "é",
    ",",
];

proptest::proptest! {
    #![proptest_config(tried(64))]
    #[test]
    fn no_sheet_is_too_odd(parts in proptest::collection::vec(0..PARTS.len(), 0..40), ending in "sass|scss") {
        let sheet: String = parts.into_iter().map(|part| PARTS[part]).collect();
        let name = format!("sass/a.{ending}");
        let files = source(&format!("=== {name}\n{sheet}\n=== sass/b.scss\n@import \"a\";\n@mixin m {{ b {{ @content; }} }}\n"));
        let file = SourcePath::new(name).expect("is a path");
        let limits = Limits { work: 100_000.0, ..Limits::default() };
        let made = compile(files.files(), &["sass/".to_owned()], &file, limits);
        proptest::prop_assert!(made.looked_at.contains_key(&file));
    }
}
