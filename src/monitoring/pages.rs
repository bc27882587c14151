use actix_web::{HttpRequest, HttpResponse, http::header, web::Data};
use secrecy::ExposeSecret;
use subtle::ConstantTimeEq;

use crate::{
    error::{Error, Result},
    metrics::{Letters, Sealed},
    outbox,
    sealing::store::verifications,
    state::State,
};

pub async fn for_token(req: HttpRequest, state: Data<State>) -> Result<HttpResponse> {
    let token = state.config.metrics_token.as_ref().ok_or(Error::NotFound)?;
    let given = req
        .headers()
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|text| text.strip_prefix("Bearer "));
    if bool::from(given.unwrap_or_default().as_bytes().ct_eq(token.expose_secret().as_bytes())) {
        return for_all(state).await;
    }
    Ok(HttpResponse::Unauthorized().insert_header((header::WWW_AUTHENTICATE, "Bearer")).finish())
}

pub async fn for_all(state: Data<State>) -> Result<HttpResponse> {
    let letters =
        letters(&state).await.inspect_err(|error| tracing::warn!(%error, "the letters could not be counted")).ok();
    let sealed =
        sealed(&state).await.inspect_err(|error| tracing::warn!(%error, "the record could not be looked at")).ok();
    let text = state.metrics.show(&state.db.connections(), (letters, sealed)).map_err(anyhow::Error::from)?;
    Ok(HttpResponse::Ok().content_type("text/plain; version=0.0.4; charset=utf-8").body(text))
}

async fn letters(state: &State) -> Result<Letters> {
    let counted = outbox::store::count(&mut state.db.conn().await?).await?;
    let oldest = counted.oldest.map(|at| (state.clock.now() - at).to_std().unwrap_or_default());
    Ok(Letters { waiting: counted.waiting, failed: counted.failed, oldest })
}

async fn sealed(state: &State) -> Result<Sealed> {
    let sampled = verifications::sampled(&mut state.db.conn().await?).await?;
    let oldest = sampled.oldest.map(|at| (state.clock.now() - at).to_std().unwrap_or_default());
    Ok(Sealed { records: sampled.size, oldest, is_altered: sampled.failed.map(|failed| failed > 0) })
}
