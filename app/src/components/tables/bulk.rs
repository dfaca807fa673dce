//! One step for selected rows: each row is a write of its own, with its own verdict.

use domain::{Code, Error, Result};
use leptos::prelude::*;
use store::By;

use crate::{
    components::{ActionForm, Banner, Icon},
    i18n::lang,
    web::Cx,
};

/// Id of the form that the boxes of rows belong to.
pub(crate) const FORM: &str = "bulk";
/// Most rows of one step.
const MOST: usize = 200;

/// A selected row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Picked {
    /// Number of the record.
    pub id: i64,
    /// Version that the list showed; 0 where records have none.
    pub version: i64,
}

/// Reads the selected rows, each once.
///
/// # Errors
/// Field `pick` without any; [`Code::TooManyRows`] above [`MOST`].
pub(crate) fn picked(cx: &Cx) -> Result<Vec<Picked>> {
    let parsed = cx.fields("pick").into_iter().filter_map(|text| {
        let (id, version) = text.split_once(':').unwrap_or((text, "0"));
        Some(Picked { id: id.parse().ok()?, version: version.parse().ok()? })
    });
    let mut picked: Vec<Picked> = parsed.collect();
    picked.sort_by_key(|one| one.id);
    picked.dedup_by_key(|one| one.id);
    match picked.len() {
        0 => Err(Error::field("pick", Code::Required)),
        n if n > MOST => Err(Error::Conflict(Code::TooManyRows)),
        _ => Ok(picked),
    }
}

/// The origin of the write for one row: sent again, each row gets its first answer.
pub(crate) fn by_row(by: &By, id: i64) -> By {
    By { request: format!("{}-{id}", by.request), ..by.clone() }
}

/// What became of the selected rows.
#[derive(Clone, Debug, Default)]
pub(crate) struct Verdicts {
    done: i64,
    refused: Vec<(i64, Error)>,
}

impl Verdicts {
    /// Notes what became of a row.
    ///
    /// # Errors
    /// What concerns no single row: a failure, or a session that ended or must be proved. The step can be sent again.
    pub(crate) fn note<T>(&mut self, id: i64, done: Result<T>) -> Result<()> {
        match done {
            Ok(_) => self.done += 1,
            Err(
                error @ (Error::Failed(_)
                | Error::Unavailable
                | Error::Conflict(Code::DiskFull)
                | Error::NotAllowed(Code::SignInNeeded | Code::ProofNeeded)),
            ) => return Err(error),
            Err(error) => self.refused.push((id, error)),
        }
        Ok(())
    }

    /// Why a row was refused, in the viewer's language.
    pub(crate) fn reason(&self, id: i64) -> Option<String> {
        let error = self.refused.iter().find(|(row, _)| *row == id).map(|(_, error)| error)?;
        Some(match error {
            Error::Invalid(fields) => {
                fields.first().map_or_else(String::new, |field| lang().wrong(field.name, field.code))
            }
            other => lang().refusal(other.code()),
        })
    }

    /// Renders how many rows were done and which were refused; `path` begins the address of a record.
    pub(crate) fn drawn(&self, path: &'static str) -> Option<AnyView> {
        if self.done == 0 && self.refused.is_empty() {
            return None;
        }
        let done = self.done;
        let count = i64::try_from(self.refused.len()).unwrap_or(i64::MAX);
        let lines = self
            .refused
            .iter()
            .map(|(id, _)| {
                let (to, why) = (format!("{path}/{id}"), self.reason(*id).unwrap_or_default());
                view! { <li><a class="link" href=to>{format!("#{id}")}</a>" "{why}</li> }
            })
            .collect_view();
        let refused = (count > 0).then(|| {
            view! { <Banner tone="amber"><p>{t!("bulk-refused", n = count)}</p><ul>{lines}</ul></Banner> }
        });
        Some(
            view! {
                {(done > 0).then(|| view! { <Banner tone="tea">{t!("bulk-done", n = done)}</Banner> })}
                {refused}
            }
            .into_any(),
        )
    }
}

/// Renders the form of a step for the selected rows; `fields` are what it needs, and its button.
pub(crate) fn form(to: String, fields: AnyView) -> AnyView {
    view! {
        <div class="bulk only-wide no-print">
            <ActionForm to id=FORM class="cluster">
                <button type="button" class="btn btn-quiet btn-small" hidden data-pick-all><Icon name="check" />{t!("bulk-all")}</button>
                {fields}
            </ActionForm>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_refused_on_its_own_and_a_failure_ends_the_step() {
        let mut verdicts = Verdicts::default();
        verdicts.note(1, Ok(())).expect("done");
        verdicts.note::<()>(2, Err(Error::NotFound)).expect("refused");
        assert!(verdicts.note::<()>(3, Err(Error::NotAllowed(Code::SignInNeeded))).is_err());
        assert_eq!((verdicts.done, verdicts.refused.len()), (1, 1));
        let by = By { request: "ab".into(), ..By::default() };
        assert_eq!((by_row(&by, 1).request, by_row(&by, 2).request), ("ab-1".into(), "ab-2".into()));
    }
}
