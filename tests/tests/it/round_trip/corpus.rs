//! Files as people and programs leave them.

/// What stands at a file's top.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A head that can be read.
    Head,
    /// None.
    Bare,
    /// A head with a mistake.
    Broken,
}

/// An odd file.
pub(super) struct Odd {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    pub(super) text: String,
}

const HEADS: &[(&str, &str)] = &[
    ("a plain head", "+++\ntitle = \"Plain\"\ndate = 2026-01-02\n+++\n\nText.\n"),
    ("no end of line at the end", "+++\ntitle = \"T\"\n+++\n\nNo end"),
    ("a head and no text", "+++\ntitle = \"T\"\n+++\n"),
    ("a head that ends with the file", "+++\ntitle = \"T\"\n+++"),
    ("an empty head", "+++\n+++\nText\n"),
    ("a mark of byte order", "\u{feff}+++\ntitle = \"T\"\n+++\n\nText.\n"),
    ("a mark of byte order and CRLF", "\u{feff}---\r\ntitle: T\r\n---\r\n\r\nText.\r\n"),
    ("CRLF", "+++\r\ntitle = \"T\"\r\ndraft = false\r\n+++\r\n\r\nOne.\r\nTwo.\r\n"),
    ("CRLF and no end", "+++\r\ntitle = \"T\"\r\n+++\r\nOne.\r\nTwo."),
    ("CRLF head that ends with the file", "+++\r\ntitle = \"T\"\r\n+++"),
    ("mixed ends of lines", "+++\ntitle = \"T\"\n+++\n\nOne.\r\nTwo.\nThree.\rFour.\r\n\r\nFive.\n"),
    ("lone CR in the text", "+++\ntitle = \"T\"\n+++\nOne.\rTwo.\rThree."),
    ("CR before CRLF", "+++\ntitle = \"T\"\n+++\nOne.\r\r\nTwo.\n"),
    ("empty lines above", "\n\n+++\ntitle = \"T\"\n+++\n\nText.\n"),
    ("spaces behind the marks", "+++  \ntitle = \"T\"\n+++ \t\nText.\n"),
    (
        "comments",
        "+++\n# above\ntitle = \"T\" # behind\n\n# alone\n\ndate = 2026-01-02 # when\n# last\n+++\nText.\n",
    ),
    ("inline tables", "+++\ntitle = \"T\"\nextra = { a = { b = [1, 2] }, c = \"d\" }\n+++\nText.\n"),
    ("several lines of title", "+++\ntitle = \"\"\"\nOne\ntwo\"\"\"\ndate = 2026-01-02\n+++\nText.\n"),
    ("literal strings", "+++\ntitle = 'C:\\temp'\ndescription = '''x'y'''\n+++\nText.\n"),
    ("arrays over lines", "+++\ntitle = \"T\"\naliases = [\n  \"one\", # first\n  \"two\",\n]\n+++\nText.\n"),
    (
        "tables and keys of others",
        "+++\ntitle = \"T\"\nstrange_key = 1979-05-27T07:32:00Z\n[extra]\nx = 1\n[extra.deep.er]\ny = 0x1F\n[[extra.list]]\nz = 1e3\n+++\nText.\n",
    ),
    ("dotted keys", "+++\ntitle = \"T\"\nextra.a.b = true\ntaxonomies.tags = [\"x\"]\n+++\nText.\n"),
    ("no spaces around signs", "+++\ntitle=\"T\"\ndate=2026-01-02\nslug='s'\n+++\nText.\n"),
    ("much space", "+++\n  title   =    \"T\"   \n\tdate\t=\t2026-01-02\n+++\nText.\n"),
    ("a time with an offset", "+++\ntitle = \"T\"\ndate = 2026-01-02T03:04:05+02:00\n+++\nText.\n"),
    ("plain YAML", "---\ntitle: T\ndate: 2026-01-02\ndraft: false\n---\n\nText.\n"),
    ("YAML with comments", "---\n# above\ntitle: T # behind\n\n# alone\ndate: 2026-01-02\n---\nText.\n"),
    (
        "YAML in flow",
        "---\ntitle: T\ntaxonomies: {tags: [a, 'b c'], authors: [d]}\nextra: {x: [1, {y: 2}]}\n---\nText.\n",
    ),
    (
        "YAML blocks of text",
        "---\ntitle: T\nextra:\n  folded: >-\n    one\n    two\n\n    three\n  literal: |\n    a\n      b\n---\nText.\n",
    ),
    (
        "several lines of YAML description",
        "---\ntitle: T\ndescription: >\n  One\n  two\ndate: 2026-01-02\n---\nText.\n",
    ),
    ("YAML lists", "---\ntitle: T\naliases:\n- one\n- two\ntags:\n  - a\n  - b\n---\nText.\n"),
    ("YAML quotes", "---\ntitle: \"T: \\u00e9\"\ndescription: 'it''s'\n---\nText.\n"),
    ("YAML keys in quotes", "---\n\"title\": T\n'extra': {\"a b\": 1}\n---\nText.\n"),
    ("an empty YAML head", "---\n---\nText.\n"),
    ("YAML with CRLF and comments", "---\r\n# c\r\ntitle: T\r\nextra:\r\n  a: 1\r\n---\r\nText.\r\n"),
    ("a rule in the text", "+++\ntitle = \"T\"\n+++\n\nOne.\n\n---\n\nTwo.\n\n+++\n\nThree.\n"),
    ("a second head in the text", "---\ntitle: T\n---\n---\ntitle: Not me\n---\nText.\n"),
    ("emoji", "+++\ntitle = \"👩‍👩‍👧 T\"\n+++\n\nA 😀 b 🏳️‍🌈 c é (e\u{301}) ﷽\n"),
    ("right to left", "---\ntitle: שלום\n---\n\nمرحبا \u{202e}abc\u{202c} עולם\n"),
    (
        "other ends of lines",
        "+++\ntitle = \"T\"\n+++\nOne\u{2028}two\u{2029}three\u{85}four\u{b}five\u{c}six\n",
    ),
    (
        "shortcodes",
        "+++\ntitle = \"T\"\n+++\n{{ youtube(id=\"x\") }}\n\n{% quote(author=\"y\") %}\nz\n{% end %}\n{{<gallery folder=\"a\" />}}\n{{/* x */}}\n",
    ),
    (
        "HTML",
        "+++\ntitle = \"T\"\n+++\n<div onclick=\"x()\">\n\n*a*\n\n</div>\n<!-- more -->\n<script>alert(1)</script>\n&amp;&nbsp;<br>\n",
    ),
    ("tabs and trailing spaces", "+++\ntitle = \"T\"\n+++\n\tcode\n\nend  \nof line\t\n  \n\n\n"),
    ("code with marks", "+++\ntitle = \"T\"\n+++\n```toml\n+++\ntitle = \"x\"\n+++\n```\n"),
];

const BARE: &[(&str, &str)] = &[
    ("an empty file", ""),
    ("only a line", "\n"),
    ("only a CRLF", "\r\n"),
    ("only a mark of byte order", "\u{feff}"),
    ("no head", "# A heading\n\nText.\n"),
    ("no head, CRLF", "Text.\r\nMore.\r\n"),
    ("no head, mark of byte order", "\u{feff}Text.\n"),
    ("marks later on", "Text.\n+++\ntitle = \"x\"\n+++\n"),
    ("too many signs", "++++\ntitle = \"x\"\n++++\n"),
    ("only spaces", "   \t \n  "),
];

const BROKEN: &[(&str, &str)] = &[
    ("a quote that never ends", "+++\ntitle = \"T\n+++\nText.\n"),
    ("a head that never ends", "+++\ntitle = \"T\"\n\nText.\n"),
    ("broken, CRLF", "+++\r\ntitle = \r\n+++\r\nText.\r\n"),
    ("broken YAML", "---\ntitle: [a, b\nx: \"\n---\nText.\n"),
    ("broken after empty lines", "\n\n---\ntitle: [a\n---\nText.\n"),
    ("broken with a mark of byte order", "\u{feff}+++\ntitle = = 1\n+++\nText.\n"),
    ("one opening line", "---"),
    ("lone CR everywhere", "+++\rtitle = \"T\"\r+++\rText.\r"),
    ("marks of the other kind", "+++\ntitle = \"T\"\n---\nText.\n"),
];

/// All odd files.
pub(super) fn corpus() -> Vec<Odd> {
    let of = |files: &'static [(&'static str, &'static str)], kind| {
        files.iter().map(move |(name, text)| Odd { name, kind, text: (*text).to_owned() })
    };
    let line = "A line of text that is as long as lines in a post are, with *marks* and [links](/x/).\n";
    let megabyte =
        Odd { name: "a megabyte", kind: Kind::Bare, text: line.repeat(1024 * 1024 / line.len() + 1) };
    of(HEADS, Kind::Head)
        .chain(of(BARE, Kind::Bare))
        .chain(of(BROKEN, Kind::Broken))
        .chain([megabyte])
        .collect()
}
