//! Which page offers to take something back: the one after the act, and that of the record.

use domain::undo::{Undo, UndoKind};

use super::Cx;

/// Loads what the reader of a page may take back there. Only the page after an act, and those of records of which
/// something can be taken back, ask the store.
pub(crate) async fn offered(cx: &Cx) -> Option<Undo> {
    if !cx.actor.is_signed_in() {
        return None;
    }
    if !cx.flash.is_empty() {
        let last = cx.store.undo_of_last_act(&cx.actor).await.ok().flatten();
        if last.is_some() {
            return last;
        }
    }
    let (kinds, record) = record_of(&cx.path)?;
    cx.store.undo_of(&cx.actor, kinds, record).await.ok().flatten()
}

/// Returns the acts on the record whose page has this path, and its number.
fn record_of(path: &str) -> Option<(&'static [UndoKind], i64)> {
    let (folder, number) = path.rsplit_once('/')?;
    let record = number.parse().ok()?;
    let kinds: &'static [UndoKind] = match folder {
        "/desk/wishes" | "/desk/review" => &[UndoKind::WishPublished, UndoKind::WishRejected],
        "/desk/households" => &[UndoKind::FileAssigned],
        "/desk/workload" => &[UndoKind::WorkHandedOver],
        "/desk/cases" => &[UndoKind::CaseClosed],
        "/pairings" => &[UndoKind::PairingEnded],
        _ => return None,
    };
    Some((kinds, record))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pages_of_records_ask_what_can_be_taken_back() {
        assert_eq!(record_of("/desk/cases/12"), Some((&[UndoKind::CaseClosed][..], 12)));
        for other in ["/desk/cases", "/desk/cases/12/notes", "/", "/home/wishes/3", "/desk/wishes/new"] {
            assert_eq!(record_of(other), None, "{other}");
        }
    }
}
