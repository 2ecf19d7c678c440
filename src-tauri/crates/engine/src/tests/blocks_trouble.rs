//! What is said about blocks that cannot be shown.

use crate::fixture::{build, listed, site, text};

use super::blocks::PARTS;
use super::blocks_old::OLD;

/// Builds a page with a text, and gives what it became and what is said about it.
pub(super) fn built(files: &str, body: &str) -> (String, String) {
    let built = build(&site(&format!("{files}=== content/p.md\n+++\n+++\n{body}")).value);
    (text(&built.value, "p/index.html").trim().to_owned(), listed(&built.diagnostics))
}

#[test]
fn a_name_that_nobody_knows_is_text_and_named() {
    let (html, said) = built(
        PARTS,
        "One {{ youtub(id=\"x\") }} two.\n\n{{ <kdb keys={[1]} /> }}\n\n{% <nowt> %}\na\n{% </nowt> %}\n\n{{ something(a=1) }}",
    );
    let shown = "<p>One {{ youtub(id=\"x\") }} two.</p>\n<p>{{ &lt;kdb keys={[1]} /&gt; }}</p>\n<p>{% &lt;nowt&gt; %}\na\n{% &lt;/nowt&gt; %}</p>";
    assert!(html.starts_with(shown), "{html}");
    insta::assert_snapshot!(said, @"
        warning content/p.md:3:5: content/p.md uses the block `youtub`, and there is none of that name | Did you mean `youtube`?
        warning content/p.md:5:1: content/p.md uses the block `kdb`, and there is none of that name | Add a component of that name to the templates, or take the call out
        warning content/p.md:7:1: content/p.md uses the block `nowt`, and there is none of that name | Did you mean `note`?
        warning content/p.md:11:1: content/p.md uses the block `something`, and there is none of that name | To show a call as it is written, put it between `{{/*` and `*/}}`
        ");
}

#[test]
fn a_call_that_cannot_be_read_is_text_and_named() {
    let (html, said) = built(
        OLD,
        "a {{ img(src=a.png) }} b\n\n{{ img(src=\"a\" }}\n\n{% box() %}\n\nNo end.\n\n{{ nobody(a=b) }}",
    );
    assert!(html.contains("{{ img(src=a.png) }}"), "{html}");
    insta::assert_snapshot!(said, @"
        warning content/p.md:3:3: content/p.md uses the block `img`, and what it is told cannot be read | Write it as `name=\"value\"`
        warning content/p.md:5:1: content/p.md uses the block `img`, and what it is told cannot be read | Write it as `name=\"value\"`
        warning content/p.md:7:1: content/p.md starts the block `box` and does not end it | Write `{% end %}` where it ends
        ");
}

#[test]
fn a_block_that_fails_is_shown_as_it_is_written_and_named_with_its_place() {
    let files = format!("{OLD}=== templates/shortcodes/bad.html\n<b>\n{{{{ titel }}}}</b>\n");
    let (html, said) = built(
        &files,
        "One.\n\nTwo {{ bad(title=\"x\") }} three.\n\n{% bad(title=\"*y*\") %}\nIn *it*.\n{% end %}",
    );
    assert_eq!(
        html,
        "<p>One.</p>\n<p>Two {{ bad(title=\"x\") }} three.</p>\n<p>{% bad(title=\"*y*\") %}\nIn <em>it</em>.\n{% end %}</p>"
    );
    insta::assert_snapshot!(said, @"
    error content/p.md:5:5: The block `bad` in content/p.md could not be shown: there is no `titel` here (templates/shortcodes/bad.html, line 2) | Did you mean `title`?
    error content/p.md:7:1: The block `bad` in content/p.md could not be shown: there is no `titel` here (templates/shortcodes/bad.html, line 2) | Did you mean `title`?
    ");
}

#[test]
fn a_component_that_is_told_the_wrong_things_is_named() {
    let (html, said) = built(
        PARTS,
        "x\n\n{{ <kbd /> }}\n\n{{ <show s=\"a\" i=\"b\" f={1.0} b={true} l={[]} m={ {} } /> }}\n\n{{ <ui.figure src=\"a\" title=\"b\" /> }}",
    );
    assert!(html.contains("{{ &lt;kbd /&gt; }}"), "{html}");
    insta::assert_snapshot!(said, @"
    error content/p.md:5:1: The block `kbd` in content/p.md could not be shown: `keys` is missing in this call | Correct the call
    error content/p.md:7:1: The block `show` in content/p.md could not be shown: `i` has to be a whole number and is a text | Correct the call
    error content/p.md:9:1: The block `ui.figure` in content/p.md could not be shown: the component takes no `title` | Correct the call
    ");
}

#[test]
fn a_block_whose_template_is_broken_is_named() {
    let files = format!("{OLD}=== templates/shortcodes/worse.html\n{{% if %}}\n");
    let (html, said) = built(&files, "{{ worse() }}");
    assert_eq!(html, "<p>{{ worse() }}</p>");
    insta::assert_snapshot!(said, @"
    error content/p.md:3:1: The block `worse` in content/p.md could not be shown: its template templates/shortcodes/worse.html cannot be used | Correct the template first
    error templates/shortcodes/worse.html:1:7: The template cannot be used: here stands `%}` where a value belongs | Look at what stands before the mark: something is missing there, or one sign too many
    ");
}

#[test]
fn places_are_right_after_blocks() {
    let body = "{{ strong(text=\"a\nb\") }}\n\n{% box() %}\nlong\nbody\n{% end %} x\n\n{% quoted() %}\n[in](@/in.md)\n{% end %}\n\nEnd [gone](@/gone.md)\n";
    let (_, said) = built(OLD, body);
    insta::assert_snapshot!(said, @"
    error content/p.md:12:1: content/p.md links to `@/in.md`, and there is no such file | Did you mean `@/p.md`?
    error content/p.md:15:5: content/p.md links to `@/gone.md`, and there is no such file | Choose the page again, or take the link out
    ");
    let (_, said) = built(
        PARTS,
        "{% <note kind=\"a\"\n  title=\"b\"> %}\n\nA [in](@/in.md)\n\n{% </note> %}\n\nEnd é {{ <kbd keys={[1,\n2]} /> }} [gone](@/gone.md)\n",
    );
    insta::assert_snapshot!(said, @"
    error content/p.md:6:3: content/p.md links to `@/in.md`, and there is no such file | Did you mean `@/p.md`?
    error content/p.md:11:11: content/p.md links to `@/gone.md`, and there is no such file | Choose the page again, or take the link out
    ");
}

#[test]
fn a_wrong_call_in_a_template_text_is_named_with_its_line_after_shortcodes() {
    let files = format!("{OLD}=== templates/parts.html\n{{% component kbd(k) %}}{{% endcomponent kbd %}}\n");
    let (_, said) = built(&files, "{% box() %}\na\n\nb\n{% end %}\n\nText {{ missing_thing }}\n");
    insta::assert_snapshot!(said, @"
    error content/p.md:9:9: A part of content/p.md could not be filled in: there is no `missing_thing` here | There are: config, current_path, current_url, lang, page, zola_version
    To show braces as they are, put them between `{% raw %}` and `{% endraw %}`
    ");
}
