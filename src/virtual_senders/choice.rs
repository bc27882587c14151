//! Which sender of a rule a message goes through: a stable hash over a hundred slots, published so that the platform
//! computes the same.
//!
//! A rule has a salt of 16 random bytes and 100 slots, each of one of its senders. A message has a key: its own id where
//! messages are spread evenly, its recipient's address where a recipient always gets the same sender. The slot of a key
//! is the number that the first 8 bytes of SHA-256(salt ‖ n ‖ key in UTF-8) make, the highest first, modulo 100; n is
//! one byte, 0 at first. Where the slot's sender is off, n is 1, and so on up to 255; then it is the first of the
//! rule's senders that is on.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use crate::db::random_bytes;

pub const SLOTS: usize = 100;

pub fn new_salt() -> String {
    random_bytes::<16>().map(|byte| format!("{byte:02x}")).concat()
}

/// 32 hexadecimal digits.
pub fn is_salt(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Of a key, the `n`th time.
pub fn slot(salt: &[u8], n: u8, key: &str) -> usize {
    let digest = Sha256::new().chain_update(salt).chain_update([n]).chain_update(key.as_bytes()).finalize();
    let number = digest.iter().take(8).fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    usize::try_from(number % SLOTS as u64).unwrap_or_default()
}

/// The sender of a message; None where all are off.
pub fn choose(salt: &[u8], slots: &[i64], key: &str, is_on: impl Fn(i64) -> bool) -> Option<i64> {
    if !slots.iter().any(|id| is_on(*id)) {
        return None;
    }
    let at = |n| slots.get(slot(salt, n, key)).copied().filter(|id| is_on(*id));
    (0..=u8::MAX).find_map(at).or_else(|| slots.iter().copied().find(|id| is_on(*id)))
}

/// The slots as these shares want them, of senders in the order of the rule with their percents. A sender that has more
/// than its share gives up its highest slots; those that are free, the lowest first, go to senders that have less, in
/// the order of the rule. No other slot changes hands.
pub fn shared(slots: &[i64], shares: &[(i64, i64)]) -> Vec<i64> {
    let mut left: BTreeMap<i64, i64> = shares.iter().copied().collect();
    let keep = |id: &i64| {
        let left = left.get_mut(id).filter(|left| **left > 0)?;
        *left -= 1;
        Some(*id)
    };
    let mut kept: Vec<Option<i64>> = slots.iter().map(keep).collect();
    kept.resize(SLOTS, None);
    let mut wanting = shares.iter().flat_map(|(id, _)| {
        let count = left.get(id).copied().unwrap_or_default();
        std::iter::repeat_n(*id, usize::try_from(count).unwrap_or_default())
    });
    kept.into_iter().filter_map(|slot| slot.or_else(|| wanting.next())).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// n, the key, and its slot under the salt 00 01 … 0f, as `vsenders/get` publishes them.
    const VECTORS: [(u8, &str, usize); 8] = [
        (0, "anna@example.com", 80),
        (1, "anna@example.com", 49),
        (255, "anna@example.com", 77),
        (0, "message-1", 38),
        (0, "", 92),
        (0, "anna@xn--e1afmkfd.xn--p1ai", 19),
        (0, "+4930901820", 80),
        (0, "почта@пример.рф", 95),
    ];
    const SALT: [u8; 16] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];

    #[test]
    fn a_new_rule_is_shared_out_in_its_order() {
        let slots = shared(&[], &[(7, 60), (3, 40)]);
        assert_eq!(
            (slots.len(), slots.first(), slots.get(59), slots.get(60), slots.last()),
            (100, Some(&7), Some(&7), Some(&3), Some(&3))
        );
    }

    #[test]
    fn ten_points_move_exactly_these_ten() {
        let before = shared(&[], &[(7, 60), (3, 40)]);
        let after = shared(&before, &[(3, 50), (7, 50)]);
        let moved: Vec<usize> = (0..SLOTS).filter(|at| before.get(*at) != after.get(*at)).collect();
        assert_eq!(moved, (50..60).collect::<Vec<_>>(), "its highest ones");
        let back = shared(&after, &[(7, 60), (3, 40)]);
        assert_eq!(back.iter().filter(|id| **id == 7).count(), 60);
    }

    #[test]
    fn whoever_is_off_is_passed_over() {
        let slots = shared(&[], &[(7, 60), (3, 40)]);
        for key in (0..1_000).map(|n| n.to_string()) {
            assert_eq!(choose(&SALT, &slots, &key, |id| id == 3), Some(3), "{key}");
            assert_eq!(choose(&SALT, &slots, &key, |_| false), None);
            let on = choose(&SALT, &slots, &key, |_| true);
            assert_eq!(on, slots.get(slot(&SALT, 0, &key)).copied());
            if on == Some(7) {
                assert_eq!(choose(&SALT, &slots, &key, |id| id == 7), on, "others' being off moves nobody else");
            }
        }
    }

    /// Computed apart from this, by Python's hashlib.
    #[test]
    fn the_published_vectors_hold() {
        for (n, key, expected) in VECTORS {
            assert_eq!(slot(&SALT, n, key), expected, "{n} {key}");
        }
    }

    /// The 0.1 % point of chi-square with 2 degrees of freedom is 13.8.
    #[test]
    fn the_shares_are_met() {
        let slots = shared(&[], &[(1, 50), (2, 33), (3, 17)]);
        let mut counts: BTreeMap<i64, f64> = BTreeMap::new();
        for key in (0..100_000).map(|n| format!("recipient-{n}@example.com")) {
            *counts.entry(choose(&SALT, &slots, &key, |_| true).expect("all are on")).or_default() += 1.0;
        }
        let of = |id, share: f64| {
            (counts.get(&id).copied().unwrap_or_default() - share * 1_000.0).powi(2) / (share * 1_000.0)
        };
        let chi_square = of(1, 50.0) + of(2, 33.0) + of(3, 17.0);
        assert!(chi_square < 13.8, "{chi_square}: {counts:?}");
    }

    fn shares() -> impl Strategy<Value = Vec<(i64, i64)>> {
        (prop::collection::btree_set(1_i64..30, 1..=20), prop::collection::vec(1_i64..50, 20)).prop_map(
            |(ids, weights)| {
                let ids: Vec<i64> = ids.into_iter().collect();
                let most = ids.len() as i64;
                let mut shares: Vec<(i64, i64)> =
                    ids.iter().zip(weights).map(|(id, weight)| (*id, 1 + weight % (100 / most))).collect();
                let others: i64 = shares.iter().skip(1).map(|(_, share)| share).sum();
                if let Some(first) = shares.first_mut() {
                    first.1 = 100 - others;
                }
                shares
            },
        )
    }

    proptest! {
        /// As many slots change hands as points of the shares do, and none is anybody's who has no share.
        #[test]
        fn an_edit_moves_no_more_than_it_says((before, after) in (shares(), shares())) {
            let slots = shared(&[], &before);
            let edited = shared(&slots, &after);
            let count = |slots: &[i64], id| slots.iter().filter(|it| **it == id).count() as i64;
            for (id, share) in &after {
                prop_assert_eq!(count(&edited, *id), *share);
            }
            let of = |shares: &[(i64, i64)], id| shares.iter().find(|it| it.0 == id).map_or(0, |it| it.1);
            let gained: i64 = after.iter().map(|(id, share)| (share - of(&before, *id)).max(0)).sum();
            let moved = slots.iter().zip(&edited).filter(|(one, other)| one != other).count() as i64;
            prop_assert_eq!(moved, gained);
        }
    }
}
