//! Builds the program again when what it ships changes.

fn main() {
    println!("cargo:rerun-if-changed=../../../content");
}
