//! What is asked of a list, from its address.

use std::future::{Ready, ready};

use actix_web::{FromRequest, HttpRequest, dev::Payload};

use crate::{error::Error, lists::ListQuery, people::clean};

impl FromRequest for ListQuery {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        // Cleaned as what is stored was, so that it can be found; and PostgreSQL takes no NUL.
        let pairs = url::form_urlencoded::parse(req.query_string().as_bytes())
            .map(|(name, value)| (name.into_owned(), clean(&value, usize::MAX)))
            .filter(|(_, value)| !value.is_empty());
        ready(Ok(Self { path: req.path().to_owned(), pairs: pairs.collect() }))
    }
}
