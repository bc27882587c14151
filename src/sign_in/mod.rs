//! Signing in, of administrators and of account users: the same steps at `/…` and at `/portal/…`.

mod argon2id;
pub mod devices;
mod entry;
pub mod factors;
pub mod forgot;
mod form;
pub mod links;
pub mod model;
pub mod notices;
pub mod own;
mod pages;
pub mod password;
pub mod second_factor;
pub mod service;
pub mod store;
pub mod throttle;

pub use entry::{Entered, record_sign_in};
pub use model::Purpose;
pub use pages::dead_link;

use crate::{
    feature::{Feature, Schedule},
    people::Permission,
    retention::Old,
    web::{Access, Route, get, post},
};

pub const FEATURE: Feature = Feature {
    routes,
    recorded: &[(SIGN_INS.kind, None)],
    schedules: &[
        Schedule::steps("forgotten-passwords", |state| Box::pin(forgot::step(state))),
        Schedule::round("sign-ins", service::sweep),
        Schedule::round("sign-ins-old", |state| Box::pin(SIGN_INS.forget_after(state, state.config.kept.sign_ins)))
            .that_can_be_off(),
    ],
    ..Feature::NONE
};

const SIGN_INS: Old = Old {
    kind: "sign-in",
    oldest: |conn| Box::pin(store::oldest_sign_in(conn)),
    forget: |tx, before| Box::pin(store::forget_sign_ins(tx, before)),
};

fn routes() -> Vec<Route> {
    use pages::{entry, factor, forgot, link, prove};
    let (open, own) = (Access::Open, Access::May(Permission::Own));
    vec![
        get("/sign-in", open, entry::form),
        post("/sign-in", open, entry::sign_in),
        get("/sign-in/code", Access::AdminCode, entry::code_form),
        post("/sign-in/code", Access::AdminCode, entry::code),
        get("/prove", Access::AdminOwing, prove::form),
        post("/prove", Access::AdminOwing, prove::prove),
        get("/forgot-password", open, forgot::form),
        post("/forgot-password", open, forgot::ask),
        post("/sign-out", Access::AdminOwing, entry::sign_out),
        get("/set-password/{token}", open, link::form),
        post("/set-password/{token}", open, link::set_password),
        get("/me/second-factor", Access::AdminOwing, factor::form).proven(),
        post("/me/second-factor", Access::AdminOwing, factor::enrol).proven(),
        get("/me/second-factor/remove", own, factor::confirm_remove).proven(),
        post("/me/second-factor/remove", own, factor::remove).proven(),
        get("/me/recovery-codes", own, factor::confirm_renew_codes).proven(),
        post("/me/recovery-codes", own, factor::renew_codes).proven(),
        get("/portal/sign-in", open, entry::form),
        post("/portal/sign-in", open, entry::sign_in),
        get("/portal/sign-in/code", Access::UserCode, entry::code_form),
        post("/portal/sign-in/code", Access::UserCode, entry::code),
        get("/portal/prove", Access::UserOwing, prove::form),
        post("/portal/prove", Access::UserOwing, prove::prove),
        get("/portal/forgot-password", open, forgot::form),
        post("/portal/forgot-password", open, forgot::ask),
        post("/portal/sign-out", Access::UserOwing, entry::sign_out),
        get("/portal/set-password/{token}", open, link::form),
        post("/portal/set-password/{token}", open, link::set_password),
        get("/portal/second-factor", Access::UserOwing, factor::form).proven(),
        post("/portal/second-factor", Access::UserOwing, factor::enrol).proven(),
        get("/portal/second-factor/remove", Access::User, factor::confirm_remove).proven(),
        post("/portal/second-factor/remove", Access::User, factor::remove).proven(),
        get("/portal/recovery-codes", Access::User, factor::confirm_renew_codes).proven(),
        post("/portal/recovery-codes", Access::User, factor::renew_codes).proven(),
    ]
}
