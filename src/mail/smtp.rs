//! A mail server, and the conversation with it, one step after another, so that it is known to which of them a refusal was the answer.

use std::{
    error::Error as _,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use lettre::{
    Message,
    transport::smtp::{
        self,
        authentication::{Credentials, DEFAULT_MECHANISMS},
        client::{AsyncSmtpConnection, Tls},
        commands::{Data, Mail, Rcpt},
        extension::{ClientId, Extension, MailBodyParameter, MailParameter},
    },
};

use super::refusal::{Step, is_final};

pub struct Server {
    pub host: String,
    pub port: u16,
    pub tls: Tls,
    pub hello: ClientId,
    pub credentials: Option<Credentials>,
    /// A connection that has done its work and can do more.
    pub idle: Mutex<Option<AsyncSmtpConnection>>,
}

/// At which step it failed.
pub struct Refused {
    pub step: Step,
    pub error: smtp::Error,
}

const CONNECT: Duration = Duration::from_secs(10);

impl Server {
    /// Over the connection that is there, if it still is, else over a new one.
    pub async fn send(&self, message: &Message) -> Result<(), Refused> {
        let mut connection = match self.waiting().await {
            Some(connection) => connection,
            None => self.connect().await.map_err(|error| Refused { step: Step::Server, error })?,
        };
        deliver(&mut connection, message).await?;
        *self.idle.lock().unwrap_or_else(PoisonError::into_inner) = Some(connection);
        Ok(())
    }

    /// Whether the server lets us in.
    pub async fn check(&self) -> Result<bool, smtp::Error> {
        let mut connection = self.connect().await?;
        let answers = connection.test_connected().await;
        connection.abort().await;
        Ok(answers)
    }

    async fn waiting(&self) -> Option<AsyncSmtpConnection> {
        let mut connection = self.idle.lock().unwrap_or_else(PoisonError::into_inner).take()?;
        connection.test_connected().await.then_some(connection)
    }

    async fn connect(&self) -> Result<AsyncSmtpConnection, smtp::Error> {
        let at_once = if let Tls::Wrapper(parameters) = &self.tls { Some(parameters.clone()) } else { None };
        let server = (self.host.as_str(), self.port);
        let mut connection = AsyncSmtpConnection::connect_tokio1(server, Some(CONNECT), &self.hello, at_once, None).await?;
        match &self.tls {
            Tls::Required(parameters) => connection.starttls(parameters.clone(), &self.hello).await?,
            Tls::Opportunistic(parameters) if connection.can_starttls() => connection.starttls(parameters.clone(), &self.hello).await?,
            Tls::Opportunistic(_) | Tls::Wrapper(_) | Tls::None => {}
        }
        if let Some(credentials) = &self.credentials {
            connection.auth(DEFAULT_MECHANISMS, credentials).await?;
        }
        Ok(connection)
    }
}

/// RFC 5321 3.3: MAIL, RCPT, DATA, the letter. After a failure the connection is of no more use.
pub async fn deliver(connection: &mut AsyncSmtpConnection, message: &Message) -> Result<(), Refused> {
    let at = |step| move |error| Refused { step, error };
    let (envelope, content) = (message.envelope(), message.formatted());
    let eight_bit = !content.is_ascii() && connection.server_info().supports_feature(Extension::EightBitMime);
    let options = if eight_bit { vec![MailParameter::Body(MailBodyParameter::EightBitMime)] } else { Vec::new() };
    connection.command(Mail::new(envelope.from().cloned(), options)).await.map_err(at(Step::Sender))?;
    for recipient in envelope.to() {
        connection.command(Rcpt::new(recipient.clone(), Vec::new())).await.map_err(at(Step::Recipient))?;
    }
    connection.command(Data).await.map_err(at(Step::Data))?;
    connection.message(&content).await.map_err(at(Step::Content))?;
    Ok(())
}

impl Refused {
    pub fn is_final(&self) -> bool {
        let text = self.error.source().map(ToString::to_string).unwrap_or_default();
        self.error.status().is_some_and(|code| is_final(self.step, code.into(), &text))
    }
}
