//! Times of the demo: everything happened so long before now, in the hours in which people are awake.

use domain::{DAY, Timestamp};

/// Chinese standard time; there is one zone and no summer time.
const OFFSET: Timestamp = 8 * 3600;
const MORNING: Timestamp = 8 * 3600;
const EVENING: Timestamp = 21 * 3600;

/// Turns "so many seconds before now" into a time of day at which it may have happened.
#[derive(Clone, Copy, Debug)]
pub struct Calendar {
    /// The present.
    pub now: Timestamp,
}

impl Calendar {
    /// When that was. Later stays later, nothing leaves its day, and nothing lies ahead of now.
    pub fn at(self, before_now: Timestamp) -> Timestamp {
        let local = |time: Timestamp| ((time + OFFSET).div_euclid(DAY), (time + OFFSET).rem_euclid(DAY));
        let ((day, second), (today, hour)) = (local(self.now + before_now), local(self.now));
        let second = match () {
            () if day < today => MORNING + second * (EVENING - MORNING) / DAY,
            () if hour > MORNING => MORNING + second * (hour.min(EVENING) - MORNING) / hour,
            () => second,
        };
        day * DAY + second - OFFSET
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_keeps_its_order_and_its_day_and_ends_now() {
        for now in [1_800_000_000, 1_800_000_000 + 7 * 3600, 1_800_000_000 + 15 * 3600] {
            let calendar = Calendar { now };
            let mut last = 0;
            for before in (-40 * 3600..=0).step_by(613) {
                let at = calendar.at(before);
                assert!(at >= last && at <= now, "{before}");
                assert_eq!((at + OFFSET).div_euclid(DAY), (now + before + OFFSET).div_euclid(DAY));
                last = at;
            }
        }
    }
}
