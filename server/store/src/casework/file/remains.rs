//! Counts what a merged or erased file still has, although nothing may be left in it.
//! Earlier versions let a write through that waited while the file was merged or erased. `wishbridge check` names such
//! files; merging or erasing them once more, which is refused for a file without remains, takes the rest away.

use domain::households::HouseholdId;

use crate::{Conn, Result, db::sql::value};

/// Counts rows of a merged household that belong to the file it was merged into.
pub(crate) async fn of_merged(db: &mut Conn<'_>, household: HouseholdId) -> Result<i64> {
    Ok(value!(
        db,
        i64,
        "select (select count(*) from wish where household = $1) + (select count(*) from shop_order where household = $1)
              + (select count(*) from person where household = $1)
              + (select count(*) from hardship where household = $1)
              + (select count(*) from household_note where household = $1)
              + (select count(*) from paper where household = $1)
              + (select count(*) from correction where household = $1)
              + (select count(*) from objection where household = $1)
              + (select count(*) from visit where household = $1)
              + (select count(*) from visit_report where household = $1)
              + (select count(*) from visit_media where household = $1)
              + (select count(*) from finding where household = $1)
              + (select count(*) from shift_task where household = $1)
              + (select count(*) from group_household where household = $1)
              + (select count(*) from group_reading where household = $1)
              + (select count(*) from part_booking where household = $1)
              + (select count(*) from neighbour_help where household = $1 or helped = $1)
              + (select count(*) from neighbour_code where household = $1)
              + (select count(*) from appointment where household = $1)
              + (select count(*) from question where household = $1)
              + (select count(*) from case_file where household = $1)
              + (select count(*) from school_place where household = $1)
              + (select count(*) from referral where household = $1)
              + (select count(*) from course_place where household = $1)
              + (select count(*) from certificate where household = $1)
              + (select count(*) from market_offer where household = $1)
              + (select count(*) from job_seeker where household = $1)
              + (select count(*) from job_proposal where household = $1)
              + (select count(*) from conference where household = $1)
              + (select count(*) from aid_grant where household = $1)
              + (select count(*) from aid_collection where household = $1)
              + (select count(*) from consent where household = $1)
              + (select count(*) from card where household = $1)
              + (select count(*) from family_pin where household = $1)
              + (select count(*) from ledger_account a join balance b on b.account = a.id
                 where a.place = 'household' and a.owner = $1 and b.quantity > 0)",
        household,
    )?)
}

/// Counts rows of an erased household that say something about its people, are under way, or hold points.
pub(crate) async fn of_erased(db: &mut Conn<'_>, household: HouseholdId) -> Result<i64> {
    Ok(value!(
        db,
        i64,
        "select (select count(*) from household where id = $1 and (name <> '' or phone <> '' or address <> ''))
              + (select count(*) from wish where household = $1 and (state in ('draft', 'submitted', 'published')
                     or own_words <> '' or own_title <> '' or words <> '' or reason <> '' or beyond <> ''))
              + (select count(*) from application x join wish w on w.id = x.wish
                 where w.household = $1 and (x.plan <> '' or x.reason <> ''))
              + (select count(*) from shop_order where household = $1 and (state = 'held' or reason <> ''))
              + (select count(*) from thanks t join wish w on w.id = t.wish where w.household = $1 and t.words <> '')
              + (select count(*) from photo p join wish w on w.id = p.wish where w.household = $1)
              + (select count(*) from voice_note v join wish w on w.id = v.wish where w.household = $1)
              + (select count(*) from dispute_media m join dispute d on d.id = m.dispute where d.household = $1)
              + (select count(*) from person where household = $1)
              + (select count(*) from hardship where household = $1)
              + (select count(*) from household_note where household = $1)
              + (select count(*) from paper where household = $1)
              + (select count(*) from correction where household = $1)
              + (select count(*) from objection where household = $1 and (words <> '' or answer <> ''))
              + (select count(*) from visit_report where household = $1)
              + (select count(*) from visit_media where household = $1)
              + (select count(*) from finding where household = $1)
              + (select count(*) from appointment where household = $1 and state = 'booked')
              + (select count(*) from question where household = $1 and (due > 0 or words <> '' or answer <> ''))
              + (select count(*) from shift_task where household = $1 and (words <> ''
                     or state in ('open', 'not_there', 'back')))
              + (select count(*) from group_household where household = $1)
              + (select count(*) from group_reading where household = $1)
              + (select count(*) from neighbour_code where household = $1)
              + (select count(*) from neighbour_help where (household = $1 or helped = $1)
                     and (words <> '' or state = 'waiting'))
              + (select count(*) from school_place where household = $1 and (state = 'open' or facts <> ''
                     or consent_whom <> '' or asked_whom <> '' or answer_words <> ''))
              + (select count(*) from conference where household = $1 and (state = 'open' or words <> ''
                     or agreed_whom <> '' or agenda <> ''))
              + (select count(*) from aid_grant where household = $1 and (goods <> '' or reason <> ''))
              + (select count(*) from aid_collection where household = $1 and (state = 'open' or purpose <> ''
                     or organiser <> ''))
              + (select count(*) from case_file where household = $1 and (state = 'open' or fields <> ''
                     or asked_whom <> '' or answer_words <> ''))
              + (select count(*) from referral where household = $1 and (due > 0 or need <> '' or shares <> ''
                     or agreed_whom <> ''))
              + (select count(*) from consent where household = $1 and (withdrawn_at = 0 or given_by <> ''
                     or witness <> '' or note <> '' or reason <> ''))
              + (select count(*) from course_place where household = $1 and (words <> '' or member > 0))
              + (select count(*) from certificate where household = $1)
              + (select count(*) from market_offer where household = $1 and (title <> '' or next_at > 0))
              + (select count(*) from card where household = $1 and ended = 0)
              + (select count(*) from family_pin where household = $1)
              + (select count(*) from ledger_account a join balance b on b.account = a.id
                 where a.place = 'household' and a.owner = $1 and b.quantity > 0)",
        household,
    )?)
}
