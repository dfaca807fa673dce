//! A shop's view of one claim, with what the actor may do, and the search for claims by words.

use domain::{
    DAY, Timestamp,
    accounts::Actor,
    areas::AreaPath,
    catalogue,
    claims::{ClaimFile, ClaimId, ClaimState},
    ledger::Condition,
    permission::Action,
};
use serde::Serialize;
use sqlx::AssertSqlSafe;

use crate::{
    Refusal, Result, Store,
    areas::policies::policy_for,
    claims::views::{ClaimRow, ClaimerName, claim_at_shop, claim_columns, claim_files, claim_row},
    db::{
        area_filter::covered,
        folding::fold,
        pagination::anywhere,
        sql::{parse, row, rows},
    },
};

/// Claim as the staff of its shop see it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ShopClaim {
    /// Claim with its wish and its location.
    pub file: ClaimFile,
    /// Goods that arrived; `None` until then.
    pub found: Option<ArrivedGoods>,
    /// Last signed check; `None` without one.
    pub check: Option<SignedCheck>,
    /// When the hand-over is confirmed automatically; 0 unless handed over.
    pub confirms: Timestamp,
    /// Whether a used one needs a signed check.
    pub electrical: bool,
    /// Whether it has a best-before date.
    pub perishable: bool,
    /// Whether the actor may receive and refuse its goods.
    pub may_keep: bool,
    /// Whether the actor may hand its goods over.
    pub may_hand_over: bool,
}

/// Goods of a claim, as the shop recorded them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ArrivedGoods {
    /// New or used.
    pub condition: Condition,
    /// Best-before date; 0 without one.
    pub expires: Timestamp,
}

/// Signed check of a used appliance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub struct SignedCheck {
    /// Name of the signer.
    pub checker: String,
    /// Whether the appliance may be handed over.
    pub passed: bool,
    /// Findings, or `""`.
    pub note: String,
    /// When it was recorded.
    pub at: Timestamp,
}

impl Store {
    /// Loads one claim, for the staff of the shop that expects it and of the family's area.
    ///
    /// # Errors
    /// Not found outside the actor's areas.
    pub async fn shop_claim(&self, actor: &Actor, id: ClaimId) -> Result<ShopClaim> {
        actor.must_somewhere(Action::HandOver).or(actor.must_somewhere(Action::ReadStock))?;
        let mut db = self.reader().await?;
        let found = claim_row(&mut db.arm(), id).await?;
        let home = AreaPath(found.path.clone());
        let (file, shop) = claim_at_shop(&mut db.arm(), found).await?;
        let may = |action| actor.may(action, &home) || actor.may(action, &shop);
        if !may(Action::HandOver) && !may(Action::ReadStock) {
            return Err(Refusal::NotFound.into());
        }
        let lot = row!(db, (String, i64), "select condition, expires from lot where id = $1", file.claim.lot)?;
        let found = match lot {
            Some((condition, expires)) => Some(ArrivedGoods { condition: parse(&condition)?, expires }),
            None => None,
        };
        let check = row!(
            db,
            SignedCheck,
            "select checker, passed, note, at from appliance_check where lot = $1 and lot <> 0 order by id desc limit 1",
            file.claim.lot,
        )?;
        let confirms = match file.claim.state {
            ClaimState::HandedOver => file.claim.changed + policy_for(&mut db.arm(), &home).await?.confirm_days * DAY,
            _ => 0,
        };
        let (electrical, perishable) =
            row!(db, (bool, bool), "select electrical, perishable from item where id = $1", file.claim.item)?
                .unwrap_or_default();
        Ok(ShopClaim {
            found,
            electrical,
            perishable,
            check,
            confirms,
            may_keep: may(Action::KeepStock),
            may_hand_over: may(Action::HandOver),
            file,
        })
    }

    /// Finds up to 50 expected or arrived claims by item, claimer or organisation.
    /// For a visitor at the counter who has no number.
    ///
    /// # Errors
    /// Not allowed without a role that hands over or reads stock.
    pub async fn claim_find_words(&self, actor: &Actor, words: &str) -> Result<Vec<ClaimFile>> {
        actor.must_somewhere(Action::HandOver).or(actor.must_somewhere(Action::ReadStock))?;
        let folded = fold(words.trim());
        if folded.is_empty() {
            return Ok(Vec::new());
        }
        let things = catalogue::ITEMS.iter().filter(|i| fold(&format!("{} {}", i.zh, i.en)).contains(&folded));
        let things: Vec<String> = things.map(|item| item.id.to_string()).collect();
        let things = if things.is_empty() { "0".to_owned() } else { things.join(", ") };
        let mut areas = actor.areas_for(Action::HandOver);
        areas.extend(actor.areas_for(Action::ReadStock));
        let inside = format!("({} or {})", covered("a.path", &areas), covered("s.path", &areas));
        let sql = format!(
            concat!(
                "select ",
                claim_columns!(),
                " join location p on p.id = c.location join area s on s.id = p.area
                 join account b on b.id = c.account left join organisation o on o.id = b.organisation
                 where c.state in ('arrived', 'on_the_way', 'pledged') and {inside} and (w.item in ({things})
                     or lower(w.own_name) like $1 escape '!'
                     or lower(b.name) like $1 escape '!' or lower(coalesce(o.name, '')) like $1 escape '!')
                 order by c.state, c.due, c.id limit 50"
            ),
            inside = inside,
            things = things,
        );
        let mut db = self.reader().await?;
        let found = rows!(db, ClaimRow, AssertSqlSafe(sql.as_str()), anywhere(words))?;
        claim_files(&mut db.arm(), found, ClaimerName::Shown).await
    }
}
