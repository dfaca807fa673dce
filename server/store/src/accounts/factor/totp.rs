//! Codes of authenticator apps: RFC 6238 with SHA-1, steps of half a minute and six digits, which all apps know.

use domain::Timestamp;
use totp_rs::{Builder, Totp};

use crate::{Error, Result};

/// Length of a step, in seconds.
pub const STEP: Timestamp = 30;

/// Draws a secret of 160 bits, in base 32.
pub(crate) fn draw() -> String {
    totp_rs::Secret::from(rand::random::<[u8; 20]>()).to_base32()
}

fn app(secret: &str) -> Result<Totp> {
    let broken = |cause: String| Error::Broken(format!("the secret of a second factor: {cause}"));
    let secret = totp_rs::Secret::try_from_base32(secret).map_err(|_| broken("not base 32".into()))?;
    // Without skew: `step_of` asks for each step on its own.
    let built = Builder::new().with_skew(0).with_secret(secret).build();
    built.map_err(|cause| broken(format!("{cause:?}")))
}

/// Returns the code that an app shows at a time, for the tests of sign-in.
///
/// # Errors
/// When `secret` is not in base 32, or too short.
pub fn code_at(secret: &str, at: Timestamp) -> Result<String> {
    Ok(app(secret)?.generate(at.max(0).unsigned_abs()).to_string())
}

/// Returns the step whose code this is: the present one, or one before or after it for a phone whose clock differs, but
/// none that is not after `last`.
pub(crate) fn step_of(secret: &str, code: &str, now: Timestamp, last: i64) -> Result<Option<i64>> {
    let (app, present) = (app(secret)?, now / STEP);
    let mut near = (present - 1..=present + 1).filter(|step| *step > last && *step >= 0);
    Ok(near.find(|step| app.check(code, (step * STEP).unsigned_abs()).is_some()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Secret of the RFC's examples, `12345678901234567890`.
    const RFC: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    #[test]
    fn codes_are_those_of_the_rfc() {
        // RFC 6238, appendix B, cut to six digits.
        for (at, code) in
            [(59, "287082"), (1_111_111_109, "081804"), (1_111_111_111, "050471"), (2_000_000_000, "279037")]
        {
            assert_eq!(code_at(RFC, at).expect("a code"), code, "{at}");
        }
    }

    #[test]
    fn one_step_of_drift_is_taken_and_no_step_twice() {
        let now = 1_111_111_111;
        let (present, code) = (now / STEP, |steps: i64| code_at(RFC, now + steps * STEP).expect("a code"));
        let step = |steps: i64, last: i64| step_of(RFC, &code(steps), now, last).expect("a secret");
        assert_eq!([-1, 0, 1].map(|steps| step(steps, 0)), [-1, 0, 1].map(|steps| Some(present + steps)));
        assert_eq!([-3, -2, 2, 3].map(|steps| step(steps, 0)), [None; 4]);
        assert_eq!([-1, 0, 1].map(|steps| step(steps, present)), [None, None, Some(present + 1)]);
        for wrong in ["", "28708", "2870821", "abcdef", "+28708"] {
            assert_eq!(step_of(RFC, wrong, 59, 0).expect("a secret"), None, "{wrong}");
        }
    }

    #[test]
    fn secrets_are_drawn_anew_and_read_again() {
        let (one, other) = (draw(), draw());
        assert!(one != other && one.len() == 32, "{one} {other}");
        assert_eq!(code_at(&one, 59).expect("a code").len(), 6);
        assert!(code_at("not base 32", 59).is_err());
    }
}
