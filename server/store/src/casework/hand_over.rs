//! Hands an account's household files, what is open in them, and the urgent wishes in its charge over to another account.

use domain::{
    Code,
    accounts::AccountId,
    areas::AreaPath,
    events::{Event, OfWork},
    permission::Action,
};
use serde::Serialize;
use sqlx::AssertSqlSafe;

use crate::{
    Command, Refusal, Result, Tx,
    db::{
        area_filter::covered,
        sql::{row, rows, run},
    },
};

/// Hands over all that is open with an account, in the areas that the actor leads; returns the number of files.
/// Files go over where the new account is a caseworker; what climbed to the old one, where the new one has any role in
/// casework. The rest stays, and is handed over to a further account in the same way.
///
/// # Errors
/// Not allowed without the role; field `to` for the same account, or one without a role in casework there.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct HandOverWork {
    /// Account that gives it up; it may be closed.
    pub from: AccountId,
    /// Account that gets it.
    pub to: AccountId,
}

impl Command for HandOverWork {
    const NAME: &'static str = "work_hand_over";
    type Output = i64;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<i64> {
        tx.actor.must_somewhere(Action::LeadCasework)?;
        let &Self { from, to } = self;
        let held = rows!(
            tx,
            (String, String),
            "select g.role, g.path from role_grant g join account a on a.id = g.account
             where g.account = $1 and a.open = true and g.role in ('caseworker', 'coordinator') order by g.path",
            to,
        )?;
        let lead = tx.actor.areas_for(Action::LeadCasework);
        let keeps: Vec<AreaPath> =
            held.iter().filter(|(role, _)| role == "caseworker").map(|(_, path)| AreaPath(path.clone())).collect();
        let works: Vec<AreaPath> = held.into_iter().map(|(_, path)| AreaPath(path)).collect();
        let meet = |path: &AreaPath| lead.iter().any(|own| own.covers(path) || path.covers(own));
        if from == to || from <= 0 || !works.iter().any(meet) {
            return Err(Refusal::field("to", Code::Unknown).into());
        }
        let (now, actor) = (tx.now, tx.actor.account);
        let inside = |areas: &[AreaPath]| {
            format!("select r.id from area r where {} and {}", covered("r.path", &lead), covered("r.path", areas))
        };
        let (kept, worked) = (inside(&keeps), inside(&works));
        let files = format!(
            "update household set caseworker = $2, version = version + 1, changed = $3, changed_by = $4
             where caseworker = $1 and state = 'open' and area in ({kept})"
        );
        let files = run!(tx, AssertSqlSafe(files.as_str()), from, to, now, actor)?;
        for (table, column, open, areas) in [
            ("visit", "owner", "made = 0 and cancelled = 0", &kept),
            ("visit", "raised_to", "made = 0 and cancelled = 0", &worked),
            ("finding", "owner", "state = 'open'", &kept),
            ("finding", "raised_to", "state = 'open'", &worked),
            ("case_file", "owner", "state = 'open'", &kept),
            ("case_file", "in_charge", "state = 'open'", &worked),
            ("school_place", "owner", "state = 'open'", &kept),
            ("school_place", "in_charge", "state = 'open'", &worked),
            ("aid_collection", "owner", "state = 'open'", &kept),
            ("aid_collection", "raised_to", "state = 'open'", &worked),
            ("conference_measure", "owner", "state = 'open'", &kept),
            ("conference_measure", "raised_to", "state = 'open'", &worked),
            ("referral", "sender", "due > 0", &kept),
            ("referral", "in_charge", "due > 0", &worked),
        ] {
            let sql = format!(
                "update {table} set {column} = $2 where {column} = $1 and {open}
                     and household in (select h.id from household h where h.area in ({areas}))"
            );
            run!(tx, AssertSqlSafe(sql.as_str()), from, to)?;
        }
        for column in ["owner", "keeper"] {
            let sql = format!(
                "update urgent set {column} = $2 where {column} = $1 and state <> 'over'
                     and wish in (select w.id from wish w where w.home in ({worked}))"
            );
            run!(tx, AssertSqlSafe(sql.as_str()), from, to)?;
        }
        // Else no colleague could plan these visits before their day.
        let plans = format!(
            "delete from visit_plan where account = $1 and visit in (select v.id from visit v
                 join household h on h.id = v.household where h.area in ({kept}))"
        );
        run!(tx, AssertSqlSafe(plans.as_str()), from)?;
        let name = row!(tx, (String,), "select name from account where id = $1", from)?;
        let name = name.map(|(name,)| name).unwrap_or_default();
        let files = i64::try_from(files).unwrap_or(i64::MAX);
        tx.emit(Event::WorkHandedOver(OfWork { account: to, name, files })).await?;
        tx.audit("account", from).await?;
        Ok(files)
    }
}
