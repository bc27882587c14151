//! What is asked of a list, from its address.

use std::future::{Ready, ready};

use actix_web::{FromRequest, HttpRequest, dev::Payload};

use crate::{error::Error, lists::ListQuery};

impl FromRequest for ListQuery {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self::read(req.path(), req.query_string())))
    }
}
