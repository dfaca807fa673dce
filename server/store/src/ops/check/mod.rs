//! `wishbridge check`: recomputes derived data and reports differences.
//! Each comparison is one statement, so it reads one snapshot even during writes.

pub(crate) mod applications;
pub(crate) mod cases;
pub(crate) mod community;
pub(crate) mod counts;
pub(crate) mod courses;
pub(crate) mod dead_files;
pub(crate) mod factors;
pub(crate) mod fairness;
pub(crate) mod households;
pub mod integrity;
pub(crate) mod messages;
pub(crate) mod needs;
pub(crate) mod orders;
pub(crate) mod outbox;
pub(crate) mod points;
pub(crate) mod receipts;
pub(crate) mod rounds;
pub(crate) mod school_places;
pub(crate) mod standbys;
pub(crate) mod transfers;
pub(crate) mod visits;

use domain::progress::{Progress, Unit};

use crate::{Result, Store, db::sql::rows};

/// Most lines per kind of difference.
const MOST: usize = 1000;

/// Formats a ledger account for a report line.
fn account(place: &str, owner: i64) -> String {
    match place {
        "outside" => "outside".into(),
        "reserved" => format!("reserved for claim {owner}"),
        "issued" => format!("issued to household {owner}"),
        "transit" => format!("transfer {owner}"),
        "lent" => format!("loan {owner}"),
        "ordered" => format!("set aside for order {owner}"),
        "programme" => format!("points programme of area {owner}"),
        "household" => format!("points of household {owner}"),
        "held" => format!("points held for order {owner}"),
        "spent" => format!("points spent at location {owner}"),
        _ => format!("{place} of location {owner}"),
    }
}

/// Adds a report line for each row, and a last one when rows were cut off.
pub(crate) fn report<T>(lines: &mut Vec<String>, rows: Vec<T>, line: impl Fn(T) -> String) {
    let cut = rows.len() > MOST;
    lines.extend(rows.into_iter().take(MOST).map(line));
    if cut {
        lines.push(format!("… and more of the same; only the first {MOST} are shown"));
    }
}

impl Store {
    /// Lists all differences between derived data and its sources, one line each; empty when consistent.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn check(&self) -> Result<Vec<String>> {
        self.check_told(&Progress::none()).await
    }

    /// As [`Store::check`], and tells how many comparisons are done.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn check_told(&self, progress: &Progress) -> Result<Vec<String>> {
        let mut lines = Vec::new();
        /// Runs the comparisons in turn.
        macro_rules! compare {
            ($store:expr, $($step:ident)+) => {{
                progress.begin("comparing", Unit::Count, [$(stringify!($step)),+].len() as u64);
                $(
                    $store.$step(&mut lines).await?;
                    progress.advance(1);
                )+
            }};
        }
        compare!(
            self, check_balances check_journals check_aid check_shelves check_wishes check_claims check_standbys
            check_applications check_needs check_cases check_referrals check_jobs check_school_places check_receipts
            check_courses check_markets check_rounds check_shifts check_groups check_programmes check_appointments
            check_points check_taking_part check_moving check_recalls check_stock_takes check_orders check_loans
            check_urgent check_sealed check_fairness check_files check_dead_files check_outbox check_messages check_factors
            check_visits check_findings check_entitlement_figures check_places check_public_fields check_lost_claims check_chains
        );
        Ok(lines)
    }

    /// Compares balances with the sums of their entries, and finds negative or unbounded ones.
    async fn check_balances(&self, lines: &mut Vec<String>) -> Result<()> {
        let mut db = self.reader().await?;
        let different = rows!(
            db,
            (String, i64, i64, i64, i64),
            "select a.place, a.owner, d.lot, d.kept, d.counted from
                 (select u.account, u.lot, cast(sum(u.kept) as bigint) as kept, cast(sum(u.counted) as bigint) as counted
                  from (select account, lot, quantity as kept, 0 as counted from balance
                        union all select account, lot, 0, quantity from entry) u
                  group by u.account, u.lot having sum(u.kept) <> sum(u.counted)) d
             join ledger_account a on a.id = d.account order by d.account, d.lot limit 1001",
        )?;
        report(lines, different, |(place, owner, lot, kept, counted)| {
            format!("balance: {}, lot {lot}: {kept} kept, but the entries say {counted}", account(&place, owner))
        });
        let negative = rows!(
            db,
            (String, i64, i64, i64),
            "select a.place, a.owner, b.lot, b.quantity from balance b join ledger_account a on a.id = b.account
             where a.place not in ('outside', 'assembly', 'programme') and (b.quantity < 0 or b.bounded = false)
             order by b.account, b.lot limit 1001",
        )?;
        report(lines, negative, |(place, owner, lot, quantity)| {
            format!(
                "balance: {}, lot {lot}: {quantity} units, or not kept from going below zero",
                account(&place, owner)
            )
        });
        Ok(())
    }

    /// Finds journals without entries, and lots whose entries do not sum to zero in a journal.
    async fn check_journals(&self, lines: &mut Vec<String>) -> Result<()> {
        let mut db = self.reader().await?;
        let lopsided = rows!(
            db,
            (i64, i64, i64),
            "select journal, lot, cast(sum(quantity) as bigint) from entry
             group by journal, lot having sum(quantity) <> 0 order by journal, lot limit 1001",
        )?;
        report(lines, lopsided, |(journal, lot, sum)| {
            format!("journal {journal}: lot {lot} sums to {sum}, not to zero")
        });
        let empty = rows!(
            db,
            (i64, String),
            "select j.id, j.kind from journal j where not exists (select 1 from entry e where e.journal = j.id)
             order by j.id limit 1001",
        )?;
        report(lines, empty, |(journal, kind)| format!("journal {journal} ({kind}) has no entries"));
        Ok(())
    }

    /// Compares the `shelf` sums, which the feed reads, with the balances of the shelves.
    async fn check_shelves(&self, lines: &mut Vec<String>) -> Result<()> {
        let mut db = self.reader().await?;
        let different = rows!(
            db,
            (i64, String, i64, i64, i64),
            "select u.item, u.size, u.location, cast(sum(u.kept) as bigint), cast(sum(u.counted) as bigint)
             from (select item, size, root, location, quantity as kept, 0 as counted from shelf
                   union all
                   select l.item, l.size, l.root, a.owner, 0, b.quantity
                   from ledger_account a join balance b on b.account = a.id join lot l on l.id = b.lot
                   where a.place = 'shelf') u
             group by u.item, u.size, u.root, u.location having sum(u.kept) <> sum(u.counted)
             order by u.item, u.size, u.location limit 1001",
        )?;
        report(lines, different, |(item, size, location, kept, counted)| {
            format!("shelf: item {item} {size:?} at location {location}: {kept} kept, but the balances say {counted}")
        });
        Ok(())
    }

    /// Compares each wish's claimed units with its claims and asked places, and its state with the confirmed units.
    async fn check_wishes(&self, lines: &mut Vec<String>) -> Result<()> {
        let mut db = self.reader().await?;
        let different = rows!(
            db,
            (i64, i64, i64),
            "select w.id, w.claimed, cast(coalesce(c.held, 0) + coalesce(s.held, 0) as bigint) from wish w
             left join (select wish, sum(quantity) as held from claim
                        where state in ('pledged', 'on_the_way', 'arrived', 'handed_over', 'confirmed')
                            or undecided > 0
                        group by wish) c on c.wish = w.id
             left join (select wish, sum(held) as held from standby where state = 'asked' group by wish) s
                 on s.wish = w.id
             where w.claimed <> coalesce(c.held, 0) + coalesce(s.held, 0) order by w.id limit 1001",
        )?;
        report(lines, different, |(wish, kept, held)| {
            format!("wish {wish}: {kept} units claimed, but its claims hold {held}")
        });
        let unfinished = rows!(
            db,
            (i64, String, i64, i64),
            "select w.id, w.state, w.quantity, cast(coalesce(c.confirmed, 0) as bigint) from wish w
             left join (select wish, sum(quantity) as confirmed from claim where state = 'confirmed' group by wish) c
                 on c.wish = w.id
             where (w.state = 'fulfilled' and w.quantity <> coalesce(c.confirmed, 0))
                or (w.state <> 'fulfilled' and coalesce(c.confirmed, 0) >= w.quantity)
             order by w.id limit 1001",
        )?;
        report(lines, unfinished, |(wish, state, quantity, confirmed)| {
            format!("wish {wish} is {state}, but {confirmed} of its {quantity} units are confirmed")
        });
        let nameless = rows!(
            db,
            (i64, String),
            "select w.id, w.state from wish w left join item i on i.id = w.item and i.root in (0, w.root)
             where w.state in ('published', 'fulfilled') and i.id is null order by w.id limit 1001",
        )?;
        report(lines, nameless, |(wish, state)| format!("wish {wish} is {state} without an item of its root area"));
        Ok(())
    }

    /// Compares each claim's state with its goods: reserved, in quarantine or issued.
    async fn check_claims(&self, lines: &mut Vec<String>) -> Result<()> {
        let mut db = self.reader().await?;
        let orphaned = rows!(
            db,
            (i64, i64, i64, String),
            "select a.owner, b.lot, b.quantity, coalesce(c.state, 'missing')
             from ledger_account a join balance b on b.account = a.id left join claim c on c.id = a.owner
             where a.place = 'reserved' and b.quantity <> 0 and coalesce(c.state, 'missing') <> 'arrived'
             order by a.owner, b.lot limit 1001",
        )?;
        report(lines, orphaned, |(claim, lot, quantity, state)| {
            format!("reservation: {quantity} units of lot {lot} are set aside for claim {claim}, which is {state}")
        });
        let unreserved = rows!(
            db,
            (i64, i64, i64),
            "select c.id, c.quantity, cast(coalesce(r.units, 0) as bigint) from claim c
             left join (select a.owner, sum(b.quantity) as units from ledger_account a join balance b on b.account = a.id
                        where a.place = 'reserved' group by a.owner) r on r.owner = c.id
             where c.state = 'arrived'
               and coalesce(r.units, 0) <> case when c.awaiting_check = true then 0 else c.quantity end
             order by c.id limit 1001",
        )?;
        report(lines, unreserved, |(claim, quantity, units)| {
            format!("claim {claim} arrived with {quantity} units, but {units} are set aside for it")
        });
        let unchecked = rows!(
            db,
            (i64, i64, i64, i64),
            "select c.id, c.quantity, c.lot, cast(coalesce(q.units, 0) as bigint) from claim c
             left join (select a.owner, b.lot, sum(b.quantity) as units
                        from ledger_account a join balance b on b.account = a.id
                        where a.place = 'quarantine' group by a.owner, b.lot) q
                 on q.owner = c.location and q.lot = c.lot
             where c.state = 'arrived' and c.awaiting_check = true and coalesce(q.units, 0) <> c.quantity
             order by c.id limit 1001",
        )?;
        report(lines, unchecked, |(claim, quantity, lot, units)| {
            format!("claim {claim} waits for the check of {quantity} units of lot {lot}, but {units} are in quarantine")
        });
        let undelivered = rows!(
            db,
            (i64, i64, i64, i64),
            "select d.household, d.lot, d.units, cast(coalesce(i.units, 0) as bigint) from
                 (select w.household, c.lot, cast(sum(c.quantity) as bigint) as units
                  from claim c join wish w on w.id = c.wish where c.state in ('handed_over', 'confirmed')
                  group by w.household, c.lot) d
             left join (select case when h.merged_into <> 0 then h.merged_into else h.id end as owner, b.lot,
                            sum(b.quantity) as units
                        from ledger_account a join balance b on b.account = a.id join household h on h.id = a.owner
                        where a.place = 'issued'
                        group by case when h.merged_into <> 0 then h.merged_into else h.id end, b.lot) i
                 on i.owner = d.household and i.lot = d.lot
             where coalesce(i.units, 0) < d.units order by d.household, d.lot limit 1001",
        )?;
        report(lines, undelivered, |(household, lot, claimed, issued)| {
            format!(
                "household {household}: claims say {claimed} units of lot {lot} were handed over, the ledger {issued}"
            )
        });
        Ok(())
    }
}
