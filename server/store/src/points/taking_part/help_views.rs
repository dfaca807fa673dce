//! Reads help between neighbours: for both sides, and for staff who keep the file of the helped side.

use domain::{
    accounts::Actor,
    permission::Action,
    points::taking_part::{NeighbourHelp, NeighbourHelpId},
    wishes::Page,
};
use sqlx::AssertSqlSafe;

use crate::{
    Result, Store,
    areas::answerers::waiting::Waiting,
    crypto::{secret::Secret, vault::Vault},
    db::{
        area_filter::covered,
        pagination::page,
        sql::{parse, row, rows},
    },
};

#[derive(sqlx::FromRow)]
struct HelpRow {
    id: i64,
    household: i64,
    helped: i64,
    day: i64,
    words: String,
    state: String,
    said: i64,
    due: i64,
}

impl HelpRow {
    fn help(self, vault: &Vault, reader: i64) -> Result<NeighbourHelp> {
        let own = reader != 0 && self.household == reader;
        Ok(NeighbourHelp {
            id: self.id,
            state: parse(&self.state)?,
            day: self.day,
            words: vault.open(Secret::HelpWords, &self.words)?,
            said: self.said,
            due: self.due,
            own,
            helped: if own { 0 } else { self.helped },
        })
    }
}

impl Store {
    /// Loads the code by which neighbours name the actor's household; `None` before it was made.
    ///
    /// # Errors
    /// Not found unless the actor is a family.
    pub async fn neighbour_code(&self, actor: &Actor) -> Result<Option<String>> {
        let household = actor.must_be_family()?;
        let mut db = self.reader().await?;
        let found = row!(db, (String,), "select code from neighbour_code where household = $1", household)?;
        Ok(found.map(|(code,)| code))
    }

    /// Lists the help that the actor's family gave and got: what waits first, then the newest; at most 50.
    ///
    /// # Errors
    /// Not found unless the actor is a family.
    pub async fn own_helps(&self, actor: &Actor) -> Result<Vec<NeighbourHelp>> {
        let household = actor.must_be_family()?;
        let mut db = self.reader().await?;
        let found = rows!(
            db,
            HelpRow,
            "select id, household, helped, day, words, state, said, due from neighbour_help
             where household = $1 or helped = $1
             order by case when state = 'waiting' then 0 else 1 end, id desc limit 50",
            household,
        )?;
        found.into_iter().map(|row| row.help(&self.vault, household)).collect()
    }

    /// Lists help that waits for the helped side or its caseworker, in the actor's areas, oldest first. Help of the
    /// actor's own family is left out. `cursor` is 0, or `next` of the previous page.
    ///
    /// # Errors
    /// Not allowed without a role that keeps files.
    pub async fn helps_waiting(&self, actor: &Actor, cursor: NeighbourHelpId) -> Result<Page<NeighbourHelp>> {
        actor.must_somewhere(Action::KeepHouseholds)?;
        let sql = format!(
            "select n.id, n.household, n.helped, n.day, n.words, n.state, n.said, n.due from neighbour_help n
                 join household h on h.id = n.helped join area a on a.id = h.area
             where n.state = 'waiting' and n.due >= $1 and n.id > $2 and (n.household <> $3 or $3 = 0) and {}
             order by n.id limit 51",
            covered("a.path", &actor.areas_for(Action::KeepHouseholds)),
        );
        let mut db = self.reader().await?;
        let found = rows!(db, HelpRow, AssertSqlSafe(sql.as_str()), self.now(), cursor, actor.household)?;
        let found = found.into_iter().map(|row| row.help(&self.vault, 0)).collect::<Result<Vec<_>>>()?;
        Ok(page(found, |help| help.id))
    }

    /// Counts help that waits in the account's areas, without that of its own family.
    pub(crate) fn helps_waiting_count(of: &Waiting<'_>) -> Option<String> {
        of.actor.may_somewhere(Action::KeepHouseholds).then(|| {
            format!(
                "select count(*) as n, min(n.due) as at
                 from neighbour_help n join household h on h.id = n.helped join area a on a.id = h.area
                 where n.state = 'waiting' and n.due >= $1 and (n.household <> $4 or $4 = 0) and {}",
                covered("a.path", &of.actor.areas_for(Action::KeepHouseholds)),
            )
        })
    }
}
