//! Those whom rules found as a file, with the words of their page. No cell names a family.

use domain::{
    Result,
    casework::entitlements::{NeededPaper, conditions::ConditionKind},
};
use store::{By, Store, casework::entitlements::list::EntitlementQuery, reports::entitlement_exports::EntitlementLine};

use super::{
    File, Format, Out,
    files::{made, number},
};
use crate::i18n::{Lang, day_value};

/// Exports the entitlements that the filters leave, by number.
///
/// # Errors
/// [`domain::Error::NotAllowed`] without a role that reads files, and with [`domain::Code::ProofNeeded`];
/// [`domain::Error::Failed`] if the file cannot be written.
pub async fn entitlements(
    store: &Store,
    by: &By,
    lang: Lang,
    format: Format,
    query: &EntitlementQuery,
) -> Result<File> {
    let export = store.export_entitlements(by, query).await?;
    let heads = [
        "record",
        "rule",
        "household",
        "member",
        "area-of-record",
        "state",
        "because",
        "doubts",
        "missing",
        "found",
        "due-until",
        "apply-by",
        "owner",
    ];
    let made = made(lang, &heads, export, |line: EntitlementLine| {
        let kinds = |kinds: Vec<ConditionKind>| words(lang, "because", kinds.iter().map(|kind| kind.as_str()));
        let (because, doubts) = (line.because().unwrap_or_default(), line.doubts().unwrap_or_default());
        let missing: Vec<NeededPaper> = line.missing().unwrap_or_default();
        vec![
            number(line.id),
            Out::Text(line.rule_name),
            number(line.household),
            if line.member == 0 { Out::Text(String::new()) } else { number(line.member) },
            Out::Text(line.area_name),
            Out::Text(lang.named("entitled-state", &line.state)),
            kinds(because),
            kinds(doubts),
            words(lang, "needed-paper", missing.iter().map(|paper| paper.as_str())),
            Out::Time(line.found),
            Out::Time(line.due),
            Out::Time(line.apply_by),
            Out::Text(line.owner),
        ]
    });
    let title = lang.t("entitled-title");
    File::written(format!("{title}-entitlements-{}", day_value(store.now())), title, format, made).await
}

fn words<'a>(lang: Lang, prefix: &str, values: impl Iterator<Item = &'a str>) -> Out {
    let words: Vec<String> = values.map(|value| lang.named(prefix, value)).collect();
    Out::Text(words.join(", "))
}
