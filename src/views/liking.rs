//! How an administrator likes each list, as it is kept in their row and read with their session.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::lists::{SIZES, Shape};

/// Of one list.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Liking {
    /// In their order; none are chosen where it is empty.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<String>,
    /// Rows a page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<usize>,
    /// More rows to the screen.
    #[serde(rename = "compact", skip_serializing_if = "std::ops::Not::not")]
    pub is_compact: bool,
    /// The views that stand above the list, in their order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub pinned: Vec<i64>,
    /// The view that it opens with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opens_with: Option<i64>,
}

/// By the list's name.
pub type Likings = BTreeMap<String, Liking>;

/// So many views stand above a list at most.
pub const PINNED: usize = 7;

impl Liking {
    /// Of the list, among how somebody likes theirs.
    pub fn of(kept: &str, shape: &Shape) -> Self {
        read(kept).remove(shape.name).unwrap_or_default()
    }

    /// What is shown to them, in this order.
    pub fn columns(&self, shape: &Shape) -> Vec<&'static str> {
        let chosen = shape.known(self.columns.iter().map(String::as_str));
        if chosen.is_empty() { shape.usual() } else { chosen }
    }

    pub fn size(&self) -> Option<usize> {
        self.size.filter(|size| SIZES.contains(size))
    }
}

/// What another program wrote, and cannot be read, is nothing.
pub fn read(kept: &str) -> Likings {
    if kept.is_empty() { Likings::new() } else { serde_json::from_str(kept).unwrap_or_default() }
}

pub fn written(mut all: Likings) -> String {
    all.retain(|_, liking| *liking != Liking::default());
    if all.is_empty() { String::new() } else { serde_json::to_string(&all).unwrap_or_default() }
}
