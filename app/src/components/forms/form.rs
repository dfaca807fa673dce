//! Forms that write: the request id, the error banner, the submit button.

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicBool, Ordering},
};

use domain::{Code, Error};
use leptos::{context::Provider, prelude::*};

use crate::{
    components::{Icon, TraceNumber},
    web::{self, Form, drafts::OWNER_FIELD},
};

/// Posted data of the form around a field; empty if another form, or none, was posted. And what its fields are called.
#[derive(Clone, Default)]
struct Around(Form, Labels);

/// Labels of the fields of a form by name, as the fields report them while they render.
#[derive(Clone, Default)]
struct Labels(Arc<Mutex<Vec<(&'static str, String)>>>);

impl Labels {
    fn of(&self, name: &str) -> Option<String> {
        let labels = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        labels.iter().find(|(known, _)| *known == name).map(|(_, label)| label.clone())
    }
}

/// Facts that parts of a page report while it renders.
///
/// `refusal`: a form has shown the error. `spoken`: it has text that can be read aloud.
/// `synthetic`: a program spoke some of it.
#[derive(Clone, Default)]
pub(crate) struct Shown {
    pub(crate) refusal: Arc<AtomicBool>,
    pub(crate) spoken: Arc<AtomicBool>,
    pub(crate) synthetic: Arc<AtomicBool>,
}

/// The form around the calling component.
pub(crate) fn around() -> Form {
    use_context::<Around>().map(|around| around.0).unwrap_or_default()
}

/// Reports the label of a field to its form, whose error banner calls the field by it.
pub(crate) fn report_label(name: &'static str, label: &str) {
    let Some(Around(form, labels)) = use_context::<Around>() else { return };
    if form.error.is_some() {
        labels.0.lock().unwrap_or_else(PoisonError::into_inner).push((name, label.to_owned()));
    }
}

/// A form that posts to `to`, with a fresh request id that makes a repeated submission idempotent.
///
/// After an error it shows the banner on top; the fields inside show the submitted values and their errors. One with
/// `later` is kept by the browser while there is no network, and sent when there is one; see `web/unsent.rs`.
#[component]
pub fn ActionForm(
    /// Address it posts to.
    #[prop(into)]
    to: String,
    /// Class names; `form` stacks the fields.
    #[prop(optional, into)]
    class: Option<String>,
    /// Its id, for a button outside of it.
    #[prop(optional)]
    id: Option<&'static str>,
    /// Whether it sends files.
    #[prop(optional)]
    files: bool,
    /// What it is called in the list of forms that are not sent yet, which names no person.
    #[prop(optional, into)]
    later: Option<String>,
    /// Fields and the button.
    children: Children,
) -> impl IntoView {
    let scene = web::scene();
    // Rows of buttons have nothing to lose.
    let owner = (class.is_none() && !scene.owner.is_empty()).then(|| scene.owner.to_string());
    let posted = scene.form;
    let form = if posted.was_posted_to(&to) { posted } else { Form::default() };
    let shown = use_context::<Shown>().unwrap_or_default();
    let (error, labels) = (form.error.clone(), Labels::default());
    // The fields come first: they report their labels to the banner above them.
    let fields = view! { <Provider value=Around(form, labels.clone())>{children()}</Provider> };
    let banner = error.as_ref().map(|error| {
        shown.refusal.store(true, Ordering::Relaxed);
        banner_with(error, &labels)
    });
    let said = later.as_ref().map(|_| {
        let again = scene.path.to_string();
        view! {
            <p class="banner banner-amber" role="status" data-later-said hidden>
                <Icon name="clock" />
                <span>
                    {t!("unsent-said")}" "<a class="link" href="/unsent">{t!("unsent-see")}</a>
                    " "<a class="link" href=again>{t!("unsent-again")}</a>
                </span>
            </p>
        }
    });
    view! {
        <form
            id=id class=class.unwrap_or_else(|| "form".into()) method="post" action=to
            enctype=files.then_some("multipart/form-data") data-later=later
        >
            {said}
            <input type="hidden" name=web::REQUEST_FIELD value=web::new_request_id() />
            {owner.map(|owner| view! { <input type="hidden" name=OWNER_FIELD value=owner /> })}
            {banner}
            {fields}
        </form>
    }
}

/// Error banner that is announced and focused; lists invalid fields with links to them.
pub(crate) fn error_banner(error: &Error) -> impl IntoView + use<> {
    banner_with(error, &Labels::default())
}

/// Calls each invalid field as its form does. One name may be labelled differently by forms: `hours` are those of a shop
/// or of a week of work.
fn banner_with(error: &Error, labels: &Labels) -> impl IntoView + use<> {
    let lang = crate::i18n::lang();
    let wrong = match error {
        Error::Invalid(fields) => fields.clone(),
        _ => Vec::new(),
    };
    let sentence = match wrong.len() {
        0 => lang.refusal(error.code()),
        n => t!("form-wrong-fields", n = i64::try_from(n).unwrap_or(i64::MAX)),
    };
    let lines = wrong
        .iter()
        .map(|field| {
            let why = lang.wrong(field.name, field.code);
            let label = labels.of(field.name).or_else(|| {
                // Fields of rows are numbered: the second person's name is `member_name_2`.
                let name = field.name.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches('_');
                // A name that several forms share is said more generally than the field that has its own phrase.
                let keys = ["form-field", "field"].map(|prefix| crate::i18n::phrase_key(prefix, name));
                keys.iter().find(|key| lang.has(key)).map(|key| lang.t(key))
            });
            let line = match label {
                Some(label) => t!("form-wrong-line", field = label, why = why),
                None => why,
            };
            view! { <li><a href=format!("#{}", field.name)>{line}</a></li> }
        })
        .collect_view();
    view! {
        <div class="form-error" role="alert" tabindex="-1" autofocus>
            <Icon name="alert" />
            <div>
                <b>{sentence}</b>
                {(!wrong.is_empty()).then(|| view! { <ul>{lines}</ul> })}
                {(error.code() == Code::Unavailable).then(|| view! { <p><TraceNumber /></p> })}
            </div>
        </div>
    }
}

/// The submit button of a form.
#[component]
pub fn Submit(
    /// Label: a verb.
    #[prop(into)]
    label: String,
    /// `main` (one per screen), `soft`, `quiet` or `bad`.
    #[prop(default = "main")]
    tone: &'static str,
    /// Full width of the form.
    #[prop(optional)]
    wide: bool,
    /// Small, for rows of a table.
    #[prop(optional)]
    small: bool,
    /// Icon before the label.
    #[prop(optional)]
    icon: &'static str,
    /// Name and value that tell several buttons of a form apart.
    #[prop(optional)]
    choice: Option<(&'static str, String)>,
) -> impl IntoView {
    let class =
        format!("btn btn-{tone}{}{}", if wide { " btn-wide" } else { "" }, if small { " btn-small" } else { "" });
    let (name, value) = choice.unzip();
    view! {
        <button type="submit" class=class name=name value=value>
            {(!icon.is_empty()).then(|| view! { <Icon name=icon /> })}
            {label}
        </button>
    }
}
