//! What the page of one case shows to its reader: names, months and words only while the file is revealed.

use domain::{
    Timestamp,
    accounts::Actor,
    areas::AreaPath,
    casework::{
        cases::FamilyAsked,
        school_places::{
            SchoolAnswer, SchoolConsent, SchoolPlaceId, SchoolPlaceState,
            engine::Outlook,
            views::{AskedSchool, SchoolPlaceFile, SchoolRuleOf, SchoolSaid},
        },
    },
    permission::Action,
    time::Day,
};

use super::{
    application, read_facts,
    rules::{RuleRow, rule_for},
    views::PlaceRow,
};
use crate::{
    Conn, Refusal, Result,
    casework::cases::views::{sees_words, some},
    crypto::{secret::Secret, vault::Vault},
    db::{
        area_filter::is_own,
        sql::{parse, row, rows},
    },
};

#[derive(sqlx::FromRow)]
struct DetailRow {
    facts: String,
    asked: i64,
    consent_how: String,
    consent_whom: String,
    consented: i64,
    asked_how: String,
    asked_whom: String,
    asked_at: i64,
    answer: String,
    answer_words: String,
    root: i64,
    child: String,
}

/// Loads what a case's page shows to this reader.
pub(super) async fn file(
    db: &mut Conn<'_>,
    vault: &Vault,
    row: PlaceRow,
    actor: &Actor,
    now: Timestamp,
) -> Result<SchoolPlaceFile> {
    let (own, path) = (is_own(actor, row.household), AreaPath(row.path.clone()));
    let opened_up = sees_words(db, actor, row.household, now).await?;
    let place = row.read(now)?;
    let detail = row!(
        db,
        DetailRow,
        "select c.facts, c.asked, c.consent_how, c.consent_whom, c.consented, c.asked_how, c.asked_whom, c.asked_at,
             c.answer, c.answer_words, h.root, coalesce(p.name, '') as child
         from school_place c join household h on h.id = c.household left join person p on p.id = c.member
         where c.id = $1",
        place.id,
    )?
    .ok_or(Refusal::NotFound)?;
    let name = vault.open(Secret::PersonName, &detail.child)?;
    let child = if opened_up { name } else { name.chars().take(1).collect() };
    let rule = rule_for(db, detail.root, &path).await?;
    let facts = read_facts(vault, place.id, &detail.facts)?.filter(|_| opened_up);
    let terms = rule.as_ref().map(RuleRow::terms).transpose()?;
    let made = application(db, place.id).await?;
    let outlook = Outlook::of(terms.as_ref(), facts.as_ref(), Day::of(detail.asked), Day::of(now), made);
    let consent = match detail.consent_how.as_str() {
        how if opened_up && !how.is_empty() => {
            Some(SchoolConsent { how: parse(how)?, whom: vault.open(Secret::SchoolConsent, &detail.consent_whom)? })
        }
        _ => None,
    };
    let asked_last = match detail.asked_how.as_str() {
        how if opened_up && !how.is_empty() => Some(FamilyAsked {
            how: parse(how)?,
            whom: vault.open(Secret::SchoolWhom, &detail.asked_whom)?,
            at: detail.asked_at,
            answer: parse(&detail.answer)?,
            words: vault.open(Secret::SchoolAnswer, &detail.answer_words)?,
        }),
        _ => None,
    };
    let open = place.state == SchoolPlaceState::Open;
    Ok(SchoolPlaceFile {
        opened_up,
        child,
        rule: rule.map(|rule| SchoolRuleOf {
            papers: rule.papers(),
            area_name: rule.area_name,
            version: rule.version,
            source: rule.source,
        }),
        assessment: outlook.assessment.filter(|_| open),
        asked: some(detail.asked).filter(|_| !detail.facts.is_empty()),
        facts,
        consent,
        consent_needed: detail.consented == 0,
        schools: schools(db, vault, place.id, opened_up).await?,
        asked_last,
        may_keep: !own && open && actor.may(Action::KeepCases, &path),
        may_assign: !own && open && actor.may(Action::FollowCases, &path),
        place,
    })
}

#[derive(sqlx::FromRow)]
struct SaidRow {
    id: i64,
    name: String,
    answer: String,
    day: i64,
    words: String,
    by: String,
}

/// Loads the schools of a case with all that they said, the newest first.
async fn schools(db: &mut Conn<'_>, vault: &Vault, id: SchoolPlaceId, opened_up: bool) -> Result<Vec<AskedSchool>> {
    let found = rows!(
        db,
        SaidRow,
        "select k.id, k.name, s.answer, s.day, s.words, coalesce(b.name, '') as by
         from asked_school k join school_said s on s.asked_school = k.id left join account b on b.id = s.by_account
         where k.school_place = $1 order by k.id, s.day desc, s.id desc",
        id,
    )?;
    let mut schools: Vec<AskedSchool> = Vec::new();
    let clear = |secret, sealed: &str| if opened_up { vault.open(secret, sealed) } else { Ok(String::new()) };
    for row in found {
        let said = SchoolSaid {
            answer: parse(&row.answer)?,
            day: Day::numbered(row.day),
            words: clear(Secret::SchoolWords, &row.words)?,
            by: row.by,
        };
        match schools.last_mut().filter(|school| school.id == row.id) {
            Some(school) => school.answers.push(said),
            None => {
                let name = clear(Secret::SchoolName, &row.name)?;
                schools.push(AskedSchool { id: row.id, name, answers: vec![said], differs: false });
            }
        }
    }
    for school in &mut schools {
        let told = |answer: SchoolAnswer| school.answers.iter().any(|said| said.answer == answer);
        let differs = told(SchoolAnswer::Yes) && (told(SchoolAnswer::No) || told(SchoolAnswer::Full));
        school.differs = differs;
    }
    Ok(schools)
}
