//! Which accounts need a second factor: staff with a role whose area, an area above or an area below requires it.

use domain::accounts::AccountId;

use crate::{Conn, Result, db::sql::value};

/// Condition on the account `a`: the rules of an area that one of its staff roles covers require a second factor.
/// A role covers its area, where the nearest rules at or above hold, and all areas below it, each with its own rules.
/// Each request of staff asks it; its second line saves the look at areas where none requires it.
macro_rules! factor_is_required {
    () => {
        "exists (select 1 from role_grant n where n.account = a.id and n.role not in ('family', 'donor')
             and exists (select 1 from policy where staff_factor = 'required')
             and (exists (select 1 from policy p join area d on d.id = p.area
                          where p.staff_factor = 'required' and d.path like n.path || '%')
                  or coalesce((select p.staff_factor from policy p join area d on d.id = p.area
                               where n.path like d.path || '%' order by length(d.path) desc limit 1), 'none')
                      = 'required'))"
    };
}
pub(crate) use factor_is_required;

/// Whether an account must have a second factor.
pub(crate) async fn is_required(db: &mut Conn<'_>, account: AccountId) -> Result<bool> {
    let required = value!(
        db,
        i64,
        concat!("select count(*) from account a where a.id = $1 and ", factor_is_required!()),
        account,
    )?;
    Ok(required > 0)
}
