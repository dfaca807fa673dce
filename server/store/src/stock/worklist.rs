//! What waits for the people of a shop, as counts for the start page.
//!
//! Conditions name the whole condition of the partial index that finds them, because SQLite compares the terms only.

use domain::permission::Action;

use crate::{Store, areas::answerers::waiting::Waiting, db::area_filter::covered};

impl Store {
    /// Counts stock-takes that the account may approve: others counted and finished them.
    pub(crate) fn counts_to_approve(of: &Waiting<'_>) -> Option<String> {
        of.actor.may_somewhere(Action::ApproveCounts).then(|| {
            format!(
                "select count(*) as n, min(t.finished) as at
                 from stock_take t join location p on p.id = t.location join area a on a.id = p.area
                 where t.state in ('counting', 'counted') and t.state = 'counted' and t.finished_by <> $2 and {}
                     and not exists (select 1 from stock_take_line n
                                     where n.stock_take = t.id and n.counted >= 0 and n.counted_by = $2)",
                covered("a.path", &of.actor.areas_for(Action::ApproveCounts)),
            )
        })
    }

    /// Counts transfers on their way to the account's shops.
    pub(crate) fn transfers_to_receive(of: &Waiting<'_>) -> Option<String> {
        of.actor.may_somewhere(Action::KeepStock).then(|| {
            format!(
                "select count(*) as n, min(t.sent_at) as at
                 from transfer t join location p on p.id = t.target join area a on a.id = p.area
                 where t.state in ('sent', 'short') and t.state = 'sent' and {}",
                covered("a.path", &of.actor.areas_for(Action::KeepStock)),
            )
        })
    }

    /// Counts transfers from the account's shops of which a part did not arrive.
    pub(crate) fn transfers_short(of: &Waiting<'_>) -> Option<String> {
        of.actor.may_somewhere(Action::KeepStock).then(|| {
            format!(
                "select count(*) as n, min(t.received_at) as at
                 from transfer t join location p on p.id = t.source join area a on a.id = p.area
                 where t.state in ('sent', 'short') and t.state = 'short' and {}",
                covered("a.path", &of.actor.areas_for(Action::KeepStock)),
            )
        })
    }

    /// Counts offers of goods that a shop has to answer.
    pub(crate) fn offers_to_answer(of: &Waiting<'_>) -> Option<String> {
        of.actor.may_somewhere(Action::KeepStock).then(|| {
            "select count(*) as n, min(o.created) as at from offer o where o.root = $3 and o.state = 'offered'"
                .to_owned()
        })
    }

    /// Counts lots in quarantine that the account's shops have to inspect.
    pub(crate) fn goods_to_inspect(of: &Waiting<'_>) -> Option<String> {
        of.actor.may_somewhere(Action::KeepStock).then(|| {
            format!(
                "select count(*) as n, min(l.created) as at
                 from ledger_account q join location p on p.id = q.owner join area a on a.id = p.area
                     join balance b on b.account = q.id join lot l on l.id = b.lot
                 where q.place = 'quarantine' and b.quantity > 0 and {}",
                covered("a.path", &of.actor.areas_for(Action::KeepStock)),
            )
        })
    }
}
