//! Files that are closed, merged or erased take nothing: one table over all operations with a household's number.

mod community;
mod files;
mod inputs;

use std::collections::BTreeSet;

use crate::support::on_both;
use files::{dead, run};

const CLOSED: &str = "file_closed";

/// The three ends of a file.
const ENDS: [&str; 3] = ["closed", "merged", "erased"];

/// Answers of every operation with a household's number: on a closed, on a merged and on an erased file.
const TABLE: &[(&str, [&str; 3])] = &[
    ("aid_collection_open", [CLOSED; 3]),
    ("aid_grant_record", [CLOSED; 3]),
    ("answerer_homes", [CLOSED; 3]),
    ("appointment_book", [CLOSED; 3]),
    ("basket_put", [CLOSED; 3]),
    ("card_make", [CLOSED; 3]),
    ("card_revoke", [CLOSED; 3]),
    ("case_open", [CLOSED; 3]),
    ("conference_hold", [CLOSED; 3]),
    ("consent_record", [CLOSED; 3]),
    ("consent_refuse", [CLOSED; 3]),
    // Taking a consent back only hides; those of a merged file are the other file's.
    ("consent_withdraw", ["ok", "not_found", "wrong_state"]),
    ("correction_answer", [CLOSED; 3]),
    ("correction_ask", [CLOSED; 3]),
    ("course_admit", [CLOSED; 3]),
    ("course_join", [CLOSED; 3]),
    ("file_close", [CLOSED; 3]),
    ("file_erase", ["ok", CLOSED, CLOSED]),
    ("file_reopen", ["ok", "wrong_state", "wrong_state"]),
    ("files_merge", ["ok", CLOSED, CLOSED]),
    ("family_message_send", [CLOSED; 3]),
    ("group_answer", [CLOSED; 3]),
    ("hardship_add", [CLOSED; 3]),
    ("hardship_change", [CLOSED; 3]),
    ("hardship_remove", [CLOSED; 3]),
    ("household_contact", [CLOSED; 3]),
    // Masks the file again for its reader.
    ("household_hide", ["ok"; 3]),
    ("household_member_add", [CLOSED; 3]),
    ("household_member_change", [CLOSED; 3]),
    ("household_member_remove", [CLOSED; 3]),
    ("household_password", [CLOSED; 3]),
    // A closed file is still read, and may be opened again.
    ("household_reveal", ["ok", CLOSED, CLOSED]),
    ("household_situation", [CLOSED; 3]),
    ("job_seeker_ask", [CLOSED; 3]),
    ("list_keep", [CLOSED; 3]),
    ("loan_lend", [CLOSED; 3]),
    ("market_offer", [CLOSED; 3]),
    ("member_profile_set", [CLOSED; 3]),
    ("move_ask", [CLOSED; 3]),
    ("note_add", [CLOSED; 3]),
    ("note_correct", [CLOSED; 3]),
    ("object", [CLOSED; 3]),
    ("order_place", [CLOSED; 3]),
    ("pairing_propose", [CLOSED; 3]),
    ("paper_add", [CLOSED; 3]),
    ("paper_remove", [CLOSED; 3]),
    // The number in it is replaced by that of the wish's household: here the file that is left.
    ("photo_add", ["wrong_state", "ok", "wrong_state"]),
    ("photo_keep", [CLOSED; 3]),
    ("pin_clear", [CLOSED; 3]),
    ("pin_set", [CLOSED; 3]),
    ("points_give", [CLOSED; 3]),
    // A row with the number of a merged file goes to the file that is left.
    ("points_import", [CLOSED, "given", CLOSED]),
    ("points_reverse", [CLOSED; 3]),
    // Takes something out of the file; a merged or erased one has none.
    ("points_take_back", ["ok", "not_enough_points", "not_enough_points"]),
    ("referral_draft", [CLOSED; 3]),
    ("shift_tasks_add", [CLOSED; 3]),
    ("school_place_open", [CLOSED; 3]),
    ("thanks_add", [CLOSED; 3]),
    // A report about a merged file goes to the file that is left.
    ("visit_record", [CLOSED, "ok", CLOSED]),
    ("voice_keep", [CLOSED; 3]),
    ("walk_in_issue", [CLOSED; 3]),
    ("walk_in_open", [CLOSED; 3]),
    ("wish_post", [CLOSED; 3]),
];

/// Operations with a household's number that leave nothing in its file, each with the reason.
const ELSEWHERE: &[(&str, &str)] = &[
    ("conference_referral", "the number must be that of the conference's household, whose file must be open"),
    ("entitlement_compare", "compares open files only, and ends nothing of others; the numbers are a slice"),
    ("files_hand_over", "hands over open files only, and ends nothing of others"),
    ("finding_referral", "the number must be that of the finding's household, whose file must be open"),
    ("finding_wish", "the number is replaced by that of the finding's household, whose file must be open"),
    ("group_notice_call", "only for a household on a roster, off which a file that ends is taken"),
    ("household_open", "reading a file leaves an audit line"),
    ("new_role_read", "reading under a new role leaves an audit line"),
    ("paper_open", "reading a paper leaves an audit line"),
    ("pin_try", "counts a try of a PIN, which has ended with the file"),
    ("points_lapse", "takes lapsed points out; the numbers are a slice"),
    ("points_month", "grants to open files only; the numbers are a slice"),
    ("points_open", "reading points leaves an audit line"),
    ("visit_medium_open", "hearing or seeing what a visit left leaves an audit line"),
    ("visit_plan", "plans visits of open files only"),
    ("round_list_add", "a line with the number of a file that is not open is answered as wrong"),
    ("points_sheet_add", "stores the sheet only; its rows are judged by `points_import`"),
];

/// Operations whose bare number is not a household's.
const OTHER_NUMBERS: &[&str] = &[
    "account_open",
    "application_choose",
    "application_drop",
    "application_remind",
    "application_withdraw",
    "call_back_climb",
    "case_climb",
    "case_remind",
    "chain_link",
    "case_take_over",
    "claim_confirm",
    "claim_extend",
    "claim_follow",
    "claim_lapse",
    "claim_remind",
    "claim_send",
    "claim_undo",
    "clock_seen",
    "dispute_climb",
    "dispute_remind",
    "goods_expire",
    "household_import_apply",
    "household_import_withdraw",
    "item_photo_remove",
    "job",
    "move_accept",
    "move_call_back",
    "need_promise",
    "need_promise_drop",
    "need_promise_stop",
    "need_stop",
    "need_turn",
    "notice_open",
    "offer_lapse",
    "offer_remind",
    "offer_withdraw",
    "order_expire",
    "order_remind",
    "order_replace_expired",
    "organisation_open",
    "organisation_renew",
    "outbox_deliver_one",
    "outbox_postpone",
    "photo_remove",
    "points_policy_clear",
    "points_sheet_apply",
    "pledge_sign",
    "pledge_unlist",
    "policy_clear",
    "receipt_close",
    "referral_follow",
    "export_recall",
    "recall_follow",
    "rotate_keys",
    "school_place_climb",
    "school_place_follow",
    "school_place_outdated",
    "school_place_take_over",
    "session_end",
    "standby_follow",
    "standby_leave",
    "stock_take_approve",
    "stock_take_lapse",
    "stock_take_recount",
    "stock_take_remind",
    "transfer_remind",
    "voice_remove",
    "wish_draft_end",
    "wish_draft_remind",
    "wish_expire",
    "wish_review_remind",
    "token_use",
];

on_both!(dead_files_take_nothing, |stage| {
    let town = stage.town("河口").await;
    let files =
        [dead(stage, &town, ENDS[0]).await, dead(stage, &town, ENDS[1]).await, dead(stage, &town, ENDS[2]).await];
    for &(operation, answers) in TABLE {
        for ((file, end), answer) in files.iter().zip(ENDS).zip(answers) {
            // These change the state, so they get a file of their own.
            let own = ["file_erase", "file_reopen", "files_merge"].contains(&operation) && answer == "ok";
            let fresh = if own { Some(dead(stage, &town, end).await) } else { None };
            let got = run(stage, &town, fresh.as_ref().unwrap_or(file), operation).await;
            assert_eq!(got, answer, "{operation} on a file that is {end}");
        }
    }
    stage.is_clean().await;
});

/// Operations of the snapshot, each with the columns of its shape.
fn operations() -> Vec<(&'static str, Vec<&'static str>)> {
    let lines = include_str!("../../db/operations.txt").lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| {
            let (name, shape) = line.split_once(" | ").expect("a name and a shape");
            (name, shape.split(' ').collect())
        })
        .collect()
}

/// Returns whether the input names a household: `.household:int`, `.households[]:int`, or the two of a merge.
fn names_a_household(shape: &[&str]) -> bool {
    let numbers = shape.iter().filter_map(|column| column.strip_suffix(":int"));
    let mut names = numbers.filter_map(|path| path.rsplit('.').next());
    names.any(|name| ["household", "households[]", "keep", "gone"].contains(&name))
}

/// Returns whether the input is a number without a name, or a tuple with one.
fn is_bare_number(shape: &[&str]) -> bool {
    shape.iter().any(|column| [":int", "[]:int"].contains(column))
}

#[test]
fn every_operation_with_a_households_number_is_in_the_table() {
    let known: BTreeSet<&str> =
        TABLE.iter().map(|(name, _)| *name).chain(ELSEWHERE.iter().map(|(name, _)| *name)).collect();
    let all = operations();
    assert!(all.len() > 150, "the snapshot is read: {} operations", all.len());
    let named: Vec<_> = all.iter().filter(|(_, shape)| names_a_household(shape)).map(|(name, _)| *name).collect();
    assert!(named.len() > 25, "households are found in the shapes: {named:?}");
    let missing: Vec<_> = named.into_iter().filter(|name| !known.contains(name)).collect();
    assert_eq!(missing, Vec::<&str>::new(), "operations that name a household and are not in the table");
    let others: BTreeSet<&str> = OTHER_NUMBERS.iter().copied().collect();
    let bare = all.iter().filter(|(_, shape)| is_bare_number(shape)).map(|(name, _)| *name);
    let unknown: Vec<_> = bare.filter(|name| !known.contains(name) && !others.contains(name)).collect();
    assert_eq!(unknown, Vec::<&str>::new(), "operations with a bare number: a household's or another's?");
    let names: BTreeSet<&str> = all.iter().map(|(name, _)| *name).collect();
    let gone: Vec<_> = known.union(&others).filter(|name| !names.contains(*name)).collect();
    assert_eq!(gone, Vec::<&&str>::new(), "in the table, but not in the snapshot");
}
