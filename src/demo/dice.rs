/// A small generator whose throws are the same each time (SplitMix64). Nothing secret comes from it.
pub struct Dice(u64);

impl Dice {
    /// One for each thing that is made, so that the thousandth account is the same however many there are.
    pub fn of(kind: &str, id: i64) -> Self {
        let seed =
            kind.bytes().fold(0x5745_4152_4421, |seed: u64, byte| seed.wrapping_mul(31).wrapping_add(byte.into()));
        let mut dice = Self(seed ^ id.unsigned_abs().wrapping_mul(0xD134_2543_DE82_EF95));
        dice.throw();
        dice
    }

    fn throw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// From 0 up to, not including, `end`.
    pub fn below(&mut self, end: i64) -> i64 {
        let end = end.max(1).unsigned_abs();
        i64::try_from(self.throw() % end).unwrap_or(0)
    }

    pub fn between(&mut self, least: i64, most: i64) -> i64 {
        least + self.below(most - least + 1)
    }

    pub fn percent(&mut self, percent: i64) -> bool {
        self.below(100) < percent
    }

    /// As `below`, the small ones far more often.
    pub fn skewed(&mut self, end: i64) -> i64 {
        const STEPS: i64 = 1 << 20;
        let share = self.below(STEPS) as f64 / STEPS as f64;
        (share * share * share * end as f64) as i64
    }

    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        let at = self.below(i64::try_from(from.len()).unwrap_or(1));
        from.get(usize::try_from(at).unwrap_or(0))
    }

    /// As `pick`, the first ones more often.
    pub fn prefer<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        let end = i64::try_from(from.len()).unwrap_or(1);
        let at = self.below(end).min(self.below(end));
        from.get(usize::try_from(at).unwrap_or(0))
    }
}
