//! Loads what files say, many at once: three statements for all of them.

use std::collections::BTreeMap;

use domain::{
    areas::{AreaId, AreaPath},
    casework::entitlements::facts::{FileFacts, HardshipFact, HouseholdFacts, MemberFacts},
    households::{FileState, HouseholdId},
};
use sqlx::AssertSqlSafe;

use crate::{
    Conn, Result,
    db::sql::{parse, rows},
};

/// A file as it was read for the rules.
#[derive(Clone, Debug)]
pub(crate) struct LoadedFile {
    pub root: AreaId,
    pub state: FileState,
    pub facts: FileFacts,
}

type HouseholdRow = (i64, i64, String, i64, String, String);
type MemberRow = (i64, i64, i64, String, String, String, String, String);

/// Joins numbers of households for `in (…)`; never empty.
pub(crate) fn numbers(ids: &[HouseholdId]) -> String {
    let texts: Vec<String> = ids.iter().map(ToString::to_string).collect();
    if texts.is_empty() { "0".into() } else { texts.join(", ") }
}

/// Loads the files of these households, by number.
pub(crate) async fn load_files(db: &mut Conn<'_>, ids: &[HouseholdId]) -> Result<Vec<LoadedFile>> {
    let ids = numbers(ids);
    let sql = format!(
        "select h.id, h.root, a.path, h.size, h.income, h.state from household h join area a on a.id = h.area
         where h.id in ({ids})"
    );
    let mut files = BTreeMap::new();
    for (id, root, path, size, income, state) in rows!(db, HouseholdRow, AssertSqlSafe(sql.as_str()))? {
        let area = AreaPath(path);
        let household = HouseholdFacts { id, area, size, income: parse(&income)?, hardships: Vec::new() };
        let facts = FileFacts { household, members: Vec::new() };
        files.insert(id, LoadedFile { root, state: parse(&state)?, facts });
    }
    let sql = format!(
        "select household, id, birth_year, sex, school, lives, work, schooling from person
         where household in ({ids}) order by household, id"
    );
    for (household, id, birth_year, sex, school, lives, work, schooling) in
        rows!(db, MemberRow, AssertSqlSafe(sql.as_str()))?
    {
        let Some(file) = files.get_mut(&household) else { continue };
        file.facts.members.push(MemberFacts {
            id,
            birth_year,
            sex: parse(&sex)?,
            school: parse(&school)?,
            lives: parse(&lives)?,
            work: parse(&work)?,
            schooling: parse(&schooling)?,
        });
    }
    let sql = format!("select household, kind, since, until from hardship where household in ({ids})");
    for (household, kind, since, until) in rows!(db, (i64, String, String, String), AssertSqlSafe(sql.as_str()))? {
        let Some(file) = files.get_mut(&household) else { continue };
        file.facts.household.hardships.push(HardshipFact { kind: parse(&kind)?, since, until });
    }
    Ok(files.into_values().collect())
}
