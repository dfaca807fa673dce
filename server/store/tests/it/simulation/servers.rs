//! Two servers on one database, and a client that repeats a request until it hears an answer.

use std::time::Duration;

use domain::accounts::Actor;
use store::{By, Command, Error, Store};

use super::{
    rows,
    schedule::{Dice, Fault},
};
use crate::{
    ledger::model::Eye,
    support::{Stage, by},
};

/// What makes commits fail while `fault.armed` is 1. The row that refers to nothing is found at the commit only.
const SQLITE_FAULT: &str = "
    create table fault (armed integer not null);
    insert into fault (armed) values (0);
    create table fault_parent (id integer primary key);
    create table fault_orphan (parent integer references fault_parent (id) deferrable initially deferred);
    create trigger fault_at_commit after insert on request when (select armed from fault) = 1
    begin insert into fault_orphan (parent) values (1); end;";
const POSTGRES_FAULT: &str = "
    create table fault (armed integer not null);
    insert into fault (armed) values (0);
    create function fault_at_commit() returns trigger language plpgsql as $$
    begin
        if (select armed from fault) = 1 then raise exception 'the commit fails for a test'; end if;
        return null;
    end $$;
    create constraint trigger fault_at_commit after insert on request deferrable initially deferred
        for each row execute function fault_at_commit();";

pub struct Servers<'s> {
    stage: &'s Stage,
    running: [Store; 2],
    /// Servers that were killed: no request reaches them any more. Their connections are closed at the end.
    killed: Vec<Store>,
    /// Reads past the store.
    pub eye: Eye,
    /// The fault that the last command met.
    pub met: Fault,
}

impl<'s> Servers<'s> {
    pub async fn start(stage: &'s Stage) -> Servers<'s> {
        stage.plant(if stage.is_postgres() { POSTGRES_FAULT } else { SQLITE_FAULT }).await;
        let running = [stage.another().await, stage.another().await];
        Servers { stage, running, killed: Vec::new(), eye: Eye::on(stage).await, met: Fault::None }
    }

    pub fn store(&self, which: usize) -> &Store {
        &self.running[which]
    }

    async fn arm(&self, armed: i64) {
        self.stage.plant(&format!("update fault set armed = {armed}")).await;
    }

    /// Runs a command as a client does that repeats it, with the same request id, until it hears an answer.
    /// The answer is a refusal or an output; anything else is an error of the store.
    pub async fn run<C: Command>(
        &mut self,
        dice: &mut Dice,
        who: &Actor,
        command: impl Fn() -> C,
    ) -> Result<store::Result<C::Output>, String> {
        let by = by(who);
        let here = dice.below(2);
        let there = 1 - here;
        self.met = Fault::draw(dice);
        let broken_after = Duration::from_millis(u64::try_from(dice.below(6)).unwrap_or_default());
        let answer = match self.met {
            Fault::None => self.running[here].run(&by, command()).await,
            Fault::FailedCommit => self.with_failed_commit(here, &by, &command).await?,
            Fault::LostAnswer => {
                let lost = self.running[here].run(&by, command()).await;
                let again = self.running[there].run(&by, command()).await;
                must_be_same::<C>(&lost, &again)?;
                again
            }
            Fault::CutOff => {
                self.break_off(here, &by, command(), broken_after).await;
                self.running[there].run(&by, command()).await
            }
            Fault::Killed => {
                self.break_off(here, &by, command(), broken_after).await;
                let next = self.stage.another().await;
                self.killed.push(std::mem::replace(&mut self.running[here], next));
                self.running[here].run(&by, command()).await
            }
        };
        match answer {
            Err(error) if !matches!(error, Error::Refused(_)) => Err(format!("{} failed: {error}", C::NAME)),
            other => Ok(other),
        }
    }

    /// Gives up waiting for the answer: whether it was done, the client cannot know.
    async fn break_off<C: Command>(&self, here: usize, by: &By, command: C, after: Duration) {
        drop(tokio::time::timeout(after, self.running[here].run(by, command)).await);
    }

    async fn with_failed_commit<C: Command>(
        &mut self,
        here: usize,
        by: &By,
        command: &impl Fn() -> C,
    ) -> Result<store::Result<C::Output>, String> {
        let before = rows::lines(&mut self.eye).await;
        self.arm(1).await;
        let first = self.running[here].run(by, command()).await;
        self.arm(0).await;
        match first {
            Ok(_) => return Err(format!("{} was answered, but its commit failed", C::NAME)),
            Err(Error::Refused(refused)) => return Ok(Err(Error::Refused(refused))),
            Err(_) => {}
        }
        if rows::lines(&mut self.eye).await != before {
            return Err(format!("{} left something behind when its commit failed", C::NAME));
        }
        Ok(self.running[1 - here].run(by, command()).await)
    }

    pub async fn end(self) {
        let undo = if self.stage.is_postgres() {
            "drop trigger fault_at_commit on request; drop function fault_at_commit(); drop table fault;"
        } else {
            "drop trigger fault_at_commit; drop table fault_orphan; drop table fault_parent; drop table fault;"
        };
        self.stage.plant(undo).await;
        for server in self.running.into_iter().chain(self.killed) {
            server.close().await;
        }
    }
}

/// Checks that a repeated request has the first one's answer.
fn must_be_same<C: Command>(first: &store::Result<C::Output>, again: &store::Result<C::Output>) -> Result<(), String> {
    let said = |answer: &store::Result<C::Output>| match answer {
        Ok(output) => serde_json::to_string(output).map_err(|cause| cause.to_string()),
        Err(error) => Ok(format!("refused: {error}")),
    };
    let (first, again) = (said(first)?, said(again)?);
    if first == again { Ok(()) } else { Err(format!("{} answered {first}, and again {again}", C::NAME)) }
}
