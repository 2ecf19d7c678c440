//! What an author does with pages, through the studio and on a real disk.

mod details;
mod moving;
mod naming;
mod pictures;
mod showing;
mod writing;

/// The lines of two texts that differ, as `-old` and `+new`, found from both ends.
pub(super) fn changed_lines(before: &str, after: &str) -> Vec<String> {
    let (old, new): (Vec<_>, Vec<_>) = (before.split('\n').collect(), after.split('\n').collect());
    let shorter = old.len().min(new.len());
    let start = (0..shorter).take_while(|&i| old[i] == new[i]).count();
    let end = (1..=shorter - start).take_while(|&i| old[old.len() - i] == new[new.len() - i]).count();
    let gone = old[start..old.len() - end].iter().map(|line| format!("-{line}"));
    let come = new[start..new.len() - end].iter().map(|line| format!("+{line}"));
    gone.chain(come).collect()
}
