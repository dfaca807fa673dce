//! Chance that falls the same way each time.

/// A sequence of numbers from a seed (SplitMix64). Written out here, because the demo is to stay the same
/// when a library changes its mind about randomness.
#[derive(Clone, Debug)]
pub struct Dice(u64);

/// The one seed of the demo.
const SEED: u64 = 0x5EED_0FA8_0021;

impl Dice {
    /// The dice of one thing (`number`) of a kind: what others roll does not matter to them.
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

    /// From 0 up to `end`, without it.
    pub fn below(&mut self, end: usize) -> usize {
        (self.roll() % (end.max(1) as u64)) as usize
    }

    /// From `from` to `to`, both included.
    pub fn between(&mut self, from: i64, to: i64) -> i64 {
        from + (self.roll() % (to - from + 1).max(1).unsigned_abs()) as i64
    }

    /// Whether something of this many per cent happens.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of these.
    pub fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }

    /// One word of a list that is written as a line.
    pub fn word(&mut self, list: &'static str) -> &'static str {
        let words = list.split_whitespace().count();
        list.split_whitespace().nth(self.below(words)).unwrap_or_default()
    }

    /// The place of one of these, each as likely as its weight.
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

    /// A span of time between so many days, in seconds.
    pub fn days(&mut self, from: f64, to: f64) -> i64 {
        let seconds = |days: f64| (days * 86_400.0) as i64;
        self.between(seconds(from), seconds(to))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_dice_fall_the_same_way() {
        let rolls = |mut dice: Dice| (0..5).map(|_| dice.below(1000)).collect::<Vec<_>>();
        assert_eq!(rolls(Dice::of(1, 7)), rolls(Dice::of(1, 7)));
        assert_ne!(rolls(Dice::of(1, 7)), rolls(Dice::of(1, 8)));
        assert_ne!(rolls(Dice::of(1, 7)), rolls(Dice::of(2, 7)));
    }

    #[test]
    fn weights_of_nothing_are_never_taken() {
        let mut dice = Dice::of(3, 0);
        assert!((0..200).all(|_| dice.weighted([0, 3, 0, 1].into_iter()) % 2 == 1));
    }
}
