//! What a donor types to register, and agrees to.

use serde::{Deserialize, Serialize};

use crate::{
    Code, Error, Result,
    accounts::{password, phone},
    areas::AreaId,
    error::Checks,
    site::Agreement,
    text,
};

/// A donor's registration.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Registration {
    /// Mobile number, used to sign in.
    pub phone: String,
    /// Display name.
    pub name: String,
    /// Chosen password, in clear text until it is hashed; never serialized.
    #[serde(skip)]
    pub password: String,
    /// Invitation code of an organisation; empty for individuals.
    pub invitation: String,
    /// Root area to join without an invitation; ignored with one.
    pub area: AreaId,
    /// Terms and privacy statement that the donor agrees to; `None` is refused.
    #[serde(skip)]
    pub agreed: Option<Agreement>,
}

impl Registration {
    /// Normalises the fields and validates them.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every invalid field.
    pub fn checked(self) -> Result<Self> {
        let mut checks = Checks::default();
        let phone = checks.take("phone", phone(&self.phone));
        let name = checks.take("name", text::line(&self.name, 1, 30));
        let password = checks.take("password", password(&self.password, phone.as_deref().unwrap_or_default()));
        let invitation = text::half_width(self.invitation.trim()).to_uppercase();
        checks.ensure("area", self.area > 0 || !invitation.is_empty(), Code::Required);
        checks.ensure("agreed", self.agreed.is_some(), Code::Required);
        checks.done()?;
        match (phone, name, password) {
            (Some(phone), Some(name), Some(password)) => {
                Ok(Registration { phone, name, password, invitation, area: self.area, agreed: self.agreed })
            }
            _ => Err(Error::Invalid(Vec::new())),
        }
    }
}
