//! Consents of the families: most to a file and to stories about their children.
//! Some are on paper or on screen. A few families have not been asked yet, one withdraws and one refuses.

use domain::{
    DAY,
    accounts::Actor,
    consents::{ConsentKind, GivenAs, How, NewRefusal, OF_AGE},
};
use store::{
    Command, Result, Tx,
    consents::{record::WithdrawConsent, refusals::RefuseConsent},
    ops::bulk_consents::{self, OnFile},
};

use crate::{
    calendar::Calendar,
    city::families::{Family, Person},
    city::settle::World,
    dice::Dice,
    plan::{Review, WishPlan},
    texts::names,
};

/// Consents of one family.
#[derive(Clone, Copy, Debug)]
pub struct Agreed {
    pub file: bool,
    pub children: bool,
    pub how: How,
}

/// The demo family consents for everything but its second child.
const SHOWN_CHILD: usize = 2;

/// Rolls a family's consents with their own dice, so that planning its wishes sees the same result.
pub fn agreed(root: usize, number: usize, account: bool) -> Agreed {
    let mut dice = Dice::of(90 + root as u64, number);
    let how = match dice.below(40) {
        0 => How::Paper,
        1..8 if account => How::Screen,
        _ => How::Spoken,
    };
    if number == 0 {
        return Agreed { file: true, children: true, how: How::Paper };
    }
    Agreed { file: !dice.chance(3), children: !dice.chance(6), how }
}

/// Tells whether a story about this person may be published.
pub fn told(root: usize, number: usize, family: &Family, person: usize) -> bool {
    let child = is_child(&family.people[person]);
    !child || (agreed(root, number, family.account).children && (number != 0 || person == SHOWN_CHILD))
}

fn is_child(person: &Person) -> bool {
    person.age < OF_AGE
}

/// Records the consents that families gave when their files were created.
pub async fn settle(tx: &mut Tx<'_>, calendar: Calendar, world: &World, families: &[Vec<Family>; 2]) -> Result<()> {
    let mut all = Vec::new();
    for (root, there) in world.roots.iter().enumerate() {
        for (number, family) in families[root].iter().enumerate() {
            let (home, agreed) = (&there.homes[number], agreed(root, number, family.account));
            let mut dice = Dice::of(92 + root as u64, number);
            let at = calendar.at(-dice.between(300, 400) * DAY);
            let by = match agreed.how {
                How::Screen => home.actor.account,
                _ => there.districts[home.district].caseworker.account,
            };
            let giver = family.people.iter().position(|p| !is_child(p)).unwrap_or(0);
            let witness = match agreed.how {
                How::Spoken => names::person_name(&mut dice, false, |_| false),
                _ => String::new(),
            };
            let new = |member: i64, kind, relation| OnFile {
                household: home.household,
                member,
                kind,
                giver: home.people[giver],
                relation,
                how: agreed.how,
                witness: witness.clone(),
                by,
                at,
            };
            if agreed.file {
                all.push(new(0, ConsentKind::File, GivenAs::Own));
            }
            let grandparent = family.people[giver].age >= 56;
            let relation = if grandparent { GivenAs::Grandparent } else { GivenAs::Parent };
            let children = (0..family.people.len()).filter(|n| is_child(&family.people[*n]));
            let children = children.filter(|n| told(root, number, family, *n));
            all.extend(children.map(|n| new(home.people[n], ConsentKind::Story, relation)));
        }
    }
    bulk_consents::consents(tx, &all).await?;
    Ok(())
}

/// Finds the last published wish before `by` for a child of a family with an account.
/// `may_tell` selects children whose story may, or may not, be published.
fn last_for_a_child<'a>(
    families: &[Vec<Family>; 2],
    plans: &'a [WishPlan],
    by: i64,
    may_tell: bool,
) -> Option<&'a WishPlan> {
    plans.iter().rev().filter(|plan| plan.at < by && plan.root == 0 && plan.family != 0).find(|plan| {
        let family = &families[plan.root][plan.family];
        let tells = |n: usize| told(plan.root, plan.family, family, n) == may_tell;
        let child = plan.need.person.is_some_and(|n| is_child(&family.people[n]) && tells(n));
        child && family.account && plan.review == Review::Published
    })
}

/// Family and child of the first root area whose consent is withdrawn at the end of the story.
pub fn withdrawn_child(families: &[Vec<Family>; 2], plans: &[WishPlan]) -> Option<(usize, usize)> {
    let plan = last_for_a_child(families, plans, -20 * DAY, true)?;
    Some((plan.family, plan.need.person?))
}

/// Withdraws a family's consent at the end of the story.
pub async fn thought_better(
    tx: &mut Tx<'_>,
    calendar: Calendar,
    world: &World,
    families: &[Vec<Family>; 2],
    plans: &[WishPlan],
) -> Result<()> {
    let Some(plan) = last_for_a_child(families, plans, -20 * DAY, true) else { return Ok(()) };
    let home = &world.roots[0].homes[plan.family];
    let member = plan.need.person.map_or(0, |n| home.people[n]);
    let actor: &Actor = &home.actor;
    tx.play(actor, calendar.at(-DAY), "consent_withdraw");
    let consent = bulk_consents::story_of(tx, home.household, member).await?;
    let input = WithdrawConsent { household: home.household, consent, reason: String::new() };
    input.run(tx).await
}

/// Records a family's refusal of a child's story: it is not asked again.
pub async fn said_no(
    tx: &mut Tx<'_>,
    calendar: Calendar,
    world: &World,
    families: &[Vec<Family>; 2],
    plans: &[WishPlan],
) -> Result<()> {
    let Some(plan) = last_for_a_child(families, plans, -6 * DAY, false) else { return Ok(()) };
    let there = &world.roots[0];
    let home = &there.homes[plan.family];
    tx.play(&there.districts[home.district].caseworker, calendar.at(-2 * DAY), "consent_refuse");
    let no = NewRefusal {
        household: home.household,
        member: plan.need.person.map_or(0, |n| home.people[n]),
        kind: ConsentKind::Story,
        wish: 0,
        refused_by: home.people[0],
        reason: "不想让同学知道。".into(),
    };
    RefuseConsent(no).run(tx).await?;
    Ok(())
}
