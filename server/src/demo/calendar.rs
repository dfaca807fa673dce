//! Timestamps of the demo: offsets before now, shifted into waking hours.

use domain::{DAY, Timestamp};

/// Offset of Chinese standard time in seconds; there is one zone and no summer time.
const OFFSET: Timestamp = 8 * 3600;
const MORNING: Timestamp = 8 * 3600;
const EVENING: Timestamp = 21 * 3600;

/// Maps offsets before now to plausible times of day.
#[derive(Clone, Copy, Debug)]
pub struct Calendar {
    /// Time at which the demo ends.
    pub now: Timestamp,
}

impl Calendar {
    /// Returns a time for the offset. Keeps order and day, and never exceeds now.
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
    fn times_keep_order_and_day_and_never_exceed_now() {
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
