//! Hashes of the tree, from full tiles and from its edge.

use std::collections::{HashMap, hash_map::Entry};

use super::tile;
use crate::{
    db::Conn,
    error::Result,
    sealing::{
        edge::{Edge, Place, node_in, place},
        keys::broken,
        tree::{Hash, Range, Span, root},
    },
};

/// The roots of these parts of the tree.
pub async fn roots(conn: &mut Conn, edge: &Edge, spans: &[Span]) -> Result<Vec<Hash>> {
    let mut tiles: HashMap<Place, Vec<Hash>> = HashMap::new();
    let mut roots = Vec::new();
    for span in spans {
        let nodes = of_span(conn, (edge, &mut tiles), *span).await?;
        roots.push(root(nodes.iter()));
    }
    Ok(roots)
}

/// The tree as it was at a size.
pub async fn range(conn: &mut Conn, edge: &Edge, size: u64) -> Result<Range> {
    let nodes = of_span(conn, (edge, &mut HashMap::new()), Span { from: 0, to: size }).await?;
    Range::of(size, nodes).ok_or_else(|| broken("the tree over the record is not whole"))
}

async fn of_span(
    conn: &mut Conn,
    (edge, tiles): (&Edge, &mut HashMap<Place, Vec<Hash>>),
    span: Span,
) -> Result<Vec<Hash>> {
    let mut hashes = Vec::new();
    for node in span.nodes() {
        let place = place(node);
        let hash = match edge.node(node) {
            Some(hash) => Some(hash),
            None => {
                let hashes = match tiles.entry(place) {
                    Entry::Occupied(known) => known.into_mut(),
                    Entry::Vacant(free) => free.insert(tile(conn, place.level, place.tile).await?.unwrap_or_default()),
                };
                node_in(hashes, node)
            }
        };
        hashes.push(hash.ok_or_else(|| broken("a tile of the tree over the record is gone"))?);
    }
    Ok(hashes)
}
