//! The response to every request.

/// Whole responses, head and body.
pub(crate) struct Responses {
    pub(crate) config: Vec<u8>,
    pub(crate) refusal: Vec<u8>,
}

/// An auth config of 304 bytes.
const CONFIG: &str = concat!(
    r#"{"type":"oauth","client_id":"catalog-app-7b1c2f60-5d0e-4c52-9a35-0d5e4f0b9a11","#,
    r#""authorization_endpoint":"https://id.acme.test/realms/platform-engineering/"#,
    r#"protocol/openid-connect/authorize?audience=catalog","#,
    r#""token_endpoint":"https://id.acme.test/realms/platform-engineering/"#,
    r#"protocol/openid-connect/token"}"#,
);

impl Responses {
    pub(crate) fn new() -> Self {
        Self {
            config: whole("200 OK", CONFIG),
            refusal: whole(
                "400 Bad Request",
                r#"{"detail":"no request of a benchmark"}"#,
            ),
        }
    }
}

fn whole(status: &str, body: &str) -> Vec<u8> {
    format!(
        "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_response_has_the_length_that_results_are_compared_at() {
        assert_eq!(CONFIG.len(), 304);
    }
}
