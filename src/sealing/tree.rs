//! Merkle trees as RFC 6962 has them.

use sha2::{Digest, Sha256};

pub type Hash = [u8; 32];

/// The leaves from one on to before another, which begin where a subtree of their size may.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    pub from: u64,
    pub to: u64,
}

/// How high a node stands above the leaves, and which of that height it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Node {
    pub height: u32,
    pub index: u64,
}

/// A tree that only grows: the roots of its whole subtrees, the largest first.
#[derive(Clone, Debug, Default)]
pub struct Range {
    size: u64,
    roots: Vec<Hash>,
}

pub fn leaf(bytes: &[u8]) -> Hash {
    Sha256::new().chain_update([0]).chain_update(bytes).finalize().into()
}

pub fn node(left: &Hash, right: &Hash) -> Hash {
    Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
}

/// The root over subtrees that stand side by side, the largest first.
pub fn root<'a>(roots: impl DoubleEndedIterator<Item = &'a Hash>) -> Hash {
    let mut roots = roots.rev();
    let last = roots.next().copied().unwrap_or_else(|| Sha256::digest([]).into());
    roots.fold(last, |right, left| node(left, &right))
}

/// The root over as many hashes as a power of two.
pub fn whole(hashes: &[Hash]) -> Hash {
    let mut range = Range::default();
    for hash in hashes {
        range.push(*hash);
    }
    range.root()
}

impl Range {
    /// None where there are not as many roots as such a size has.
    pub fn of(size: u64, roots: Vec<Hash>) -> Option<Self> {
        (size.count_ones() as usize == roots.len()).then_some(Self { size, roots })
    }

    pub fn size(&self) -> u64 {
        self.size
    }

    pub fn roots(&self) -> &[Hash] {
        &self.roots
    }

    pub fn push(&mut self, leaf: Hash) {
        let (mut hash, mut above) = (leaf, self.size);
        while above & 1 == 1
            && let Some(left) = self.roots.pop()
        {
            hash = node(&left, &hash);
            above >>= 1;
        }
        self.roots.push(hash);
        self.size += 1;
    }

    pub fn root(&self) -> Hash {
        root(self.roots.iter())
    }
}

impl Span {
    /// The whole subtrees that it consists of, the largest first.
    pub fn nodes(self) -> Vec<Node> {
        let (mut nodes, mut from) = (Vec::new(), self.from);
        while from < self.to {
            let height = (self.to - from).ilog2();
            nodes.push(Node { height, index: from >> height });
            from += 1 << height;
        }
        nodes
    }

    /// Where its left subtree ends.
    fn middle(self) -> u64 {
        self.from + (1 << (self.to - self.from - 1).ilog2())
    }
}

/// Whose roots show that the leaf is in the tree of that size, from below.
pub fn inclusion(index: u64, size: u64) -> Vec<Span> {
    let (mut span, mut proof) = (Span { from: 0, to: size }, Vec::new());
    while span.to - span.from > 1 {
        let middle = span.middle();
        let (left, right) = (Span { to: middle, ..span }, Span { from: middle, ..span });
        let (is_left, other) = if index < middle { (left, right) } else { (right, left) };
        proof.push(other);
        span = is_left;
    }
    proof.reverse();
    proof
}

/// Whose roots show that the tree of the old size, which is not nothing, is the beginning of that of the other.
pub fn consistency(old: u64, size: u64) -> Vec<Span> {
    let (mut span, mut proof, mut is_old) = (Span { from: 0, to: size }, Vec::new(), true);
    while span.to != old {
        let middle = span.middle();
        let (left, right) = (Span { to: middle, ..span }, Span { from: middle, ..span });
        if old <= middle {
            proof.push(right);
            span = left;
        } else {
            proof.push(left);
            span = right;
            is_old = false;
        }
    }
    // The old root is known to whoever asks.
    if !is_old {
        proof.push(span);
    }
    proof.reverse();
    proof
}

/// Whether the proof shows that the tree of the old size and root is the beginning of the other one. As RFC 9162 has it,
/// section 2.1.4.2.
pub fn is_consistent((old, old_root): (u64, &Hash), (size, new_root): (u64, &Hash), proof: &[Hash]) -> bool {
    if old == size {
        return old_root == new_root && proof.is_empty();
    }
    if old == 0 || old > size {
        return false;
    }
    let mut path = proof.iter();
    let (mut first, mut last) = (old - 1, size - 1);
    while first & 1 == 1 {
        (first, last) = (first >> 1, last >> 1);
    }
    let begin = if old.is_power_of_two() { Some(*old_root) } else { path.next().copied() };
    let Some(begin) = begin else { return false };
    let (mut of_old, mut of_new) = (begin, begin);
    for hash in path {
        if last == 0 {
            return false;
        }
        if first & 1 == 1 || first == last {
            (of_old, of_new) = (node(hash, &of_old), node(hash, &of_new));
            while first & 1 == 0 && first != 0 {
                (first, last) = (first >> 1, last >> 1);
            }
        } else {
            of_new = node(&of_new, hash);
        }
        (first, last) = (first >> 1, last >> 1);
    }
    last == 0 && of_old == *old_root && of_new == *new_root
}

#[cfg(test)]
mod tests {
    use super::*;
    use ct_merkle::{HashableLeaf, mem_backed_tree::MemoryBackedTree};
    use sha2::digest::Update;

    struct Said(Vec<u8>);

    impl HashableLeaf for Said {
        fn hash<H: Update>(&self, hasher: &mut H) {
            hasher.update(&self.0);
        }
    }

    fn leaves() -> Vec<Vec<u8>> {
        let hex = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
        let digit = |it: u8| char::from(it).to_digit(16).expect("it is hexadecimal") as u8;
        let byte = |pair: &[u8]| digit(pair[0]) * 16 + digit(pair[1]);
        hex.iter().map(|text| text.as_bytes().chunks(2).map(byte).collect()).collect()
    }

    fn grown(leaves: &[Hash]) -> Range {
        let mut range = Range::default();
        leaves.iter().for_each(|leaf| range.push(*leaf));
        range
    }

    fn hex(hash: &Hash) -> String {
        hash.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    fn proven(leaves: &[Hash], spans: &[Span]) -> Vec<Hash> {
        let part = |span: &Span| grown(&leaves[span.from as usize..span.to as usize]).root();
        spans.iter().map(part).collect()
    }

    /// Those of Certificate Transparency's own tests.
    #[test]
    fn roots_are_those_of_the_vectors() {
        let roots = [
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
        ];
        let leaves: Vec<Hash> = leaves().iter().map(|it| leaf(it)).collect();
        for (size, root) in roots.iter().enumerate() {
            assert_eq!(hex(&grown(&leaves[..size]).root()), *root, "{size}");
        }
        assert_eq!(hex(&whole(&leaves)), roots[8]);
    }

    #[test]
    fn another_implementation_takes_our_roots_and_proofs() {
        let mut theirs = MemoryBackedTree::<Sha256, Said>::new();
        let mut leaves: Vec<Hash> = Vec::new();
        for count in 1..=70_u64 {
            let said = vec![7; count as usize % 5 + 1];
            leaves.push(leaf(&said));
            theirs.push(Said(said));
            assert_eq!(theirs.root().as_bytes().as_slice(), grown(&leaves).root());
            let (size, new) = (leaves.len() as u64, grown(&leaves).root());
            for old in 1..size {
                let ours = proven(&leaves, &consistency(old, size));
                let is_theirs = theirs.prove_consistency((size - old) as usize);
                assert_eq!(ours.concat(), is_theirs.as_bytes(), "{old} in {size}");
                let root = grown(&leaves[..old as usize]).root();
                assert!(is_consistent((old, &root), (size, &new), &ours), "{old} in {size}");
                assert!(!is_consistent((old, &new), (size, &new), &ours), "another root than that of {old}");
                let cut = &ours[..ours.len() - 1];
                assert!(!is_consistent((old, &root), (size, &new), cut), "half a proof");
            }
            for index in 0..size {
                let is_theirs = theirs.prove_inclusion(index as usize);
                assert_eq!(
                    proven(&leaves, &inclusion(index, size)).concat(),
                    is_theirs.as_bytes(),
                    "{index} in {size}"
                );
            }
        }
    }

    #[test]
    fn a_span_is_made_of_whole_subtrees() {
        let node = |height, index| Node { height, index };
        assert_eq!(Span { from: 0, to: 7 }.nodes(), [node(2, 0), node(1, 2), node(0, 6)]);
        assert_eq!(Span { from: 8, to: 11 }.nodes(), [node(1, 4), node(0, 10)]);
        assert_eq!(Span { from: 0, to: 0 }.nodes(), []);
    }
}
