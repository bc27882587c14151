//! Microsoft SQL Server, spoken to in the few messages of its protocol (MS-TDS 7.4) that it takes to sign in and ask one
//! question. An answer is read whole, up to a size, before any of it is taken for something; a server that sends us
//! elsewhere is not followed.

mod login;
mod packets;
mod tokens;

use std::time::Instant;

use tokio::io::{AsyncRead, AsyncWrite};

use super::super::model::{Target, Tls};
use crate::{
    dial::{Cause, Distrust, Line, tls},
    resource::Found,
};
use login::Encryption;
use packets::Kind;
use tokens::{Refused, Said};

/// Both as text, which is the one type that is read.
const QUESTION: &str = "SELECT CAST(SERVERPROPERTY('ProductVersion') AS nvarchar(64)), \
                        CAST(DATABASEPROPERTYEX(DB_NAME(), 'Updateability') AS nvarchar(64))";

pub async fn ask(target: &Target, mut line: Line) -> Result<Found, Cause> {
    let login = login::message(target)?;
    packets::send(&mut line, Kind::Prelogin, &login::prelogin(target.tls != Tls::Off)).await?;
    let answer = packets::receive(&mut line).await?;
    let offered = login::encryption(&answer).ok_or(Cause::NotThisKind)?;
    match (target.trust(), offered) {
        (None, Encryption::None) => converse(line, &login, None).await,
        (None, Encryption::All) => Err(Cause::TlsRefused(Distrust::Demanded)),
        (Some(_), Encryption::None) => Err(Cause::TlsRefused(Distrust::NotOffered)),
        (Some(trust), Encryption::All) => {
            let mut opening = tls::Opening::new(&target.host, trust)?;
            open(&mut opening, &mut line).await?;
            let line = opening.protect(line).await?;
            let protocol = tls::protocol(&line);
            converse(line, &login, protocol).await
        }
    }
}

/// The beginning of TLS travels in packets; once it protects, packets travel in it.
async fn open(opening: &mut tls::Opening, line: &mut Line) -> Result<(), Cause> {
    // Windows hangs up where it has no cipher in common.
    let hung_up = |cause| match cause {
        Cause::NotThisKind => Cause::TlsRefused(Distrust::Other),
        cause => cause,
    };
    loop {
        packets::send(line, Kind::Prelogin, &opening.say()?).await.map_err(hung_up)?;
        while opening.waits() {
            let part = packets::receive_part(line).await.map_err(hung_up)?;
            opening.hear(&part.carried)?;
        }
        if opening.is_over() {
            return Ok(());
        }
    }
}

async fn converse<S>(mut line: S, login: &[u8], tls: Option<String>) -> Result<Found, Cause>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    packets::send(&mut line, Kind::Login, login).await?;
    if !answer(&mut line).await?.is_welcome {
        return Err(Cause::NotThisKind);
    }
    let sent = Instant::now();
    packets::send(&mut line, Kind::Batch, &login::batch(QUESTION)).await?;
    let said = answer(&mut line).await?;
    let took = sent.elapsed();
    match &*said.row {
        [Some(version), updateability] => {
            let read_only = updateability.as_ref().map(|it| it == "READ_ONLY");
            Ok(Found::new("Microsoft SQL Server", version, tls, read_only, took))
        }
        _ => Err(Cause::NotThisKind),
    }
}

async fn answer<S>(line: &mut S) -> Result<Said, Cause>
where
    S: AsyncRead + Unpin,
{
    let said = tokens::read(&packets::receive(line).await?).ok_or(Cause::NotThisKind)?;
    match cause(&said.refused) {
        Some(cause) => Err(cause),
        None if said.is_sent_elsewhere => Err(Cause::NotThisKind),
        None => Ok(said),
    }
}

/// Whoever is not let in for the database is told so, and then that they are not let in.
fn cause(refused: &[Refused]) -> Option<Cause> {
    let mut causes = refused.iter().map(cause_of);
    causes.clone().find(|cause| *cause == Cause::NoSuchDatabase).or(causes.next())
}

/// By the number, and where that says nothing by the class of the error: 14 is of rights, from 17 on of resources.
fn cause_of(refused: &Refused) -> Cause {
    match (refused.number, refused.class) {
        // The one that is named, or the user's own where they have one.
        (911 | 4060 | 4063 | 4064, _) => Cause::NoSuchDatabase,
        // Paused, shutting down, taken by its one user.
        (17142 | 18451 | 18461, _) => Cause::NoAnswer,
        // In the cloud: no such server, an address that is not let in.
        (40532 | 40615 | 40914, _) | (_, 14) => Cause::WrongCredentials,
        (_, 17..) => Cause::NoAnswer,
        _ => Cause::NotThisKind,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_and_the_class_of_an_error_tell_the_cause() {
        let told = |errors: &[(i32, u8)]| {
            let refused: Vec<Refused> = errors.iter().map(|&(number, class)| Refused { number, class }).collect();
            cause(&refused)
        };
        assert_eq!(told(&[]), None);
        assert_eq!(told(&[(18456, 14)]), Some(Cause::WrongCredentials));
        assert_eq!(told(&[(4060, 11), (18456, 14)]), Some(Cause::NoSuchDatabase));
        assert_eq!(told(&[(18456, 14), (4064, 11)]), Some(Cause::NoSuchDatabase));
        assert_eq!(told(&[(18451, 14)]), Some(Cause::NoAnswer));
        assert_eq!(told(&[(40532, 20)]), Some(Cause::WrongCredentials));
        assert_eq!(told(&[(40613, 17)]), Some(Cause::NoAnswer));
        assert_eq!(told(&[(102, 15)]), Some(Cause::NotThisKind));
    }
}
