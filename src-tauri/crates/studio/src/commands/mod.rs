//! The commands of [`crate::protocol`], carried out. One file for each thing an author works on.

mod editing;
mod naming;
mod pages;
mod pictures;
mod preferences;
mod previewing;
mod publishing;
mod settings;
mod start;

pub(crate) use start::create_blank;
