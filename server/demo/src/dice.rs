//! Reproducible random numbers.

/// A seeded sequence of numbers (SplitMix64).
/// Implemented here, so that the demo stays the same when a library changes its generator.
#[derive(Clone, Debug)]
pub struct Dice(u64);

/// Seed of the demo.
const SEED: u64 = 0x5EED_0FA8_0021;

impl Dice {
    /// Creates the dice of one thing (`number`) of a kind, independent of all others.
    pub fn of(kind: u64, number: usize) -> Dice {
        let mut dice = Dice(SEED ^ kind.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ (number as u64) << 20);
        dice.roll();
        dice
    }

    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// Rolls a number from 0 up to, but not including, `end`.
    pub fn below(&mut self, end: usize) -> usize {
        (self.roll() % (end.max(1) as u64)) as usize
    }

    /// Rolls a number from `from` to `to`, both included.
    pub fn between(&mut self, from: i64, to: i64) -> i64 {
        from + (self.roll() % (to - from + 1).max(1).unsigned_abs()) as i64
    }

    /// Returns true in `percent` of 100 cases.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// Picks an element.
    pub fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }

    /// Picks a word of a whitespace-separated list.
    pub fn word(&mut self, list: &'static str) -> &'static str {
        let words = list.split_whitespace().count();
        list.split_whitespace().nth(self.below(words)).unwrap_or_default()
    }

    /// Picks an index, with a probability proportional to its weight.
    pub fn weighted(&mut self, weights: impl Iterator<Item = usize> + Clone) -> usize {
        let mut left = self.below(weights.clone().sum());
        weights
            .clone()
            .position(|weight| {
                weight > left || {
                    left -= weight;
                    false
                }
            })
            .unwrap_or_default()
    }

    /// Picks a time span between two numbers of days, in seconds.
    pub fn days(&mut self, from: f64, to: f64) -> i64 {
        let seconds = |days: f64| (days * 86_400.0) as i64;
        self.between(seconds(from), seconds(to))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_seeds_give_equal_sequences() {
        let rolls = |mut dice: Dice| (0..5).map(|_| dice.below(1000)).collect::<Vec<_>>();
        assert_eq!(rolls(Dice::of(1, 7)), rolls(Dice::of(1, 7)));
        assert_ne!(rolls(Dice::of(1, 7)), rolls(Dice::of(1, 8)));
        assert_ne!(rolls(Dice::of(1, 7)), rolls(Dice::of(2, 7)));
    }

    #[test]
    fn indices_of_weight_zero_are_never_picked() {
        let mut dice = Dice::of(3, 0);
        assert!((0..200).all(|_| dice.weighted([0, 3, 0, 1].into_iter()) % 2 == 1));
    }
}
