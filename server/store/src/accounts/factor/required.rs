//! Which accounts need a second factor: staff with a role whose area, an area above or an area below requires it.

use domain::accounts::AccountId;

use crate::{Conn, Result, db::sql::value};

/// Whether the rules of an area that a staff role of the account covers require a second factor.
/// A role covers its area, where the nearest rules at or above hold, and all areas below it, each with its own rules.
/// Each request of staff without one asks it; the second condition saves the look at areas where none requires it.
pub(crate) async fn is_required(db: &mut Conn<'_>, account: AccountId) -> Result<bool> {
    let places = value!(
        db,
        i64,
        "select count(*) from role_grant g where g.account = $1 and g.role not in ('family', 'donor')
             and exists (select 1 from policy where staff_factor = 'required')
             and (exists (select 1 from policy p join area a on a.id = p.area
                          where p.staff_factor = 'required' and a.path like g.path || '%')
                  or coalesce((select p.staff_factor from policy p join area a on a.id = p.area
                               where g.path like a.path || '%' order by length(a.path) desc limit 1), 'none')
                      = 'required')",
        account,
    )?;
    Ok(places > 0)
}
