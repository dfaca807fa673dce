//! Precedence, defaults and refusals of settings.

use super::*;

fn settings(text: &str) -> Settings {
    toml::from_str(text).expect("a settings file")
}

#[test]
fn flags_beat_the_file_and_empty_ones_do_not_count() {
    let flags = settings("listen = '0.0.0.0:80'\ndata_dir = ''");
    let config = Config::from_settings(flags.or(settings("listen = '[::1]:1'\ndata_dir = '/srv/100%'"))).unwrap();
    assert_eq!(config.listen, "0.0.0.0:80");
    assert_eq!(config.database_url.reveal(), "sqlite:///srv/100%25/wishbridge.db");
}

#[test]
fn empty_texts_in_the_file_do_not_count() {
    let file = settings("database_url = ''\nlisten = ''\npublic_url = ''\ntrusted_proxy = ''\nlog = ''");
    let config = Config::from_settings(Settings::default().or(file)).unwrap();
    assert_eq!(config.database_url.reveal(), "sqlite://data/wishbridge.db");
    assert_eq!((config.listen.as_str(), config.log.as_str()), ("127.0.0.1:3000", "info"));
    assert!(config.public_url.is_none() && config.trusted_proxy.is_none());
}

#[test]
fn without_any_setting_everything_has_its_default() {
    let config = Config::from_settings(Settings::default()).unwrap();
    assert_eq!(config.database_url.reveal(), "sqlite://data/wishbridge.db");
    assert_eq!((config.listen.as_str(), config.insecure_cookies), ("127.0.0.1:3000", false));
}

#[test]
fn a_printed_configuration_hides_the_password() {
    for url in ["postgres://wb:secret@db/wishbridge", "postgres://wb:se:cr@et@db/x", "postgres://db/x?password=secret"]
    {
        let config = Config::from_settings(settings(&format!("database_url = '{url}'"))).unwrap();
        let printed = format!("{config:?} {}", config.database_url);
        assert!(!printed.contains("secret") && !printed.contains("cr@et"), "{printed}");
        assert_eq!(config.database_url.reveal(), url);
    }
}

#[test]
fn a_public_url_is_https_or_says_that_it_is_not() {
    let config = |text: &str| Config::from_settings(settings(text));
    let url = |text: &str| config(text).unwrap().public_url.unwrap().as_str().to_owned();
    assert_eq!(url("public_url = 'https://wishes.example/'"), "https://wishes.example");
    assert_eq!(url("public_url = 'http://127.0.0.1:3000'"), "http://127.0.0.1:3000");
    let plain = "public_url = 'http://192.168.1.5:3000'";
    assert!(matches!(config(plain), Err(ConfigError::PlainHttp)));
    assert_eq!(url(&format!("{plain}\ninsecure_cookies = true")), "http://192.168.1.5:3000");
    let both = config("public_url = 'https://wishes.example'\ninsecure_cookies = true");
    assert!(matches!(both, Err(ConfigError::InsecureHttps)));
    assert!(matches!(config("public_url = 'wishes.example'"), Err(ConfigError::PublicUrl(_))));
}

#[test]
fn a_misspelt_setting_is_refused() {
    assert!(toml::from_str::<Settings>("listne = '0.0.0.0:80'").is_err());
}

#[test]
fn backups_need_a_folder_and_numbers_that_make_sense() {
    let config = |text: &str| Config::from_settings(settings(text));
    assert_eq!(config("backup_hours = 6").unwrap().backups, None);
    let plan = config("backup_dir = '/srv/copies'").unwrap().backups.expect("a plan");
    assert_eq!((plan.every, plan.keep), (24 * 3600, Keep::default()));
    let plan =
        config("backup_dir = 'copies'\nbackup_hours = 6\nbackup_keep = '1,2,3'").unwrap().backups.expect("a plan");
    assert_eq!((plan.every, plan.keep), (6 * 3600, Keep { daily: 1, weekly: 2, monthly: 3 }));
    assert_eq!(plan.key_file, Path::new("data/wishbridge.backup-keys"));
    for wrong in ["backup_hours = 0", "backup_keep = '7'"] {
        let refused = config(&format!("backup_dir = 'copies'\n{wrong}"));
        assert!(matches!(refused, Err(ConfigError::BackupHours | ConfigError::BackupKeep(_))), "{wrong}");
    }
}

#[test]
fn a_store_elsewhere_is_complete_or_not_there_and_its_secret_is_never_printed() {
    let all =
        "backup_s3_endpoint = 'https://s3.example/'\nbackup_s3_bucket = 'copies/city/'\nbackup_s3_key_id = 'id'\n";
    let config = |text: &str| Config::from_settings(settings(text));
    let whole = format!("backup_dir = 'copies'\n{all}backup_s3_secret = 'very-secret'");
    let config_of_all = config(&whole).unwrap();
    let bucket = config_of_all.bucket.clone().expect("a bucket");
    assert_eq!((bucket.name.as_str(), bucket.prefix.as_str()), ("copies", "city"));
    assert_eq!((bucket.endpoint.as_str(), bucket.region.as_str()), ("https://s3.example", "us-east-1"));
    assert!(!format!("{config_of_all:?}").contains("very-secret"));
    assert!(matches!(config(&format!("backup_dir = 'copies'\n{all}")), Err(ConfigError::Bucket)));
    let alone = whole.replace("backup_dir = 'copies'\n", "");
    assert!(matches!(config(&alone), Err(ConfigError::BucketAlone)));
    assert!(matches!(config(&whole.replace("https://", "ftp://")), Err(ConfigError::Bucket)));
}
