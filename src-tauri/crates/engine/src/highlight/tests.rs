use std::collections::BTreeMap;
use std::sync::Arc;

use insta::assert_snapshot;

use super::*;
use crate::config::{DataAttributes, HighlightStyle};
use crate::fixture::{listed, source};

fn settings(style: HighlightStyle) -> Highlighting {
    Highlighting {
        error_on_missing_language: false,
        style,
        theme: HighlightTheme::Single("github-dark".into()),
        extra_grammars: Vec::new(),
        extra_themes: Vec::new(),
        data_attr_position: DataAttributes::Code,
    }
}

fn dual(style: HighlightStyle) -> Highlighting {
    let theme = HighlightTheme::Dual { light: "github-light".into(), dark: "github-dark".into() };
    Highlighting { theme, ..settings(style) }
}

fn highlighter(settings: &Highlighting) -> Highlighter {
    let mut trouble = Vec::new();
    let highlighter = Highlighter::new(settings, &BTreeMap::new(), &mut trouble);
    assert_eq!(trouble, []);
    highlighter
}

fn with_files(settings: &Highlighting, files: &str) -> (Highlighter, String) {
    let mut trouble = Vec::new();
    let highlighter = Highlighter::new(settings, source(files).files(), &mut trouble);
    (highlighter, listed(&trouble))
}

fn classes(info: &str, code: &str) -> String {
    highlighter(&settings(HighlightStyle::Class)).block(info, code).html.to_string()
}

/// Takes the mark-up away, as the eyes of a reader do.
fn seen(html: &str) -> String {
    let text =
        html.split('<').filter_map(|part| part.split_once('>')).map(|(_, text)| text).collect::<String>();
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

#[test]
fn classes_name_colours_of_the_theme() {
    assert_snapshot!(classes("rust", "fn main() { let x = \"<&>\"; } // é\n"), @r#"<pre class="giallo z-code"><code data-lang="rust"><span class="giallo-l"><span class="z-5">fn </span><span class="z-3">main</span>() { <span class="z-5">let</span> x <span class="z-5">= </span><span class="z-6">"&lt;&amp;&gt;"</span>; } <span class="z-1">// é</span></span></code></pre>"#);
}

#[test]
fn styles_hold_the_colours_of_one_theme_or_two() {
    let code = "# c\na = 1\n";
    assert_snapshot!(highlighter(&settings(HighlightStyle::Inline)).block("toml", code).html, @r#"
<pre class="giallo" style="color: #E1E4E8; background-color: #24292E;"><code data-lang="toml"><span class="giallo-l"><span style="color: #6A737D;"># c</span></span>
<span class="giallo-l"><span style="color: #85E89D;">a </span>= <span style="color: #79B8FF;">1</span></span></code></pre>
"#);
    assert_snapshot!(highlighter(&dual(HighlightStyle::Inline)).block("toml", code).html, @r#"
<pre class="giallo" style="color-scheme: light dark; color: light-dark(#24292E, #E1E4E8); background-color: light-dark(#FFFFFF, #24292E);"><code data-lang="toml"><span class="giallo-l"><span style="color: light-dark(#6A737D, #6A737D);"># c</span></span>
<span class="giallo-l"><span style="color: light-dark(#22863A, #85E89D);">a </span>= <span style="color: light-dark(#005CC5, #79B8FF);">1</span></span></code></pre>
"#);
    assert_snapshot!(highlighter(&dual(HighlightStyle::Class)).block("toml", code).html, @r#"
<pre class="giallo z-code"><code data-lang="toml"><span class="giallo-l"><span class="z-l1 z-d1"># c</span></span>
<span class="giallo-l"><span class="z-l4 z-d4">a </span>= <span class="z-l2 z-d2">1</span></span></code></pre>
"#);
}

#[test]
fn style_sheets_follow_the_themes() {
    let names = |settings: &Highlighting| {
        highlighter(settings)
            .blocks
            .palette
            .style_sheets()
            .into_iter()
            .map(|(name, _)| name)
            .collect::<Vec<_>>()
    };
    assert_eq!(names(&settings(HighlightStyle::Inline)), [""; 0]);
    assert_eq!(names(&dual(HighlightStyle::Inline)), [""; 0]);
    assert_eq!(names(&settings(HighlightStyle::Class)), ["giallo.css"]);
    assert_eq!(names(&dual(HighlightStyle::Class)), ["giallo-light.css", "giallo-dark.css"]);
    let sheets = highlighter(&settings(HighlightStyle::Class)).blocks.palette.style_sheets();
    assert_snapshot!(sheets[0].1, @r#"
/* Made by Galley from the colours that the site's settings name. */
.giallo-l { display: inline-block; min-height: 1lh; width: 100%; }
.giallo-ln { display: inline-block; user-select: none; margin-right: 0.4em; padding: 0.4em; min-width: 3ch; text-align: right; opacity: 0.8; }
.z-code { color: #E1E4E8; background-color: #24292E; }
.z-hl { background-color: #2B3036; }
.z-1 { color: #6A737D; }
.z-2 { color: #79B8FF; }
.z-3 { color: #B392F0; }
.z-4 { color: #85E89D; }
.z-5 { color: #F97583; }
.z-6 { color: #9ECBFF; }
.z-7 { color: #FFAB70; }
.z-8 { color: #FDAEB7; }
.z-9 { color: #24292E; }
.z-10 { color: #DBEDFF; }
.z-11 { color: #2F363D; }
.z-12 { color: #D1D5DA; }
.z-bold { font-weight: bold; }
.z-italic { font-style: italic; }
.z-underline { text-decoration: underline; }
"#);
}

#[test]
fn sites_that_bring_their_own_style_sheets_get_the_classes_they_know() {
    let sheets = vec![("base16-ocean-light".to_owned(), "code/light.css".to_owned())];
    let theme = HighlightTheme::Classes(sheets);
    let highlighter = highlighter(&Highlighting { theme, ..settings(HighlightStyle::Class) });
    assert_snapshot!(highlighter.block("rust", "let a = \"b\"; // c\n").html, @r#"<pre class="giallo z-code"><code data-lang="rust"><span class="giallo-l"><span class="z-storage z-type z-rust">let</span> a <span class="z-keyword z-operator z-assignment z-rust">= </span><span class="z-string z-quoted z-double z-rust z-punctuation z-definition z-begin">"</span><span class="z-string z-quoted z-double z-rust">b</span><span class="z-string z-quoted z-double z-rust z-punctuation z-definition z-end">"</span><span class="z-punctuation z-terminator z-rust">; </span><span class="z-comment z-line z-double-slash z-rust z-punctuation z-definition">//</span><span class="z-comment z-line z-double-slash z-rust"> c</span></span></code></pre>"#);
    let sheets = highlighter.blocks.palette.style_sheets();
    assert_eq!(sheets[0].0, "code/light.css");
    for rule in
        [".z-comment { color: #A7ADBA; }", ".z-string { color: #A3BE8C; }", ".z-code { color: #4F5B66;"]
    {
        assert!(sheets[0].1.contains(rule), "{rule} in {}", sheets[0].1);
    }
}

#[test]
fn every_class_in_a_page_is_in_the_style_sheet() {
    let highlighter = highlighter(&dual(HighlightStyle::Class));
    let html = highlighter.block("md,hl_lines=1", "# *a* **b** `c`\n\n> <b>x</b> [l](u)\n").html;
    let sheets: String = highlighter.blocks.palette.style_sheets().into_iter().map(|(_, css)| css).collect();
    for class in
        html.split("class=\"").skip(1).flat_map(|rest| rest.split('"').next()).flat_map(str::split_whitespace)
    {
        assert!(class == "giallo" || sheets.contains(&format!(".{class} ")), "{class}");
    }
}

#[test]
fn annotations_change_the_lines() {
    assert_snapshot!(classes("python, linenos, linenostart=10, hl_lines=2-3, hide_lines=1, name=<a>.py, copy", "hidden = 0\nx = 1\ny\n"), @r#"
<pre class="giallo z-code"><code data-lang="python" data-name="&lt;a&gt;.py" data-copy="true"><span class="giallo-l z-hl"><span aria-hidden="true" class="giallo-ln">11</span>x <span class="z-5">= </span><span class="z-2">1</span></span>
<span class="giallo-l z-hl"><span aria-hidden="true" class="giallo-ln">12</span>y</span></code></pre>
"#);
    let inline = highlighter(&dual(HighlightStyle::Inline)).block("txt,hl_lines=1", "a\nb\n").html;
    assert_snapshot!(inline, @r#"
<pre class="giallo" style="color-scheme: light dark; color: light-dark(#24292E, #E1E4E8); background-color: light-dark(#FFFFFF, #24292E);"><code data-lang="txt"><span class="giallo-l" style="background-color: light-dark(#F6F8FA, #2B3036);">a</span>
<span class="giallo-l">b</span></code></pre>
"#);
}

#[test]
fn data_attributes_stand_where_the_settings_say() {
    let at = |data_attr_position| {
        let settings = Highlighting { data_attr_position, ..settings(HighlightStyle::Class) };
        let html = highlighter(&settings).block("toml,name=x", "").html;
        html.replace("class=\"giallo z-code\"", "")
    };
    assert_eq!(at(DataAttributes::Code), "<pre ><code data-lang=\"toml\" data-name=\"x\"></code></pre>\n");
    assert_eq!(at(DataAttributes::Pre), "<pre  data-lang=\"toml\" data-name=\"x\"><code></code></pre>\n");
    assert_eq!(
        at(DataAttributes::Both),
        "<pre  data-lang=\"toml\" data-name=\"x\"><code data-lang=\"toml\" data-name=\"x\"></code></pre>\n"
    );
    assert_eq!(at(DataAttributes::None), "<pre ><code></code></pre>\n");
}

#[test]
fn code_keeps_its_text_in_every_language() {
    let highlighter = highlighter(&settings(HighlightStyle::Class));
    let code = "<?php \"a\\\"b\" /* ü */ 'x' # y -- z\n<!-- <script>let a = `${1}`</script> -->\n\n\t\u{1F600} {{ x }} $(y) %d \\begin{z}\n";
    for word in [
        "rust",
        "js",
        "html",
        "php",
        "sh",
        "c++",
        "md",
        "tex",
        "yaml",
        "sql",
        "go",
        "vue",
        "jsx",
        "shell",
        "Dockerfile",
        "TypeScript",
        "objective-c",
        "diff",
    ] {
        let block = highlighter.block(word, code);
        assert_eq!(block.lack, None, "{word}");
        assert_eq!(seen(&block.html), code, "{word}");
    }
}

#[test]
fn an_unknown_language_is_plain_and_the_nearest_is_named() {
    let highlighter = highlighter(&settings(HighlightStyle::Class));
    let block = highlighter.block("klingonese", "x < 1\n");
    assert_eq!((block.lack, seen(&block.html)), (Some(Lack::UnknownLanguage), "x < 1\n".into()));
    assert_eq!(highlighter.suggestion("pyhton"), "Did you mean `python`?");
    for plain in ["", "text", "txt", "plain"] {
        assert_eq!(highlighter.block(plain, "x\n").lack, None);
    }
}

#[test]
fn an_unknown_theme_gives_way_to_one_of_its_kind() {
    let named = |name: &str| {
        let theme = HighlightTheme::Single(name.into());
        let (highlighter, trouble) =
            with_files(&Highlighting { theme, ..settings(HighlightStyle::Class) }, "");
        (highlighter.blocks.palette.style_sheets().remove(0).1.contains("background-color: #FFFFFF"), trouble)
    };
    let (is_light, trouble) = named("gruvboks-light");
    assert!(is_light);
    assert_snapshot!(trouble, @r#"error: there are no colours `gruvboks-light` for code, so code has those of `github-light` | Did you mean `gruvbox-light`?"#);
    assert!(!named("no-such").0);
    assert_eq!(named("OneHalfLight").1, "", "is another spelling");
    assert!(named("Tomorrow").1.starts_with("note: the colours `Tomorrow` for code are no longer there"));
}

#[test]
fn the_unchanged_is_made_once() {
    let highlighter = highlighter(&settings(HighlightStyle::Class));
    let first = highlighter.block("rust", "let a = 1;\n").html;
    assert!(Arc::ptr_eq(&first, &highlighter.block("rust", "let a = 1;\n").html));
    assert!(!Arc::ptr_eq(&first, &highlighter.block("rust,linenos", "let a = 1;\n").html));
    assert!(
        !Arc::ptr_eq(&first, &highlighter.block("rus", "tlet a = 1;\n").html),
        "the border is part of the key"
    );
}

#[test]
fn what_is_remembered_of_lines_changes_nothing() {
    let code = "/* a\nlet b = \"c\n*/ let b = \"c\nlet d = 1;\n\";\nlet d = 1;\n";
    let warm = highlighter(&settings(HighlightStyle::Class));
    warm.block("rust", "let b = \"c\nlet d = 1;\n");
    assert_eq!(warm.block("rust", code), highlighter(&settings(HighlightStyle::Class)).block("rust", code));
}

#[test]
fn hostile_code_keeps_one_colour_and_ends() {
    let highlighter = highlighter(&settings(HighlightStyle::Class));
    let line = format!("let a = \"{}\";\nlet b = 1;\n", "x(".repeat(500_000));
    assert_eq!(highlighter.block("rust", &line).lack, Some(Lack::LongLine));
    assert_eq!(highlighter.block("rust", &line.repeat(2)).lack, Some(Lack::TooLong));
    let long_line = format!("{}\nlet b = 1;\n", "(".repeat(9_000));
    let block = highlighter.block("rust", &long_line);
    assert!(
        block.lack == Some(Lack::LongLine) && block.html.contains("z-"),
        "one long line spoils only itself"
    );
    assert_eq!(seen(&block.html), long_line);
    let many = "a\n".repeat(100_000);
    assert_eq!(highlighter.block("js", &many).lack, Some(Lack::TooLong));
    for (word, code) in
        [("js", "({[`${".repeat(300)), ("html", "<script>/*".repeat(300)), ("md", "> * ".repeat(500))]
    {
        let block = highlighter.block(word, &code);
        assert_eq!(seen(&block.html), code + "\n", "{word}");
    }
}

const GRAMMAR: &str = r#"
=== syntaxes/loop.sublime-syntax
%YAML 1.2
---
name: Loop
file_extensions: [lp]
scope: source.loop
variables:
  word: '[a-z]+'
contexts:
  prototype:
    - match: '#.*$'
      scope: comment.line.loop
  main:
    - match: 'say\s+({{word}})'
      scope: keyword.loop
      captures:
        1: entity.name.function.loop
    - match: '"'
      scope: punctuation.definition.string.begin.loop
      push:
        - meta_scope: string.quoted.loop
        - meta_include_prototype: false
        - match: '"'
          pop: true
    - match: '<<(\w+)'
      push: heredoc
    - match: 'css\{'
      embed: scope:source.css
      escape: '\}'
    - include: main
  heredoc:
    - meta_content_scope: string.unquoted.loop
    - match: '^\1$'
      pop: true
"#;

fn coloured(highlighter: &Highlighter, info: &str, code: &str) -> String {
    let html = highlighter.block(info, code).html;
    html.replace("<span class=\"giallo-l\">", "")
        .replace("</span>", "⟩")
        .replace("<span class=\"", "⟨")
        .replace("\">", " ")
}

#[test]
fn a_site_brings_sublime_grammars() {
    let settings =
        Highlighting { extra_grammars: vec!["syntaxes".into()], ..settings(HighlightStyle::Class) };
    let (highlighter, trouble) = with_files(&settings, GRAMMAR);
    assert_eq!(trouble, "");
    let code = "say hello # x\n\"# no\"\n<<END\n# in\nEND\ncss{ a { color: red }\n";
    assert_snapshot!(coloured(&highlighter, "lp", code), @r##"
<pre class="giallo z-code <code data-lang="lp ⟨z-5 say ⟩⟨z-3 hello ⟩⟨z-1 # x⟩⟩
⟨z-6 "# no"⟩⟩
&lt;&lt;END⟩
⟨z-1 # in⟩⟩
END⟩
css{ ⟨z-4 a ⟩{ ⟨z-2 color⟩: ⟨z-2 red ⟩}⟩</code></pre>
"##);
    assert_eq!(
        highlighter.block("loop", code).html.replace("loop", "lp"),
        *highlighter.block("lp", code).html
    );
}

#[test]
fn a_site_brings_textmate_grammars() {
    let grammar = r##"
=== grammars/mini.tmLanguage.json
{ // as VS Code writes it
  "name": "Mini", "scopeName": "source.mini", "fileTypes": ["mn"],
  "patterns": [{"include": "#all"}],
  "repository": {
    "all": {"patterns": [{"include": "#text"}, {"match": "\\b(if|else)\\b", "name": "keyword.control.mini"}, {"include": "#all"},
      {"begin": "^(```)(\\w+)$", "end": "^\\1$", "contentName": "string.other.$2", "beginCaptures": {"2": {"name": "entity.name.type"}}},
      {"begin": "^>", "while": "^>", "name": "comment.block"},
      {"match": "(unclosed", "name": "invalid"}]},
    "text": {"begin": "\"", "end": "\"", "name": "string.quoted.mini", "patterns": [{"match": "\\\\.", "name": "constant.character.escape"}]},
  }
}
"##;
    let settings = Highlighting {
        extra_grammars: vec!["grammars/mini.tmLanguage.json".into()],
        ..settings(HighlightStyle::Class)
    };
    let (highlighter, trouble) = with_files(&settings, grammar);
    assert_snapshot!(trouble, @r#"warning grammars/mini.tmLanguage.json: grammars/mini.tmLanguage.json has patterns that cannot be understood, 1 in all, so they match nothing; the first is `(unclosed` | Correct the pattern, or leave it"#);
    let code = "if \"a \\\" b\" else\n```rs\nif\n```\n> if\n> no\nif\n";
    assert_snapshot!(coloured(&highlighter, "mini", code), @r#"
<pre class="giallo z-code <code data-lang="mini ⟨z-5 if ⟩⟨z-6 "a ⟩⟨z-2 \"⟩⟨z-6  b" ⟩⟨z-5 else⟩⟩
```⟨z-3 rs⟩⟩
⟨z-6 if⟩⟩
```⟩
⟨z-1 &gt; if⟩⟩
⟨z-1 &gt; no⟩⟩
⟨z-5 if⟩⟩</code></pre>
"#);
}

#[test]
fn a_site_brings_themes() {
    let files = r##"
=== themes/colours/mine.json
{"name": "mine", "type": "light", "colors": {"editor.background": "#fefefe", "editor.foreground": "#010101"},
 "tokenColors": [{"scope": "comment", "settings": {"foreground": "#abcdef", "fontStyle": "italic"}}]}
=== highlight_themes/Old One.tmTheme
<?xml version="1.0"?><plist version="1.0"><dict><key>name</key><string>A title</string><key>settings</key><array>
<dict><key>settings</key><dict><key>background</key><string>#111111</string><key>foreground</key><string>#EEEEEE</string></dict></dict>
<dict><key>scope</key><string>comment, string</string><key>settings</key><dict><key>foreground</key><string>#22AA22</string></dict></dict>
</array></dict></plist>
"##;
    let settings = Highlighting {
        theme: HighlightTheme::Dual { light: "mine".into(), dark: "Old One".into() },
        extra_themes: vec!["themes/colours/mine.json".into(), "highlight_themes".into()],
        ..settings(HighlightStyle::Inline)
    };
    let (highlighter, trouble) = with_files(&settings, files);
    assert_eq!(trouble, "");
    assert_snapshot!(highlighter.block("toml", "# c\n").html, @r#"<pre class="giallo" style="color-scheme: light dark; color: light-dark(#010101, #EEEEEE); background-color: light-dark(#FEFEFE, #111111);"><code data-lang="toml"><span class="giallo-l"><span style="color: light-dark(#ABCDEF, #22AA22); font-style: italic;"># c</span></span></code></pre>"#);
}

#[test]
fn a_file_that_cannot_be_read_is_named() {
    let files = r#"
=== syntaxes/a.sublime-syntax
name: [
=== syntaxes/b.sublime-syntax
scope: source.b
contexts:
  other: []
=== syntaxes/c.tmLanguage.json
{"patterns": []}
=== syntaxes/d.tmLanguage
<plist><dict>
=== themes/e.json
{"name": "e"}
"#;
    let settings = Highlighting {
        extra_grammars: vec!["syntaxes/".into(), "nowhere.sublime-syntax".into(), "empty".into()],
        extra_themes: vec!["themes/e.json".into()],
        ..settings(HighlightStyle::Class)
    };
    assert_snapshot!(with_files(&settings, files).1, @r#"
error: the settings name `nowhere.sublime-syntax` in `extra_grammars`, and there is no such file | Name a file of the site, such as syntaxes/my.sublime-syntax
warning: the settings name `empty` in `extra_grammars`, and there is no such file | Name a file of the site, such as syntaxes/my.sublime-syntax
error syntaxes/a.sublime-syntax: the grammar syntaxes/a.sublime-syntax cannot be read: while parsing a node, did not find expected node content | Grammars are .sublime-syntax or .tmLanguage.json files, themes .json or .tmTheme files
error syntaxes/b.sublime-syntax: the grammar syntaxes/b.sublime-syntax cannot be read: it has no context `main` | Grammars are .sublime-syntax or .tmLanguage.json files, themes .json or .tmTheme files
error syntaxes/c.tmLanguage.json: the grammar syntaxes/c.tmLanguage.json cannot be read: it has no `scopeName` | Grammars are .sublime-syntax or .tmLanguage.json files, themes .json or .tmTheme files
error syntaxes/d.tmLanguage: the grammar syntaxes/d.tmLanguage cannot be read: it is not a whole property list | Grammars are .sublime-syntax or .tmLanguage.json files, themes .json or .tmTheme files
error themes/e.json: the theme themes/e.json cannot be read: it gives no colours | Grammars are .sublime-syntax or .tmLanguage.json files, themes .json or .tmTheme files
"#);
}

#[test]
fn files_beyond_the_limits_are_named() {
    let settings =
        Highlighting { extra_grammars: vec!["syntaxes".into()], ..settings(HighlightStyle::Class) };
    let large = format!("=== syntaxes/large.sublime-syntax\n{}", "# long\n".repeat(400_000));
    assert!(with_files(&settings, &large).1.contains("it is no text of at most 2 MB"));
    let one = |n: usize| format!("=== syntaxes/{n:03}.sublime-syntax\nscope: s.{n}\ncontexts:\n  main: []\n");
    let trouble = with_files(&settings, &(0..201).map(one).collect::<String>()).1;
    assert!(
        trouble.starts_with("error syntaxes/200.sublime-syntax: ") && trouble.lines().count() == 1,
        "{trouble}"
    );
}

#[test]
fn a_block_that_is_too_much_work_keeps_one_colour() {
    let rules: String = (0..4_000).map(|n| format!("    - match: 'a{n}z'\n")).collect();
    let files = format!(
        "=== syntaxes/w.sublime-syntax\nscope: source.w\ncontexts:\n  main:\n    - match: x\n{rules}"
    );
    let settings =
        Highlighting { extra_grammars: vec!["syntaxes".into()], ..settings(HighlightStyle::Class) };
    let (highlighter, _) = with_files(&settings, &files);
    let code = (0..4_000).map(|n| format!("{n} {}\n", "y".repeat(100))).collect::<String>();
    assert_eq!(highlighter.block("w", &code).lack, Some(Lack::TooHard));
    assert_eq!(highlighter.block("w", &code[..1_000]).lack, None);
}

#[test]
fn hostile_grammars_end() {
    let files = r#"
=== syntaxes/round.sublime-syntax
scope: source.round
contexts:
  main:
    - match: ''
      set: other
  other:
    - match: ''
      set: main
    - include: third
  third:
    - include: other
=== syntaxes/deep.sublime-syntax
scope: source.deep
contexts:
  main:
    - match: ''
      push: main
=== syntaxes/slow.sublime-syntax
scope: source.slow
contexts:
  main:
    - match: '^(?:(a|aa))+(?=[^a])\1'
      scope: keyword
"#;
    let settings =
        Highlighting { extra_grammars: vec!["syntaxes".into()], ..settings(HighlightStyle::Class) };
    let (highlighter, trouble) = with_files(&settings, files);
    assert_eq!(trouble, "");
    for word in ["round", "deep"] {
        assert_eq!(seen(&highlighter.block(word, "some text\nmore\n").html), "some text\nmore\n");
    }
    let empty = (0..15).map(|n| format!("  v{n}: '{}'\n", format!("{{{{v{}}}}}", n + 1).repeat(10)));
    let nested = format!(
        "=== syntaxes/nested.sublime-syntax\nscope: source.n\nvariables:\n{}  v15: ''\ncontexts:\n  main:\n    - match: '{{{{v0}}}}'\n",
        empty.collect::<String>()
    );
    let trouble = with_files(&settings, &nested).1;
    assert!(trouble.contains("patterns that cannot be understood, 1 in all"), "{trouble}");
    let lines =
        |count: usize| (0..count).map(|n| format!("{}\nb\n", "a".repeat(100 + n))).collect::<String>();
    assert_eq!(highlighter.block("slow", &lines(3)).lack, None, "a few hard lines spoil nothing");
    assert_eq!(highlighter.block("slow", &lines(80)).lack, Some(Lack::TooHard));
}
