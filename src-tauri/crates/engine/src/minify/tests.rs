use html5gum::{DefaultEmitter, Token, Tokenizer};
use proptest::prelude::*;

use super::minify;

fn check(html: &str, wanted: &str) {
    assert_eq!(minify(html).html, wanted);
    assert_eq!(minify(wanted).html, wanted);
}

#[test]
fn a_page_loses_what_nobody_sees() {
    check(
        "<!doctype html>\n<html lang=\"en\">\n  <head>\n    <meta charset=\"utf-8\" />\n    <title>  T  </title>\n  </head>\n\
         \n  <body>\n    <!-- note -->\n    <p   class=\"a\"  id='b c' >   one   <b>two</b>\n three   </p>\n\n\
           <ul>\n <li>  x  </li>\n <li> y </li>\n </ul>\n  </body>\n</html>\n",
        "<!doctype html><html lang=en><head><meta charset=utf-8><title>  T  </title><body>\
         <p class=a id='b c'>one <b>two</b>\nthree</p><ul><li>x</li>\n<li>y</li></ul>",
    );
}

#[test]
fn text_whose_white_space_may_be_seen_stays() {
    for kept in [
        "<pre>a   b\n  <i>c</i>\n</pre>",
        "<textarea>\n a  </textarea>",
        "<script>if (a  <  b) { /* <p>  </p> */ }\n</script>",
        "<style>\n a  { }\n</style>",
        "<p>in <code>a  b</code> text</p>",
        "<div style=\"white-space: pre\">a   b <i> c </i></div>",
        "<svg viewBox=\"0 0 1 1\"><text> a  b </text> <path d=\"M0 0\"/></svg>",
        "<pre>a<table></pre>  b  <td>  c  </table>",
        "<p>a <!--! licence --> b <!--[if IE]> x <![endif]--> c <!--#include file=\"x\" --></p>",
        "<p>a&nbsp; <b> b</b> c</p>",
        "<![if !IE]> x<![endif]>",
    ] {
        check(kept, kept);
    }
}

#[test]
fn attributes_lose_quotes_only_where_none_are_needed() {
    check(
        "<a  href = \"/x?y&amp;z\"\n title=\"\" data-a='b'>t</a >",
        "<a href=/x?y&amp;z title data-a=b>t</a>",
    );
    check("<input disabled=\"\" value=\"a b\" />", "<input disabled value=\"a b\">");
    check("<img src=\"a.png\"/><a href=\"/a/\">b</a>", "<img src=a.png><a href=\"/a/\">b</a>");
    check("<div a=\"b\"/>x</div>", "<div a=\"b\"/>x</div>");
    check("<p a=\"b\"c=\"d\">x</p>", "<p a=\"b\"c=d>x</p>");
    check("<p a=\"\" =b>x</p>", "<p a=\"\" =b>x</p>");
    check("<p a=\"x>y\" b='`' c=\"d=e\" d=\"é\">x</p>", "<p a=\"x>y\" b='`' c=\"d=e\" d=é>x</p>");
    check("<p a = >x</p>", "<p a=>x</p>");
}

#[test]
fn ends_of_a_page_stay_where_something_follows() {
    check("<head></head>x<body>y</body><p>z</p></html>", "<head></head>x<body>y</body><p>z</p>");
    check("<body>y</body><!--! z --></html>", "<body>y</body><!--! z -->");
    check("<head> <link> <script></script> </head> <body> a", "<head><link><script></script><body>a");
}

#[test]
fn places_are_found_again() {
    let html = "<div>\n  <p class=\"x\">one   two</p>\n  <p>three</p>\n</div>";
    let smaller = minify(html);
    for word in ["<p class", "one", "two", "<p>three", "three", "</div>"] {
        let at = html.find(word).expect("is there");
        assert_eq!(&smaller.html[smaller.place(at)..][..2], &word[..2], "{word}");
    }
    assert_eq!(smaller.place(0), 0);
    assert_eq!(smaller.place(html.len()), smaller.html.len());
}

#[test]
fn a_large_page_takes_time_by_its_length_only() {
    for part in
        ["<p>a  b", "<pre>", "<!-- a -->", " <a b=\"c\" ", "</p", "<svg><table></svg>", " \n", "<p>a </p>"]
    {
        let html = part.repeat(200_000 / part.len());
        assert!(minify(&html).html.len() <= html.len());
    }
}

/// What a reader meets: tags with their attributes, comments that stay, and text with the white space that is seen.
fn meaning(html: &str) -> Vec<String> {
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    let mut met = Vec::new();
    let mut text = String::new();
    let mut exact = 0_usize;
    for token in Tokenizer::new_with_emitter(html, emitter) {
        let Ok(token) = token;
        let (shown, exactly) = match token {
            Token::String(part) => {
                text.push_str(&String::from_utf8_lossy(&part.value));
                continue;
            }
            Token::Error(_) => continue,
            Token::Comment(comment) => {
                let comment = String::from_utf8_lossy(&comment.value).into_owned();
                let stays = comment.trim_start().starts_with(['[', '#', '!']) || comment.contains("[endif]");
                if !stays {
                    continue;
                }
                (format!("<!--{comment}-->"), 0)
            }
            Token::Doctype(doctype) => (format!("<!{}>", String::from_utf8_lossy(&doctype.name)), 0),
            Token::StartTag(tag) => {
                let name = String::from_utf8_lossy(&tag.name).into_owned();
                let attributes = tag.attributes.iter().map(|(key, value)| {
                    format!(" {}={:?}", String::from_utf8_lossy(key), String::from_utf8_lossy(&value.value))
                });
                let exactly = isize::from(matches!(name.as_str(), "pre" | "code" | "textarea" | "script"));
                (format!("<{name}{}>", attributes.collect::<String>()), exactly)
            }
            Token::EndTag(tag) => {
                let name = String::from_utf8_lossy(&tag.name).into_owned();
                let exactly = -isize::from(matches!(name.as_str(), "pre" | "code" | "textarea" | "script"));
                (format!("</{name}>"), exactly)
            }
        };
        let text = std::mem::take(&mut text);
        let seen = if exact > 0 { text } else { text.split_ascii_whitespace().collect::<Vec<_>>().join(" ") };
        met.extend([seen, shown]);
        exact = exact.saturating_add_signed(exactly);
    }
    met.push(text.split_ascii_whitespace().collect::<Vec<_>>().join(" "));
    let ends = ["</head>", "</body>", "</html>", ""];
    met.retain(|each| !ends.contains(&each.as_str()));
    met
}

/// Words of a page without tags, to see that none grew together.
fn words(html: &str) -> Vec<String> {
    let meaning = meaning(html).into_iter().map(|each| if each.starts_with('<') { " ".into() } else { each });
    meaning.collect::<Vec<_>>().join(" ").split_whitespace().map(str::to_owned).collect()
}

const PARTS: [&str; 44] = [
    "<p>",
    "</p>",
    "<div class=\"a b\">",
    "</div>",
    "<b>",
    "</b>",
    "<a href=\"/x/\" title='y'>",
    "</a>",
    " ",
    "  \n ",
    "\t",
    "word",
    "zwei",
    "&amp; ",
    "<pre>",
    "</pre>",
    "<code>",
    "</code>",
    "<textarea>",
    "</textarea>",
    "<!-- c -->",
    "<!--[if IE]>x<![endif]-->",
    "<ul>",
    "<li>",
    "</li>",
    "</ul>",
    "<br />",
    "<img src=\"a\" alt=\"\"/>",
    "<table>",
    "</table>",
    "<td>",
    "<svg>",
    "</svg>",
    "<script>  x  </script>",
    "<html>",
    "</html>",
    "<head>",
    "</head>",
    "<body>",
    "</body>",
    "<",
    "\"",
    ">",
    "<p style=\"white-space:pre\">",
];

proptest! {
    #[test]
    fn a_page_means_the_same_and_is_never_larger(parts in prop::collection::vec(0..PARTS.len(), 0..60)) {
        let html: String = parts.into_iter().map(|part| PARTS[part]).collect();
        let smaller = minify(&html);
        prop_assert_eq!(meaning(&smaller.html), meaning(&html));
        prop_assert_eq!(words(&smaller.html), words(&html));
        prop_assert!(smaller.html.len() <= html.len());
        prop_assert_eq!(&minify(&smaller.html).html, &smaller.html);
        prop_assert!((0..=html.len()).map(|at| smaller.place(at)).is_sorted());
    }

    #[test]
    fn no_text_is_too_odd(html in "[ -~\\n\\r\\t<>&é\"'/=!-]{0,200}") {
        let smaller = minify(&html);
        prop_assert_eq!(meaning(&smaller.html), meaning(&html));
        prop_assert!(smaller.html.len() <= html.len());
        prop_assert_eq!(&minify(&smaller.html).html, &smaller.html);
    }
}
