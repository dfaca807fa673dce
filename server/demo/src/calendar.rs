//! Timestamps of the demo: offsets before now, shifted into waking hours.

use domain::{
    DAY, Timestamp,
    time::{Day, second_of_day},
};

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
        let local = |time: Timestamp| (Day::of(time), second_of_day(time));
        let ((day, second), (today, hour)) = (local(self.now + before_now), local(self.now));
        let second = match () {
            () if day < today => MORNING + second * (EVENING - MORNING) / DAY,
            () if hour > MORNING => MORNING + second * (hour.min(EVENING) - MORNING) / hour,
            () => second,
        };
        day.start() + second
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
                assert_eq!(Day::of(at), Day::of(now + before));
                last = at;
            }
        }
    }
}
