//! How the installation is doing, for administrators: what waits, messages, backups, what is kept for how long, versions.
//! Numbers, no persons.

use domain::{
    Timestamp,
    audit::{Retention, RetentionState},
    backups::{BackupRun, BackupState},
    health::{ChannelPulse, Health, LATE, Pulse},
    permission::Action,
};
use leptos::prelude::*;

use crate::{
    components::{ActionForm, Banner, Empty, Fact, Facts, Field, StatePill, Submit, Table},
    i18n::{date_near, lang},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /admin/health`, and again after a policy of retention was refused.
pub async fn page(cx: Cx) -> Shown {
    let Health { release, database, schema_version, pulse, backups } = cx.store.health(&cx.actor).await?;
    let retained = cx.store.retention_state(&cx.actor).await?;
    let sets = cx.actor.may_in_installation(Action::Administer);
    Ok(Page::new(cx.lang.t("health-title"), Here::Health, move || {
        let (tone, summary) = if pulse.is_well() { ("tea", "health-well") } else { ("plum", "health-look") };
        view! {
            <Banner tone>{t!(summary)}</Banner>
            {parts(&pulse)}
            {messages(&pulse.channels)}
            {runs(backups)}
            {retention(retained, sets.then(|| retention_form(retained.policy).into_any()))}
            <section class="card" aria-labelledby="versions-title">
                <h2 id="versions-title">{t!("health-versions")}</h2>
                <Facts>
                    <Fact name=t!("health-release")>{release}</Fact>
                    <Fact name=t!("health-database")>{database}</Fact>
                    <Fact name=t!("health-schema")>{schema_version}</Fact>
                </Facts>
            </section>
        }
    })
    .wide()
    .no_index())
}

/// Whole minutes, of which a begun one counts.
fn minutes(seconds: Timestamp) -> i64 {
    (seconds + 59) / 60
}

/// A pill with the trouble, or one that says that there is none.
fn state(trouble: Option<String>) -> AnyView {
    match trouble {
        Some(text) => view! { <StatePill tone="plum" icon="alert" text /> }.into_any(),
        None => view! { <StatePill tone="tea" icon="check" text=t!("health-ok") /> }.into_any(),
    }
}

fn late(seconds: Timestamp) -> Option<String> {
    (seconds > LATE).then(|| t!("health-late", n = minutes(seconds)))
}

/// Events, jobs, clock and backups, a row each.
fn parts(pulse: &Pulse) -> impl IntoView + use<> {
    let stuck = (pulse.events_stuck > 0).then(|| t!("health-events-stuck", n = pulse.events_stuck));
    let jobs = match pulse.jobs_late {
        Some(seconds) => late(seconds),
        None => Some(t!("health-jobs-never")),
    };
    let clock = pulse.clock_off.map(|seconds| t!("health-clock-off", n = minutes(seconds.abs())));
    let backups = &pulse.backups;
    let copies = if backups.is_copy_broken() {
        Some(t!("health-copy-broken"))
    } else if backups.is_trial_broken() {
        Some(t!("health-trial-broken"))
    } else if backups.is_upload_broken() {
        Some(t!("health-upload-broken"))
    } else {
        None
    };
    let copied = if backups.copied == 0 {
        t!("health-never-copied")
    } else {
        t!("health-copied", when = date_near(backups.copied))
    };
    // Copies that an operator makes in another way are not known here.
    let copies = match copies {
        None if backups.copied == 0 => {
            view! { <StatePill tone="amber" icon="clock" text=t!("health-not-set") /> }.into_any()
        }
        trouble => state(trouble),
    };
    let rows = [
        (
            "health-events",
            state(stuck.or_else(|| late(pulse.events_age))),
            t!("health-events-waiting", n = pulse.events),
        ),
        ("health-jobs", state(jobs), t!("health-jobs-note")),
        ("health-clock", state(clock), t!("health-clock-note")),
        ("health-backups", copies, copied),
    ];
    let row = |(key, state, note): (&'static str, AnyView, String)| {
        view! {
            <tr>
                <th scope="row">{t!(key)}</th>
                <td data-label=t!("health-state")>{state}</td>
                <td data-label=t!("health-note")>{note}</td>
            </tr>
        }
    };
    let rows = rows.into_iter().map(row).collect_view();
    view! {
        <Table label=t!("health-parts") heads=view! {
            <th scope="col">{t!("health-part")}</th>
            <th scope="col">{t!("health-state")}</th>
            <th scope="col">{t!("health-note")}</th>
        }>{rows}</Table>
    }
}

/// What waits and what ended in the last hour, by channel.
fn messages(channels: &[ChannelPulse]) -> impl IntoView + use<> {
    let row = |channel: &ChannelPulse| {
        let ChannelPulse { channel, waiting, late: seconds, sent, skipped, failed } = *channel;
        view! {
            <tr>
                <th scope="row">{lang().named("message-channel", channel.as_str())}</th>
                <td data-label=t!("health-state")>{state(late(seconds))}</td>
                <td class="num" data-label=t!("health-waiting")>{waiting}</td>
                <td class="num" data-label=t!("health-sent")>{sent}</td>
                <td class="num" data-label=t!("health-skipped")>{skipped}</td>
                <td class="num" data-label=t!("health-failed")>{failed}</td>
            </tr>
        }
    };
    let rows = channels.iter().map(row).collect_view();
    view! {
        <section class="stack">
            <h2>{t!("health-messages")}</h2>
            <p class="note">{t!("health-messages-note")}</p>
            <Table label=t!("health-messages") heads=view! {
                <th scope="col">{t!("health-channel")}</th>
                <th scope="col">{t!("health-state")}</th>
                <th scope="col" class="num">{t!("health-waiting")}</th>
                <th scope="col" class="num">{t!("health-sent")}</th>
                <th scope="col" class="num">{t!("health-skipped")}</th>
                <th scope="col" class="num">{t!("health-failed")}</th>
            }>{rows}</Table>
        </section>
    }
}

/// The last copies and trials.
fn runs(backups: Vec<BackupRun>) -> impl IntoView {
    let list = if backups.is_empty() {
        view! { <Empty title=t!("health-runs-none")>{t!("health-runs-none-text")}</Empty> }.into_any()
    } else {
        let rows = backups.into_iter().map(run).collect_view();
        view! {
            <Table label=t!("health-runs") heads=view! {
                <th scope="col">{t!("health-begun")}</th>
                <th scope="col">{t!("health-run")}</th>
                <th scope="col">{t!("health-state")}</th>
                <th scope="col" class="num">{t!("health-size")}</th>
                <th scope="col" class="num">{t!("health-took")}</th>
                <th scope="col">{t!("health-file")}</th>
            }>{rows}</Table>
        }
        .into_any()
    };
    view! {
        <section class="stack">
            <h2>{t!("health-runs")}</h2>
            <p class="note">{t!("health-runs-note")}</p>
            {list}
        </section>
    }
}

fn run(run: BackupRun) -> impl IntoView {
    let BackupRun { kind, state, fault, file, bytes, begun, ended, detail } = run;
    let (tone, icon) = match state {
        BackupState::Running => ("amber", "clock"),
        BackupState::Done => ("tea", "check"),
        BackupState::Failed => ("plum", "alert"),
    };
    let text = match fault {
        Some(fault) => lang().named("health-fault", fault.as_str()),
        None => lang().named("health-run", state.as_str()),
    };
    // A begun megabyte counts.
    let size = (bytes > 0).then(|| t!("health-megabytes", n = (bytes + 999_999) / 1_000_000));
    // How long a copy and its trial take is how long a recovery takes.
    let took = (state == BackupState::Done).then(|| t!("health-seconds", n = (ended - begun).max(1)));
    view! {
        <tr>
            <td class="nowrap" data-label=t!("health-begun")>{date_near(begun)}</td>
            <th scope="row">{lang().named("health-kind", kind.as_str())}</th>
            <td data-label=t!("health-state")><StatePill tone icon text /></td>
            <td class="num" data-label=t!("health-size")>{size}</td>
            <td class="num" data-label=t!("health-took")>{took}</td>
            <td data-label=t!("health-file")>
                <bdi>{file}</bdi>
                {(!detail.is_empty()).then(|| view! { <p class="note" lang="en" dir="ltr">{detail}</p> })}
            </td>
        </tr>
    }
}

/// A number of days or years, or that it is for good.
fn kept(key: &'static str, number: i64) -> String {
    if number == 0 { t!("retention-for-good") } else { t!(key, n = number) }
}

/// How long notices and audit lines are kept, and what has passed its time; with the form for those who set it.
fn retention(state: RetentionState, form: Option<AnyView>) -> impl IntoView {
    let RetentionState { policy: Retention { notice_days, audit_years }, notices, audit_lines } = state;
    view! {
        <section class="card stack" aria-labelledby="retention-title">
            <h2 id="retention-title">{t!("retention-title")}</h2>
            <Facts>
                <Fact name=t!("retention-notices")>{kept("retention-days", notice_days)}</Fact>
                <Fact name=t!("retention-notices-due")>{notices}</Fact>
                <Fact name=t!("retention-audit")>{kept("retention-years", audit_years)}</Fact>
                <Fact name=t!("retention-audit-due")>{audit_lines}</Fact>
            </Facts>
            <p class="note">{t!("retention-note")}</p>
            {form}
        </section>
    }
}

fn retention_form(policy: Retention) -> impl IntoView {
    let Retention { notice_days, audit_years } = policy;
    view! {
        <ActionForm to="/admin/health">
            <div class="field-row">
                <Field name="notice-days" label=t!("field-notice-days") hint=t!("retention-days-hint") kind="number"
                    value=notice_days.to_string() min="0" max="3650" inputmode="numeric" required=true />
                <Field name="audit-years" label=t!("field-audit-years") hint=t!("retention-years-hint") kind="number"
                    value=audit_years.to_string() min="0" max="50" inputmode="numeric" required=true />
            </div>
            <Submit label=t!("retention-save") tone="soft" />
        </ActionForm>
    }
}
