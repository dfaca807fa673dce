//! What members of a household said in a round: where they live, work, schooling, skills, languages.

use domain::{
    accounts::Actor,
    casework::rounds::profile::{Answers, MemberProfile, listed, unlisted},
    households::{HouseholdId, mask},
};
use serde::Serialize;

use crate::{
    Command, Error, Refusal, Result, Store, Tx,
    crypto::secret::Secret,
    db::sql::{parse, rows, run},
    households::{edit::hold_beside, views::sight_of},
};

/// Sets what a member said. Nothing is required; what is empty was not said.
///
/// # Errors
/// Not found outside the actor's areas or for another household's member; field `skill_words`;
/// [`domain::Code::FileClosed`].
#[derive(Clone, Debug, Serialize)]
pub struct SetProfile {
    /// Household of the member.
    pub household: HouseholdId,
    /// The member.
    pub member: i64,
    /// What it said.
    pub profile: Answers,
}

impl Command for SetProfile {
    const NAME: &'static str = "member_profile_set";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        hold_beside(tx, self.household).await?;
        let profile = self.profile.clone().checked()?;
        let said = profile.skill_words.is_some();
        let words = tx.vault.seal(Secret::SkillWords, profile.skill_words.as_deref().unwrap_or_default())?;
        let now = tx.now;
        let changed = run!(
            tx,
            "update person set lives = $3, work = $4, schooling = $5, skills = $6, languages = $7,
                 skill_words = case when $10 = 1 then $8 else skill_words end, asked = $9
             where id = $1 and household = $2",
            self.member,
            self.household,
            profile.lives.as_str(),
            profile.work.as_str(),
            profile.schooling.as_str(),
            listed(profile.skills.iter().map(|skill| skill.as_str())),
            listed(profile.languages.iter().map(|language| language.as_str())),
            &words,
            now,
            i64::from(said),
        )?;
        if changed == 0 {
            return Err(Refusal::NotFound.into());
        }
        tx.audit("household", self.household).await
    }
}

#[derive(sqlx::FromRow)]
struct ProfileRow {
    id: i64,
    name: String,
    birth_year: i64,
    lives: String,
    work: String,
    schooling: String,
    skills: String,
    languages: String,
    skill_words: String,
    asked: i64,
}

fn set<T: std::str::FromStr<Err = domain::Code>>(column: &str) -> Result<Vec<T>> {
    unlisted(column).map_err(|_| Error::Broken(format!("unknown stored value in {column:?}")))
}

impl Store {
    /// Loads what each member of a household said. Names and own words are masked until the file is revealed.
    ///
    /// # Errors
    /// Not found outside the actor's areas.
    pub async fn profiles(&self, actor: &Actor, household: HouseholdId) -> Result<Vec<MemberProfile>> {
        let mut db = self.reader().await?;
        let sight = sight_of(&mut db.arm(), actor, household, self.now()).await?;
        if !sight.own {
            db = self.note_sight(db, actor, household, sight).await?;
        }
        let found = rows!(
            db,
            ProfileRow,
            "select id, name, birth_year, lives, work, schooling, skills, languages, skill_words, asked from person
             where household = $1 order by id limit 20",
            household,
        )?;
        let profile = |row: ProfileRow| {
            let name = self.vault.open(Secret::PersonName, &row.name)?;
            let skill_words = match sight.opened {
                true => Some(self.vault.open(Secret::SkillWords, &row.skill_words)?),
                false => None,
            };
            Ok(MemberProfile {
                member: row.id,
                name: if sight.opened { name } else { mask::name(&name) },
                birth_year: row.birth_year,
                profile: Answers {
                    lives: parse(&row.lives)?,
                    work: parse(&row.work)?,
                    schooling: parse(&row.schooling)?,
                    skills: set(&row.skills)?,
                    languages: set(&row.languages)?,
                    skill_words,
                },
                asked: (row.asked != 0).then_some(row.asked),
            })
        };
        found.into_iter().map(profile).collect()
    }
}
