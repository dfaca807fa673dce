//! The audit line of an operation. It belongs to the area of its record, so that the area's auditors also read what jobs
//! and administrators of the installation did there.

use sqlx::AssertSqlSafe;

use crate::{Result, Tx, db::sql::run};

/// Expression for the area of the record `$5`; no area for records of the installation and of the actor's root area.
fn area_of(subject: &str) -> &'static str {
    match subject {
        "household" => "select area from household where id = $5",
        "consent" => "select h.area from consent x join household h on h.id = x.household where x.id = $5",
        "objection" => "select h.area from objection x join household h on h.id = x.household where x.id = $5",
        "household_import" => "select area from household_import where id = $5",
        "wish" | "one_person" => "select home from wish where id = $5",
        "claim" => "select w.home from claim c join wish w on w.id = c.wish where c.id = $5",
        "standby" => "select w.home from standby s join wish w on w.id = s.wish where s.id = $5",
        "application" => "select w.home from application x join wish w on w.id = x.wish where x.id = $5",
        "urgent" => "select w.home from urgent u join wish w on w.id = u.wish where u.id = $5",
        "urgent_ask" => {
            "select w.home from urgent_ask q join urgent u on u.id = q.urgent join wish w on w.id = u.wish
                 where q.id = $5"
        }
        "duty" => "select area from duty where id = $5",
        "need" => "select h.area from need x join household h on h.id = x.household where x.id = $5",
        "pairing" => "select h.area from pairing x join household h on h.id = x.household where x.id = $5",
        "market_offer" => "select h.area from market_offer x join household h on h.id = x.household where x.id = $5",
        "course" => "select area from course where id = $5",
        "community_group" => "select area from community_group where id = $5",
        "group_household" => {
            "select g.area from group_household x join community_group g on g.id = x.community_group where x.id = $5"
        }
        "group_notice" => {
            "select g.area from group_notice x join community_group g on g.id = x.community_group where x.id = $5"
        }
        "area_document" => "select area from area_document where id = $5",
        "programme" => "select area from programme where id = $5",
        "indicator" => "select area from indicator where id = $5",
        "drive" => "select area from drive where id = $5",
        "poster" => "select area from poster where id = $5",
        "vacancy" => "select area from vacancy where id = $5",
        "job_seeker" => "select h.area from job_seeker x join household h on h.id = x.household where x.id = $5",
        "job_proposal" => "select h.area from job_proposal x join household h on h.id = x.household where x.id = $5",
        "entitlement" => "select h.area from entitlement x join household h on h.id = x.household where x.id = $5",
        "entitlement_rule" => "select area from entitlement_rule where id = $5",
        "school_place" => "select h.area from school_place x join household h on h.id = x.household where x.id = $5",
        "school_rule" => "select area from school_rule where id = $5",
        "part_rule" => "select area from part_rule where id = $5",
        "neighbour_help" => "select h.area from neighbour_help x join household h on h.id = x.helped where x.id = $5",
        "helper_sheet" => "select k.root from helper_sheet x join account k on k.id = x.account where x.id = $5",
        "round" => "select area from round where id = $5",
        "round_door" => "select area from round_door where id = $5",
        "slot" => "select area from slot where id = $5",
        "appointment" => "select s.area from appointment x join slot s on s.id = x.slot where x.id = $5",
        "question" => "select area from question where id = $5",
        "shift" => "select area from shift where id = $5",
        "shift_task" => "select h.area from shift_task x join household h on h.id = x.household where x.id = $5",
        "dispute" => "select h.area from dispute x join household h on h.id = x.household where x.id = $5",
        "case" => "select h.area from case_file x join household h on h.id = x.household where x.id = $5",
        "call_back" => {
            "select h.area from call_back b join case_file x on x.id = b.case_file
                 join household h on h.id = x.household where b.id = $5"
        }
        "referral" => "select h.area from referral x join household h on h.id = x.household where x.id = $5",
        "service" => "select o.area from service x join organisation o on o.id = x.organisation where x.id = $5",
        "reversal" => "select h.area from reversal x join household h on h.id = x.household where x.id = $5",
        "answerer" => "select area from answerer where id = $5",
        "visit_rule" => "select area from visit_rule where id = $5",
        "visit" => "select h.area from visit x join household h on h.id = x.household where x.id = $5",
        "finding" => "select h.area from finding x join household h on h.id = x.household where x.id = $5",
        "aid_programme" => "select area from aid_programme where id = $5",
        "conference" => "select h.area from conference x join household h on h.id = x.household where x.id = $5",
        "aid_grant" => "select h.area from aid_grant x join household h on h.id = x.household where x.id = $5",
        "aid_collection" => {
            "select h.area from aid_collection x join household h on h.id = x.household where x.id = $5"
        }
        "thanks" => "select home from thanks where id = $5",
        "location" | "notice_month" => "select area from location where id = $5",
        "shop_order" => "select p.area from shop_order x join location p on p.id = x.location where x.id = $5",
        "one_person_order" => "select h.area from shop_order x join household h on h.id = x.household where x.id = $5",
        "loan" => "select p.area from loan x join location p on p.id = x.location where x.id = $5",
        "receipt" => "select p.area from receipt x join location p on p.id = x.location where x.id = $5",
        "stock_take" => "select p.area from stock_take x join location p on p.id = x.location where x.id = $5",
        "transfer" => "select p.area from transfer x join location p on p.id = x.source where x.id = $5",
        // Journals and imports of points have no location.
        "journal" => {
            "select coalesce(p.area, x.root) from journal x left join location p on p.id = x.location where x.id = $5"
        }
        "import" => {
            "select coalesce(p.area, x.root) from import x left join location p on p.id = x.location where x.id = $5"
        }
        "offer" => "select root from offer where id = $5",
        "account" => "select root from account where id = $5",
        "pledge" => "select area from pledge where id = $5",
        "pledge_listing" => "select area from pledge_listing where id = $5",
        "partnership" => "select area from partnership where id = $5",
        "organisation" => "select area from organisation where id = $5",
        "area" | "policy" | "points_policy" => "$5",
        _ => "0",
    }
}

impl Tx<'_> {
    /// Inserts the audit entry of this operation on a subject.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn audit(&mut self, subject: &str, id: i64) -> Result<()> {
        let (now, account, root, operation) = (self.now, self.actor.account, self.actor.root, self.operation);
        let device = self.device;
        if self.about.as_ref().is_none_or(String::is_empty) {
            self.about = Some(format!("{subject}:{id}"));
        }
        // A line of an account stays in its root area: an export may name any location's number.
        let sql = format!(
            "insert into audit (at, account, action, subject, subject_id, root, area, device)
             select $1, $2, $3, $4, $5, coalesce(a.root, $6), coalesce(a.id, $6), $7
             from (select 1 as one) s left join area a on a.id = ({}) and (a.root = $6 or $6 = 0)",
            area_of(subject)
        );
        run!(self, AssertSqlSafe(sql.as_str()), now, account, operation, subject, id, root, device)?;
        Ok(())
    }
}
