//! What is asked for of a user beside the fields of the form: a password, a picture, a letter.

use super::avatar;
use crate::{
    error::{FieldErrors, Result},
    sign_in::{self, password::Policy},
    state::State,
    web::Upload,
};

/// What is asked for beside the fields.
#[derive(Default)]
pub struct Wishes {
    pub password: Option<String>,
    /// A picture as it was uploaded.
    pub picture: Option<Upload>,
    pub remove_picture: bool,
    pub send_access_email: bool,
}

/// The wishes, checked and made ready: hashing and decoding take time, so they are done before the transaction begins.
pub struct Extras {
    pub password_hash: Option<String>,
    pub avatar: Avatar,
    pub send_access_email: bool,
}

pub enum Avatar {
    Kept,
    Removed,
    Set(Vec<u8>),
}

impl Extras {
    /// For an edit of nothing but fields.
    pub fn none() -> Self {
        Self { password_hash: None, avatar: Avatar::Kept, send_access_email: false }
    }
}

/// What is refused is added to `errors`; nothing is to be made of the extras then.
pub async fn prepare(state: &State, policy: &Policy, wishes: Wishes, errors: &mut FieldErrors) -> Result<Extras> {
    let password_hash = match wishes.password {
        Some(password) if state.config.admin_set_passwords => {
            Some(sign_in::service::accept_password(state, policy, &password, errors).await?)
        }
        Some(_) => {
            errors.add("password", "password-not-set-here");
            None
        }
        None => None,
    };
    let avatar = match wishes.picture {
        Some(file) => errors.keep("avatar", avatar::make(state, file).await?).map_or(Avatar::Kept, Avatar::Set),
        None if wishes.remove_picture => Avatar::Removed,
        None => Avatar::Kept,
    };
    Ok(Extras { password_hash, avatar, send_access_email: wishes.send_access_email })
}
