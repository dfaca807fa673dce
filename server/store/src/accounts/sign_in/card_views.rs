//! Read models of sign-in: how a family signs in, and which families have no card.

use domain::{
    Timestamp,
    accounts::{
        Actor,
        cards::{Card, Ended},
    },
    areas::AreaPath,
    households::HouseholdId,
    permission::Action,
    wishes::Page,
};
use serde::Serialize;
use sqlx::AssertSqlSafe;

use crate::{
    Refusal, Result, Store,
    accounts::sign_in::pins::{self, PinState},
    crypto::secret::Secret,
    db::{
        area_filter::covered,
        pagination::page,
        sql::{parse, row, rows, value},
    },
};

/// Sign-in details of a family.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SignInFile {
    /// Id of the household.
    pub household: HouseholdId,
    /// First character of the name and two stars: 马**.
    pub masked: String,
    /// Last four digits of the account's phone; empty for none.
    pub phone_ending: String,
    /// Whether the account has a password that the family set.
    pub password: bool,
    /// Until when a set-up code waits for the family; 0 for none.
    pub setup_until: Timestamp,
    /// State of the PIN.
    pub pin: PinState,
    /// Cards, newest first, at most twenty.
    pub cards: Vec<Card>,
    /// Number of sessions that have not expired.
    pub sessions: i64,
    /// Whether the reader may change any of it.
    pub keeps: bool,
}

impl SignInFile {
    /// Returns the working card.
    #[must_use]
    pub fn card(&self) -> Option<&Card> {
        self.cards.iter().find(|card| card.ended == 0)
    }
}

/// Family without a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cardless {
    /// Id of the household.
    pub id: HouseholdId,
    /// Full name.
    pub name: String,
    /// Name of its area.
    pub area_name: String,
    /// Number of people in the household.
    pub size: i64,
}

/// Shop location printed on a card.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Name of the location; empty when there is none.
    pub name: String,
    /// Street address of the location.
    pub address: String,
}

#[derive(sqlx::FromRow)]
struct CardRow {
    id: i64,
    made: Timestamp,
    made_by: i64,
    used: Timestamp,
    ended: Timestamp,
    why: String,
}

impl TryFrom<CardRow> for Card {
    type Error = crate::Error;

    fn try_from(row: CardRow) -> Result<Card> {
        let CardRow { id, made, made_by, used, ended, why } = row;
        let why = if why.is_empty() { None } else { Some(parse::<Ended>(&why)?) };
        Ok(Card { id, made, made_by, used, ended, why })
    }
}

#[derive(sqlx::FromRow)]
struct CardlessRow {
    id: i64,
    name: String,
    area_name: String,
    size: i64,
}

/// Masks a name: enough to recognise one's own, not enough to learn another's.
pub(crate) fn masked(name: &str) -> String {
    format!("{}**", name.chars().next().unwrap_or('*'))
}

impl Store {
    /// Loads the sign-in details of a family, for staff of its area.
    ///
    /// # Errors
    /// `NotFound` outside the actor's areas.
    pub async fn household_sign_in(&self, actor: &Actor, household: HouseholdId) -> Result<SignInFile> {
        actor.must_somewhere(Action::ReadHouseholds)?;
        let mut db = self.reader().await?;
        let (path, name) = row!(
            db,
            (String, String),
            "select a.path, h.name from household h join area a on a.id = h.area where h.id = $1",
            household,
        )?
        .ok_or(Refusal::NotFound)?;
        let path = AreaPath(path);
        actor.must(Action::ReadHouseholds, &path)?;
        let account = row!(
            db,
            (i64, String, String, i64),
            "select id, phone, password, setup_until from account where household = $1 and open = true
             order by id limit 1",
            household,
        )?;
        let (account, phone, password, setup_until) = account.unwrap_or_default();
        let phone = self.vault.open(Secret::AccountPhone, &phone)?;
        let cards = rows!(
            db,
            CardRow,
            "select id, made, made_by, used, ended, why from card where household = $1 order by id desc limit 20",
            household,
        )?;
        let now = self.now();
        let sessions = value!(
            db,
            i64,
            "select count(*) from session where account = $1 and expires > $2 and used + idle > $2",
            account,
            now,
        )?;
        Ok(SignInFile {
            household,
            masked: masked(&self.vault.open(Secret::HouseholdName, &name)?),
            phone_ending: phone.get(phone.len().saturating_sub(4)..).unwrap_or_default().to_owned(),
            password: !password.is_empty() && setup_until == 0,
            setup_until: if setup_until > now { setup_until } else { 0 },
            pin: pins::state(&mut db.arm(), household, now).await?,
            cards: cards.into_iter().map(Card::try_from).collect::<Result<_>>()?,
            sessions,
            keeps: actor.may(Action::KeepHouseholds, &path),
        })
    }

    /// Loads a page of the families without a card in the actor's areas, by id after `cursor`.
    ///
    /// # Errors
    /// `NotAllowed` unless the actor keeps household files.
    pub async fn cardless(&self, actor: &Actor, cursor: HouseholdId) -> Result<Page<Cardless>> {
        actor.must_somewhere(Action::KeepHouseholds)?;
        let sql = format!(
            "select h.id, h.name, a.name as area_name, h.size from household h join area a on a.id = h.area
             where h.id > $1 and h.state = 'open' and {}
               and not exists (select 1 from card c where c.household = h.id and c.ended = 0)
             order by h.id limit 51",
            covered("a.path", &actor.areas_for(Action::KeepHouseholds))
        );
        let mut db = self.reader().await?;
        let found = rows!(db, CardlessRow, AssertSqlSafe(sql.as_str()), cursor)?;
        let open = |CardlessRow { id, name, area_name, size }| {
            let name = self.vault.open(Secret::HouseholdName, &name)?;
            Ok(Cardless { id, name, area_name, size })
        };
        Ok(page(found.into_iter().map(open).collect::<Result<_>>()?, |family| family.id))
    }

    /// Loads the location printed on a family's card: the nearest open one above, else the tree's oldest.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn card_place(&self, household: HouseholdId) -> Result<Place> {
        let mut db = self.reader().await?;
        let found = row!(
            db,
            (String, String),
            "select l.name, l.address from household h join area a on a.id = h.area
             join location l on l.root = h.root and l.open = true join area s on s.id = l.area
             where h.id = $1
             order by case when a.path like s.path || '%' then length(s.path) else 0 end desc, l.id limit 1",
            household,
        )?;
        Ok(found.map(|(name, address)| Place { name, address }).unwrap_or_default())
    }
}
