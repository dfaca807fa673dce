//! Lists of claims for a shop's counter: by number or code, expected, ready, waiting for a check.

use domain::{
    accounts::Actor,
    claims::{Claim, ClaimFile},
    households::HouseholdId,
    permission::Action,
};
use sqlx::AssertSqlSafe;

use crate::{
    Result, Store,
    claims::views::{ClaimRow, ClaimerName, claim_columns, claim_files},
    crypto::random,
    db::{area_filter::covered, pickup_codes::CountedCode, sql::rows},
};

impl Store {
    /// Finds claims by what the claimer shows at the counter.
    /// `text` is a number, a six-letter code or a QR code's content (its last path segment), never a pick-up code.
    ///
    /// # Errors
    /// Not allowed without a role that hands over or reads stock.
    pub async fn claim_find(&self, actor: &Actor, text: &str) -> Result<Vec<ClaimFile>> {
        let typed = text.trim().trim_end_matches('/').rsplit('/').next().unwrap_or_default().trim_start_matches('#');
        let code = random::typed_code(typed);
        let number: i64 = code.parse().unwrap_or(0);
        self.shop_claims(actor, "(c.id = $1 or c.code = $2)", number, &code).await
    }

    /// Finds arrived claims in the actor's own shops by the family's pick-up code.
    ///
    /// # Errors
    /// Not allowed for roles that do not keep stock.
    pub async fn claims_by_code(&self, actor: &Actor, counted: &CountedCode) -> Result<Vec<ClaimFile>> {
        actor.must_somewhere(Action::KeepStock)?;
        let shops = covered("s.path", &actor.areas_for(Action::KeepStock));
        let which = "w.code = $2 and c.state = 'arrived' and $1 = 0";
        let found = self.claims_where(which, &shops, 0, counted.digits()).await?;
        counted.log(actor, found.len(), 0);
        Ok(found)
    }

    /// Lists what else the family of a claim may collect for the same wish in the same shop.
    ///
    /// # Errors
    /// Not allowed without a role that hands over or reads stock.
    pub async fn ready_beside(&self, actor: &Actor, claim: &Claim) -> Result<Vec<ClaimFile>> {
        let which = "c.wish = $1 and c.state = 'arrived' and c.awaiting_check = false and $2 = ''";
        let mut ready = self.shop_claims(actor, which, claim.wish, "").await?;
        ready.retain(|other| other.claim.location == claim.location);
        Ok(ready)
    }

    /// Lists the claims that the actor's shops expect: sent ones first, then by deadline.
    ///
    /// # Errors
    /// Not allowed without a role that hands over or reads stock.
    pub async fn arrivals(&self, actor: &Actor) -> Result<Vec<ClaimFile>> {
        self.shop_claims(actor, "c.state in ('on_the_way', 'pledged') and $1 = 0 and $2 = ''", 0, "").await
    }

    /// Lists the claims whose goods are set aside for their family.
    ///
    /// # Errors
    /// Not allowed without a role that hands over or reads stock.
    pub async fn ready(&self, actor: &Actor) -> Result<Vec<ClaimFile>> {
        let waiting = "c.state = 'arrived' and c.awaiting_check = false and $1 = 0 and $2 = ''";
        self.shop_claims(actor, waiting, 0, "").await
    }

    /// Lists the claims of used appliances that wait for their check.
    ///
    /// # Errors
    /// Not allowed without a role that hands over or reads stock.
    pub async fn checks_waiting(&self, actor: &Actor) -> Result<Vec<ClaimFile>> {
        let waiting = "c.state = 'arrived' and c.awaiting_check = true and $1 = 0 and $2 = ''";
        self.shop_claims(actor, waiting, 0, "").await
    }

    /// Lists what waits in the actor's own shops for a household, and what is on its way there for it.
    /// The caller has opened the household at the counter.
    ///
    /// # Errors
    /// Not allowed for roles that do not keep stock.
    pub(crate) async fn claims_for(&self, actor: &Actor, household: HouseholdId) -> Result<Vec<ClaimFile>> {
        actor.must_somewhere(Action::KeepStock)?;
        let shops = covered("s.path", &actor.areas_for(Action::KeepStock));
        let which = "w.household = $1 and c.state in ('arrived', 'on_the_way', 'pledged') and $2 = ''";
        self.claims_where(which, &shops, household, "").await
    }

    async fn shop_claims(&self, actor: &Actor, which: &'static str, number: i64, code: &str) -> Result<Vec<ClaimFile>> {
        actor.must_somewhere(Action::HandOver).or(actor.must_somewhere(Action::ReadStock))?;
        let mut areas = actor.areas_for(Action::HandOver);
        areas.extend(actor.areas_for(Action::ReadStock));
        let inside = format!("({} or {})", covered("a.path", &areas), covered("s.path", &areas));
        self.claims_where(which, &inside, number, code).await
    }

    /// Loads up to 100 claims; `which` uses $1 (number) and $2 (code), `inside` limits the areas.
    async fn claims_where(&self, which: &'static str, inside: &str, number: i64, code: &str) -> Result<Vec<ClaimFile>> {
        let mut db = self.reader().await?;
        let sql = format!(
            concat!(
                "select ",
                claim_columns!(),
                " join location p on p.id = c.location join area s on s.id = p.area
                 where {} and {} order by c.state, c.due, c.id limit 100"
            ),
            which, inside,
        );
        let found = rows!(db, ClaimRow, AssertSqlSafe(sql.as_str()), number, code)?;
        claim_files(&mut db.arm(), found, ClaimerName::Shown).await
    }
}
