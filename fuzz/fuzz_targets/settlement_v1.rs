#![no_main]

mod rows;

libfuzzer_sys::fuzz_target!(|data: &[u8]| rows::fuzz::<sp_api_client::flat_file::SettlementV1>(data));
