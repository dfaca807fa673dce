//! Merges two files of one family; it cannot be undone.
//! Of a month's points that both files got, the smaller grant is taken back.
//! People, wishes, orders, points, notes, papers, consents, cards and reveal log of the second file move to the first.
//! Goods in the ledger keep the number they were issued under and are found through `merged_into`.

use serde::Serialize;
use std::collections::HashSet;

use domain::{
    Code,
    casework::{ChangeKind, Merging},
    events::{Event, OfHousehold},
    households::{FileState, HouseholdId, MEMBERS},
    text,
};
use sqlx::AssertSqlSafe;

use crate::{
    Command, Refusal, Result, Tx,
    accounts::{
        factor,
        profile::account_of,
        sessions,
        sign_in::{cards, setup_codes},
    },
    casework::{
        aid, entitlements,
        file::{close, participation, relocate, remains},
        pairings, rounds, school_places,
        visits::ending,
    },
    community::{courses, groups, jobs},
    consents::withdraw,
    crypto::{secret::Secret, vault::Find},
    db::{
        locks::HeldFile,
        sql::{is_unique, row, run, value, values},
    },
    households::lock::{NewChange, hold, put, tell},
    points,
    wishes::priority,
};

/// Tables whose rows only change their household.
/// Tables with rules of their own are handled below; `tests/it/casework/merge.rs` fails for a table with a household
/// that is in neither set.
pub const TABLES: &[&str] = &[
    "shop_order",
    "scan_list",
    "recall_home",
    "loan",
    "hardship",
    "household_note",
    "paper",
    "correction",
    "reveal",
    "objection",
    "household_move",
    "household_import_line",
    "dispute",
    "reversal",
    "need",
    "case_file",
    "referral",
    "visit",
    "visit_report",
    "visit_media",
    "finding",
    "aid_grant",
    "aid_collection",
    "conference",
    "conference_measure",
    "course_place",
    "certificate",
    "market_offer",
    "job_seeker",
    "job_proposal",
    "job_check",
    "shift_task",
    "part_booking",
    "neighbour_help",
    "appointment",
    "question",
];

/// Checks that two locked files may become one; a merged file only once more into the same one, for its [`remains`].
async fn same_family(tx: &mut Tx<'_>, keep: &HeldFile, gone: &HeldFile) -> Result<()> {
    keep.must_be_open()?;
    let ends = match gone.state()? {
        FileState::Erased => true,
        FileState::Merged => gone.merged_into != keep.id || remains::of_merged(&mut tx.arm(), gone.id).await? == 0,
        FileState::Open | FileState::Closed => false,
    };
    match (ends, keep.root == gone.root && keep.id != gone.id) {
        (true, _) => Err(Code::FileClosed.into()),
        (_, false) => Err(Code::CannotMerge.into()),
        _ => Ok(()),
    }
}

/// Moves the members; redirects wishes and consents of members that are in both files.
async fn people(tx: &mut Tx<'_>, new: &Merging) -> Result<()> {
    let theirs = values!(tx, i64, "select id from person where household = $1 order by id", new.gone)?;
    let ours: HashSet<i64> =
        values!(tx, i64, "select id from person where household = $1", new.keep)?.into_iter().collect();
    let mut taken = HashSet::new();
    for person in theirs {
        let same = new.same.iter().find(|(id, _)| *id == person).map(|(_, same)| *same);
        let same = same.ok_or(Refusal::field("same", Code::Required))?;
        if same == 0 {
            run!(tx, "update person set household = $2 where id = $1", person, new.keep)?;
            continue;
        }
        if !ours.contains(&same) || !taken.insert(same) {
            return Err(Refusal::field("same", Code::Unknown).into());
        }
        run!(tx, "update wish set member = $2 where household = $3 and member = $1", person, same, new.gone)?;
        run!(tx, "update case_file set member = $2 where household = $3 and member = $1", person, same, new.gone)?;
        run!(tx, "update entitlement set member = $2 where household = $3 and member = $1", person, same, new.gone)?;
        run!(tx, "update school_place set member = $2 where household = $3 and member = $1", person, same, new.gone)?;
        aid::files::merge_member(tx, new.gone, person, same).await?;
        run!(tx, "update consent set member = $2 where household = $3 and member = $1", person, same, new.gone)?;
        run!(tx, "update consent set giver = $2 where household = $3 and giver = $1", person, same, new.gone)?;
        courses::files::merge_member(tx, new.gone, person, same).await?;
        jobs::files::merge_member(tx, new.gone, person, same).await?;
        // What was asked last is what the member says.
        run!(
            tx,
            "update person set (lives, work, schooling, skills, languages, asked)
                 = (select p.lives, p.work, p.schooling, p.skills, p.languages, p.asked from person p where p.id = $1),
                 skill_words = (select p.skill_words from person p where p.id = $1)
             where id = $2 and asked < (select p.asked from person p where p.id = $1)",
            person,
            same,
        )?;
        run!(tx, "delete from person where id = $1", person)?;
    }
    // One contact stays; the other file's contact becomes an ordinary member.
    run!(
        tx,
        "update person set relation = 'other' where household = $1 and relation = 'self'
             and id <> (select min(p.id) from person p where p.household = $1 and p.relation = 'self')",
        new.keep,
    )?;
    let size = value!(tx, i64, "select count(*) from person where household = $1", new.keep)?;
    if size > i64::try_from(MEMBERS).unwrap_or(i64::MAX) {
        return Err(Refusal::field("same", Code::OutOfRange).into());
    }
    run!(tx, "update household set size = $2 where id = $1", new.keep, size)?;
    Ok(())
}

/// Keeps the account of the remaining file; if it has none, moves the other file's account to it.
async fn accounts(tx: &mut Tx<'_>, keep: &HeldFile, gone: HouseholdId) -> Result<()> {
    let ours = row!(tx, (i64,), "select id from account where household = $1 order by id limit 1", keep.id)?;
    cards::follow(tx, gone, keep.id).await?;
    let Some((ours,)) = ours else {
        for account in values!(tx, i64, "select id from account where household = $1 order by id", gone)? {
            // Staff may know its password, which opens this file from now on.
            setup_codes::mark(tx, account).await?;
            sessions::end_all(tx, account).await?;
        }
        // Closing a file closes its account; this one belongs to an open file from now on.
        run!(
            tx,
            "update account set household = $2, open = true, version = version + 1 where household = $1",
            gone,
            keep.id,
        )?;
        return Ok(());
    };
    close::shut_out(tx, gone).await?;
    let (phone, nothing) = (tx.vault.seal(Secret::AccountPhone, "")?, tx.vault.digest(Find::Phone, ""));
    for account in values!(tx, i64, "select id from account where household = $1 order by id", gone)? {
        // First, because it waits for a server that makes notices of them.
        run!(tx, "update outbox set account = $2 where account = $1", account, ours)?;
        run!(tx, "update notice set account = $2 where account = $1", account, ours)?;
        // Its phone and address are not the other account's to be told by; what waited is unread in the app.
        run!(tx, "delete from message where account = $1", account)?;
        run!(tx, "delete from message_choice where account = $1", account)?;
        run!(tx, "delete from push_subscription where account = $1", account)?;
        factor::delete(tx, account).await?;
        run!(
            tx,
            "update account set phone = $2, phone_key = $3, password = '' where id = $1",
            account,
            &phone,
            &nothing,
        )?;
    }
    Ok(())
}

/// Gives the remaining file the other one's phone if it has none, and its account the phone of the file.
/// Both files may have had one phone, which only one account could have; the other's is free now.
async fn settle_phone(tx: &mut Tx<'_>, keep: HouseholdId, gone: HouseholdId) -> Result<()> {
    let vault = tx.vault.clone();
    let mut phones = Vec::new();
    for household in [keep, gone] {
        let sealed = value!(tx, String, "select phone from household where id = $1", household)?;
        phones.push(vault.open(Secret::HouseholdPhone, &sealed)?);
    }
    let phone = phones.into_iter().find(|phone| !phone.is_empty()).unwrap_or_default();
    run!(
        tx,
        "update household set phone = $2, phone_key = $3 where id = $1 and phone = ''",
        keep,
        vault.seal(Secret::HouseholdPhone, &phone)?,
        vault.digest(Find::Phone, &phone),
    )?;
    let account = row!(tx, (i64,), "select id from account where household = $1 order by id limit 1", keep)?;
    let (Some((account,)), false) = (account, phone.is_empty()) else { return Ok(()) };
    let owner = account_of(&mut tx.arm(), &vault, &phone).await?;
    // Another family's account keeps its phone; then this one keeps signing in as before.
    if owner != 0 {
        return Ok(());
    }
    setup_codes::mark(tx, account).await?;
    let changed = run!(
        tx,
        "update account set phone = $2, phone_key = $3, version = version + 1 where id = $1",
        account,
        vault.seal(Secret::AccountPhone, &phone)?,
        vault.digest(Find::Phone, &phone),
    );
    match changed {
        Err(error) if is_unique(&error) => Err(Refusal::field("phone", Code::PhoneTaken).into()),
        other => Ok(other.map(drop)?),
    }
}

/// Keeps the other file's name, phone and address as a note, then empties them.
/// The family may answer the other phone only.
async fn keep_contact(tx: &mut Tx<'_>, keep: HouseholdId, gone: HouseholdId) -> Result<()> {
    let (name, phone, address) =
        row!(tx, (String, String, String), "select name, phone, address from household where id = $1", gone)?
            .ok_or(Refusal::NotFound)?;
    let vault = tx.vault.clone();
    let name = vault.open(Secret::HouseholdName, &name)?;
    let phone = vault.open(Secret::HouseholdPhone, &phone)?;
    let address = vault.open(Secret::HouseholdAddress, &address)?;
    let said: Vec<String> = [name, phone, address].into_iter().filter(|part| !part.is_empty()).collect();
    if !said.is_empty() {
        let words = vault.seal(Secret::NoteWords, &said.join("\n"))?;
        let (now, account) = (tx.now, tx.actor.account);
        run!(
            tx,
            "insert into household_note (household, account, words, at, corrected, merged_from)
             values ($1, $2, $3, $4, 0, $5)",
            keep,
            account,
            &words,
            now,
            gone,
        )?;
    }
    run!(
        tx,
        "update household set name = '', phone = '', phone_key = '', address = '', caseworker = 0, merged_into = $2,
             hardship = false, size = 1, answerer = 0
         where id = $1",
        gone,
        keep,
    )?;
    Ok(())
}

/// Merges two files.
///
/// # Errors
/// Not found outside the actor's areas; [`Code::ProofNeeded`]; [`Code::CannotMerge`] for one file given twice or two
/// root areas; [`Code::FileClosed`] unless the remaining file is open and the other one is open, closed, or merged into it before
/// and not without `remains`; field `typed` for another number; field `same` when a member is not matched, two are
/// matched to one, or the result has too many members; field `phone` when another account takes it at this moment.
pub async fn merge(tx: &mut Tx<'_>, new: &Merging) -> Result<()> {
    // Locks in order of number, so that concurrent merges in both directions cannot deadlock.
    let (one, other) = (new.keep.min(new.gone), new.keep.max(new.gone));
    let (one, other) = (hold(tx, one).await?, hold(tx, other).await?);
    tx.must_be_proved().await?;
    let (keep, gone) = if one.id == new.keep { (one, other) } else { (other, one) };
    same_family(tx, &keep, &gone).await?;
    if text::half_width(&new.typed).trim().trim_start_matches('#') != keep.id.to_string() {
        return Err(Refusal::field("typed", Code::OtherNumber).into());
    }
    relocate::call_off(tx, gone.id).await?;
    people(tx, new).await?;
    for wish in values!(tx, i64, "select id from wish where household = $1 order by id", gone.id)? {
        run!(tx, "update wish set household = $2, version = version + 1 where id = $1", wish, keep.id)?;
    }
    ending::merge(tx, gone.id, keep.id).await?;
    participation::merge(tx, gone.id, keep.id).await?;
    for table in TABLES {
        let sql = format!("update {table} set household = $2 where household = $1");
        run!(tx, AssertSqlSafe(sql.as_str()), gone.id, keep.id)?;
    }
    ending::keep_strictest(tx, keep.id).await?;
    rounds::files::merge(tx, gone.id, keep.id).await?;
    pairings::files::merge(tx, gone.id, keep.id).await?;
    entitlements::files::merge(tx, gone.id, keep.id).await?;
    school_places::files::merge(tx, gone.id, keep.id).await?;
    groups::files::merge(tx, gone.id, keep.id, &keep.path()).await?;
    accounts(tx, &keep, gone.id).await?;
    relocate::settle_in(tx, keep.id, keep.area).await?;
    withdraw::merge(tx, gone.id, keep.id).await?;
    points::doubled_grants::take_back(tx, keep.id, gone.id, keep.root).await?;
    points::ledger::hand_on(tx, gone.id, keep.id, keep.root).await?;
    run!(
        tx,
        "update household set hardship = true
         where id = $1 and exists (select 1 from household g where g.id = $2 and g.hardship = true)",
        keep.id,
        gone.id,
    )?;
    settle_phone(tx, keep.id, gone.id).await?;
    keep_contact(tx, keep.id, gone.id).await?;
    run!(tx, "update household set merged_into = $2 where merged_into = $1", gone.id, keep.id)?;
    for household in [keep.id, gone.id] {
        priority::recount(tx, household).await?;
    }
    put(tx, gone.id, FileState::Merged).await?;
    put(tx, keep.id, FileState::Open).await?;
    for (household, kind, other) in [(keep.id, ChangeKind::Joined, gone.id), (gone.id, ChangeKind::Merged, keep.id)] {
        tell(tx, &NewChange { household, kind, other, reason: "", words: "" }).await?;
    }
    tx.emit(Event::FilesMerged(OfHousehold { household: keep.id, staff: Vec::new() })).await
}

/// Merges two files of one family; it cannot be undone.
///
/// # Errors
/// As [`merge`].
#[derive(Clone, Debug, Serialize)]
pub struct MergeFiles(pub Merging);

impl Command for MergeFiles {
    const NAME: &'static str = "files_merge";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        merge(tx, &self.0).await
    }
}
