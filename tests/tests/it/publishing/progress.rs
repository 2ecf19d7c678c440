//! A plan that takes long says how far it is, and stops when nobody wants it any more.

use studio::protocol::{Nothing, PublishPhase};
use studio::{Event, Request};
use tests::author::Author;

use super::{folder_target, plan, plan_request};

/// A page that asks for more pictures than are made within the time of a test.
const MANY: &str = "{% for width in range(start=10, end=410) %}{% set made = resize_image(path=\"start.webp\", width=width, op=\"fit_width\", format=\"avif\") %}{{ made.url }}{% endfor %}";

#[test]
fn a_long_plan_tells_of_its_pictures_and_stops_when_asked() {
    let author = Author::with_small_site_and(&[("templates/page.html", MANY)]);
    let picture =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../content/manual/static/pictures/start.webp");
    std::fs::copy(picture, author.site().join("static/start.webp")).unwrap();
    author.open_site();
    let target = folder_target(&author, &author.folder.path().join("web"));
    std::thread::scope(|scope| {
        let planning = scope.spawn(|| author.studio.call(plan_request(&target, false, None)));
        let (done, total) = author.host.wait_for("the pictures are told of", |event| {
            let Event::PublishProgress { progress } = event else { return None };
            (progress.phase == PublishPhase::Pictures).then_some((progress.done, progress.total))
        });
        assert!(done < total && total == 400, "{done} of {total}");
        author.ask::<Nothing>(Request::CancelPublish(Nothing {}));
        let failure = planning.join().unwrap().expect_err("it was stopped");
        assert!(failure.message.contains("looked at again"), "{failure:?}");
    });
    author.write("templates/page.html", "<main>{{ page.content | safe }}</main>");
    author.open_site();
    assert!(plan(&author, &target).first, "the next plan is whole");
}
