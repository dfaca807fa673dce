//! `wishbridge check` of messages: those of a kind that this release does not know.

use domain::notifications::NoticeKind;

use crate::{Result, Store, db::sql::rows, ops::check::report};

impl Store {
    pub(crate) async fn check_messages(&self, lines: &mut Vec<String>) -> Result<()> {
        let mut db = self.reader().await?;
        let kinds = rows!(
            db,
            (String, i64),
            "select kind, count(*) from message where kind <> '' group by kind order by kind limit 1001",
        )?;
        let is_unknown = |(kind, _): &(String, i64)| kind.parse::<NoticeKind>().is_err();
        let unknown: Vec<(String, i64)> = kinds.into_iter().filter(is_unknown).collect();
        report(lines, unknown, |(kind, messages)| format!("messages: {messages} are of the unknown kind {kind:?}"));
        Ok(())
    }
}
