//! What was made once is not made again while there is room for it.
//!
//! Two generations bound the room: when the younger one is full it becomes the older one, and what was the older one is
//! forgotten. What is asked for moves into the younger one, so what is in use stays. An answer does not depend on whether
//! it was remembered.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};

/// Values by key, as many as there is room for.
pub(super) struct Memo<K, V> {
    generations: Mutex<Generations<K, V>>,
    max_bytes: usize,
}

struct Generations<K, V> {
    young: HashMap<K, (V, usize)>,
    old: HashMap<K, (V, usize)>,
    young_bytes: usize,
}

impl<K: Eq + Hash + Clone, V: Clone> Memo<K, V> {
    /// Makes room for values that take up so many bytes, and for as many again that are older.
    pub(super) fn new(max_bytes: usize) -> Self {
        let generations = Generations { young: HashMap::new(), old: HashMap::new(), young_bytes: 0 };
        Self { generations: Mutex::new(generations), max_bytes }
    }

    /// Gives the value of a key, if it is remembered.
    pub(super) fn get(&self, key: &K) -> Option<V> {
        let mut generations = self.generations.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((value, _)) = generations.young.get(key) {
            return Some(value.clone());
        }
        let (key, (value, bytes)) = generations.old.remove_entry(key)?;
        generations.put(key, value.clone(), bytes, self.max_bytes);
        Some(value)
    }

    /// Remembers a value that takes up so many bytes.
    pub(super) fn put(&self, key: K, value: V, bytes: usize) {
        let mut generations = self.generations.lock().unwrap_or_else(PoisonError::into_inner);
        generations.put(key, value, bytes, self.max_bytes);
    }
}

impl<K: Eq + Hash, V> Generations<K, V> {
    fn put(&mut self, key: K, value: V, bytes: usize, max_bytes: usize) {
        if self.young_bytes + bytes > max_bytes {
            self.old = std::mem::take(&mut self.young);
            self.young_bytes = 0;
        }
        if bytes <= max_bytes && self.young.insert(key, (value, bytes)).is_none() {
            self.young_bytes += bytes;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_in_use_stays_and_the_rest_is_forgotten_at_the_limit() {
        let memo = Memo::new(3);
        for number in 0..3 {
            memo.put(number, number * 10, 1);
        }
        memo.put(3, 30, 1);
        assert_eq!(memo.get(&0), Some(0), "the older generation still answers");
        memo.put(4, 40, 1);
        memo.put(5, 50, 1);
        assert_eq!((memo.get(&0), memo.get(&1)), (Some(0), None));
        memo.put(6, 60, 4);
        assert_eq!(memo.get(&6), None, "what has no room at all is not kept");
    }
}
