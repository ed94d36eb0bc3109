//! Private keys for assertions: read from PEM, held against the algorithm they are meant for.

use std::fmt;

use aws_lc_rs::{
    error::Unspecified,
    rand::SystemRandom,
    signature::{
        ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED_SIGNING, ECDSA_P521_SHA512_FIXED_SIGNING,
        EcdsaKeyPair, EcdsaSigningAlgorithm, RSA_PSS_SHA256, RSA_PSS_SHA384, RSA_PSS_SHA512, RsaEncoding,
        RsaKeyPair,
    },
};
use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};

use super::SigningAlgorithm;

/// The text is no private key for the stated algorithm.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(transparent)]
pub struct InvalidKey(#[from] Reason);

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
enum Reason {
    #[error("the private key is not in PEM form: it begins with -----BEGIN PRIVATE KEY-----")]
    NotPem,
    #[error("this is the public part; what signs is the private key")]
    Public,
    #[error("the private key is encrypted: decrypt it first, such as with openssl pkcs8")]
    Encrypted,
    #[error("the private key is neither RSA nor on one of the curves P-256, P-384 and P-521")]
    Unknown,
    #[error("{algorithm} takes {}, and this is {found}", .algorithm.kind())]
    Unfit { algorithm: SigningAlgorithm, found: Kind },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Rsa,
    P256,
    P384,
    P521,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Rsa => "an RSA key",
            Self::P256 => "a key on the curve P-256",
            Self::P384 => "a key on the curve P-384",
            Self::P521 => "a key on the curve P-521",
        })
    }
}

impl SigningAlgorithm {
    fn kind(self) -> Kind {
        match self {
            Self::Ps256 | Self::Ps384 | Self::Ps512 => Kind::Rsa,
            Self::Es256 => Kind::P256,
            Self::Es384 => Kind::P384,
            Self::Es512 => Kind::P521,
        }
    }
}

const CURVES: [(Kind, &EcdsaSigningAlgorithm); 3] = [
    (Kind::P256, &ECDSA_P256_SHA256_FIXED_SIGNING),
    (Kind::P384, &ECDSA_P384_SHA384_FIXED_SIGNING),
    (Kind::P521, &ECDSA_P521_SHA512_FIXED_SIGNING),
];

/// A private key that fits its algorithm.
pub(super) enum SigningKey {
    Rsa(RsaKeyPair, &'static dyn RsaEncoding),
    // Its curve is its algorithm.
    Ec(EcdsaKeyPair),
}

impl SigningKey {
    /// Reads PKCS#8 (`PRIVATE KEY`), PKCS#1 (`RSA PRIVATE KEY`) or SEC 1 (`EC PRIVATE KEY`).
    pub(super) fn read(algorithm: SigningAlgorithm, pem: &str) -> Result<Self, InvalidKey> {
        let (label, der) = parts(pem).ok_or(Reason::NotPem)?;
        match label {
            "PUBLIC KEY" | "RSA PUBLIC KEY" | "CERTIFICATE" => return Err(Reason::Public.into()),
            "ENCRYPTED PRIVATE KEY" => return Err(Reason::Encrypted.into()),
            "PRIVATE KEY" | "RSA PRIVATE KEY" | "EC PRIVATE KEY" => {}
            _ => return Err(Reason::NotPem.into()),
        }
        let encoding: &'static dyn RsaEncoding = match algorithm {
            SigningAlgorithm::Ps384 => &RSA_PSS_SHA384,
            SigningAlgorithm::Ps512 => &RSA_PSS_SHA512,
            _ => &RSA_PSS_SHA256,
        };
        let rsa = RsaKeyPair::from_pkcs8(&der).or_else(|_| RsaKeyPair::from_der(&der));
        let on =
            |(kind, curve)| Some((kind, Self::Ec(EcdsaKeyPair::from_private_key_der(curve, &der).ok()?)));
        let found = match rsa {
            Ok(key) => Some((Kind::Rsa, Self::Rsa(key, encoding))),
            Err(_) => CURVES.into_iter().find_map(on),
        };
        match found {
            None => Err(Reason::Unknown.into()),
            Some((found, key)) if found == algorithm.kind() => Ok(key),
            Some((found, _)) => Err(Reason::Unfit { algorithm, found }.into()),
        }
    }

    pub(super) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Unspecified> {
        let random = SystemRandom::new();
        match self {
            Self::Rsa(key, encoding) => {
                let mut signature = vec![0; key.public_modulus_len()];
                key.sign(*encoding, &random, message, &mut signature)?;
                Ok(signature)
            }
            Self::Ec(key) => Ok(key.sign(&random, message)?.as_ref().to_vec()),
        }
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningKey(hidden)")
    }
}

/// The label and the bytes of the first block of a PEM text.
fn parts(pem: &str) -> Option<(&str, Vec<u8>)> {
    let (_, rest) = pem.split_once("-----BEGIN ")?;
    let (label, rest) = rest.split_once("-----")?;
    let (body, _) = rest.split_once("-----END ")?;
    let body: String = body.split_whitespace().collect();
    Some((label, BASE64.decode(body).ok()?))
}
