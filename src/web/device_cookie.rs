//! The cookies by which a browser is known again to those who have signed in with it. Each names its owner and outlasts
//! their sessions.

use actix_web::{
    HttpRequest, HttpResponse,
    cookie::{Cookie, SameSite, time},
};
use chrono::Duration;

use super::cookie_name;
use crate::{error::Result, people::Owner};

/// How long a browser is known after it was last signed in with.
pub const DEVICE_LASTS: Duration = Duration::days(365);

/// What the request brought of them.
pub struct DeviceCookies {
    /// (name, token)
    found: Vec<(String, String)>,
    secure: bool,
}

impl DeviceCookies {
    pub fn of(req: &HttpRequest, secure: bool) -> Self {
        let prefix = cookie_name("device-", secure);
        let cookies = req.cookies().map(|cookies| cookies.clone()).unwrap_or_default();
        let ours = cookies.into_iter().filter(|cookie| cookie.name().starts_with(&prefix));
        Self { found: ours.map(|cookie| (cookie.name().to_owned(), cookie.value().to_owned())).collect(), secure }
    }

    /// What the browser says it got when it was signed in with as this owner; empty where nothing.
    pub fn token(&self, owner: Owner) -> &str {
        let name = name(owner, self.secure);
        self.found.iter().find(|(found, _)| *found == name).map_or("", |(_, token)| token)
    }

    /// The answer, with the token for the browser to keep.
    pub fn keep(&self, mut answer: HttpResponse, owner: Owner, token: String) -> Result<HttpResponse> {
        let cookie = Cookie::build(name(owner, self.secure), token)
            .path("/")
            .http_only(true)
            .secure(self.secure)
            .same_site(SameSite::Lax)
            .max_age(time::Duration::seconds(DEVICE_LASTS.num_seconds()));
        answer.add_cookie(&cookie.finish()).map_err(|error| anyhow::anyhow!("a cookie was not set: {error}"))?;
        Ok(answer)
    }
}

fn name(owner: Owner, secure: bool) -> String {
    cookie_name(&format!("device-{}-{}", owner.kind.as_str(), owner.id), secure)
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;
    use crate::people::OwnerKind;

    #[test]
    fn over_https_the_cookie_is_bound_to_the_host_and_out_of_a_script_s_reach() {
        let (anna, boris) = (Owner { kind: OwnerKind::User, id: 7 }, Owner { kind: OwnerKind::User, id: 8 });
        let none = DeviceCookies::of(&TestRequest::default().to_http_request(), true);
        let answer = none.keep(HttpResponse::Ok().finish(), anna, "token".into()).expect("it is set");
        let set: Vec<_> = answer.cookies().map(|cookie| cookie.to_string()).collect();
        assert_eq!(set, ["__Host-device-user-7=token; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=31536000"]);
        let again = TestRequest::default().cookie(answer.cookies().next().expect("there is one")).to_http_request();
        let shown = DeviceCookies::of(&again, true);
        assert_eq!([shown.token(anna), shown.token(boris), none.token(anna)], ["token", "", ""]);
    }
}
