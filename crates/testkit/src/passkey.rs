//! A device that makes passkeys and shows them, as browsers hand on what WebAuthn asks: for stories without a browser.

use aws_lc_rs::{
    digest::{SHA256, digest},
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use crate::Must as _;

/// The device saw somebody there; it verified that it is the right person.
const PRESENT: u8 = 0x01;
const VERIFIED: u8 = 0x04;
/// A new key follows.
const NEW_KEY: u8 = 0x40;

/// A passkey on a device.
#[derive(Debug)]
pub struct Passkey {
    key: EcdsaKeyPair,
    id: Vec<u8>,
    owner: String,
    origin: String,
    /// Counts its uses, as the device says.
    pub uses: u32,
    /// Whether it asks for a finger or a code.
    pub verifies: bool,
}

fn plain(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn sha(bytes: &[u8]) -> Vec<u8> {
    digest(&SHA256, bytes).as_ref().to_vec()
}

impl Passkey {
    /// Makes one as a page asked; what the page sends back.
    #[must_use]
    pub fn made(options: &str, origin: &str) -> (Self, String) {
        let asked: Value = serde_json::from_str(options).must("reading what the page asks");
        let key = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).must("making a key");
        let owner = asked["user"]["id"].as_str().must("whom it is for").to_owned();
        let id = sha(key.public_key().as_ref());
        let passkey = Self { key, id, owner, origin: origin.to_owned(), uses: 0, verifies: true };
        let point = passkey.key.public_key().as_ref();
        let (x, y) = (point.get(1..33).must("a point"), point.get(33..65).must("a point"));
        let mut data = passkey.data(asked["rp"]["id"].as_str().must("a name"), NEW_KEY);
        data.extend([0; 16]);
        data.extend([0, 32]);
        data.extend(&passkey.id);
        // COSE, in CBOR: EC2, ES256, P-256, x, y.
        data.extend([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20]);
        data.extend(x);
        data.extend([0x22, 0x58, 0x20]);
        data.extend(y);
        let mut attested = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58".to_vec();
        attested.push(u8::try_from(data.len()).must("short data"));
        attested.extend(&data);
        let said = passkey.client("webauthn.create", &asked);
        let response = json!({ "clientDataJSON": plain(&said), "attestationObject": plain(&attested) });
        let answer = passkey.answer(&response);
        (passkey, answer)
    }

    /// Shows it as a page asked; what the page sends back.
    #[must_use]
    pub fn shown(&mut self, options: &str) -> String {
        let asked: Value = serde_json::from_str(options).must("reading what the page asks");
        self.uses += 1;
        let data = self.data(asked["rpId"].as_str().must("a name"), 0);
        let said = self.client("webauthn.get", &asked);
        let signed = [data.clone(), sha(&said)].concat();
        let signature = self.key.sign(&SystemRandom::new(), &signed).must("signing");
        self.answer(&json!({
            "clientDataJSON": plain(&said), "authenticatorData": plain(&data),
            "signature": plain(signature.as_ref()), "userHandle": self.owner,
        }))
    }

    /// The same device, where the page stands at another address: what a phished person would send.
    #[must_use]
    pub fn at(mut self, origin: &str) -> Self {
        origin.clone_into(&mut self.origin);
        self
    }

    fn data(&self, party: &str, more: u8) -> Vec<u8> {
        let mut data = sha(party.as_bytes());
        data.push(PRESENT | if self.verifies { VERIFIED } else { 0 } | more);
        data.extend(self.uses.to_be_bytes());
        data
    }

    fn client(&self, kind: &str, asked: &Value) -> Vec<u8> {
        json!({ "type": kind, "challenge": asked["challenge"], "origin": self.origin, "crossOrigin": false }).to_string().into_bytes()
    }

    fn answer(&self, response: &Value) -> String {
        json!({ "id": plain(&self.id), "rawId": plain(&self.id), "type": "public-key", "response": response, "clientExtensionResults": {} })
            .to_string()
    }
}
