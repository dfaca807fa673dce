//! What to do about each kind of finding of `wishbridge check`, said once for all findings of a kind.

/// Beginnings of findings, or after a tilde words in them, and what to do. The first that fits is said.
/// A test holds that each kind has one.
const REMEDIES: &[(&[&str], &str)] = &[
    (
        &["chain:"],
        "chain: the past was changed behind the server. Stop it, copy the database as it is, and restore the newest \
         backup beside it (`wishbridge check --heads` with its .heads file tells which backup is older than the \
         change). Compare the named records, and go on with the backup unless every difference is explained; what \
         was written since then is entered again.",
    ),
    (
        &["file:"],
        "file: the database's own files are damaged. Copy them, and restore the newest backup; if only indexes are \
         named, `reindex` in the database makes them anew from their tables.",
    ),
    (
        &["balance:", "shelf:"],
        "balance, shelf: what the journals say is right, because they never change. Stop the server and set the \
         named number in the table `balance` or `shelf` to what the finding says that they count; then check again.",
    ),
    (
        &["journal ", "kits:", "kit lot ", "receipts of area ", "lot ", "receipt "],
        "journal, kit, lot, receipt: a posting is incomplete or was added past the server. Post what is missing as \
         a count, or reverse the journal (/shop/journals), with the reason; restore a backup if it was never \
         balanced.",
    ),
    (
        &["reservation:", "claim "],
        "reservation, claim: compare the shop's shelf with the claim (/desk/claims). Bring the claim to the state \
         of its goods by cancelling or handing over; what is left over after that is counted in a stock-take. A \
         claim that is gone comes back with a backup only.",
    ),
    (
        &["recall "],
        "recall: put units that are on a shelf aside at once, and open a new recall of the named lot (/shop/recalls); a \
         mark without an open recall is set to 0 in the column `recall` of the table `lot`.",
    ),
    (
        &["stock-take ", "transfer ", "offer "],
        "stock-take, transfer, offer: count the named lot again in a new stock-take, and settle or cancel the \
         transfer or offer in its page.",
    ),
    (
        &["order ", "loan ", "points:", "taking part:"],
        "order, loan, points: end the order or loan in its page, and give or take back the difference of points by \
         hand under the household (/desk/points), with the reason.",
    ),
    (
        &["role ", "account "],
        "role, account: revoke the role and grant it again where it belongs (/admin/accounts), and ask who could \
         write to the database; a second factor that is named is removed with `wishbridge remove-factor`.",
    ),
    (
        &["area "],
        "area: an area was moved past the server. Restore its path, root and parent from the newest backup, before \
         any role below it is used.",
    ),
    (
        &["household "],
        "household: open its file (/desk/households). Closed, merged and erased files say themselves what to do; a \
         wrong area or root is put right by a relocation, a wrong number of helps by one update of `helped` to what \
         is counted.",
    ),
    (&["move "], "move: withdraw the relocation in the household's file and ask for it again."),
    (
        &["shift ", "task ", "~ of a shift:"],
        "shift, task: take a person off the shift and on again, or mark the minutes again; a task goes back to its \
         caseworker when it is cancelled.",
    ),
    (
        &["wish ", "place ", "application ", "urgent wish ", "need ", "promise "],
        "wish, place, application, need: a wish that shows too much or is not found is put right by rewriting its \
         public words (/desk/wishes), which sets all that is public anew. Counts are put right by ending the named \
         claim, place, application or promise in its page; a wish that stays wrong is withdrawn and posted again.",
    ),
    (
        &["case ", "call-back ", "referral ", "collection ", "grant ", "school place "],
        "case, call-back, referral, collection, grant, school place: open it at the desk and take its next step \
         once more, or close it with the reason; the history keeps both.",
    ),
    (
        &["visit ", "finding ", "figures of area "],
        "visit, finding: record the report or the answer again in its page, or cancel it; figures follow the rows.",
    ),
    (
        &["recording or picture "],
        "recording or picture: ask the family. If it agrees, record its consent (/desk/consents); otherwise remove the \
         picture from the report of the visit, where the recording of a missing report is removed as well.",
    ),
    (&["door "], "door: record one more answer at the named door; it sets the door's state and counts anew."),
    (
        &["time ", "appointment ", "question "],
        "time, appointment, question: cancel or mark the named appointment at the service desk, and answer the \
         question again; both count anew.",
    ),
    (&["group "], "group: record one household's answer again on its roster; that counts all of them anew."),
    (
        &["vacancy ", "proposal "],
        "vacancy, proposal: end the proposal in its page with its outcome, and set the number of posts of the vacancy.",
    ),
    (
        &["market offer ", "reservation "],
        "market offer, reservation: end the reservation or the offer in its page; its units are counted anew then.",
    ),
    (
        &["report ", "indicator ", "programme "],
        "report, indicator, programme: count the report anew in the page of its programme, or stop following the \
         indicator; set the `value` of an ended indicator to that of its last report.",
    ),
    (
        &["course ", "certificate "],
        "course, certificate: register or cancel one place, or change the sessions; both set what is kept anew. \
         Withdraw a certificate that no attendance stands behind.",
    ),
    (
        &["event ", "messages:"],
        "event, messages: the log says why (search for the number). A newer release may be needed; nothing is lost \
         meanwhile, and it is tried again.",
    ),
];

/// What to do about sealed values, whose findings begin with the name of their table.
const SEALED: &str = "does not open, is not found by its key: the value was damaged or its key is gone. Put the key file \
     of that time back; if it still does not open, take the value from a backup, or enter it again.";

/// Endings of findings about sealed values.
const SEALED_ENDS: [&str; 2] = ["does not open", "is not found by its key"];

/// Returns what to do about a finding; `None` for those that only say that more of the same were cut off.
#[must_use]
pub fn remedy(finding: &str) -> Option<&'static str> {
    if SEALED_ENDS.iter().any(|end| finding.ends_with(end)) {
        return Some(SEALED);
    }
    let fits = |kind: &&str| match kind.strip_prefix('~') {
        Some(words) => finding.contains(words),
        None => finding.starts_with(*kind),
    };
    REMEDIES.iter().find(|(kinds, _)| kinds.iter().any(fits)).map(|(_, sentence)| *sentence)
}

/// Returns what to do about some findings, each sentence once, in the order of the findings.
#[must_use]
pub fn remedies(findings: &[String]) -> Vec<&'static str> {
    let mut said = Vec::new();
    for sentence in findings.iter().filter_map(|finding| remedy(finding)) {
        if !said.contains(&sentence) {
            said.push(sentence);
        }
    }
    said
}
