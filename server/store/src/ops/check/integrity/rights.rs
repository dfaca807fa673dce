//! Roles and places in the tree of areas, what is public of a wish, and claims that are gone.

use domain::{consents::OF_AGE, time::year};

use crate::{Result, Store, db::sql::rows, ops::check::report};

impl Store {
    /// Finds roles, areas, wishes and households whose place is not the one of their area.
    pub(crate) async fn check_places(&self, lines: &mut Vec<String>) -> Result<()> {
        let mut db = self.reader().await?;
        let roles = rows!(
            db,
            (i64, String, i64, String),
            "select g.account, g.role, g.area, g.path from role_grant g left join area a on a.id = g.area
             where (g.area = 0 and g.path <> '/') or (g.area <> 0 and g.path <> coalesce(a.path, ''))
             order by g.account, g.role, g.area limit 1001",
        )?;
        report(lines, roles, |(account, role, area, path)| {
            format!("role {role} of account {account} is for area {area}, but reaches {path:?}")
        });
        let areas = rows!(
            db,
            (i64, String),
            "select a.id, a.path from area a left join area p on p.id = a.parent
             where a.path <> coalesce(p.path, '/') || cast(a.id as text) || '/' or a.root <> coalesce(p.root, a.id)
                or (a.parent <> 0 and p.id is null)
             order by a.id limit 1001",
        )?;
        report(lines, areas, |(area, path)| format!("area {area} is at {path:?}, which is not below its parent"));
        let wishes = rows!(
            db,
            (i64, i64, i64),
            "select w.id, w.home, w.district
             from wish w join area h on h.id = w.home left join area d on d.id = w.district
             where w.root <> h.root or d.id is null or h.path not like d.path || '%' order by w.id limit 1001",
        )?;
        report(lines, wishes, |(wish, home, district)| {
            format!("wish {wish} of area {home} is shown in district {district}, which is not above it")
        });
        let files = rows!(
            db,
            (i64, i64, i64),
            "select h.id, h.area, h.root from household h join area a on a.id = h.area
             where h.root <> a.root order by h.id limit 1001",
        )?;
        report(lines, files, |(household, area, root)| {
            format!("household {household} is in area {area}, but its root area is {root}")
        });
        Ok(())
    }

    /// Finds wishes that show more than consents allow, as `public_fields::allowed` decides it, and open ones that no
    /// search finds.
    pub(crate) async fn check_public_fields(&self, lines: &mut Vec<String>) -> Result<()> {
        let mut db = self.reader().await?;
        let told = rows!(
            db,
            (i64, i64),
            "select w.id, w.member from wish w left join person p on p.id = w.member and p.household = w.household
             where w.state in ('published', 'fulfilled') and (w.words <> '' or w.age >= 0 or w.sex <> 'unsaid')
                 and not exists (select 1 from consent c where c.household = w.household and c.member = w.member
                                 and c.kind = 'story' and c.withdrawn_at = 0)
                 and ((w.member <> 0 and $1 - coalesce(p.birth_year, 9999) < $2)
                     or exists (select 1 from consent c where c.household = w.household and c.member = w.member
                                and c.kind = 'story')
                     or (exists (select 1 from consent c where c.household = w.household and c.kind = 'file')
                         and not exists (select 1 from consent c where c.household = w.household and c.kind = 'file'
                                         and c.withdrawn_at = 0)))
             order by w.id limit 1001",
            year(self.now()),
            OF_AGE,
        )?;
        report(lines, told, |(wish, member)| {
            format!("wish {wish} tells of member {member} in public without a consent")
        });
        let shown = rows!(
            db,
            (i64,),
            "select w.id from wish w where w.state in ('published', 'fulfilled') and w.photo <> 0
                 and not exists (select 1 from consent c where c.household = w.household and c.kind = 'photo'
                                 and c.subject = w.id and c.withdrawn_at = 0)
             order by w.id limit 1001",
        )?;
        report(lines, shown, |(wish,)| format!("wish {wish} shows a picture in public without a consent"));
        let lost = rows!(
            db,
            (i64,),
            "select w.id from wish w where w.state = 'published' and w.claimed < w.quantity
                 and not exists (select 1 from wish_term t where t.wish = w.id)
             order by w.id limit 1001",
        )?;
        report(lines, lost, |(wish,)| format!("wish {wish} is open, but no search finds it"));
        Ok(())
    }

    /// Finds claims that the audit trail or the ledger names and that are gone: no operation deletes one.
    pub(crate) async fn check_lost_claims(&self, lines: &mut Vec<String>) -> Result<()> {
        let mut db = self.reader().await?;
        let lost = rows!(
            db,
            (i64,),
            "select f.id from
                 (select distinct subject_id as id from audit where subject = 'claim' and subject_id > 0
                  union select distinct claim from journal where claim <> 0) f
             where not exists (select 1 from claim c where c.id = f.id) order by f.id limit 1001",
        )?;
        report(lines, lost, |(claim,)| {
            format!("claim {claim} is gone, although the audit trail or the ledger names it")
        });
        Ok(())
    }
}
