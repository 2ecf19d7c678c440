//! From the linked site to finished files.
//!
//! [`Plan`] says which file is made from what; [`Renderer`] makes one of them. Templates reach the site only
//! through the functions of [`functions`], which get the linked site as an argument and note in [`reads`] what they
//! looked up.

mod blocks;
mod bodies;
mod chance;
mod context;
mod feed;
mod filters;
mod functions;
mod jobs;
mod limit;
mod pager;
mod plain_lists;
mod plan;
mod reads;
mod renderer;
mod search;
mod signature;
mod sitemap;
mod templating;
mod values;

use std::sync::Arc;

use tera::Tera;

use crate::graph::Graph;
use crate::pictures::Pictures;
use crate::theme::Theme;

pub(crate) use bodies::{Before, Bodies};
pub(crate) use filters::{FILTER_NAMES, TEST_NAMES};
pub(crate) use functions::FUNCTION_NAMES;
pub(crate) use jobs::Job;
pub(crate) use plan::Plan;
pub(crate) use reads::{Read, noting};
pub(crate) use renderer::{Renderer, shows_toc_of_others};
pub(crate) use signature::Signatures;
pub(crate) use templating::Templating;

/// Teaches a template engine every filter, test and function a template may use. The functions know no site yet.
pub(crate) fn register(tera: &mut Tera) {
    filters::register(tera);
    functions::register_unbound(tera);
}

/// Gives the templates of a theme a site to look at.
pub(crate) fn bind(theme: &Arc<Theme>, graph: &Arc<Graph>, pictures: &Arc<Pictures>) -> Tera {
    let mut tera = bind_within(theme, graph, pictures);
    let own = (Arc::clone(theme), Arc::clone(graph), Arc::clone(pictures));
    filters::bind_blocks(&mut tera, theme, graph, move || bind_within(&own.0, &own.1, &own.2));
    tera
}

/// Does the same for the blocks in the texts of templates, which have none in their own: nothing calls itself.
fn bind_within(theme: &Theme, graph: &Arc<Graph>, pictures: &Arc<Pictures>) -> Tera {
    let mut tera = theme.tera.clone();
    functions::bind(&mut tera, graph, pictures);
    filters::bind(&mut tera, graph);
    tera
}
