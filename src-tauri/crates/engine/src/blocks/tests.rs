use proptest::prelude::*;

use super::*;
use crate::fixture::tried;

/// Writes the calls in a text out, one a line.
fn found(text: &str) -> String {
    let shown = |call: &Use| {
        let arguments = call.arguments.iter();
        let arguments: Vec<String> = arguments
            .map(|one| format!("{}={:?} {:?}", one.name, one.value, &text[one.value_span.clone()]))
            .collect();
        let body = call.body.clone().map_or(String::new(), |body| format!(" body {:?}", &text[body]));
        format!("{} {:?} [{}]{body}\n", call.name, &text[call.head.clone()], arguments.join(", "))
    };
    uses(text).iter().map(shown).collect()
}

#[test]
fn calls_of_both_kinds_are_found() {
    let text = "+++\ntitle = \"{{ no() }}\"\n+++\nA {{<gallery folder=\"x\" n={3} wide />}}\n{% <ui.note kind={\"tip\"} {...rest}> %}b {{ é(a=1) }}{{ f(a='1', b=[1, \"x\"]) }}{% </ui.note> %}\n{%- quote ( author = `y`, ) -%}\nc\n{% end %}";
    insta::assert_snapshot!(found(text), @"
        gallery \"{{<gallery folder=\\\"x\\\" n={3} wide />}}\" [folder=Text(\"x\") \"\\\"x\\\"\", n=Integer(3) \"{3}\", wide=Expression(\"wide\") \"wide\"]
        ui.note \"{% <ui.note kind={\\\"tip\\\"} {...rest}> %}\" [kind=Text(\"tip\") \"{\\\"tip\\\"}\", ...=Expression(\"...rest\") \"{...rest}\"] body \"b {{ é(a=1) }}{{ f(a='1', b=[1, \\\"x\\\"]) }}\"
        f \"{{ f(a='1', b=[1, \\\"x\\\"]) }}\" [a=Text(\"1\") \"'1'\", b=List([Integer(1), Text(\"x\")]) \"[1, \\\"x\\\"]\"]
        quote \"{%- quote ( author = `y`, ) -%}\" [author=Text(\"y\") \"`y`\"] body \"\\nc\\n\"
        ");
}

#[test]
fn what_is_no_call_is_not_found() {
    for text in [
        "{{ name }}",
        "{{ f(x) }}",
        "{{ f(a=b) }}",
        "{{ f(a=1 }}",
        "{{ <b>x</b> }}",
        "{% if a %}x{% endif %}",
        "{% f() %}",
        "{% end %}",
        "{{ f(a=\"x) }}",
        "`{{ f() }}`",
        "```\n{{ f() }}\n```",
        "    {{ f() }}",
        "<!-- {{ f() }} -->",
        "{{/* f() */}}",
        "{{ 1f() }}",
        "{{<a b=c />}}",
        "{{ <a> }}",
        "{% <a /> %}x{% </a> %}",
        "{{ f(a=[[[[[[[[[1]]]]]]]]]) }}",
    ] {
        assert_eq!(found(text), "", "{text}");
    }
}

#[test]
fn a_call_without_an_end_does_not_take_that_of_another() {
    assert_eq!(found("{% a() %}{% b() %}x{% end %}"), "b \"{% b() %}\" [] body \"x\"\n");
    assert_eq!(found("{% <a> %}{% b() %}{% </a> %}{% end %}"), "a \"{% <a> %}\" [] body \"{% b() %}\"\n");
    assert_eq!(found("{% <a> %}{% <b> %}{% </b> %}{% </c> %}{% </a> %}").lines().count(), 2);
}

/// Changes the first call of a text.
fn with(text: &str, name: &str, value: &Literal) -> String {
    let call = uses(text).remove(0);
    match set_argument(text, &call, name, value) {
        Ok(Some(change)) => change.apply(text),
        Ok(None) => text.to_owned(),
        Err(error) => error.to_string(),
    }
}

fn without(text: &str, name: &str) -> String {
    let call = uses(text).remove(0);
    remove_argument(text, &call, name)
        .expect("can go")
        .map_or_else(|| "nothing".into(), |change| change.apply(text))
}

#[test]
fn an_argument_gets_another_value() {
    let text = |text: &str| Literal::Text(text.into());
    assert_eq!(with("é {{ f(a='x' , b=1) }} é", "a", &text("y")), "é {{ f(a=\"y\" , b=1) }} é");
    assert_eq!(with("{{ f(a='x') }}", "a", &text("x")), "{{ f(a='x') }}");
    assert_eq!(with("{{ f( ) }}", "a", &Literal::Flag(true)), "{{ f(a=true ) }}");
    assert_eq!(with("{{ f(a=1, b=2,) }}", "c", &Literal::Float(2.0)), "{{ f(a=1, b=2, c=2.0,) }}");
    assert_eq!(with("{{<f />}}", "a", &text("say \"x\"")), "{{<f a='say \"x\"' />}}");
    assert_eq!(
        with("{{ < f a=\"x\" b={1}/> }}", "b", &Literal::List(vec![text("p"), Literal::Integer(2)])),
        "{{ < f a=\"x\" b={[\"p\", 2]}/> }}"
    );
    assert_eq!(with("{{<f a b=\"c\" />}}", "a", &Literal::Integer(-1)), "{{<f a={-1} b=\"c\" />}}");
    assert_eq!(
        with("{{<f />}}", "m", &Literal::Map(vec![("k".into(), text("v"))])),
        "{{<f m={ {\"k\": \"v\"} } />}}"
    );
    assert_eq!(
        with("{% <f> %}x{% </f> %}", "a", &text("`'\"\\\n")),
        "{% <f a=\"`'\\\"\\\\\\n\"> %}x{% </f> %}"
    );
    assert_eq!(
        with("{{ f() }}", "a b", &text("x")),
        "`a b` cannot be written into the call: a name is made of letters, digits and underscores"
    );
    assert_eq!(
        with("{{ f() }}", "a", &Literal::Map(Vec::new())),
        "`a` cannot be written into the call: a shortcode takes no values with names of their own"
    );
    assert_eq!(
        with("{{<f />}}", "a", &Literal::Float(f64::NAN)),
        "`a` cannot be written into the call: it is not a number"
    );
}

#[test]
fn an_argument_is_taken_out() {
    assert_eq!(without("{{ f(a=1, b=2, c=3) }}", "b"), "{{ f(a=1, c=3) }}");
    assert_eq!(without("{{ f(a=1, b=2) }}", "a"), "{{ f(b=2) }}");
    assert_eq!(without("{{ f(a=1 ,) }}", "a"), "{{ f() }}");
    assert_eq!(without("{{<f a=\"x\" b={2} />}}", "b"), "{{<f a=\"x\" />}}");
    assert_eq!(without("{{<f a=\"x\" b={2} />}}", "a"), "{{<f b={2} />}}");
    assert_eq!(without("{{ f(a=1) }}", "b"), "nothing");
}

#[test]
fn a_call_is_written_and_put_in() {
    let arguments = [("a".to_owned(), Literal::Text("x".into())), ("n".to_owned(), Literal::Integer(2))];
    let call = |syntax, body| new_call("f", syntax, &arguments, body).expect("can be written");
    assert_eq!(call(Syntax::Component, None), "{{<f a=\"x\" n={2} />}}");
    assert_eq!(call(Syntax::Shortcode, None), "{{ f(a=\"x\", n=2) }}");
    assert_eq!(call(Syntax::Component, Some("b")), "{% <f a=\"x\" n={2}> %}\nb\n{% </f> %}");
    assert_eq!(call(Syntax::Shortcode, Some("b")), "{% f(a=\"x\", n=2) %}\nb\n{% end %}");
    assert_eq!(insert("aéb", 2, "{{ f() }}").apply("aéb"), "a{{ f() }}éb");
    assert!(new_call("f.g", Syntax::Shortcode, &[], None).is_err());
}

fn literal() -> impl Strategy<Value = Literal> {
    let leaf = prop_oneof![
        any::<String>().prop_map(Literal::Text),
        "[a-z \"'`\\\\{}%<>/\n]{0,12}".prop_map(Literal::Text),
        any::<i64>().prop_map(Literal::Integer),
        (-1e15..1e15).prop_map(Literal::Float),
        any::<bool>().prop_map(Literal::Flag),
    ];
    leaf.prop_recursive(2, 8, 3, |inner| prop::collection::vec(inner, 0..3).prop_map(Literal::List))
}

/// Texts that are full of calls and of pieces of them.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("{{ f(a=\"x\", b=1) }}".to_owned()),
        Just("{{<g a=\"x\" b={[1, 2]} c />}}".to_owned()),
        Just("{% q(a='y') %}\nbody\n{% end %}".to_owned()),
        Just("{% <n k={true}> %}b{% </n> %}".to_owned()),
        "[{}%<>/()=,\"'`\\[\\]a-c \n*é-]{0,6}",
        any::<String>(),
    ];
    prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

#[test]
fn of_an_argument_that_is_said_twice_one_goes() {
    assert_eq!(without("{{ a(x=1, x=2) }}", "x"), "{{ a(x=2) }}");
}

#[test]
fn only_a_call_is_shown_between_the_marks() {
    let escapes = |text: &str| scan(text, &[]).escapes.len();
    assert_eq!(escapes("Write `{{/*` and `*/}}` around it."), 0);
    assert_eq!(escapes("`{%/*` and `*/%}`"), 0);
    assert_eq!(
        escapes(
            "{{/* a(b=1) */}} {%/* a() */%}x{%/* end */%} {{/*<a b=\"x\" />*/}} {%/* <a> */%} {%/* </a> */%}"
        ),
        6
    );
}

proptest! {
    #![proptest_config(tried(400))]

    #[test]
    fn every_place_is_a_place_of_the_text(text in text()) {
        for call in uses(&text) {
            let written = &text[call.span.clone()];
            let is_whole = written.starts_with('{') && written.ends_with('}');
            prop_assert!(is_whole);
            prop_assert!(text.get(call.head.clone()).is_some());
            for argument in &call.arguments {
                prop_assert!(text[argument.span.clone()].ends_with(&text[argument.value_span.clone()]));
            }
            prop_assert!(call.body.is_none_or(|body| text.get(body).is_some()));
        }
    }

    #[test]
    fn the_same_value_changes_nothing_and_another_only_its_place(text in text(), value in literal()) {
        let calls = uses(&text);
        for (at, call) in calls.iter().enumerate() {
            for argument in call.arguments.iter().filter(|one| one.name != "...") {
                let first = call.argument(&argument.name).expect("is there");
                if !(call.syntax == Syntax::Shortcode && matches!(first.value, Literal::Map(_) | Literal::Expression(_))) {
                    prop_assert_eq!(set_argument(&text, call, &argument.name, &first.value), Ok(None));
                }
                let change = set_argument(&text, call, &argument.name, &value);
                // Beside the start or the end of code, quotes in a value can change what is code: that is refused.
                let is_plain = |text: &str| !text.contains(['`', '~', '<', '-', '\n', '\t', ' ']);
                if is_plain(&format!("{value:?}")) && !text.contains(['`', '~']) {
                    prop_assert!(change.is_ok(), "{:?}", change);
                }
                let Ok(Some(change)) = change else { continue };
                prop_assert_eq!(&change.span, &first.value_span);
                let after = change.apply(&text);
                prop_assert!(after.starts_with(&text[..change.span.start]) && after.ends_with(&text[change.span.end..]));
                let again = uses(&after);
                let changed = again[at].argument(&argument.name).expect("is still there");
                prop_assert_eq!(&changed.value, &value);
                prop_assert_eq!(&after[changed.value_span.clone()], if first.span == first.value_span { &change.text[argument.name.len() + 1..] } else { &change.text[..] });
            }
        }
    }

    #[test]
    fn a_written_call_is_read_as_it_was_meant(value in literal(), is_component in any::<bool>(), has_body in any::<bool>()) {
        let syntax = if is_component { Syntax::Component } else { Syntax::Shortcode };
        let arguments = [("a".to_owned(), value.clone()), ("b".to_owned(), Literal::Integer(1))];
        let text = new_call("f", syntax, &arguments, has_body.then_some("body")).expect("can be written");
        let found = scan(&text, &[]).uses;
        prop_assert_eq!(found.len(), 1);
        prop_assert_eq!(&found[0].span, &(0..text.len()));
        prop_assert_eq!(&found[0].arguments[0].value, &value);
        prop_assert_eq!(&found[0].arguments[1].value, &Literal::Integer(1));
    }
}
