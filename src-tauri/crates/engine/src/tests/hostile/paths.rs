use crate::fixture::{build, listed, site};

use super::trouble;

/// Paths that would lead out of the site, or to something that is no file, on one system or another.
const PATHS: [&str; 22] = [
    "../../secret.txt",
    "a/../../../secret.txt",
    "/etc/passwd",
    "//server/share",
    "C:/Windows/win.ini",
    "c:secret.txt",
    "..\\\\secret.txt",
    "\\\\\\\\server\\\\share",
    "con",
    "aux.txt",
    "com1/x",
    "NUL",
    "trailing.",
    "trailing ",
    "a/trailing./b",
    "file.txt:stream",
    "a\\u0000b",
    "\\uFF0E\\uFF0E\\uFF0Fsecret",
    "..\\uFF0Fsecret",
    "\\u202Egpj.exe",
    "~/secret",
    "file:///etc/passwd",
];

#[test]
fn no_function_reads_a_file_outside_of_the_site() {
    for path in PATHS {
        let calls = [
            format!("{{{{ get_hash(path=\"{path}\") }}}}"),
            format!("{{{{ get_url(path=\"{path}\", cachebust=true) }}}}"),
            format!("{{% set p = get_page(path=\"{path}\") %}}"),
            format!("{{% set p = get_section(path=\"{path}\") %}}"),
        ];
        for call in calls {
            // Tera has no escapes for letters by number; TOML, which fills the value in, has.
            let value = call.replace(&format!("\"{path}\""), "page.extra.path");
            let told = trouble(&format!(
                "=== content/a.md\n+++\n[extra]\npath = \"{path}\"\n+++\n=== templates/page.html\n{value}\n=== secret.txt\nx\n"
            ));
            let is_web = path.contains("://") || path.starts_with("//") || path.starts_with("\\\\");
            assert!(told.contains("There is no ") || is_web, "{value} with {path}: {told}");
        }
    }
}

#[test]
fn no_page_is_written_outside_of_the_site_or_to_a_name_that_some_system_cannot_keep() {
    for path in PATHS {
        for key in ["path", "slug", "aliases"] {
            let value = if key == "aliases" { format!("[\"{path}\"]") } else { format!("\"{path}\"") };
            let built = build(&site(&format!("=== content/a.md\n+++\n{key} = {value}\n+++\n")).value);
            for output in built.value.files.keys() {
                let parts: Vec<&str> = output.as_str().split('/').collect();
                for part in parts {
                    let stem = part.split('.').next().unwrap_or_default().to_ascii_lowercase();
                    let is_device = matches!(&*stem, "con" | "prn" | "aux" | "nul" | "com1" | "lpt1");
                    let ends_badly = part.ends_with('.') || part.ends_with(' ');
                    let is_odd = part.contains(|c: char| c.is_control() || "\\:*?\"<>|\u{202e}".contains(c));
                    let is_fine = !is_device && !ends_badly && !is_odd && part != "..";
                    assert!(is_fine, "{key} = {path}: {output}, {}", listed(&built.diagnostics));
                }
            }
        }
    }
}

#[test]
fn outputs_that_differ_in_capitals_only_are_named() {
    insta::assert_snapshot!(trouble("=== content/a.md\n+++\npath = \"News\"\n+++\n=== content/b.md\n+++\npath = \"news\"\n+++\n=== static/Logo.png\nx\n=== static/logo.png\nx\n"), @"
        warning: `Logo.png` and `logo.png` of the finished site differ in capital letters only | Windows and macOS keep only one of the two: give one of them another name
        warning: `News/index.html` and `news/index.html` of the finished site differ in capital letters only | Windows and macOS keep only one of the two: give one of them another name
        ");
}

#[test]
fn no_template_names_a_template_outside_of_the_site() {
    for path in ["../secret.html", "/etc/passwd", "galley/builtin/../x", "themes/t/templates/../../x"] {
        let told = trouble(&format!(
            "=== content/a.md\n+++\n+++\n=== templates/page.html\n{{% include \"{path}\" %}}\n=== content/b.md\n+++\ntemplate = \"{path}\"\n+++\n"
        ));
        assert!(
            told.contains("there is no template") && told.contains("there is none of that name"),
            "{told}"
        );
    }
}
