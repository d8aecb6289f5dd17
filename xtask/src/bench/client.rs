//! What a client says.

use std::process::Command;

use serde_json::Value;

use super::results::Cost;

/// Runs a client and reads the JSON line that it prints.
pub(crate) fn ask(client: &mut Command) -> Result<Value, String> {
    let output = client
        .output()
        .map_err(|error| format!("taskset, which starts a client, did not start: {error}."))?;
    if !output.status.success() {
        return Err(format!(
            "A client failed: {}",
            String::from_utf8_lossy(&output.stderr).trim()
        ));
    }
    serde_json::from_slice(&output.stdout).map_err(|_| not_understood(&output.stdout))
}

/// Runs a client and reads what its calls cost.
pub(crate) fn cost(client: &mut Command) -> Result<Cost, String> {
    let said = ask(client)?;
    read(&said).ok_or_else(|| not_understood(said.to_string().as_bytes()))
}

/// One number of what a client says.
pub(crate) fn number(said: &Value, name: &str) -> Result<f64, String> {
    said[name]
        .as_f64()
        .ok_or_else(|| not_understood(said.to_string().as_bytes()))
}

fn read(said: &Value) -> Option<Cost> {
    Some(Cost {
        wall: said["wall_us"].as_f64()?,
        cpu: said["cpu_us"].as_f64()?,
        switches: said["switches"].as_f64(),
    })
}

fn not_understood(said: &[u8]) -> String {
    format!("A client said: {}", String::from_utf8_lossy(said).trim())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_a_client_says_is_read() {
        let cost = read(&json!({"wall_us": 2.5, "cpu_us": 1.25})).expect("a cost");
        assert!((cost.wall - 2.5).abs() < 1e-9 && (cost.cpu - 1.25).abs() < 1e-9);
        assert!(cost.switches.is_none());
        let cost = read(&json!({"wall_us": 1, "cpu_us": 1, "switches": 0.5})).expect("a cost");
        assert!(cost.switches.is_some_and(|switches| switches < 0.6));
        assert!(read(&json!({"wall_us": 2.5})).is_none());
    }

    #[test]
    fn a_number_that_is_not_there_is_an_error() {
        assert!(number(&json!({"growth_kib": -4}), "growth_kib").is_ok_and(|kib| kib < 0.0));
        let sentence = number(&json!({}), "growth_kib").expect_err("there is none");
        assert_eq!(sentence, "A client said: {}");
    }
}
