//! Counts scans of posters by their place, and stores nothing else of those who scan.

use std::time::Instant;

use domain::community::posters::{PosterId, PosterSubject};
use serde::Serialize;

use crate::{
    By, Command, Result, Store, Tx,
    db::{connection::poster_scans::ScannedPoster, sql::run},
};

/// Scans of a poster, to be added.
#[derive(Clone, Copy, Debug, Serialize)]
struct CountedPoster {
    #[serde(flatten)]
    scanned: ScannedPoster,
    count: i64,
}

/// Adds the scans of a batch to the posters that hang.
#[derive(Clone, Debug, Serialize)]
struct CountScans(Vec<CountedPoster>);

impl Command for CountScans {
    const NAME: &'static str = "poster_scans";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        for CountedPoster { scanned, count } in &self.0 {
            run!(
                tx,
                "update poster set scans = scans + $4
                 where id = $1 and subject = $2 and record = $3 and state in ('hanging', 'to_remove')",
                scanned.poster,
                scanned.subject.as_str(),
                scanned.record,
                *count,
            )?;
        }
        Ok(())
    }
}

impl Store {
    /// Counts a scan of a poster, as its code names it, from an address or an unknown one, which is empty. A number
    /// that does not fit its record counts nowhere, and an address that has just scanned the poster does not count.
    pub fn poster_scanned(&self, subject: PosterSubject, record: i64, poster: PosterId, from: &str) {
        if poster > 0 {
            self.scans.scan(ScannedPoster { poster, subject, record }, from, Instant::now());
        }
    }

    /// Adds the scans that this server counted since the last call.
    ///
    /// # Errors
    /// Only when the database fails; then they are kept for the next call.
    pub async fn poster_scans_flush(&self) -> Result<()> {
        let taken = self.scans.take();
        if taken.is_empty() {
            return Ok(());
        }
        let counted = taken.iter().map(|(scanned, count)| CountedPoster { scanned: *scanned, count: *count }).collect();
        let done = self.run(&By::system(), CountScans(counted)).await;
        if done.is_err() {
            for (scanned, count) in taken {
                self.scans.add(scanned, count);
            }
        }
        done
    }
}
