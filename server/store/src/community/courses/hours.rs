//! Hours per person in a topic and a year, and the rules of areas that ask for some.

use std::collections::BTreeMap;

use domain::{
    Code, Timestamp,
    accounts::Actor,
    areas::AreaId,
    community::courses::{AreaRule, CourseTopic, MemberHours, adult_born_by},
    households::HouseholdId,
    permission::Action,
    time::{Month, year},
    wishes::Page,
};
use serde::Serialize;
use sqlx::AssertSqlSafe;

use super::masked;
use crate::{
    Command, Refusal, Result, Store, Tx,
    areas::tree::must_in,
    crypto::secret::Secret,
    db::{
        area_filter::{covered, is_own},
        pagination::PAGE,
        sql::{parse, row, rows, run},
    },
    households::reveal,
};

/// Rules of one page, as [`PAGE`].
const RULES: i64 = 50;

/// Sets how many minutes of a topic each adult of an area should have in a year; 0 takes the rule back.
///
/// # Errors
/// Not found outside the actor's areas; not allowed without a role that leads casework; fields `year` and `minutes`.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct SetCourseRule {
    /// The area.
    pub area: AreaId,
    /// The topic.
    pub topic: CourseTopic,
    /// The year.
    pub year: i64,
    /// Minutes.
    pub minutes: i64,
}

impl Command for SetCourseRule {
    const NAME: &'static str = "course_rule_set";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let &Self { area, topic, year: of, minutes } = self;
        must_in(tx, Action::LeadCasework, area).await?;
        let this = year(tx.now);
        if !(this - 1..=this + 1).contains(&of) {
            return Err(Refusal::field("year", Code::OutOfRange).into());
        }
        if !(0..=60_000).contains(&minutes) {
            return Err(Refusal::field("minutes", Code::OutOfRange).into());
        }
        let (now, account) = (tx.now, tx.actor.account);
        if minutes == 0 {
            run!(tx, "delete from course_rule where area = $1 and topic = $2 and year = $3", area, topic.as_str(), of)?;
        } else {
            run!(
                tx,
                "insert into course_rule (area, topic, year, minutes, changed, changed_by) values ($1, $2, $3, $4, $5, $6)
                 on conflict (area, topic, year) do update set minutes = excluded.minutes, changed = excluded.changed,
                     changed_by = excluded.changed_by",
                area,
                topic.as_str(),
                of,
                minutes,
                now,
                account,
            )?;
        }
        tx.audit("area", area).await
    }
}

/// First second of a year and that of the next.
fn bounds(of: i64, now: Timestamp) -> (Timestamp, Timestamp) {
    let month = Month::of(now);
    // January of the year that `now` is in, then as many years away as are asked for.
    let january = month.plus(1 - month.number());
    let from = january.plus(12 * (of.clamp(1970, 9000) - january.year()));
    (from.start(), from.plus(12).start())
}

#[derive(sqlx::FromRow)]
struct RuleRow {
    area: i64,
    area_name: String,
    path: String,
    topic: String,
    year: i64,
    minutes: i64,
}

#[derive(sqlx::FromRow)]
struct HoursRow {
    member: i64,
    name: String,
    topic: String,
    minutes: i64,
}

impl Store {
    /// Lists a page of the rules for the actor's areas and those around them for a year, each with how many adults of the
    /// actor's areas keep it; those of an area after those around it. `skip` is how many come before the page.
    ///
    /// # Errors
    /// Not allowed without a role that reads courses.
    pub async fn course_rules(&self, actor: &Actor, of: i64, skip: i64) -> Result<Page<AreaRule>> {
        actor.must_somewhere(Action::ReadCourses)?;
        let own = actor.areas_for(Action::ReadCourses);
        // The rule of a city asks the same of the families of its districts. No `exists`: SQLite 3.51 makes a join of it,
        // and its `offset` then counts a row once for each area.
        let sql = format!(
            "select r.area, a.name as area_name, a.path, r.topic, r.year, r.minutes
             from course_rule r join area a on a.id = r.area
             where r.year = $1 and (select count(*) from area b where {} and b.path like a.path || '%') > 0
             order by a.path, r.topic limit 51 offset $2",
            covered("b.path", &own),
        );
        let counted = format!(
            "select count(*), coalesce(cast(sum(case when t.minutes >= $1 then 1 else 0 end) as bigint), 0)
             from (select p.member, cast(sum(case when s.noted > 0 then s.real_minutes else s.minutes end) as bigint)
                       as minutes
                   from course c join course_session s on s.course = c.id and s.starts >= $2 and s.starts < $3
                       join course_mark m on m.session = s.id and m.present = true
                       join course_place p on p.id = m.place and p.member > 0
                       join household h on h.id = p.household join area a on a.id = h.area
                   where c.topic = $4 and a.path like $5 || '%' and {} group by p.member) t",
            covered("a.path", &own),
        );
        let mut db = self.reader().await?;
        let skip = skip.max(0);
        let mut found = rows!(db, RuleRow, AssertSqlSafe(sql.as_str()), of, skip)?;
        let next = (found.len() > PAGE).then(|| skip + RULES);
        found.truncate(PAGE);
        let (from, to) = bounds(of, self.now());
        let mut rules = Vec::with_capacity(found.len());
        for rule in found {
            let (begun, met) = row!(
                db,
                (i64, i64),
                AssertSqlSafe(counted.as_str()),
                rule.minutes,
                from,
                to,
                &rule.topic,
                &rule.path,
            )?
            .unwrap_or_default();
            rules.push(AreaRule {
                area: rule.area,
                area_name: rule.area_name,
                topic: parse(&rule.topic)?,
                year: rule.year,
                minutes: rule.minutes,
                begun,
                met,
            });
        }
        Ok(Page { items: rules, next })
    }

    /// Lists the hours of a household's adults in a year, by member and topic, with what the rules around it ask for.
    ///
    /// # Errors
    /// Not found for other families and outside the actor's areas; not allowed without a role that reads courses and
    /// files.
    pub async fn household_hours(&self, actor: &Actor, household: HouseholdId, of: i64) -> Result<Vec<MemberHours>> {
        let own = is_own(actor, household);
        if !own {
            actor.must_somewhere(Action::ReadCourses)?;
            actor.must_somewhere(Action::ReadHouseholds)?;
        }
        let mut db = self.reader().await?;
        let path = crate::households::views::household_path(&mut db.arm(), household).await?;
        if !own {
            actor.must(Action::ReadCourses, &path)?;
            actor.must(Action::ReadHouseholds, &path)?;
        }
        let now = self.now();
        let named = own || reveal::is_open(&mut db.arm(), actor, household, now).await?;
        // The smallest area around the home decides.
        let rules = rows!(
            db,
            (String, i64),
            "select r.topic, r.minutes from course_rule r join area a on a.id = r.area
             where r.year = $1 and $2 like a.path || '%' order by length(a.path)",
            of,
            &path.0,
        )?;
        let needed: BTreeMap<String, i64> = rules.into_iter().collect();
        let (from, to) = bounds(of, now);
        let found = rows!(
            db,
            HoursRow,
            "select n.id as member, n.name, c.topic,
                 cast(sum(case when s.noted > 0 then s.real_minutes else s.minutes end) as bigint) as minutes
             from course_place p join person n on n.id = p.member and n.household = p.household
                 join course_mark m on m.place = p.id and m.present = true
                 join course_session s on s.id = m.session and s.starts >= $2 and s.starts < $3
                 join course c on c.id = s.course
             where p.household = $1 and p.member > 0 group by n.id, n.name, c.topic order by n.id, c.topic",
            household,
            from,
            to,
        )?;
        let adults = rows!(
            db,
            (i64, String),
            "select id, name from person where household = $1 and birth_year <= $2 order by id",
            household,
            adult_born_by(now),
        )?;
        let mut lines: BTreeMap<(i64, String), (String, i64)> = BTreeMap::new();
        for (member, name) in adults {
            for topic in needed.keys() {
                lines.insert((member, topic.clone()), (name.clone(), 0));
            }
        }
        for HoursRow { member, name, topic, minutes } in found {
            lines.insert((member, topic), (name, minutes));
        }
        let line = |((member, topic), (name, minutes)): ((i64, String), (String, i64))| -> Result<MemberHours> {
            let name = self.vault.open(Secret::PersonName, &name)?;
            let needed = needed.get(&topic).copied();
            let name = if named { name } else { masked(&name) };
            Ok(MemberHours { member, name, topic: parse(&topic)?, minutes, needed })
        };
        lines.into_iter().map(line).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_begins_in_january_of_china() {
        let (from, to) = bounds(2026, 1_764_460_800);
        assert_eq!((year(from), year(from - 1), year(to), year(to - 1)), (2026, 2025, 2027, 2026));
    }
}
