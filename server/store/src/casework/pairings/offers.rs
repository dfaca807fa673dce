//! What helpers offer, and which of them could stand by a household. The list suggests; a caseworker proposes.

use domain::{
    Code,
    accounts::Actor,
    areas::AreaPath,
    casework::{
        pairings::{HelperOffer, HelperSuggestion, PairingNeed, speaks},
        rounds::profile::{listed, unlisted},
    },
    households::{HouseholdId, Language},
    permission::Action,
};
use serde::Serialize;

use crate::{
    Command, Error, Refusal, Result, Store, Tx,
    areas::policies::policy_for,
    db::{
        locks::lock_own_account,
        sql::{parse, row, rows, run},
    },
};

/// Sets what the actor offers as a helper; an empty offer takes it back.
///
/// # Errors
/// Not allowed without the role of a donor.
#[derive(Clone, Debug, Serialize)]
pub struct SetHelperOffer(pub HelperOffer);

impl Command for SetHelperOffer {
    const NAME: &'static str = "helper_offer_set";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.actor.must_somewhere(Action::ClaimWishes)?;
        lock_own_account(tx).await?;
        let (now, account) = (tx.now, tx.actor.account);
        run!(
            tx,
            "insert into helper_offer (account, needs, languages, changed) values ($1, $2, $3, $4)
             on conflict (account) do update set needs = excluded.needs, languages = excluded.languages,
                 changed = excluded.changed",
            account,
            listed(self.0.needs.iter().map(|need| need.as_str())),
            listed(self.0.languages.iter().map(|language| language.as_str())),
            now,
        )?;
        tx.audit("account", account).await
    }
}

fn set<T: std::str::FromStr<Err = Code>>(column: &str) -> Result<Vec<T>> {
    unlisted(column).map_err(|_| Error::Broken(format!("unknown stored value in {column:?}")))
}

#[derive(sqlx::FromRow)]
struct HelperRow {
    id: i64,
    name: String,
    organisation_name: String,
    path: String,
    needs: String,
    languages: String,
    live: i64,
}

/// Helpers that are looked at; the newest offers first.
const LOOKED_AT: i64 = 500;
/// Helpers that are suggested.
const SUGGESTED: usize = 10;

impl Store {
    /// Loads the actor's own offer.
    ///
    /// # Errors
    /// Not allowed without the role of a donor.
    pub async fn helper_offer(&self, actor: &Actor) -> Result<HelperOffer> {
        actor.must_somewhere(Action::ClaimWishes)?;
        let mut db = self.reader().await?;
        let found =
            row!(db, (String, String), "select needs, languages from helper_offer where account = $1", actor.account,)?;
        let Some((needs, languages)) = found else { return Ok(HelperOffer::default()) };
        Ok(HelperOffer { needs: set(&needs)?, languages: set(&languages)? })
    }

    /// Suggests helpers for a household: those who offer what is needed, speak its language and live near, in that
    /// order, without those who stand by it already, or by as many as the policy allows.
    ///
    /// # Errors
    /// Not found outside the actor's areas; not allowed without a role that keeps files.
    pub async fn helper_suggestions(
        &self,
        actor: &Actor,
        household: HouseholdId,
        need: PairingNeed,
    ) -> Result<Vec<HelperSuggestion>> {
        actor.must_somewhere(Action::KeepHouseholds)?;
        let mut db = self.reader().await?;
        let (root, language, path) = row!(
            db,
            (i64, String, String),
            "select h.root, h.language, a.path from household h join area a on a.id = h.area where h.id = $1",
            household,
        )?
        .ok_or(Refusal::NotFound)?;
        let home = AreaPath(path);
        actor.must(Action::KeepHouseholds, &home)?;
        let language: Language = parse(&language)?;
        let most = policy_for(&mut db.arm(), &home).await?.pairings;
        let found = rows!(
            db,
            HelperRow,
            "select k.id, k.name, coalesce(o.name, '') as organisation_name,
                 coalesce((select min(g.path) from role_grant g where g.account = k.id and g.role = 'donor'), '')
                     as path,
                 f.needs, f.languages,
                 (select count(*) from pairing p where p.helper = k.id and p.state in ('proposed', 'under_way')) as live
             from helper_offer f join account k on k.id = f.account left join organisation o on o.id = k.organisation
             where k.root = $1 and k.open = true and k.household = 0 and f.needs <> '' and k.id <> $2
                 and exists (select 1 from role_grant g where g.account = k.id and g.role = 'donor')
                 and not exists (select 1 from pairing p where p.helper = k.id and p.household = $3
                     and p.state in ('proposed', 'under_way'))
                 and (select count(*) from pairing p
                     where p.helper = k.id and p.state in ('proposed', 'under_way')) < $5
             order by f.changed desc, k.id limit $4",
            root,
            actor.account,
            household,
            LOOKED_AT,
            most,
        )?;
        let mut all = Vec::with_capacity(found.len());
        for row in found {
            let needs: Vec<PairingNeed> = set(&row.needs)?;
            let shared = home.shared_levels(&AreaPath(row.path));
            all.push(HelperSuggestion {
                account: row.id,
                name: row.name,
                organisation_name: row.organisation_name,
                fits_need: needs.contains(&need),
                fits_language: speaks(&set(&row.languages)?, language),
                shared_levels: i64::try_from(shared).unwrap_or_default(),
                live: row.live,
            });
        }
        all.sort_by_key(|of| std::cmp::Reverse((of.fits_need, of.fits_language, of.shared_levels, -of.live)));
        all.truncate(SUGGESTED);
        Ok(all)
    }
}
