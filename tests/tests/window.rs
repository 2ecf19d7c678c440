//! Galley's real window under Xvfb: an author's path from the sample site to a published one, and what must never
//! happen in it. Runs with `GALLEY_REAL_WINDOW=1`, which `cargo xtask test window` sets.

#![cfg(target_os = "linux")]

#[path = "window/driver.rs"]
mod driver;
#[path = "window/hostile.rs"]
mod hostile;
#[path = "window/journey.rs"]
mod journey;
#[path = "window/speed.rs"]
mod speed;
