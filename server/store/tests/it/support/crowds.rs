//! Many at once, for races: copies of a town's family, without accounts, and of its donor.

use domain::accounts::Actor;
use store::crypto::secret::Secret;

use super::{Stage, Town};

/// Columns of a home that its copies share.
const HOME: &str = "area, root, name, phone, address, hardship, size, created, phone_key, income, language, caseworker,
    state, merged_into, version, changed, changed_by, helped, answerer";

/// Columns of an adult that its copies share.
const ADULT: &str =
    "name, birth_year, sex, relation, school, lives, work, schooling, skills, languages, skill_words, asked";

/// Copies the town's family as many times; returns each home with its adult.
pub async fn crowd(stage: &Stage, town: &Town, homes: i64) -> Vec<(i64, i64)> {
    let family = town.household;
    let before = stage.number("select max(id) from household").await;
    let copies = format!(
        "with recursive n (i) as (select 1 union all select i + 1 from n where i < {homes})
         insert into household ({HOME}) select {HOME} from household cross join n where id = {family}"
    );
    stage.plant(&copies).await;
    let adults = format!(
        "insert into person (household, {ADULT})
         select h.id, p.* from household h cross join
             (select {ADULT} from person where household = {family} and birth_year = 1985) p where h.id > {before}"
    );
    stage.plant(&adults).await;
    let read = async |column: &str| -> Vec<i64> {
        let sql = format!("select cast({column} as text) from person where household > {before} order by person.id");
        stage.texts(&sql).await.iter().map(|id| id.parse().expect("a number")).collect()
    };
    read("household").await.into_iter().zip(read("id").await).collect()
}

/// Copies the town's donor as many times; the copies have no phone and cannot sign in.
pub async fn donors(stage: &Stage, town: &Town, count: i64) -> Vec<Actor> {
    let donor = town.donor.account;
    let before = stage.number("select max(id) from account").await;
    // Each sealed phone is another text, also that of no phone.
    let vault = testkit::keys();
    let phones: Vec<String> =
        (0..count).map(|_| format!("('{}')", vault.seal(Secret::AccountPhone, "").expect("a sealed phone"))).collect();
    let copies = format!(
        "insert into account (phone, name, password, root, organisation, household, open, created, version)
         select v.column1, a.name, a.password, a.root, a.organisation, 0, true, a.created, 0
         from account a cross join (values {}) v where a.id = {donor}",
        phones.join(", ")
    );
    stage.plant(&copies).await;
    let grants = format!(
        "insert into role_grant (account, role, area, path)
         select a.id, g.role, g.area, g.path from account a cross join role_grant g
         where a.id > {before} and g.account = {donor}"
    );
    stage.plant(&grants).await;
    let ids =
        stage.texts(&format!("select cast(id as text) from account where id > {before} order by account.id")).await;
    ids.iter().map(|id| Actor { account: id.parse().expect("a number"), ..town.donor.clone() }).collect()
}
