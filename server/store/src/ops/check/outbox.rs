//! `wishbridge check` of the outbox: events that their reader cannot handle.

use domain::events::STUCK;

use crate::{Result, Store, db::sql::rows, ops::check::report};

impl Store {
    pub(crate) async fn check_outbox(&self, lines: &mut Vec<String>) -> Result<()> {
        let mut db = self.reader().await?;
        let stuck = rows!(
            db,
            (i64, String, String, String, i64, i64),
            "select id, reader, event, record, record_id, tries from outbox where tries >= $1 order by id limit 1001",
            STUCK,
        )?;
        report(lines, stuck, |(id, reader, event, record, record_id, tries)| {
            format!("event {id} ({event} of {record} {record_id}) failed {tries} times for {reader}; see the log")
        });
        Ok(())
    }
}
