//! Loads two files side by side, for the decision to merge them.

use domain::{
    Code,
    accounts::Actor,
    areas::AreaPath,
    casework::{Pair, Resident, Side},
    households::{FileState, HouseholdId, mask},
    permission::Action,
};

use crate::{
    Conn, Refusal, Result, Store,
    casework::file::remains,
    crypto::secret::Secret,
    db::sql::{parse, row, rows, value},
    households::reveal,
    points,
};

#[derive(sqlx::FromRow)]
struct SideRow {
    name: String,
    phone: String,
    address: String,
    area_name: String,
    path: String,
    root: i64,
    state: String,
    merged_into: i64,
    created: i64,
}

impl Store {
    /// Loads a file that is to be merged into the file `into`; 0 for the one that stays.
    async fn side(&self, db: &mut Conn<'_>, actor: &Actor, id: HouseholdId, into: HouseholdId) -> Result<(Side, i64)> {
        let row = row!(
            db,
            SideRow,
            "select h.name, h.phone, h.address, a.name as area_name, a.path, h.root, h.state, h.merged_into, h.created
             from household h join area a on a.id = h.area where h.id = $1",
            id,
        )?
        .ok_or(Refusal::NotFound)?;
        actor.must(Action::KeepHouseholds, &AreaPath(row.path))?;
        let ends = match parse(&row.state)? {
            FileState::Erased => true,
            FileState::Merged => row.merged_into != into || remains::of_merged(db, id).await? == 0,
            FileState::Open | FileState::Closed => false,
        };
        if ends {
            return Err(Code::FileClosed.into());
        }
        let open = reveal::is_open(db, actor, id, self.now()).await?;
        let shown = |text: String, masked: fn(&str) -> String| if open { text } else { masked(&text) };
        let people = rows!(
            db,
            (i64, String, i64, String),
            "select id, name, birth_year, sex from person where household = $1 order by id",
            id,
        )?;
        let mut members = Vec::with_capacity(people.len());
        for (id, name, birth_year, sex) in people {
            let name = shown(self.vault.open(Secret::PersonName, &name)?, mask::name);
            members.push(Resident { id, name, birth_year, sex: parse(&sex)? });
        }
        let side = Side {
            id,
            // Never masked: accounts that keep files see the families' names.
            name: self.vault.open(Secret::HouseholdName, &row.name)?,
            phone: shown(self.vault.open(Secret::HouseholdPhone, &row.phone)?, mask::phone),
            address: shown(self.vault.open(Secret::HouseholdAddress, &row.address)?, mask::address),
            area_name: row.area_name,
            members,
            wishes: value!(db, i64, "select count(*) from wish where household = $1", id)?,
            orders: value!(db, i64, "select count(*) from shop_order where household = $1", id)?,
            points: points::ledger::spendable(db, id, self.now()).await?,
            created: row.created,
            account: value!(db, i64, "select count(*) from account where household = $1 and open = true", id)? > 0,
            open,
        };
        Ok((side, row.root))
    }

    /// Loads two files side by side, each masked unless the actor has revealed it.
    ///
    /// # Errors
    /// Not found outside the actor's areas; [`Code::CannotMerge`] for one file given twice or two root areas;
    /// [`Code::FileClosed`] when one is erased or merged; a file merged into `keep` is shown while it has `remains`.
    pub async fn files_pair(&self, actor: &Actor, keep: HouseholdId, gone: HouseholdId) -> Result<Pair> {
        actor.must_somewhere(Action::KeepHouseholds)?;
        let mut db = self.reader().await?;
        let (keep, root) = self.side(&mut db.arm(), actor, keep, 0).await?;
        let (gone, other) = self.side(&mut db.arm(), actor, gone, keep.id).await?;
        if keep.id == gone.id || root != other {
            return Err(Code::CannotMerge.into());
        }
        Ok(Pair { keep, gone })
    }
}
