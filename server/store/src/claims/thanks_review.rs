//! Thanks that wait for review, and whether consents allow their words.

use domain::{
    accounts::Actor,
    areas::AreaPath,
    catalogue,
    consents::{Allowed, is_minor},
    households::HouseholdId,
    permission::Action,
    time::year,
    wishes::Thanks,
};
use sqlx::AssertSqlSafe;

use crate::{
    Result, Store,
    db::{area_filter::covered, sql::rows},
};

/// Thanks that wait for review.
#[derive(Clone, Debug, PartialEq)]
pub struct ThanksWaiting {
    /// Words and card, as the family sent them.
    pub thanks: Thanks,
    /// Household that sent them.
    pub household: HouseholdId,
    /// Member the wish was for; 0 for the whole family.
    pub member: i64,
    /// What may be public about the member; the picture is not checked.
    pub allowed: Allowed,
    /// Whether showing the member was refused, and that stands.
    pub refused: bool,
    /// Whether the member is still in the file; true for the whole family.
    pub known: bool,
    /// Whether the actor may record a consent for the member.
    pub records: bool,
}

impl ThanksWaiting {
    /// Returns whether the words have to wait for a consent; a card alone does not.
    #[must_use]
    pub fn needs_consent(&self) -> bool {
        !self.thanks.words.is_empty() && !self.allowed.story
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    claim: i64,
    words: String,
    card: String,
    state: String,
    created: i64,
    item: i64,
    size: String,
    own_name: String,
    household: i64,
    member: i64,
    born: i64,
    path: String,
    story: i64,
    story_ended: i64,
    file: i64,
    file_ended: i64,
}

/// Birth year assumed for a member who has left the file: a minor. Later than that of members whose year is not known.
const GONE: i64 = 10_000;

impl Row {
    fn read(self, actor: &Actor, this_year: i64) -> ThanksWaiting {
        let title = catalogue::title_of(self.item, &self.own_name, &self.size);
        let Row { id, claim, words, card, state, created, household, member, born, .. } = self;
        let child = member != 0 && is_minor(born, this_year);
        let ended = |held: i64, ended: i64| held == 0 && ended > 0;
        let story = self.story > 0;
        let taken_back = ended(self.story, self.story_ended) || ended(self.file, self.file_ended);
        let known = member == 0 || born != GONE;
        let keeps = actor.may(Action::KeepHouseholds, &AreaPath(self.path));
        ThanksWaiting {
            thanks: Thanks { id, claim, title, words, card, state, created },
            household,
            member,
            allowed: Allowed::from_file(child, story, taken_back, false),
            refused: taken_back && !story,
            known,
            records: keeps && known,
        }
    }
}

impl Store {
    /// Loads up to 200 thanks that wait for review in the actor's areas, oldest first.
    ///
    /// # Errors
    /// Not allowed without a reviewing role.
    pub async fn thanks_waiting(&self, actor: &Actor) -> Result<Vec<ThanksWaiting>> {
        actor.must_somewhere(Action::ReviewThanks)?;
        let sql = format!(
            "select t.id, t.claim, t.words, t.card, t.state, t.created, w.item, w.size, w.own_name,
                 w.household, w.member,
                 coalesce(p.birth_year, $1) as born, a.path,
                 (select count(*) from consent c where c.household = w.household and c.member = w.member
                      and c.kind = 'story' and c.withdrawn_at = 0) as story,
                 (select count(*) from consent c where c.household = w.household and c.member = w.member
                      and c.kind = 'story' and c.withdrawn_at <> 0) as story_ended,
                 (select count(*) from consent c where c.household = w.household
                      and c.kind = 'file' and c.withdrawn_at = 0) as file,
                 (select count(*) from consent c where c.household = w.household
                      and c.kind = 'file' and c.withdrawn_at <> 0) as file_ended
             from thanks t join wish w on w.id = t.wish join area a on a.id = t.home
                 left join person p on p.id = w.member and p.household = w.household
             where t.state = 'waiting' and {} order by t.id limit 200",
            covered("a.path", &actor.areas_for(Action::ReviewThanks))
        );
        let mut db = self.reader().await?;
        let found = rows!(db, Row, AssertSqlSafe(sql.as_str()), GONE)?;
        let this_year = year(self.now());
        Ok(found.into_iter().map(|row| row.read(actor, this_year)).collect())
    }
}
