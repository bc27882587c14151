//! The right edge of the tree: what of each level does not fill a tile yet. Full tiles are kept and never change.

use super::tree::{Hash, Node, Range, whole};

/// Hashes in a tile; the root of a full one is a hash of the level above.
pub const WIDTH: usize = 256;
const BITS: u32 = WIDTH.ilog2();

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Edge {
    pub size: u64,
    levels: Vec<Vec<Hash>>,
}

/// A full tile, or the place of one.
#[derive(Clone, Debug, PartialEq)]
pub struct Tile {
    pub place: Place,
    pub hashes: Vec<Hash>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    pub level: u32,
    pub tile: u64,
}

impl Edge {
    /// As it is kept; None where there are not as many hashes as such a size leaves.
    pub fn read(size: u64, bytes: &[u8]) -> Option<Self> {
        let (mut levels, mut hashes) = (Vec::new(), hashes(bytes)?.into_iter());
        let mut above = size;
        while above > 0 {
            let count = usize::try_from(above).ok()? % WIDTH;
            levels.push(hashes.by_ref().take(count).collect());
            above >>= BITS;
        }
        let edge = Self { size, levels };
        (hashes.next().is_none() && edge.levels.iter().enumerate().all(|(at, it)| it.len() == edge.counted(at)))
            .then_some(edge)
    }

    fn counted(&self, level: usize) -> usize {
        usize::try_from(self.size >> (BITS as usize * level)).unwrap_or(0) % WIDTH
    }

    pub fn bytes(&self) -> Vec<u8> {
        self.levels.concat().concat()
    }

    /// Grows by a leaf; the tiles that it fills are added to `full`.
    pub fn push(&mut self, leaf: Hash, full: &mut Vec<Tile>) {
        self.size += 1;
        let (mut hash, mut above, mut level) = (leaf, self.size, 0);
        loop {
            if self.levels.len() == level {
                self.levels.push(Vec::new());
            }
            let Some(part) = self.levels.get_mut(level) else { return };
            part.push(hash);
            if part.len() < WIDTH {
                return;
            }
            let hashes = std::mem::take(part);
            hash = whole(&hashes);
            above >>= BITS;
            let level_is = u32::try_from(level).unwrap_or(u32::MAX);
            full.push(Tile { place: Place { level: level_is, tile: above - 1 }, hashes });
            level += 1;
        }
    }

    /// The tree by the roots of its whole subtrees.
    pub fn range(&self) -> Range {
        let of_level = |hashes: &Vec<Hash>| {
            let mut range = Range::default();
            hashes.iter().for_each(|hash| range.push(*hash));
            range.roots().to_vec()
        };
        let roots: Vec<Hash> = self.levels.iter().rev().flat_map(of_level).collect();
        Range::of(self.size, roots).unwrap_or_default()
    }

    /// The hash of a node where it does not come from a full tile.
    pub fn node(&self, node: Node) -> Option<Hash> {
        let place = place(node);
        let is_last = place.tile == (self.size >> (BITS * (place.level + 1)));
        let hashes = self.levels.get(place.level as usize).filter(|_| is_last)?;
        node_in(hashes, node)
    }
}

/// The tile that a node is of, or is made from.
pub fn place(node: Node) -> Place {
    let first = node.index << (node.height % BITS);
    Place { level: node.height / BITS, tile: first >> BITS }
}

/// The hash of a node from its tile.
pub fn node_in(hashes: &[Hash], node: Node) -> Option<Hash> {
    let count = 1_usize << (node.height % BITS);
    let first = usize::try_from(node.index << (node.height % BITS)).ok()? % WIDTH;
    hashes.get(first..first + count).map(whole)
}

/// 32 bytes each.
pub fn hashes(bytes: &[u8]) -> Option<Vec<Hash>> {
    let (hashes, rest) = bytes.as_chunks::<32>();
    rest.is_empty().then(|| hashes.to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sealing::tree::{Span, leaf, root};
    use std::collections::HashMap;

    #[test]
    fn the_edge_and_the_full_tiles_have_every_node_of_the_tree() {
        let (mut edge, mut range, mut kept) = (Edge::default(), Range::default(), HashMap::new());
        let mut roots = vec![range.root()];
        for count in 0..70_000_u64 {
            let (hash, mut full) = (leaf(&count.to_be_bytes()), Vec::new());
            edge.push(hash, &mut full);
            range.push(hash);
            roots.push(range.root());
            kept.extend(full.into_iter().map(|tile| (tile.place, tile.hashes)));
        }
        assert_eq!(edge.range().root(), range.root());
        assert_eq!(kept.len(), 273 + 1);
        assert_eq!(Edge::read(edge.size, &edge.bytes()), Some(edge.clone()));
        assert_eq!(Edge::read(edge.size + 1, &edge.bytes()), None);
        for size in [1, 2, 255, 256, 257, 511, 4096, 65_535, 65_536, 65_537, 69_999, 70_000] {
            let node = |it: Node| match kept.get(&place(it)) {
                Some(hashes) => node_in(hashes, it),
                None => edge.node(it),
            };
            let nodes: Option<Vec<Hash>> = Span { from: 0, to: size }.nodes().into_iter().map(node).collect();
            assert_eq!(root(nodes.expect("each is there").iter()), roots[size as usize], "{size}");
        }
    }
}
