//! Actions on a household file: contact, members, hardships, situation, notes, papers and corrections.

use domain::{
    Error, Result,
    households::{Contact, Hardship, Member, PaperKind, Situation},
};
use store::{
    casework::{
        corrections::{AnswerCorrection, AskCorrection},
        documents::RemovePaper,
        family_messages::SendFamilyMessage,
        hardships::{AddHardship, Change, RemoveHardship},
        members::{AddMember, ChangeMember, RemoveMember},
        notes::{AddNote, CorrectNote},
    },
    households::edit::{ANY_VERSION, ChangeSituation, Edit},
};

use crate::web::{Cx, Done, To};

/// Hidden field with the file version that the form was rendered from, for the optimistic lock.
pub(crate) const VERSION: &str = "version";

fn file(cx: &Cx) -> Result<String> {
    Ok(format!("/desk/households/{}", cx.id("id")?))
}

/// Handles `POST /desk/households/{id}/contact`.
pub async fn contact(cx: Cx) -> Done {
    let new = Contact {
        name: cx.field("name").to_owned(),
        phone: cx.field("phone").to_owned(),
        address: cx.field("address").to_owned(),
    };
    cx.store.household_contact(&cx.by(), cx.id("id")?, cx.field_i64(VERSION), new).await?;
    Ok(To::page(file(&cx)?).saying("done-file-saved"))
}

/// Handles `POST /desk/households/{id}/situation`.
pub async fn situation(cx: Cx) -> Done {
    let new = Situation {
        hardship: cx.checked("hardship"),
        income: cx.choice("income")?,
        language: cx.choice("language")?,
        caseworker: cx.field_i64("caseworker"),
    };
    cx.store
        .run(&cx.by(), ChangeSituation(Edit { household: cx.id("id")?, version: cx.field_i64(VERSION), new }))
        .await?;
    Ok(To::page(file(&cx)?).saying("done-file-saved"))
}

fn member(cx: &Cx, id: i64) -> Result<Member> {
    Ok(Member {
        id,
        name: cx.field("name").to_owned(),
        birth_year: cx.field_i64("birth_year"),
        sex: cx.choice("sex")?,
        relation: cx.field("relation").parse().unwrap_or_default(),
        school: cx.field("school").parse().unwrap_or_default(),
    })
}

/// Handles `POST /desk/households/{id}/members`.
pub async fn add_member(cx: Cx) -> Done {
    let member = member(&cx, 0)?;
    let name = member.name.clone();
    cx.store.run(&cx.by(), AddMember::new(cx.id("id")?, member)).await?;
    Ok(To::page(format!("{}/members", file(&cx)?)).saying_with("done-member-added", [("name", name)]))
}

/// Handles `POST /desk/households/{id}/members/{member}`.
pub async fn change_member(cx: Cx) -> Done {
    let member = member(&cx, cx.id("member")?)?;
    cx.store.run(&cx.by(), ChangeMember { household: cx.id("id")?, version: cx.field_i64(VERSION), member }).await?;
    Ok(To::page(format!("{}/members", file(&cx)?)).saying("done-file-saved"))
}

/// Handles `POST /desk/households/{id}/members/{member}/remove`.
pub async fn remove_member(cx: Cx) -> Done {
    let (id, member) = (cx.id("id")?, cx.id("member")?);
    cx.store.run(&cx.by(), RemoveMember { household: id, version: cx.field_i64(VERSION), member }).await?;
    Ok(To::page(format!("{}/members", file(&cx)?)).saying("done-member-removed"))
}

fn hardship(cx: &Cx, id: i64) -> Result<Hardship> {
    let (since, until) = (cx.field("since").to_owned(), cx.field("until").to_owned());
    Ok(Hardship { id, kind: cx.choice("hardship_kind")?, since, until })
}

/// Handles `POST /desk/households/{id}/hardship`.
pub async fn add_hardship(cx: Cx) -> Done {
    let new = hardship(&cx, 0)?;
    cx.store
        .run(
            &cx.by(),
            AddHardship(Change { household: cx.id("id")?, version: ANY_VERSION, hardship: Hardship { id: 0, ..new } }),
        )
        .await?;
    Ok(To::page(format!("{}/hardship", file(&cx)?)).saying("done-file-saved"))
}

/// Handles `POST /desk/households/{id}/hardship/{hardship}`.
pub async fn change_hardship(cx: Cx) -> Done {
    let new = hardship(&cx, cx.id("hardship")?)?;
    cx.store.hardship_change(&cx.by(), cx.id("id")?, cx.field_i64(VERSION), new).await?;
    Ok(To::page(format!("{}/hardship", file(&cx)?)).saying("done-file-saved"))
}

/// Handles `POST /desk/households/{id}/hardship/{hardship}/remove`.
pub async fn remove_hardship(cx: Cx) -> Done {
    let (id, hardship) = (cx.id("id")?, cx.id("hardship")?);
    cx.store.run(&cx.by(), RemoveHardship { household: id, version: cx.field_i64(VERSION), hardship }).await?;
    Ok(To::page(format!("{}/hardship", file(&cx)?)).saying("done-file-saved"))
}

/// Handles `POST /desk/households/{id}/notes`.
pub async fn add_note(cx: Cx) -> Done {
    cx.store.run(&cx.by(), AddNote::new(cx.id("id")?, cx.field("note_words").to_owned())).await?;
    Ok(To::page(format!("{}/notes", file(&cx)?)).saying("done-note-added"))
}

/// Handles `POST /desk/households/{id}/message`.
pub async fn message(cx: Cx) -> Done {
    let new = SendFamilyMessage { household: cx.id("id")?, words: cx.field("message").to_owned() };
    let sent = cx.store.run(&cx.by(), new).await;
    sent.map_err(|error| Error::from(error).renamed(&[("words", "message")]))?;
    Ok(To::page(format!("{}/notes", file(&cx)?)).saying("done-family-message"))
}

/// Handles `POST /desk/households/{id}/notes/{note}`.
pub async fn correct_note(cx: Cx) -> Done {
    cx.store
        .run(
            &cx.by(),
            CorrectNote { household: cx.id("id")?, note: cx.id("note")?, words: cx.field("note_words").to_owned() },
        )
        .await?;
    Ok(To::page(format!("{}/notes", file(&cx)?)).saying("done-file-saved"))
}

/// Handles `POST /desk/households/{id}/papers`.
pub async fn add_paper(cx: Cx) -> Done {
    let kind: PaperKind = cx.choice("paper_kind")?;
    let picture = cx.file("photo").unwrap_or_default().to_vec();
    cx.store.paper_add(&cx.by(), cx.id("id")?, kind, picture).await?;
    Ok(To::page(format!("{}/papers", file(&cx)?)).saying("done-paper-added"))
}

/// Handles `POST /desk/households/{id}/papers/{paper}/remove`.
pub async fn remove_paper(cx: Cx) -> Done {
    cx.store.run(&cx.by(), RemovePaper { household: cx.id("id")?, paper: cx.id("paper")? }).await?;
    Ok(To::page(format!("{}/papers", file(&cx)?)).saying("done-paper-removed"))
}

/// Handles `POST /desk/households/{id}/corrections/{correction}`.
pub async fn answer_correction(cx: Cx) -> Done {
    let (id, correction) = (cx.id("id")?, cx.id("correction")?);
    cx.store
        .run(&cx.by(), AnswerCorrection { household: id, correction, words: cx.field("answer").to_owned() })
        .await?;
    Ok(To::page(file(&cx)?).saying("done-correction-answered"))
}

/// Handles `POST /home/household/correct`.
pub async fn ask_correction(cx: Cx) -> Done {
    cx.store.run(&cx.by(), AskCorrection(cx.field("words").to_owned())).await?;
    Ok(To::page("/home/household").saying("done-correction-asked"))
}
