//! Enters: a Hugging Face tokenizer folder. Leaves: its tables, its added tokens, its pad, and what of it is not honored.
//!
//! The folder is read as `CLIPTokenizer.from_pretrained` of transformers 5.23.0 reads it: `tokenizer.json` has the vocabulary
//! where there is one, else `vocab.json` and `merges.txt`. Of the settings, `added_tokens_decoder` in `tokenizer_config.json`
//! stands for all other lists of tokens. Added tokens are numbered one after the other behind the vocabulary.

mod settings;
mod token;
mod tokenizer_json;

use std::path::{Path, PathBuf};

use crate::added_token::AddedToken;
use crate::error::{LoadError, LoadProblem, RulePlace};
use crate::files::{self, MERGES_TXT, VOCAB_JSON};
use crate::merges_txt::{RuleText, Rules, lines};
use crate::not_honored::NotHonored;
use crate::tables::Tables;
use crate::token::TokenId;
use crate::vocab_json::{Entries, Roles};
use settings::{Settings, TOKENIZER_JSON};
use tokenizer_json::TokenizerJson;

/// What a tokenizer folder says.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Folder {
    /// The vocabulary, with the added tokens behind it, and its merges.
    pub tables: Tables,
    /// The tokens that are found by their spelling: start, end, and all that the folder names or adds. None if the folder
    /// has a vocabulary and nothing else.
    pub added: Vec<AddedToken>,
    /// The token that fills the slots after the end, if the folder names one.
    pub pad: Option<TokenId>,
    /// How many slots a row has, if the folder says so: 2 to 65,536.
    pub slots: Option<u64>,
    /// What the folder says and what is not done.
    pub not_honored: Vec<NotHonored>,
}

impl Folder {
    /// Reads a folder.
    ///
    /// # Errors
    /// If a file cannot be read, or breaks a rule that the tables depend on. The error names the file and the place.
    pub fn load(directory: &Path) -> Result<Self, LoadError> {
        let json_path = directory.join(TOKENIZER_JSON);
        let json = files::read_if_there(&json_path)?.map(|text| TokenizerJson::parse(&text));
        let json = json.transpose().map_err(|problem| problem.of(&json_path))?;
        let settings = Settings::read(directory, json.as_ref())?;
        if let Some(json) = json {
            let entries = Entries::of_pairs(json.vocab).map_err(|problem| problem.of(&json_path))?;
            let rules = (1..).map(RulePlace::Rule).zip(json.merges.iter().map(|(l, r)| RuleText::Pair(l, r)));
            let rules = Rules::parse(rules, &entries);
            return Read { entries, rules, vocab_path: json_path.clone(), merges_path: json_path }
                .folder(settings);
        }
        let (vocab_path, merges_path) = (directory.join(VOCAB_JSON), directory.join(MERGES_TXT));
        let (vocab_json, merges_txt) = (files::read(&vocab_path)?, files::read(&merges_path)?);
        let entries = Entries::parse(&vocab_json).map_err(|problem| problem.of(&vocab_path))?;
        let rules = Rules::parse(lines(&merges_txt), &entries);
        Read { entries, rules, vocab_path, merges_path }.folder(settings)
    }
}

/// What was read, and where.
struct Read {
    entries: Entries,
    rules: Result<Rules, LoadProblem>,
    vocab_path: PathBuf,
    merges_path: PathBuf,
}

impl Read {
    fn folder(mut self, settings: Option<Settings>) -> Result<Folder, LoadError> {
        let Some(mut settings) = settings else {
            let roles = self.entries.usual_roles().map_err(|problem| problem.of(&self.vocab_path))?;
            let tables = self.tables(&roles)?;
            return Ok(Folder { tables, added: Vec::new(), pad: None, slots: None, not_honored: Vec::new() });
        };
        let (added, roles, pad) =
            number(&mut self.entries, &mut settings).map_err(|problem| problem.of(&self.vocab_path))?;
        let spelled = match &self.rules {
            // An added token that is made of bytes all the same stands for them. What looks like a token with a purpose may
            // have none in this folder, and is no sign that rules are missing.
            Ok(rules) => {
                let unmade = rules.unmade().chain(self.new_ids(rules));
                unmade.filter(|id| roles.spelled.contains(id) || self.is_like_a_special_token(*id)).collect()
            }
            Err(_) => roles.spelled,
        };
        let tables = self.tables(&Roles { spelled, ..roles })?;
        let Settings { slots, not_honored, .. } = settings;
        Ok(Folder { tables, added, pad, slots, not_honored })
    }

    /// Whether an entry is spelled as `<unk>` or `[PAD]` is.
    fn is_like_a_special_token(&self, id: TokenId) -> bool {
        let entry = self.entries.by_id.get(id.index()).map_or("", String::as_str);
        !entry.ends_with("</w>")
            && ((entry.starts_with('<') && entry.ends_with('>'))
                || (entry.starts_with('[') && entry.ends_with(']')))
    }

    /// The ids behind those that the rules know of.
    fn new_ids(&self, rules: &Rules) -> impl Iterator<Item = TokenId> + use<> {
        (0..=u16::MAX).take(self.entries.by_id.len()).skip(rules.entries()).map(TokenId)
    }

    fn tables(self, roles: &Roles) -> Result<Tables, LoadError> {
        let Self { entries, rules, vocab_path, merges_path } = self;
        let (vocabulary, merges) = files::check(&entries, rules, roles, &vocab_path, &merges_path)?;
        Ok(Tables::of(vocabulary, merges))
    }
}

/// Gives each token its id: that of its entry, or the next one. Leaves the tokens, what entries are for, and the pad.
fn number(
    entries: &mut Entries,
    settings: &mut Settings,
) -> Result<(Vec<AddedToken>, Roles, Option<TokenId>), LoadProblem> {
    let mut tokens: Vec<AddedToken> = Vec::new();
    let mut ids = Vec::new();
    for (given, file, token) in std::mem::take(&mut settings.added) {
        if token.spelling.is_empty() || tokens.iter().any(|known| known.spelling == token.spelling) {
            continue;
        }
        let id = entries.add(&token.spelling)?;
        if u64::from(id.0) != given {
            let token = token.spelling.clone();
            settings.not_honored.push(NotHonored::Renumbered { file, token, given, id });
        }
        ids.push(id);
        tokens.push(token.numbered(id));
    }
    let Settings { start, end, unknown, pad, special, .. } = settings;
    for token in special.iter().chain(&*pad) {
        if !tokens.iter().any(|known| known.spelling == token.spelling) {
            let id = entries.add(&token.spelling)?;
            ids.push(id);
            tokens.push(token.clone().numbered(id));
        }
    }
    let special = [entries.id(&start.spelling)?, entries.id(&end.spelling)?];
    let unknown = Some(entries.id(&unknown.spelling)?);
    let pad = pad.as_ref().map(|pad| entries.id(&pad.spelling)).transpose()?;
    Ok((tokens, Roles { special, unknown, spelled: ids }, pad))
}
