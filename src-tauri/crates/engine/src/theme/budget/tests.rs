//! A template with the checks in it shows what it shows without them, and no loop is left unchecked.

use std::sync::Arc;
use std::time::Duration;

use proptest::prelude::*;
use tera::{Context, Tera};

use super::{Budget, Limits, register, rewrite};

/// Parts of templates that can stand in any order.
const PARTS: [&str; 33] = [
    "text\n",
    "  {{- a -}}  ",
    "{% for x in list %}{{ x }},{% endfor %}",
    "{%- for x in list -%} {{ x }} {%- endfor -%} ",
    "{% for k, v in map %}{{ k }}{{ v }}{% else %}none{% endfor %}",
    "{% for x in [] %}{% else %}none{% endfor %}",
    "{% for x in list | reverse %}{% if x == 2 %}{% continue %}{% endif %}{{ loop.index }}{% endfor %}",
    "{% for c in a ~ \"bc\" %}{{ c }}-{% endfor %}",
    "{{ [x * 2 for x in list if x > 1] }}",
    "{{ [[y for y in list] for x in list] | length }}",
    "{{ [k ~ v for k, v in map] | join(sep=\" \") }}",
    "{{ [...list, 4, ...[5 if a else 6]] }}",
    "{{ {\"q\": 1, ...map, \"r\": [1, 2][0]} | length }}",
    "{% set b = a ~ \"<\" %}{{ b }}{{ b | safe }}",
    "{% set b = a | safe %}{{ b }}",
    "{% set b %}<i>{{ a }}</i>{% endset %}{{ b }}",
    "{% set b | upper %}x{{ a }}{% endset %}{{ b }}",
    "{% set_global b = list[0] if a else [] %}{{ b }}",
    "  {%- include \"part.html\" -%}  ",
    "{% include \"part.html\" %}\n",
    "{{ <card title=\"t\" {...extra} /> }}",
    "{% <card title={a}> %} body {% </card> %}",
    "{% raw %}{% for x in list %}{% endraw %}",
    "{# {% for x in list %} #}",
    "{{ \"{% for x in list %}\" }}",
    "{{ range(end=3) }}",
    "{{ a | replace(from=\"<\", to=\" less \") }}{{ a | safe | replace(from=\"a\", to=\"&\") }}",
    "{{ list | join(sep=\" & \") | indent(width=2, first=true) }}{{ \"x\ny\" | indent }}",
    "{{ [a, 1] | join | replace(from=\"q\", to=a) }}",
    "{% for x in range(start=3, end=0, step_by=-1) %}{{ x }}{% endfor %}",
    "{% filter upper %} {{ a }} {% endfilter %}",
    "{% if list is containing(pat=2) %}yes{% elif a %}maybe{% else %}no{% endif %}",
    "{{ map?.none | default(value=1) if false else map.k }}",
];

const OTHERS: [(&str, &str); 3] = [
    ("part.html", " {% for x in list %}({{ x }}){% endfor %} "),
    (
        "card.html",
        "{% component card(title, ...rest) -%} <b>{{ title }}{{ body | default(value=\"\") }}</b> {%- endcomponent card %}",
    ),
    ("base.html", "<{% block one -%} 1 {%- endblock %}|{%- block two %} 2 {% endblock -%}>"),
];

fn steps(steps: u64) -> Budget {
    Budget::new(Limits { steps, time: Duration::MAX, growth: usize::MAX })
}

fn render(templates: &[(String, String)], budget: Option<&Arc<Budget>>) -> Result<String, String> {
    let mut tera = Tera::default();
    if let Some(budget) = budget {
        register(&mut tera, budget);
    }
    let counted = templates.iter().map(|(name, text)| match budget {
        Some(_) => (name.clone(), rewrite(text).expect("little is joined").put_into(text)),
        None => (name.clone(), text.clone()),
    });
    tera.add_raw_templates(counted.collect::<Vec<_>>()).map_err(|error| error.to_string())?;
    let mut context = Context::new();
    context.insert("a", "a<b");
    context.insert("list", &[1, 2, 3]);
    context.insert("map", &std::collections::BTreeMap::from([("k", 1), ("l", 2)]));
    context.insert("extra", &std::collections::BTreeMap::from([("z", 1)]));
    tera.render("main.html", &context)
        .map_err(|error| error.kind().to_string().lines().next().unwrap_or_default().into())
}

fn templates(main: String) -> Vec<(String, String)> {
    let others = OTHERS.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
    others.chain([("main.html".to_owned(), main)]).collect()
}

#[test]
fn each_part_shows_the_same() {
    let budget = Arc::new(steps(10_000));
    for part in PARTS {
        let made = templates(part.to_owned());
        let plain = render(&made, None);
        assert!(plain.is_ok(), "{part}: {plain:?}");
        assert_eq!(render(&made, Some(&budget)), plain, "{part}");
    }
}

proptest! {
    #[test]
    fn what_is_checked_shows_the_same(
        parts in prop::collection::vec(prop::sample::select(PARTS.to_vec()), 0..8),
        is_child in any::<bool>(),
    ) {
        let budget = Arc::new(steps(10_000));
        let body = parts.concat();
        let main = if is_child {
            format!("{{% extends \"base.html\" %}} {{% block two -%}} {body} {{{{ super() }}}} {{%- endblock two %}}")
        } else {
            body
        };
        let made = templates(main);
        prop_assert_eq!(render(&made, Some(&budget)), render(&made, None));
    }

    #[test]
    fn any_text_can_be_scanned(text in "([{}%#\"'`a-z\\[\\]().~|<>/ \n-]|for x in |\\{%|%\\}|\\{\\{|\\}\\}|raw|é){0,60}") {
        if let Ok(marks) = rewrite(&text) {
            let whole = marks.put_into(&text);
            prop_assert_eq!(whole.lines().count(), text.lines().count());
            let is_template = |text: &str| {
                let error = Tera::default().add_raw_template("a", text).err();
                !error.is_some_and(|error| matches!(error.kind(), tera::ErrorKind::SyntaxError(_)))
            };
            prop_assert!(!is_template(&text) || is_template(&whole), "{} became {}", text, whole);
        }
    }
}

#[test]
fn the_counter_goes_with_its_file_and_an_inner_one_goes_on() {
    let budget = steps(10);
    let outer = budget.start();
    budget.spend(6).expect("is within");
    {
        let _inner = budget.start();
        budget.spend(6).expect_err("is the same file");
    }
    budget.spend(1).expect_err("is spent");
    drop(outer);
    let _next = budget.start();
    budget.spend(10).expect("is another file");
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let _other = budget.start();
            budget.spend(10).expect("is another thread");
        });
    });
}

#[test]
fn a_loop_ends_when_the_time_is_over() {
    let budget = Arc::new(Budget::new(Limits { steps: 1_000, time: Duration::ZERO, growth: usize::MAX }));
    let _meter = budget.start();
    let text = "{% for x in list %}{{ a | upper }}{% endfor %}";
    let error = render(&templates(text.to_owned()), Some(&budget)).expect_err("is over");
    assert!(error.contains("take more than 0 seconds"), "{error}");
}

#[test]
fn a_caught_text_that_takes_too_much_memory_is_ended() {
    let growth = 64 * 1024 * 1024;
    let large = "{% set a = a ~ a ~ a ~ a ~ a ~ a ~ a ~ a %}".repeat(7);
    let cases = [
        "{% set b %}{% for x in range(end=2000) %}{{ a }}{% endfor %}{% endset %}".to_owned(),
        // Without a loop, too.
        format!("{{% set b %}}{}{{% endset %}}", "{{ a }}".repeat(2000)),
    ];
    for case in cases {
        let budget = Arc::new(Budget::new(Limits { steps: u64::MAX, time: Duration::MAX, growth }));
        let _meter = budget.start();
        let error = render(&templates(large.clone() + &case), Some(&budget)).expect_err("is over");
        assert!(error.contains("more than 64 MiB of memory"), "{case:.60}: {error}");
    }
}
