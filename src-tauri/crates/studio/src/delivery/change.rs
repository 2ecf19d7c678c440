//! What a publish changes, in the words of an author: pages by their titles, everything else by number.

use std::collections::BTreeMap;

use engine::output::OutputPath;
use publish::plan::{Change, Plan};

use crate::protocol::{ChangeKind, PageId, PublishChange};
use crate::records::ReleasedPage;
use crate::site::{OpenSite, PageFacts, facts, title_of};

/// Names the changes an author made, and counts the files that change along with them.
pub(crate) fn changes(site: &OpenSite, plan: &Plan) -> (Vec<PublishChange>, u32) {
    let pages: BTreeMap<OutputPath, PageFacts> =
        facts(&site.site).filter_map(|info| Some((info.output.clone()?, info))).collect();
    let released = site.release.as_ref().map(|release| &release.pages);
    let mut changes = Vec::new();
    for put in &plan.put {
        let Some(info) = pages.get(&put.path) else { continue };
        let before = released.and_then(|pages| pages.get(info.file.as_str()));
        // A page whose own text is as it was changes only along with the theme or a list.
        if put.change != Change::New && before.is_some_and(|page| Some(page.hash) == site.hash(&info.file)) {
            continue;
        }
        let kind = if put.change == Change::New { ChangeKind::New } else { ChangeKind::Changed };
        changes.push(PublishChange {
            kind,
            title: title_of(info),
            address: info.address.clone(),
            page: Some(PageId(info.file.to_string())),
        });
    }
    changes.extend(plan.remove.iter().filter_map(|path| removed(path, released)));
    let all = plan.put.len() + plan.remove.len();
    (changes.clone(), u32::try_from(all - changes.len()).unwrap_or(u32::MAX))
}

fn removed(path: &OutputPath, released: Option<&BTreeMap<String, ReleasedPage>>) -> Option<PublishChange> {
    let folder = path.as_str().strip_suffix("index.html")?;
    let address = format!("/{folder}");
    let page = released?.values().find(|page| page.address == address)?;
    Some(PublishChange { kind: ChangeKind::Removed, title: page.title.clone(), address, page: None })
}
