//! The protocol's TypeScript is what the Rust types say.

use std::{env, fs};

use crate::tidy::root;

#[test]
fn the_bindings_are_fresh() {
    let path = root().join("ui/src/api/protocol.ts");
    let fresh = studio::protocol::typescript();
    if env::var_os("GALLEY_WRITE_BINDINGS").is_some() {
        fs::write(&path, &fresh).unwrap();
    }
    let present = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        present == fresh,
        "ui/src/api/protocol.ts is not what studio::protocol says: run `cargo xtask bindings`"
    );
}
