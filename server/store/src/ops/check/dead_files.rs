//! `wishbridge check` of files that are closed, merged or erased: nothing is under way for them, and merged and erased
//! ones are empty. Each line says how the file is put right.

use crate::{Result, Store, db::sql::rows, ops::check::report};

/// Names the counts that are not 0, as in "2 wishes, 30 points".
fn named(counts: &[(i64, &str)]) -> String {
    let there = counts.iter().filter(|(count, _)| *count != 0).map(|(count, name)| format!("{count} {name}"));
    there.collect::<Vec<_>>().join(", ")
}

#[derive(sqlx::FromRow)]
struct ClosedRow {
    id: i64,
    wishes: i64,
    orders: i64,
    cards: i64,
    pins: i64,
    accounts: i64,
}

#[derive(sqlx::FromRow)]
struct MergedRow {
    id: i64,
    merged_into: i64,
    wishes: i64,
    orders: i64,
    people: i64,
    records: i64,
    keys: i64,
    points: i64,
}

#[derive(sqlx::FromRow)]
struct ErasedRow {
    id: i64,
    particulars: i64,
    under_way: i64,
    words: i64,
    records: i64,
    people: i64,
    keys: i64,
    points: i64,
}

impl Store {
    /// Finds what closing, merging or erasing a file should have ended, moved or deleted.
    pub(crate) async fn check_dead_files(&self, lines: &mut Vec<String>) -> Result<()> {
        self.check_closed(lines).await?;
        self.check_merged(lines).await?;
        self.check_erased(lines).await
    }

    async fn check_closed(&self, lines: &mut Vec<String>) -> Result<()> {
        let mut db = self.reader().await?;
        let found = rows!(
            db,
            ClosedRow,
            "select * from
                 (select h.id,
                      (select count(*) from wish w where w.household = h.id
                           and w.state in ('draft', 'submitted', 'published')) as wishes,
                      (select count(*) from shop_order o where o.household = h.id and o.state = 'held') as orders,
                      (select count(*) from card c where c.household = h.id and c.ended = 0) as cards,
                      (select count(*) from family_pin p where p.household = h.id) as pins,
                      (select count(*) from account a where a.household = h.id and a.open = true) as accounts
                  from household h where h.state = 'closed') f
             where f.wishes + f.orders + f.cards + f.pins + f.accounts > 0 order by f.id limit 1001",
        )?;
        report(lines, found, |row| {
            let ClosedRow { id, wishes, orders, cards, pins, accounts } = row;
            let still = named(&[
                (wishes, "open wishes"),
                (orders, "held orders"),
                (cards, "working cards"),
                (pins, "PINs"),
                (accounts, "open accounts"),
            ]);
            format!("household {id} is closed, but has {still}: reopen its file and close it again")
        });
        Ok(())
    }

    async fn check_merged(&self, lines: &mut Vec<String>) -> Result<()> {
        let mut db = self.reader().await?;
        let found = rows!(
            db,
            MergedRow,
            "select * from
                 (select h.id, h.merged_into,
                      (select count(*) from wish w where w.household = h.id) as wishes,
                      (select count(*) from shop_order o where o.household = h.id) as orders,
                      (select count(*) from person p where p.household = h.id) as people,
                      (select count(*) from hardship r where r.household = h.id)
                          + (select count(*) from household_note n where n.household = h.id)
                          + (select count(*) from paper p where p.household = h.id)
                          + (select count(*) from correction c where c.household = h.id)
                          + (select count(*) from objection o where o.household = h.id)
                          + (select count(*) from consent c where c.household = h.id) as records,
                      (select count(*) from card c where c.household = h.id)
                          + (select count(*) from family_pin p where p.household = h.id) as keys,
                      (select cast(coalesce(sum(b.quantity), 0) as bigint)
                       from ledger_account a join balance b on b.account = a.id
                       where a.place = 'household' and a.owner = h.id) as points
                  from household h where h.state = 'merged') f
             where f.wishes + f.orders + f.people + f.records + f.keys + f.points > 0 order by f.id limit 1001",
        )?;
        report(lines, found, |row| {
            let MergedRow { id, merged_into, wishes, orders, people, records, keys, points } = row;
            let still = named(&[
                (wishes, "wishes"),
                (orders, "orders"),
                (people, "people"),
                (records, "notes, papers or consents"),
                (keys, "cards or PINs"),
                (points, "points"),
            ]);
            format!(
                "household {id} was merged into {merged_into}, but has {still}: \
                 merge it into {merged_into} again (/desk/households/{merged_into}/merge?with={id})"
            )
        });
        Ok(())
    }

    async fn check_erased(&self, lines: &mut Vec<String>) -> Result<()> {
        let mut db = self.reader().await?;
        let found = rows!(
            db,
            ErasedRow,
            "select * from
                 (select h.id,
                      case when h.name <> '' or h.phone <> '' or h.address <> '' then cast(1 as bigint)
                           else cast(0 as bigint) end as particulars,
                      (select count(*) from wish w where w.household = h.id
                           and w.state in ('draft', 'submitted', 'published'))
                          + (select count(*) from shop_order o where o.household = h.id and o.state = 'held') as under_way,
                      (select count(*) from wish w where w.household = h.id
                           and (w.own_words <> '' or w.own_title <> '' or w.words <> '' or w.reason <> ''
                               or w.beyond <> ''))
                          + (select count(*) from application x join wish w on w.id = x.wish
                             where w.household = h.id and (x.plan <> '' or x.reason <> ''))
                          + (select count(*) from shop_order o where o.household = h.id and o.reason <> '')
                          + (select count(*) from thanks t join wish w on w.id = t.wish
                             where w.household = h.id and t.words <> '')
                          + (select count(*) from dispute d where d.household = h.id and (d.words <> '' or d.answer <> ''))
                          + (select count(*) from dispute_media m join dispute d on d.id = m.dispute
                             where d.household = h.id)
                          + (select count(*) from reversal r where r.household = h.id
                             and (r.reason <> '' or r.answer <> ''))
                          + (select count(*) from case_file c where c.household = h.id
                             and (c.fields <> '' or c.asked_whom <> '' or c.answer_words <> ''))
                          + (select count(*) from referral f where f.household = h.id
                             and (f.need <> '' or f.shares <> '' or f.agreed_whom <> ''))
                          + (select count(*) from photo p join wish w on w.id = p.wish where w.household = h.id)
                          + (select count(*) from voice_note v join wish w on w.id = v.wish where w.household = h.id)
                          + (select count(*) from visit_media m where m.household = h.id)
                          as words,
                      (select count(*) from hardship r where r.household = h.id)
                          + (select count(*) from household_note n where n.household = h.id)
                          + (select count(*) from paper p where p.household = h.id)
                          + (select count(*) from correction c where c.household = h.id)
                          + (select count(*) from objection o where o.household = h.id
                             and (o.words <> '' or o.answer <> ''))
                          + (select count(*) from consent c where c.household = h.id and (c.withdrawn_at = 0
                             or c.given_by <> '' or c.witness <> '' or c.note <> '' or c.reason <> '')) as records,
                      (select count(*) from person p where p.household = h.id) as people,
                      (select count(*) from card c where c.household = h.id and c.ended = 0)
                          + (select count(*) from family_pin p where p.household = h.id) as keys,
                      (select cast(coalesce(sum(b.quantity), 0) as bigint)
                       from ledger_account a join balance b on b.account = a.id
                       where a.place = 'household' and a.owner = h.id) as points
                  from household h where h.state = 'erased') f
             where f.particulars + f.under_way + f.words + f.records + f.people + f.keys + f.points > 0
             order by f.id limit 1001",
        )?;
        report(lines, found, |row| {
            let ErasedRow { id, particulars, under_way, words, records, people, keys, points } = row;
            let still = named(&[
                (particulars, "name, phone or address"),
                (under_way, "open wishes or held orders"),
                (words, "texts, pictures or recordings of wishes"),
                (records, "notes, papers or consents"),
                (people, "people"),
                (keys, "cards or PINs"),
                (points, "points"),
            ]);
            format!("household {id} was erased, but has {still}: erase it again (/desk/households/{id}/erase)")
        });
        Ok(())
    }
}
